"""Reads the exports of built sites with the programs of others, and holds them against one another.

    python -B read.py SITE...

Prints a line per finding, behind the number of the site and a tab; exit code 1 if there are any. Calendars are read by icalendar, the workbook by openpyxl, the data
package by frictionless, the catalogue by rdflib; requirements.txt pins them.
"""

import csv
import hashlib
import io
import json
import logging
import re
import sys
from datetime import date, datetime, timedelta
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import frictionless
import openpyxl
from icalendar import Calendar
from rdflib import DCAT, DCTERMS, FOAF, RDF, Graph, Literal, Namespace, URIRef

TABLES = {"projekte": "Projekte", "meilensteine": "Meilensteine", "massnahmen": "Maßnahmen", "zusagen": "Zusagen"}


def last_day(text):
    """The last day of a date as written."""
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", text):
        year, month = int(match[1]), int(match[2]) * 3
    elif match := re.fullmatch(r"(\d{4})-(\d{2})", text):
        year, month = int(match[1]), int(match[2])
    elif re.fullmatch(r"\d{4}", text):
        year, month = int(text), 12
    else:
        return date.fromisoformat(text)
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def rows(path, delimiter=",", encoding="utf-8"):
    text = path.read_bytes().decode(encoding)
    assert not text.startswith("\ufeff"), path
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


# What it cannot read is found below.
logging.getLogger("rdflib").setLevel(logging.CRITICAL)

DCATDE = Namespace("http://dcat-ap.de/def/dcatde/")
SPDX = Namespace("http://spdx.org/rdf/terms#")

# What DCAT-AP.de 3.0 asks for, and what it allows once only, as far as we use it.
ONCE = {DCTERMS.publisher, DCTERMS.modified, DCTERMS.issued, DCTERMS.license, DCTERMS.accessRights, DCTERMS.format}
ONCE |= {DCAT.mediaType, DCAT.byteSize, URIRef(f"{DCAT}version"), SPDX.checksum, FOAF.homepage}
RULES = {
    DCAT.Catalog: ({DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.dataset}, ONCE),
    DCAT.Dataset: ({DCTERMS.title, DCTERMS.description, DCAT.theme, DCAT.distribution}, ONCE),
    DCAT.Distribution: ({DCAT.accessURL, DCTERMS.format, DCAT.mediaType, DCAT.byteSize, SPDX.checksum}, ONCE),
    SPDX.Checksum: ({SPDX.algorithm, SPDX.checksumValue}, {SPDX.algorithm, SPDX.checksumValue}),
    FOAF.Agent: ({FOAF.name}, {FOAF.name}),
}
# Whose values are no texts.
LINKS = {DCTERMS.publisher, DCTERMS.license, DCTERMS.format, DCTERMS.language, DCTERMS.spatial, DCTERMS.conformsTo}
LINKS |= {DCTERMS.accessRights, DCAT.theme, DCAT.mediaType, DCAT.accessURL, DCAT.downloadURL, DCAT.landingPage}
LINKS |= {DCATDE.politicalGeocodingURI, DCATDE.politicalGeocodingLevelURI}


class Rows(HTMLParser):
    """The rows of all tables of a page, as lists of texts."""

    def __init__(self, page):
        super().__init__()
        self.rows, self.depth = [], 0
        self.feed(page)
        self.rows = [[" ".join(cell.split()) for cell in row] for row in self.rows if row]

    def handle_starttag(self, tag, attributes):
        if tag == "tbody":
            self.depth += 1
        elif tag == "tr" and self.depth:
            self.rows.append([])
        elif tag in ("th", "td") and self.depth:
            self.rows[-1].append("")

    def handle_endtag(self, tag):
        if tag == "tbody":
            self.depth -= 1

    def handle_data(self, data):
        if self.depth and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def keys(value, path):
    """The paths of all keys, without positions in lists. An object of OParl begins a path of its own, with its type."""
    if isinstance(value, list):
        for one in value:
            yield from keys(one, path)
    elif isinstance(value, dict):
        if "type" in value and value["type"].startswith("https://schema.oparl.org/"):
            path = value["type"].rsplit("/", 1)[1]
        for key, inner in value.items():
            below = f"{path}.{key}" if path else key
            yield below
            yield from keys(inner, below)


class Site:
    def __init__(self, folder):
        self.root, self.folder = folder, folder / "daten"
        self.tables = {name: rows(self.folder / f"{name}.csv") for name in TABLES}
        package = frictionless.Package(str(self.folder / "datapackage.json"))
        schemas = {name: package.get_resource(name).schema for name in TABLES}
        self.types = {name: {field.name: field.type for field in schema.fields} for name, schema in schemas.items()}

    # Data package

    def package(self):
        report = frictionless.Package(str(self.folder / "datapackage.json")).validate()
        for task in report.tasks:
            if task.name in self.tables and (task.stats.get("rows") or 0) != len(self.tables[task.name]):
                yield f"data package: {task.name} has other rows"
        for row in report.flatten(["type", "note", "rowNumber", "fieldName"]):
            yield f"data package: {row}"
        described = {task.place for task in report.tasks}
        for name in described ^ (self.written() - {"datapackage.json"}):
            yield f"data package: {name}: described or written, not both"

    def written(self):
        """The files of the folder that hold data, as seen from it."""
        paths = [path for path in self.folder.rglob("*") if path.is_file() and path.suffix not in (".html", ".jsonld")]
        return {str(path.relative_to(self.folder)) for path in paths}

    # Catalogue

    def catalogue(self):
        graph = Graph()
        graph.parse(self.folder / "katalog.jsonld", format="json-ld", publicID="https://ohne.example/daten/katalog.jsonld")
        for kind, (least, most) in RULES.items():
            nodes = set(graph.subjects(RDF.type, kind))
            if not nodes:
                yield f"catalogue: no {kind}"
            for node in nodes:
                for key in least:
                    if (node, key, None) not in graph:
                        yield f"catalogue: {node} without {key}"
                for key in most:
                    if len(set(graph.objects(node, key))) > 1:
                        yield f"catalogue: {node} with more than one {key}"
        for subject, key, value in graph:
            if isinstance(value, Literal) and (value.ill_typed or key in LINKS):
                yield f"catalogue: {subject} {key}: {value!r}"
            if isinstance(value, URIRef) and not re.match(r"(https?://|mailto:|tel:)", value):
                yield f"catalogue: {subject} {key}: {value} is no address"
        yield from self.distributions(graph)

    def distributions(self, graph):
        home = next(graph.objects(None, FOAF.homepage)).removesuffix("index.html")
        described = []
        for node in graph.subjects(RDF.type, DCAT.Distribution):
            if len(set(graph.subjects(DCAT.distribution, node))) != 1:
                yield f"catalogue: {node} is not of one dataset"
            address = graph.value(node, DCAT.downloadURL)
            path = self.root / address.removeprefix(home)
            if not path.is_file():
                yield f"catalogue: {address} leads nowhere"
                continue
            described.append(path)
            data, sum = path.read_bytes(), graph.value(node, SPDX.checksum)
            if int(graph.value(node, DCAT.byteSize)) != len(data):
                yield f"catalogue: {address} has another size"
            if str(graph.value(sum, SPDX.checksumValue)).lower() != hashlib.sha256(data).hexdigest():
                yield f"catalogue: {address} has another checksum"
            if (graph.value(node, DCTERMS.license) is None) != (graph.value(node, DCATDE.licenseAttributionByText) is None):
                yield f"catalogue: {address}: a licence, or whom to name, not both"
        changes = self.root / "aenderungen.atom"
        wanted = {self.folder / name for name in self.written()} | ({changes} if changes.exists() else set())
        for path in wanted ^ set(described):
            yield f"catalogue: {path.name}: described or written, not both"
        if len(described) != len(set(described)):
            yield "catalogue: a file stands twice"

    # The page that explains every field

    def fields(self):
        page = Rows((self.folder / "felder.html").read_text()).rows
        firsts, explained = {row[0] for row in page}, set()
        for row in page:
            explained.add((row[0], row[1]))
            if match := re.fullmatch(r"(\S+\.csv): (.+)", row[-1]):
                explained |= {(match[1], column) for column in match[2].split(", ")}
        for path in self.folder.glob("*.csv"):
            own = path.stem.removesuffix("-excel") in self.tables
            heading = path.read_text("utf-8-sig").splitlines()[0]
            for column in re.split("[,;]", heading):
                if not (column in firsts if own else (path.name, column) in explained):
                    yield f"felder.html: {path.name}, {column} is not explained"
        for where, names in self.named().items():
            if not any(name in firsts for name in names):
                yield f"felder.html: {where}, {names[0]} is not explained"
        if short := [row for row in page if any(not cell for cell in row[:3])]:
            yield f"felder.html: {short[0]} says nothing"

    def named(self):
        """What is named in files that are no tables: by file and name, the ways in which it may be explained."""
        names = {}
        for name in ("reifegrad.json", "oparl.json"):
            if (self.folder / name).exists():
                data = json.loads((self.folder / name).read_text())
                for path in keys(data, "" if name == "reifegrad.json" else name):
                    # OParl tells keys that all types have once.
                    parts = path.split(".")
                    names[name, path] = [path] if name == "reifegrad.json" else [path, parts[-1]]
        for path in self.folder.rglob("*.ics"):
            lines = path.read_bytes().decode().replace("\r\n ", "").split("\r\n")
            names |= {(path.name, key): [key] for line in lines if (key := re.split("[;:]", line)[0])}
        changes = self.root / "aenderungen.atom"
        if changes.exists():
            tags = [element.tag.rsplit("}", 1)[1] for element in ElementTree.parse(changes).iter()]
            names |= {(changes.name, tag): [tag] for tag in tags}
        return names

    # Tables for a double click

    def spreadsheets(self):
        for name, table in self.tables.items():
            path = self.folder / f"{name}-excel.csv"
            if not path.read_bytes().startswith(b"\xef\xbb\xbf"):
                yield f"{path.name}: no byte order mark"
            found = rows(path, ";", "utf-8-sig")
            yield from self.compare(path.name, table, [self.plain(name, row) for row in found])

    def plain(self, name, row):
        def cell(column, text):
            if match := re.fullmatch(r"(\d{2})\.(\d{2})\.(\d{4})", text):
                return f"{match[3]}-{match[2]}-{match[1]}"
            if self.types[name][column] in ("number", "integer"):
                return text.replace(",", ".")
            # The apostrophe that keeps text from being a formula.
            return text[1:] if re.match(r"'+[=+\-@\t\r\n]", text) else text

        return {column: cell(column, text) for column, text in row.items()}

    def compare(self, where, expected, found):
        if len(expected) != len(found):
            yield f"{where}: {len(found)} rows instead of {len(expected)}"
        for number, (one, other) in enumerate(zip(expected, found), 2):
            if list(one) != list(other):
                yield f"{where}: columns {list(other)} instead of {list(one)}"
            for column in one:
                if one[column] != other.get(column):
                    yield f"{where}, row {number}, {column}: {other.get(column)!r} instead of {one[column]!r}"

    # Workbook

    def workbook(self):
        book = openpyxl.load_workbook(self.folder / "projektbuero.xlsx")
        if book.sheetnames != [*TABLES.values(), "Hinweise"]:
            yield f"workbook: sheets {book.sheetnames}"
            return
        for name, title in TABLES.items():
            sheet = book[title]
            if sheet.freeze_panes != "A2" or not (sheet.auto_filter.ref or "").startswith("A1:"):
                yield f"{title}: heading not fixed or not filtered"
            heading, *lines = sheet.iter_rows()
            columns = [cell.value for cell in heading]
            found = [{column: self.text(name, column, cell) for column, cell in zip(columns, line)} for line in lines]
            yield from self.compare(title, self.tables[name], found)
        explained = {row[0] for row in book["Hinweise"].iter_rows(values_only=True)}
        for column in {column for types in self.types.values() for column in types} - explained:
            yield f"Hinweise: {column} is not explained"

    def text(self, name, column, cell):
        kind, value = self.types[name][column], cell.value
        if cell.data_type == "f":
            return f"a formula: {value}"
        if value is None:
            return ""
        if isinstance(value, datetime):
            return value.date().isoformat()
        if isinstance(value, str):
            is_day = re.fullmatch(r"\d{4}-\d{2}-\d{2}", value) and value >= "1900"
            return value if kind in ("string", "date") and not is_day else f"text: {value}"
        if kind == "integer":
            return str(value)
        if kind == "number" and column != "anteil":
            return f"{Decimal(str(value)):.2f}"
        return format(Decimal(str(value)), "f") if kind == "number" else f"number: {value}"

    # Calendars

    def calendars(self):
        path = self.folder / "kalender.ics"
        found = []
        if path.exists():
            found = yield from self.calendar(path)
        for part in sorted((self.folder / "kalender").glob("*.ics")):
            events = yield from self.calendar(part)
            if not events or any(event not in found for event in events):
                yield f"{part.name}: an event that the whole calendar does not have"
        for kind, table, column, state in [
            ("meilenstein", "meilensteine", "faellig", "status"),
            ("projektende", "projekte", "ende", "status"),
            ("zusage", "zusagen", "bis", "stand"),
        ]:
            dated = [row for row in self.tables[table] if row[column]]
            events = [event for event in found if str(event["UID"]).startswith(f"{kind}-")]
            if len(dated) != len(events):
                yield f"{kind}: {len(events)} events for {len(dated)} dates"
            for row in dated:
                title = " ".join(row["titel"].split())
                fits = [
                    event
                    for event in events
                    if title in event["SUMMARY"] and event.decoded("DTSTART") == last_day(row[column])
                ]
                if not fits:
                    yield f"{kind} {row['id']}: no event on {last_day(row[column])}"
                if row[state] in ("eingestellt", "verfallen") and all(one["STATUS"] != "CANCELLED" for one in fits):
                    yield f"{kind} {row['id']}: not cancelled"
        for row in self.tables["massnahmen"]:
            ids = re.compile(rf"bestaetigung-{row['id']}(\.[a-z0-9-]+)?@")
            days = {event.decoded("DTSTART") for event in found if ids.match(str(event["UID"]))}
            if row["gilt_bis"] and last_day(row["gilt_bis"]) not in days:
                yield f"bestaetigung {row['id']}: no event on {row['gilt_bis']}"

    def calendar(self, path):
        """Its events."""
        data = path.read_bytes()
        if any(len(line) > 75 for line in data.split(b"\r\n")) or data.count(b"\n") != data.count(b"\r\n"):
            yield f"{path.name}: long lines or wrong line ends"
        events = Calendar.from_ical(data).walk("VEVENT")
        ids = [str(event.get("UID")) for event in events]
        if len(set(ids)) != len(ids):
            yield f"{path.name}: an id stands twice"
        sound = []
        for event in events:
            missing = [key for key in ("UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "STATUS") if key not in event]
            if missing or event.errors:
                yield f"{path.name}, {event.get('UID')}: without {missing}, {event.errors}"
                continue
            begin, end = event.decoded("DTSTART"), event.decoded("DTEND")
            if type(begin) is not date or end - begin != timedelta(days=1):
                yield f"{path.name}, {event['UID']}: {begin} to {end} is no whole day"
            sound.append(event)
        return sound


def findings(folder):
    site = Site(folder)
    package = [*site.package()]
    # Everything else is held against the described tables: it says nothing where those are wrong.
    if any("-count" not in line for line in package):
        return package
    return package + [*site.spreadsheets(), *site.workbook(), *site.calendars(), *site.catalogue(), *site.fields()]


def main():
    all = [(number, line) for number, folder in enumerate(sys.argv[1:]) for line in findings(Path(folder))]
    for number, line in all:
        print(number, " ".join(line.split()), sep="\t")
    sys.exit(1 if all else 0)


main()
