"""What may stand on the pages about units, and where units stand side by side. A part of `seiten.Page`."""

import re
from fractions import Fraction


class Units:
    def unit_of(self, element):
        """The unit of a row, by its link or its title, else that of the page."""
        first = self.row(element)[:1]
        found = self.linked(first, r"(?:^|organisation/)([a-z0-9-]+)\.html(?:#.*)?$")
        if found in self.site.unit_states:
            return found
        title = first[0].whole() if first else None
        return next((one for one, name in self.site.unit_titles.items() if name == title), self.unit)

    def unit_state(self, unit, id):
        """A dimension in a unit, and the next level there."""
        state = self.site.unit_states[unit][id]
        return state, self.following(id, state["stufe"])

    def unit_standings(self, unit):
        return [self.site.standing(*self.unit_state(unit, id)) for id in self.site.dimensions]

    def unit_facts(self, element):
        words, states = self.words, self.site.unit_states.get(self.unit)
        if not states:
            return None
        assessed = {id: one for id, one in states.items() if one["stufe"] is not None}
        weights = {one["id"]: one["gewicht"] for one in self.site.given["modell"]["dimensionen"]}
        if self.label(element) == words.t("gesamt.minimum"):
            return [words.level(min((one["stufe"] for one in assessed.values()), default=None))]
        if self.label(element) == words.t("gesamt.erfuellungsgrad"):
            done = sum(weights[id] * Fraction(one["erfuellungsgrad"]) for id, one in assessed.items())
            return [words.percent(done / sum(weights[id] for id in assessed))]

    def unit_table(self, element):
        return self.state_row(element, *self.unit_state(self.unit, self.dimension_of(element)))

    def units_of_dimension(self, element):
        return self.state_row(element, *self.unit_state(self.unit_of(element), self.dimension))

    def units_by_dimension(self, element):
        """A row for each unit, a column for each dimension."""
        titles = {title: id for id, title in self.site.titles.items()}
        id = titles.get(self.column(element))
        if id is None:
            return None
        state, following = self.unit_state(self.unit_of(element), id)
        return [self.site.standing(state, following), state["stufe"]]

    def unit_curves(self, element):
        unit = self.unit
        return self.level_then(element, lambda levels: levels[self.dimension_of(element)], unit)

    def curves_of_units(self, element):
        return self.level_then(element, lambda levels: levels[self.dimension], self.unit_of(element))

    def unit_counts(self, element):
        columns = {
            "massnahmen": lambda: self.in_charge("massnahmen", "verantwortlich", element),
            "projekte": lambda: self.in_charge("projekte", "einheit", element),
        }
        return self.by_column(element, columns)

    def in_charge(self, kind, key, element):
        """How many records a unit is in charge of."""
        title = self.row(element)[0]
        link = self.linked([title], r"([a-z0-9-]+)\.html$")
        anchor = title.attributes.get("id", "").removeprefix("einheit-")
        return sum(one[key] == (link or anchor) for one in self.site.given[kind])

    def unit_drawing(self, block, svg):
        """The figures of a drawing with a row or panel for each dimension or unit; panels of units are links to them."""
        if block == "einheit-profil":
            return self.unit_standings(self.unit)
        if block == "einheit-kurven":
            return [self.words.reached(one["stufe"]) for one in self.site.unit_states[self.unit].values()]
        if block == "dimension-je-einheit":
            links = [link.attributes["href"] for link in svg.all("a")]
            units = [re.search(r"([a-z0-9-]+)\.html", link)[1] for link in links]
            return [self.words.reached(self.site.unit_states[one][self.dimension]["stufe"]) for one in units]


def unit_page(path):
    match = re.fullmatch(r"organisation/([a-z0-9-]+)\.html", path)
    return match[1] if match and match[1] != "index" else None
