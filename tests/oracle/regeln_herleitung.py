"""What may stand where a level is derived by hand, and where the way to the next one is told. A part of `seiten.Page`."""

import re
from fractions import Fraction

from regeln_ziele import Phrases


class Derivations:
    def level_block(self, element):
        """A level of a dimension: the verdict, and its criteria with what is reached and what contributes."""
        words = self.words
        if self.column(element) is None:
            return self.verdict(int(self.block(element).removeprefix("stufe-")))
        id = self.criterion_of(element)
        if id is None:
            return None
        asked, state = self.site.asked[id], self.site.criteria[id]
        if element.tag == "small" and self.column(element) == words.t("spalte.kriterium"):
            return self.terms(element)
        if self.column(element) == words.t("spalte.beitraege"):
            return self.contribution(element, id)
        columns = {
            "erreicht": lambda: words.percent(state["anteil"]),
            "noetig": lambda: words.share(asked["schwelle"]),
        }
        return self.by_column(element, columns)

    def verdict(self, level):
        words, words_of = self.words, Phrases()
        state = self.site.dimensions[self.dimension]
        gap = self.site.further[self.dimension]["naechste"]
        words_of.append(self.site.given["modell"]["stufen"][level]["text"] or "")
        if state["stufe"] is not None:
            words_of.append(words.t("herleitung.hier-endet", stufe=state["stufe"]))
        words_of.append(words.t("herleitung.dahinter", stufe=gap))
        share = self.site.given["modell"]["schwelle"]
        own = self.weight(level)
        words_of.append(words.t("herleitung.nach-gewicht", anteil=own, noetig=words.share(share or 0)))
        words_of.append(words.t("herleitung.nach-gewicht-haelfte", anteil=own))
        words_of.append(words.t("herleitung.darunter").split("{liste}")[0])
        for below in range(1, level):
            words_of.append(words.t("herleitung.stufe-darunter", stufe=below, anteil=self.weight(below)))
        return words_of

    def weight(self, level):
        """The weight of what is met on a level, of what is asked for."""
        found = [
            (self.site.criteria[one["id"]]["erfuellt"], one["gewicht"])
            for dimension in self.site.given["modell"]["dimensionen"]
            for one in dimension["kriterien"]
            if dimension["id"] == self.dimension
            and one["stufe"] == level
            and self.site.criteria[one["id"]]["gefragt"] == "ja"
        ]
        met, every = sum(weight for is_met, weight in found if is_met), sum(weight for _, weight in found)
        share = self.words.percent(Fraction(met, every)) if every else ""
        return self.words.t("herleitung.gewicht", erfuellt=met, gesamt=every, anteil=share)

    def contribution(self, element, id):
        """What a measure contributes, or what some units reach."""
        method, words, text = self.site.method, self.words, element.own()
        criterion = next(one for dimension in method.dimensions for one in dimension.criteria if one.id == id)
        measures = {one.id: one for one in method.measures}
        named = self.linked([element], r"massnahmen/([a-z0-9-]+)\.html$")
        if named:
            units = list(method.units) or [None]
            shares = {method.phi(measures[named], unit, method.as_of, None) for unit in units}
            covered = [share for _, share in measures[named].coverage]
            phrases = Phrases(f": {words.share(share)}" for share in shares)
            phrases += [words.t("beitrag.deckt", anteil=words.share(share)).split("(")[0] for share in covered]
            return phrases
        phrases = Phrases()
        for unit, size in method.units.items():
            share = method.q(criterion, unit, method.as_of, None)
            label = words.t("beitrag.einheit", einheit=self.site.unit_titles[unit], groesse=size)
            if label in text and text.startswith(f"{words.share(share)}: "):
                text = text.replace(label, "")
        # Every unit that is named reaches the share before it.
        if not re.search(r"\(\D+ \d+\)", text):
            phrases.append(text.split(":")[0])
        phrases += self.together(criterion)
        return phrases

    def together(self, criterion):
        """The share of the whole, after a computation by size."""
        share = self.site.method.q(criterion, None, self.site.method.as_of, None)
        return [f"= {self.words.percent(share)}", f"abgerundet {self.words.percent(share)}"]

    def sums(self, element):
        """A sum written out: it has to come to what the data file has."""
        words, text = self.words, element.own()
        state, following = self.site.dimensions[self.dimension], self.site.further[self.dimension]["naechste"]
        values = {
            "fortschritt": state["fortschritt"],
            "fortschritt-bis": state["fortschritt"],
            "voraus": state["voraus"],
            "erfuellungsgrad": state["erfuellungsgrad"],
        }
        for key, value in values.items():
            level = words.level(following) if following is not None else ""
            before = words.t(f"herleitung.{key}", stufe=level).split("{rechnung}")[0]
            if value and text.startswith(before) and comes_to(text[len(before) :], Fraction(value)):
                return Phrases([before, words.percent(value)])
        return []

    def way(self, element):
        words, following = self.words, self.site.further[self.dimension]["naechste"]
        if self.column(element) == words.t("spalte.geplante-kosten"):
            return [self.cost(element)]
        phrases = Phrases([f"Stufe {words.level(following)}"])
        item = element.up("li")
        id = self.linked([item], r"#kriterium-([a-z0-9-]+)$") if item else None
        if id:
            # All measures that there are, each in full, without those that were discarded.
            method, asked = self.site.method, self.site.asked[id]
            some = [one for one in method.measures if id in one.fulfils]
            count = sum(not method.state(one, None, method.as_of).discarded for one in some)
            share = Fraction(min(count, asked["anzahl"]), asked["anzahl"])
            parts = {"anteil": words.share(share), "noetig": words.share(asked["schwelle"])}
            phrases.append(words.t("weg.reicht-nicht", **parts))
        return phrases

    def cost(self, element):
        named = self.linked(self.row(element), r"massnahmen/([a-z0-9-]+)\.html$")
        for one in self.site.given["massnahmen"]:
            if one["id"] == named and one["kosten"]:
                return self.words.money(one["kosten"]["geplant"])


def comes_to(text, value):
    """Whether a sum and its quotient, `1 · 2 + 3 × 1 · 1 = 5 (…); …: 5 : 6 = 5/6`, are right and come to a value."""
    written, _, quotient = text.partition("; ")
    quotient = re.search(r": (\S+) : (\d+) = ", quotient)
    terms, *totals = re.sub(r" \(.*\)", "", written).split(" = ")
    sums = [sum(product(term) for term in terms.split(" + ")), Fraction(quotient[1])] + [Fraction(one) for one in totals]
    return len(set(sums)) == 1 and sums[0] / int(quotient[2]) == value


def product(term):
    found = Fraction(1)
    for factor in re.split("[×·]", term):
        found *= Fraction(factor.strip())
    return found
