"""What may stand on the pages about targets and exemptions, and where others name them. A part of `seiten.Page`."""

import re

from reifegrad import last


class Targets:
    # Exemptions

    def without(self, element, states=None):
        """The note below a level: what it would be without exemptions, and whether much is exempt."""
        words, document = self.words, self.site.document
        id = self.dimension_of(element) or self.target_dimension
        phrases = Phrases()
        levels = {one["id"]: one["stufe"] for one in document["ohne_ausnahmen"]["dimensionen"]}
        if id:
            phrases.append(words.t("ausnahme.ohne", stufe=words.number(levels[id])))
        elif self.label(element) == words.t("gesamt.minimum"):
            phrases.append(words.t("ausnahme.ohne", stufe=words.number(document["ohne_ausnahmen"]["minimum"])))
        else:
            share = document["ohne_ausnahmen"]["erfuellungsgrad"]
            phrases.append(words.t("ausnahme.ohne", stufe=words.percent(share)) if share else "")
        phrases.append(words.t("ausnahme.viel", grenze=30))
        return phrases

    def with_and_without(self, element):
        words, id = self.words, self.dimension_of(element)
        levels = {one["id"]: one["stufe"] for one in self.site.document["ohne_ausnahmen"]["dimensionen"]}
        if element.tag == "small" or words.t("ausnahme.viel", grenze=30) == element.own():
            return self.without(element)
        columns = {
            "mit-ausnahmen": lambda: words.level(self.site.dimensions[id]["stufe"]),
            "ohne-ausnahmen": lambda: words.level(levels[id]),
            "ausgenommen": lambda: words.percent(self.site.further[id]["ausgenommen"]),
        }
        return self.by_column(element, columns)

    def exemption(self, element):
        """What an exemption changes: the levels with and without it, as the data file has them."""
        words, criterion = self.words, self.linked(self.row(element), r"#kriterium-([a-z0-9-]+)$")
        home = next(d for d in self.site.given["modell"]["dimensionen"] for c in d["kriterien"] if c["id"] == criterion)
        if self.column(element) == words.t("spalte.kriterium"):
            return [words.t("notiz.kriterium", dimension=home["titel"], stufe=self.site.asked[criterion]["stufe"])]
        phrases = Phrases()
        for one in self.site.document["ausnahmen"]:
            if one["kriterium"] == criterion:
                phrases.append(words.t("ausnahme.ohne-diese", stufe=words.number(one["stufe_ohne"])))
                phrases.append(words.t("ausnahme.danach", stufe=words.number(one["stufe_danach"])))
        return phrases

    # Targets

    def targets_of(self, dimension):
        return [one for one in self.site.document["ziele"] if one["dimension"] == dimension]

    def target_titles(self, dimension):
        return [
            self.words.t("ziel.titel", stufe=one["stufe"], bis=self.words.date(one["bis"]))
            for one in self.targets_of(dimension)
        ]

    def target_note(self, element):
        """On the page of a dimension: its targets, each with its reason."""
        phrases = Phrases(self.target_titles(self.dimension))
        for one in self.targets_of(self.dimension):
            phrases += self.reasons(one)
        return phrases

    def reasons(self, target):
        """The levels that the reason of a target names, each with the words before it."""
        dimension, day = target["dimension"], last(target["bis"])
        levels = {
            "erreicht": target["stufe"],
            "erreicht-spaet": target["stufe"],
            "verfehlt": self.site.level_at(dimension, day, "gesichert"),
            "nicht-geplant": self.site.level_at(dimension, day, "alles"),
            "decke": self.cap_at(dimension, day),
        }
        for key, level in levels.items():
            if level is not None:
                before, after = self.words.t(f"ziel.grund.{key}").split("{stufe}")
                yield f"{before}{level}{re.split('{|$', after)[0]}"

    def cap_at(self, dimension, day):
        found = self.site.method.assess(day, None if day <= self.site.method.as_of else "alles")
        return next(one["obergrenze"] for one in found if one["id"] == dimension)

    def target_row(self, element):
        """Actual, target and gap."""
        words, id = self.words, self.dimension_of(element)
        if self.column(element) == words.t("spalte.ist"):
            if element.tag == "small":
                return self.without(element)
            state, following = self.site.dimensions[id], self.site.further[id]["naechste"]
            return [self.site.standing(state, following), words.level(state["stufe"])]
        row = clean(" ".join(cell.whole() for cell in self.row(element)))
        dated = [one for one in self.targets_of(id) if words.date(one["bis"]) in row]
        if self.column(element) == words.t("spalte.soll"):
            return [words.number(one["stufe"]) for one in dated]
        if self.column(element) == words.t("spalte.abstand"):
            return [one["abstand"] for one in dated]
        return Phrases(phrase for one in dated for phrase in self.reasons(one))

    def target_block(self, element):
        """On the page of a dimension's targets: one target with what is missing and by when."""
        words, block = self.words, self.block(element)
        target = next(
            one for one in self.targets_of(self.target_dimension) if block.startswith(f"ziel-{one['dimension']}-{one['bis']}")
        )
        if element.tag in ("h2", "caption") or element.up("nav"):
            return self.target_titles(self.target_dimension)
        if self.column(element) == words.t("spalte.stufe"):
            return [self.site.asked[self.criterion_of(element)]["stufe"]]
        if self.column(element):
            return self.work(element)
        return Phrases(self.reasons(target))

    def work(self, element):
        """How much a measure covers."""
        measures = {one["id"]: one for one in self.site.given["massnahmen"]}
        named = self.linked([element], r"massnahmen/([a-z0-9-]+)\.html$")
        shares = [entry["anteil"] for entry in measures[named]["abdeckung"]] if named else []
        return Phrases(self.words.t("ziel.arbeit.teilweise", anteil=self.words.percent(share)) for share in shares)

    def target_facts(self, element):
        state, id = self.site.dimensions[self.target_dimension], self.target_dimension
        if element.tag == "small":
            return self.without(element)
        following = self.site.further[id]["naechste"]
        return [self.words.level(state["stufe"]), self.site.standing(state, following)]


class Phrases(list):
    """Parts of a text that holds several of them, each as a whole."""


def clean(text):
    return re.sub(r"\s+", " ", text).strip()


def target_page(path):
    match = re.fullmatch(r"ziele/([a-z0-9-]+)\.html", path)
    return match[1] if match and match[1] != "index" else None
