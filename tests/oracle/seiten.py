"""Reads the built pages on maturity, and holds every percentage and every level that they print against the data file.

A page is cut into pieces of text, each with its place: block, column or label, and the dimension it is about. For each
place a rule says which texts may stand there, composed from the recomputed figures and the words of the catalogue. A piece
with a figure at a place without a rule is a finding, as is one that no rule expects.
"""

import re
from datetime import date, timedelta
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import yaml

from regeln_herleitung import Derivations
from regeln_einheiten import Units, unit_page
from regeln_ziele import Phrases, Targets, clean, target_page
from reifegrad import last

VOID = {"area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"}
# A percentage, a level by number, or a level by number and title.
FIGURE = re.compile(r"\d+(?:,\d+)?\s?%|Stufe \d+|^\d+ – ")
# Where figures stand in the markup.
PRINTED = re.compile(r"\d+(?=\s%)|(?<=Stufe )\d+|(?<=>)\d+(?= – )|(?<=class=\"zahl\">)\d+(?=<)")
# How many figures of a page are forged.
FORGED = 8
# Folders whose pages print figures on maturity.
FOLDERS = ("ausnahmen", "organisation", "planung", "reifegrad", "ziele")
CATALOGUE = Path(__file__).parents[2] / "src/messages/de.yaml"


# Pages


class Element:
    def __init__(self, tag, attributes, parent):
        self.tag, self.attributes, self.parent = tag, dict(attributes), parent
        self.children = []

    def own(self):
        """The text that stands in it directly; lines of an SVG text are one."""
        parts = [one if isinstance(one, str) else one.own() if one.tag == "tspan" else "" for one in self.children]
        joint = " " if any(not isinstance(one, str) for one in self.children) and self.tag == "text" else ""
        return clean(joint.join(parts))

    def all(self, *tags):
        for one in self.children:
            if not isinstance(one, str):
                if one.tag in tags or not tags:
                    yield one
                yield from one.all(*tags)

    def up(self, *tags):
        one = self
        while one and one.tag not in tags:
            one = one.parent
        return one

    def whole(self):
        return clean("".join(one if isinstance(one, str) else one.whole() for one in self.children))

    def classes(self):
        return self.attributes.get("class", "").split()


class Tree(HTMLParser):
    def __init__(self, text):
        super().__init__()
        self.root = self.here = Element("", {}, None)
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        element = Element(tag, attributes, self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag, attributes):
        self.here.children.append(Element(tag, attributes, self.here))

    def handle_endtag(self, tag):
        opened = self.here.up(tag)
        if opened:
            self.here = opened.parent

    def handle_data(self, data):
        self.here.children.append(data)


# Words


class Words:
    """The catalogue, and how it prints figures."""

    def __init__(self, model):
        self.texts = yaml.load(CATALOGUE.read_text("utf-8"), yaml.BaseLoader)
        self.titles = [level["titel"] for level in model["stufen"]]

    def t(self, key, **arguments):
        text = self.texts
        for part in key.split("."):
            text = text[part]
        for name, value in arguments.items():
            text = text.replace("{" + name + "}", str(value))
        return clean(text)

    def count(self, key, number):
        return self.t(f"{key}.{'eins' if number == 1 else 'viele'}", anzahl=number)

    def percent(self, share):
        return f"{int(Fraction(share) * 100)} %"

    def share(self, share):
        percent = Fraction(share) * 100
        return f"{int(percent)} %" if percent.denominator == 1 else str(Fraction(share))

    def money(self, cents):
        whole, rest = divmod(cents, 100)
        euros = f"{whole:,}".replace(",", ".")
        return f"{euros},{rest:02} €" if rest else f"{euros} €"

    def level(self, number):
        if number is None:
            return self.t("stufe.nicht-bewertet")
        return self.t("stufe.mit-titel", stufe=number, titel=self.titles[number])

    def number(self, number):
        return self.t("stufe.nicht-bewertet") if number is None else self.t("stufe.nummer", stufe=number)

    def reached(self, number):
        if number is None:
            return self.t("stufe.nicht-bewertet")
        return self.t("stufe.erreicht", stufe=number, titel=self.titles[number])

    def day(self, day):
        return f"{day.day:02}.{day.month:02}.{day.year:04}"

    def date(self, text):
        """In the precision in which it was written."""
        parts = text.split("-")
        if len(parts) == 3:
            return self.day(date.fromisoformat(text))
        if len(parts) == 1:
            return text
        if parts[1].startswith("Q"):
            return self.t("datum.quartal", quartal=parts[1][1:], jahr=parts[0])
        return self.t("datum.monat", monat=self.t(f"monat.{int(parts[1])}"), jahr=parts[0])


# Rules


class Site:
    """A built site, and what its pages may print."""

    def __init__(self, folder, method, document):
        self.folder, self.method, self.document = Path(folder), method, document
        self.given = method.given
        self.words = Words(self.given["modell"])
        self.dimensions = {one["id"]: one for one in document["dimensionen"]}
        self.further = {one["id"]: one for one in document["ergaenzung"]["dimensionen"]}
        self.proven = {one["id"]: one for one in document.get("belegt", [])}
        self.criteria = {one["id"]: one for one in document["kriterien"]}
        self.asked = {one["id"]: one for d in self.given["modell"]["dimensionen"] for one in d["kriterien"]}
        self.titles = {one["id"]: one["titel"] for one in self.given["modell"]["dimensionen"]}
        self.written = set(self.editors_texts())
        self.top = len(self.words.titles) - 1
        self.levels = {}
        every = document["einheiten"] + document.get("uebergeordnet", [])
        self.unit_states = {one["id"]: {state["id"]: state for state in one["dimensionen"]} for one in every}
        self.unit_titles = {one["id"]: one["titel"] for one in self.given["einheiten"]}

    def editors_texts(self):
        """What editors wrote: percentages in it are no figures of ours."""

        def texts(value, key):
            if isinstance(value, str) and key in ("titel", "text", "grund"):
                yield clean(value)
                yield clean(value).rstrip(".")
            for name, one in value.items() if isinstance(value, dict) else []:
                yield from texts(one, name)
            for one in value if isinstance(value, list) else []:
                yield from texts(one, key)

        return texts(self.given, None)

    def pages(self):
        names = ["index.html", "methode/index.html"]
        for folder in FOLDERS:
            names += sorted(str(path.relative_to(self.folder)) for path in (self.folder / folder).glob("*.html"))
        return [name for name in names if (self.folder / name).exists()]

    def differences(self):
        for page in self.pages():
            yield from Page(self, page, self.read(page)).differences()

    def read(self, page):
        return (self.folder / page).read_text("utf-8")

    def unnoticed(self):
        """Figures that could be printed wrongly without a finding: each is raised by one in turn, some on each page."""
        for page in self.pages():
            text = self.read(page)
            figures = [one for one in PRINTED.finditer(text) if one.start() > text.index("<main")]
            for one in figures[:: len(figures) // FORGED + 1]:
                forged = text[: one.start()] + str(int(one[0]) + 1) + text[one.end() :]
                if not any(Page(self, page, forged).differences()):
                    yield f"{page}: {clean(text[one.start() - 60 : one.end() + 40])}"

    def level_at(self, dimension, day, scenario, unit=None):
        key = (day, scenario, unit)
        if key not in self.levels:
            found = self.method.assess_part(unit, day, None if day <= self.method.as_of else scenario)
            self.levels[key] = {one["id"]: one["stufe"] for one in found}
        return self.levels[key][dimension]

    def standing(self, state, following):
        reached = self.words.reached(state["stufe"])
        if state["stufe"] is None or following is None:
            return reached
        way = self.words.t("stufe.weg", anteil=self.words.percent(state["fortschritt"]), stufe=following)
        return f"{reached}, {way}"

    def standings(self):
        return [self.standing(one, self.further[id]["naechste"]) for id, one in self.dimensions.items()]


class Page(Units, Targets, Derivations):
    def __init__(self, site, path, text):
        self.site, self.words, self.path = site, site.words, path
        self.main = next(Tree(text).root.all("main"))
        name = Path(path)
        self.dimension = name.stem if name.parent.name == "reifegrad" and name.stem in site.dimensions else None
        self.unit, self.target_dimension = unit_page(path), target_page(path)

    def differences(self):
        for svg in self.main.all("svg"):
            yield from self.drawing(svg)
        for element in self.main.all():
            text = element.own()
            is_figure = FIGURE.search(text) or self.is_number_cell(element)
            if not is_figure or element.tag == "tspan" or text in self.site.written:
                continue
            expected = self.expected(element)
            if expected is None:
                yield f"{self.path}, {self.place(element)}: nobody checks »{text}«"
            elif not self.agrees_with_any(text, expected):
                yield f"{self.path}, {self.place(element)}: »{text}« instead of {sorted(map(str, set(expected)))}"

    def agrees_with_any(self, text, expected):
        if not isinstance(expected, Phrases):
            return any(self.agrees(text, one) for one in expected)
        for one in expected:
            text = re.sub(rf"(?<!\d){re.escape(clean(one))}", "", text)
        return not FIGURE.search(text)

    def agrees(self, text, expected):
        """A sentence may go on without figures."""
        expected = clean(str(expected))
        return text == expected or (text.startswith(expected) and not FIGURE.search(text[len(expected) :]))

    def is_number_cell(self, element):
        return element.tag == "td" and "zahl" in element.classes() and re.search(r"\d", element.own())

    # Places

    def block(self, element):
        """The id of the block around an element: that of its heading."""
        one = element
        while one is not None:
            if "block" in one.classes():
                heading = next(one.all("h2"), None)
                return heading.attributes.get("id") if heading else one.attributes.get("id")
            one = one.parent
        return None

    def column(self, element):
        cell = element.up("td", "th")
        if cell is None or cell.parent is None or cell.parent.tag != "tr":
            return None
        index = [one for one in cell.parent.children if not isinstance(one, str)].index(cell)
        heads = list(element.up("table").all("thead"))[0]
        return list(heads.all("th"))[index].whole()

    def label(self, element):
        """What stands before a value in a list of terms."""
        value = element.up("dd")
        terms = [one for one in value.parent.children if not isinstance(one, str) and one.tag == "dt"] if value else []
        return terms[0].whole() if terms else None

    def row(self, element):
        row = element.up("tr")
        return [one for one in row.children if not isinstance(one, str)] if row else []

    def linked(self, elements, pattern):
        for element in elements:
            for link in element.all("a"):
                if match := re.search(pattern, link.attributes.get("href", "")):
                    return match[1]
        return None

    def dimension_of(self, element):
        found = self.linked(self.row(element)[:2], r"(?:^|reifegrad/)([a-z0-9-]+)\.html(?:#.*)?$")
        return found if found in self.site.dimensions else self.dimension

    def criterion_of(self, element):
        row = self.row(element)
        if not row:
            return None
        own = row[0].attributes.get("id", "").removeprefix("kriterium-")
        found = own if own in self.site.criteria else self.linked(row[:1], r"#kriterium-([a-z0-9-]+)$")
        return found if found in self.site.criteria else None

    def place(self, element):
        where = self.column(element) or self.label(element) or element.tag
        return f"{self.block(element) or 'Kopf'} / {where}"

    # What may stand there

    def expected(self, element):
        """The texts that may stand in an element; none if nobody knows."""
        block, words = self.block(element), self.words
        if element.up("svg"):
            return self.in_drawing(element)
        if element.tag in ("h2", "caption") and re.fullmatch(r"stufe-\d+", block or ""):
            return [self.heading(int(block.removeprefix("stufe-")))]
        if element.up("nav") and self.target_dimension:
            return self.target_titles(self.target_dimension)
        if element.up("nav"):
            return [self.heading(level) for level in range(1, self.site.top + 1)]
        if element.up("thead"):
            return [words.level(level) for level in range(self.site.top + 1)]
        rule = RULES.get(block or "fakten")
        if rule is None:
            rule = next((one for start, one in FAMILIES.items() if (block or "").startswith(start)), None)
        return rule(self, element) if rule else None

    def heading(self, level):
        return self.words.t("stufe.ueberschrift", stufe=self.words.level(level))

    def overall(self, element):
        document, words = self.site.document, self.words
        if "notiz" in element.classes():
            return self.without(element)
        low, high = document["gesamt"]["minimum"], document["ergaenzung"]["hoechste"]
        match self.label(element):
            case label if label == words.t("gesamt.minimum"):
                return [words.number(low)]
            case label if label == words.t("gesamt.erfuellungsgrad"):
                return [words.percent(document["gesamt"]["erfuellungsgrad"])]
            case label if label == words.t("gesamt.spanne"):
                return [words.t("gesamt.spanne-wert", von=low, bis=high)]

    def profile_words(self):
        counted = []
        for level, title in enumerate(self.words.titles):
            number = sum(one["stufe"] == level for one in self.site.dimensions.values())
            if number:
                counted.append(self.words.t("profil.auf-stufe", anzahl=number, stufe=level, titel=title))
        day = self.words.day(self.site.method.as_of)
        return [self.words.t("profil.worte", stichtag=day, aufzaehlung="; ".join(counted))]

    def profile(self, element):
        return self.profile_words() if element.tag == "figcaption" else self.dimension_table(element)

    def dimension_table(self, element):
        id = self.dimension_of(element)
        if element.tag == "small":
            return self.without(element)
        return self.state_row(element, self.site.dimensions[id], self.site.further[id]["naechste"])

    def state_row(self, element, state, following):
        """A cell of a row that tells where a dimension stands."""
        words = self.words
        if "nur-vorlesen" in element.classes():
            return [self.site.standing(state, following)]
        columns = {
            "stufe": lambda: words.level(state["stufe"]),
            "naechste-stufe": lambda: following,
            "fortschritt": lambda: words.percent(state["fortschritt"]),
            "erfuellungsgrad": lambda: words.percent(state["erfuellungsgrad"]),
            "fehlende-kriterien": lambda: len(state["fehlend"]),
        }
        return self.by_column(element, columns)

    def by_column(self, element, columns):
        for key, value in columns.items():
            if self.column(element) == self.words.t(f"spalte.{key}"):
                return [value()]

    def facts(self, element):
        words, id = self.words, self.dimension
        if self.target_dimension:
            return self.target_facts(element)
        if id is None:
            return self.unit_facts(element)
        if element.tag == "small":
            return self.without(element)
        state, following = self.site.dimensions[id], self.site.further[id]["naechste"]
        labels = {
            "stufe": lambda: self.site.standing(state, following),
            "fortschritt": lambda: words.percent(state["fortschritt"]),
            "erfuellungsgrad": lambda: words.percent(state["erfuellungsgrad"]),
            "voraus": lambda: words.percent(state["voraus"]),
            "belegt": lambda: words.level(self.site.proven[id]["stufe"]),
        }
        for key, value in labels.items():
            if self.label(element) == words.t(f"feld.{key}"):
                return [value()]

    def why(self, element):
        words, id = self.words, self.dimension
        state, further = self.site.dimensions[id], self.site.further[id]
        level, following = state["stufe"], further["naechste"]
        missing = words.count("anzahl.kriterien-fehlen", len(state["fehlend"]))
        sentences = [self.rule_words(), words.t("warum.decke", stufe=state["obergrenze"])]
        if following is None:
            sentences.append(words.t("warum.oberste", stufe=words.level(level)))
        else:
            key = "warum.null" if level == 0 else "warum.stufe"
            sentences.append(words.t(key, stufe=words.level(level), naechste=words.level(following), fehlen=missing))
            progress = words.percent(state["fortschritt"])
            sentences.append(words.t("warum.fortschritt", stufe=following, anteil=progress))
        sentences.append(words.t("warum.viel-ausgenommen", anteil=words.percent(further["ausgenommen"])))
        return sentences

    def rule_words(self):
        model = self.site.given["modell"]
        share = self.words.share(model["schwelle"]) if model["schwelle"] else ""
        return self.words.t(f"regel.{model['regel']}", schwelle=share)

    def method_words(self, element):
        """Sentences of the method name no figures of this site."""
        return [clean(text) for text in self.words.texts["methode"]["schritt"].values()]

    def rule_only(self, element):
        return [self.rule_words()]

    def missing(self, element):
        words, id = self.words, self.criterion_of(element)
        if element.tag == "small":
            return self.terms(element)
        asked, state = self.site.asked[id], self.site.criteria[id]
        columns = {
            "stufe": lambda: asked["stufe"],
            "erreicht": lambda: words.percent(state["anteil"]),
            "noetig": lambda: words.percent(asked["schwelle"]),
        }
        return self.by_column(element, columns)

    def terms(self, element):
        """The conditions below a criterion."""
        words, asked = self.words, self.site.asked[self.criterion_of(element)]
        parts = [
            words.t("kriterium.pflicht") if asked["pflicht"] else None,
            words.t("kriterium.gewicht", gewicht=asked["gewicht"]) if asked["gewicht"] != 1 else None,
            words.t("kriterium.anzahl", anzahl=asked["anzahl"]) if asked["anzahl"] != 1 else None,
            words.t("kriterium.schwelle", schwelle=words.share(asked["schwelle"])) if asked["schwelle"] != "1" else None,
        ]
        return [", ".join(part for part in parts if part)]

    def proven_table(self, element):
        words, id = self.words, self.dimension_of(element)
        proven, declared = self.site.proven[id], self.site.dimensions[id]
        standings = {
            "gemeldet": (declared, self.site.further[id]["naechste"]),
            "belegt": (proven, self.following(id, proven["stufe"])),
        }
        for key, (state, following) in standings.items():
            if self.column(element) == words.t(f"spalte.{key}"):
                spoken = "nur-vorlesen" in element.classes()
                return [self.site.standing(state, following) if spoken else words.level(state["stufe"])]
        return [len(proven["ohne_nachweis"])]

    def following(self, id, level):
        """The next level above one that has criteria that are asked for."""
        asked = [one for one in self.site.asked.values() if self.site.criteria[one["id"]]["gefragt"] == "ja"]
        home = {one["id"] for d in self.site.given["modell"]["dimensionen"] if d["id"] == id for one in d["kriterien"]}
        levels = [one["stufe"] for one in asked if one["id"] in home and level is not None and one["stufe"] > level]
        return min(levels, default=None)

    # Levels over time

    def curve_words(self, levels):
        """How a caption begins that says where something stands."""
        standing = self.heading(levels) if levels is not None else self.words.level(None)
        return [self.words.t("kurve.stand", stichtag=self.words.day(self.site.method.as_of), stufe=standing)]

    def curve(self, element):
        if self.column(element) is None:
            return self.curve_words(self.site.dimensions[self.dimension]["stufe"])
        return self.level_then(element, lambda levels: levels[self.dimension])

    def curves(self, element):
        return self.level_then(element, lambda levels: levels[self.dimension_of(element)])

    def overall_curve(self, element):
        if self.column(element) is None:
            return self.curve_words(self.site.document["gesamt"]["minimum"])
        pick = max if self.column(element) == self.words.t("spalte.hoechste-stufe") else min
        return self.level_then(element, lambda levels: pick([one for one in levels.values() if one is not None], default=None))

    def level_then(self, element, pick, unit=None):
        """The level on the day of a row, in the cases that it names."""
        row = self.row(element)
        texts = [cell.whole() for cell in row]
        days = [date(*map(int, reversed(match.split(".")))) for text in texts for match in re.findall(r"^\d\d\.\d\d\.\d{4}$", text)]
        words = self.words
        if texts[-1] == words.t("kurve.ziel"):
            return [words.level(self.target(days[0], element, pick))]
        named = [key for key in ("gesichert", "verzug", "plan", "alles") if words.t(f"fall.{key}") in texts[-1]]
        found = set()
        for scenario in named or ["gesichert"]:
            levels = {id: self.site.level_at(id, days[0], scenario, unit) for id in self.site.dimensions}
            found.add(words.level(pick(levels)))
        # All the cases that a row names agree.
        return found if len(found) == 1 else []

    def target(self, day, element, pick):
        return pick({id: self.target_at(id, day) for id in self.site.dimensions})

    def target_at(self, id, day):
        """The level aimed at on a day: that of the latest target up to then; of several for one day the highest."""
        past = [(last(one["bis"]), one["stufe"]) for one in self.targets_of(id) if last(one["bis"]) <= day]
        return max(past, default=(None, 0))[1]

    def forecast(self, element):
        """The level itself; the dates beside it are checked by `dates`."""
        row = self.row(element)
        levels = [level for level in range(1, self.site.top + 1) if row and row[0].whole() == self.words.level(level)]
        return [self.words.level(level) for level in levels]

    def any_level(self, element):
        return [self.words.level(level) for level in range(self.site.top + 1)]

    def history(self, element):
        row = self.row(element)
        if self.column(element) != self.words.t("spalte.stufe"):
            return self.coverages(element)
        day = date(*map(int, reversed(row[0].whole().split("."))))
        return [self.words.level(self.site.level_at(self.dimension, day, "gesichert"))]

    def movements(self, element):
        """A level before and after a day, and why."""
        words = self.words
        if self.column(element) != words.t("spalte.veraenderung"):
            return self.coverages(element)
        day = date(*map(int, reversed(self.row(element)[0].whole().split("."))))
        before, after = (
            self.site.level_at(self.dimension_of(element), one, "plan") for one in (day - timedelta(days=1), day)
        )
        if before is None or after is None:
            return [words.t("veraenderung.bewertet", nach=words.level(after))]
        time = "war" if day <= self.site.method.as_of else "wird"
        kind = "steigt" if after > before else "faellt"
        return [words.t(f"veraenderung.{kind}-{time}", von=before, nach=words.level(after))]

    def coverages(self, element):
        """How much the measures that a cell names cover, and how much they did before."""
        phrases = Phrases()
        cell = element.up("td")
        links = [link.attributes.get("href", "") for link in cell.all("a")]
        named = {match[1] for link in links if (match := re.search(r"massnahmen/([a-z0-9-]+)\.html", link))}
        for one in self.site.given["massnahmen"]:
            shares = ["1"] + [entry["anteil"] for entry in one["abdeckung"]]
            if one["id"] in named:
                for old, new in zip(shares, shares[1:]):
                    parts = {"massnahme": "", "von": self.words.share(old), "nach": self.words.share(new)}
                    phrases.append(self.words.t("ursache.abdeckung", **parts))
                phrases += [self.words.t("hindernis.abdeckung", massnahme="", anteil=self.words.share(new)) for new in shares]
        return phrases

    def obstacles(self, element):
        words = self.words
        if self.column(element) == words.t("spalte.stufe"):
            return [self.site.asked[self.criterion_of(element)]["stufe"]]
        if self.column(element):
            return self.coverages(element)
        plan = [
            one["stufe"] or 0
            for one in self.site.document["prognose"]
            if (one["szenario"], one["dimension"]) == ("plan", self.dimension)
        ]
        best = max(plan + [self.site.dimensions[self.dimension]["stufe"] or 0])
        return [words.t("hindernis.nicht-erreicht", stufe=best + 1)]

    def gaps(self, element):
        if self.column(element) == self.words.t("spalte.stufe"):
            return [self.site.asked[self.criterion_of(element)]["stufe"]]

    def level_table(self, element):
        return [self.row(element)[0].own()]

    # Drawings

    def drawing(self, svg):
        """Where a drawing prints a figure for each dimension, they stand in the dimensions' order."""
        block = self.block(svg)
        texts = [one.own() for one in svg.all("text")]
        expected = None
        if block == "profil":
            expected = self.site.standings()
        if block == "radar":
            expected = [self.words.number(one["stufe"]) for one in self.site.dimensions.values()]
        if block == "erfuellung":
            shares = [one["erfuellungsgrad"] for one in self.site.dimensions.values()]
            expected = [self.words.percent(one) if one else self.words.level(None) for one in shares]
        if block == "felder":
            # Columns: the wide drawing names them, the narrow one numbers them.
            expected = [self.words.number(level) for level in range(1, self.site.top + 1)]
        if expected is None:
            expected = self.unit_drawing(block, svg)
        if expected is None or "diagramm" not in svg.classes():
            return
        found = [text for text in texts if text in set(expected) and not self.is_tick(svg, text)]
        values = [one for one in expected if not self.is_tick(svg, one)]
        legend = self.words.t("stufe.nicht-bewertet")
        if [one for one in found if one != legend] != [one for one in values if one != legend]:
            yield f"{self.path}, {block}: the drawing says {found} instead of {values}"

    def is_tick(self, svg, text):
        return self.block(svg) == "erfuellung" and text in TICKS

    def in_drawing(self, element):
        block, words = self.block(element), self.words
        levels = range(self.site.top + 1)
        if block == "profil" or block == "radar":
            numbers = [words.number(level) for level in levels]
            return self.profile_words() + (self.site.standings() if block == "profil" else numbers)
        if block == "erfuellung":
            shares = [one["erfuellungsgrad"] for one in self.site.dimensions.values() if one["erfuellungsgrad"]]
            return TICKS + [words.percent(share) for share in shares]
        if block in ("stufenkurve", "gesamtkurve"):
            now = self.site.dimensions[self.dimension]["stufe"] if self.dimension else self.site.document["gesamt"]["minimum"]
            return self.curve_words(now) + [words.level(level) for level in levels] + list(self.target_notes())
        if block == "dimensionskurven":
            return [words.reached(one["stufe"]) for one in self.site.dimensions.values()]
        if block == "felder":
            return self.field(element)
        return self.unit_drawing(block, element.up("svg"))

    def field(self, element):
        """A field of the heat map says where it is; what it counts stands in the table of the same data."""
        link = element.up("a")
        match = re.search(r"([a-z0-9-]+)\.html#stufe-(\d+)$", link.attributes["href"]) if link else None
        if match:
            return [f"{self.site.titles[match[1]]}, {self.words.number(int(match[2]))}:"]
        return [self.words.number(level) for level in range(self.site.top + 1)]

    def target_notes(self):
        every = [self.dimension] if self.dimension else list(self.site.dimensions)
        for day in sorted({last(one["bis"]) for id in every for one in self.targets_of(id)}):
            level = min(self.target_at(id, day) for id in every)
            yield self.words.t("kurve.ziel-bis", stufe=self.words.level(level), bis=self.words.day(day))

    # Planning

    def falls(self, element):
        """A level that would fall with a measure, or a criterion with its level."""
        words, row = self.words, self.row(element)
        key = "haengt_an" if self.block(element) == "haengt-an" else "laeuft_ab"
        measure = self.linked(row, r"massnahmen/([a-z0-9-]+)\.html$")
        home = self.linked([element], r"reifegrad/([a-z0-9-]+)\.html")
        criterion = self.linked([element], r"#kriterium-([a-z0-9-]+)$")
        if criterion:
            note = words.t("notiz.kriterium", dimension=self.site.titles[home], stufe=self.site.asked[criterion]["stufe"])
            return [f"({note})"]
        name = "id" if key == "haengt_an" else "massnahme"
        known = [one for one in self.site.document["fragil"][key] if one[name] == measure]
        falls = [fall for one in known for fall in one["stufen"] if fall["dimension"] == home]
        return [f"({words.t('bruch.fall', von=fall['von'], auf=fall['auf'])})" for fall in falls]


TICKS = ["0 %", "25 %", "50 %", "75 %", "100 %"]

RULES = {
    "stand": Page.overall,
    "profil": Page.profile,
    "dimensionen": Page.dimension_table,
    "fakten": Page.facts,
    "warum": Page.why,
    "regel": Page.rule_only,
    "herleitung": Page.rule_only,
    "was-fehlt": Page.missing,
    "gemeldet-und-belegt": Page.proven_table,
    "stufen-je-einheit": Page.units_by_dimension,
    "einheiten-darunter": Page.units_by_dimension,
    "einheit-stufen": Page.unit_table,
    "einheit-kurven": Page.unit_curves,
    "stufe-je-einheit": Page.units_of_dimension,
    "dimension-je-einheit": Page.curves_of_units,
    "einheiten": Page.unit_counts,
    "ist-soll": Page.target_row,
    "weitere-ziele": Page.target_row,
    "ziel": Page.target_note,
    "ausnahmen": Page.exemption,
    "ausnahmen-gilt": Page.exemption,
    "ausnahmen-beginnt": Page.exemption,
    "ausnahmen-beendet": Page.exemption,
    "mit-und-ohne-ausnahmen": Page.with_and_without,
    "stufenkurve": Page.curve,
    "dimensionskurven": Page.curves,
    "gesamtkurve": Page.overall_curve,
    "prognose": Page.forecast,
    "stufenverlauf": Page.history,
    "letzte-stufen": Page.movements,
    "erwartete-stufen": Page.movements,
    "plan-hindernisse": Page.obstacles,
    "nachgerechnet": Page.sums,
    "naechster-schritt": Page.way,
    "neue-massnahmen": Page.way,
    "stufen": Page.level_table,
    "schritte": Page.method_words,
    "haengt-an": Page.falls,
    "laeuft-ab": Page.falls,
}

# Blocks with a name for each level or dimension.
FAMILIES = {
    "stufe-": Page.level_block,
    "luecken-": Page.gaps,
    "ziel-": Page.target_block,
}

