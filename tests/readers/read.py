"""Reads the exports of built sites with the programs of others, and holds them against one another.

    python -B read.py SITE...

Prints a line per finding, behind the number of the site and a tab; exit code 1 if there are any. Calendars are read by icalendar, the workbook by openpyxl, the data
package by frictionless; requirements.txt pins them.
"""

import csv
import io
import re
import sys
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import frictionless
import openpyxl
from icalendar import Calendar

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


class Site:
    def __init__(self, folder):
        self.folder = folder / "daten"
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
        described = {task.name for task in report.tasks}
        written = {path.stem for path in self.folder.glob("*.csv") if not path.stem.endswith("-excel")}
        for name in described ^ written:
            yield f"{name}: described or written, not both"

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
    # Everything else is held against the described tables: it says nothing where those are wrong.
    return [*site.package()] or [*site.spreadsheets(), *site.workbook(), *site.calendars()]


def main():
    all = [(number, line) for number, folder in enumerate(sys.argv[1:]) for line in findings(Path(folder))]
    for number, line in all:
        print(number, " ".join(line.split()), sep="\t")
    sys.exit(1 if all else 0)


main()
