"""Checks the ways to the next levels: there may be several smallest sets, so a set is not computed but tried out.

A set has to reach the level, and no smaller or cheaper one may: held against all sets where there are few candidates.
"""

from fractions import Fraction
from itertools import combinations

# Above so many candidates not all sets are tried.
FEW = 12


def ways(method, data):
    """The key as it is where it holds; what is wrong with an entry where not."""
    states = method.assess(method.as_of)
    expected = [Way(method, dimension, state) for dimension, state in zip(method.dimensions, states)]
    expected = [way for way in expected if way.goal is not None]
    found = data["naechster_schritt"]
    if [one["dimension"] for one in found] != [way.dimension.id for way in expected]:
        return [way.dimension.id for way in expected]
    return [way.checked(one) for way, one in zip(expected, found)]


class Way:
    def __init__(self, method, dimension, state):
        self.method, self.dimension, self.day = method, dimension, method.as_of
        self.asked = [one for one in dimension.criteria if method.asked(one, self.day) == "ja"]
        above = [one.level for one in self.asked if one.level > (state["stufe"] or 0)]
        self.goal = min(above, default=None)
        if self.goal is None:
            return
        self.needed = [one for one in self.asked if one.level <= self.goal]
        self.units = list(method.units) or [None]
        unmet = [one for one in self.needed if self.share(one, ()) < one.threshold]
        some = [one for one in method.measures if any(need.id in one.fulfils for need in unmet)]
        self.candidates = [one.id for one in some if self.open_places(one) and not self.is_discarded(one)]
        best = {one.id: self.share(one, self.candidates) for one in self.needed}
        self.bars = {one.id: one.threshold for one in self.needed}
        self.open = []
        if not self.reaches(self.candidates):
            self.open = [(one.id, str(best[one.id])) for one in unmet if best[one.id] < one.threshold]
            self.bars = {one.id: min(one.threshold, best[one.id]) for one in self.needed}

    def places(self, measure):
        return self.units if measure.rollout is not None else [None]

    def phi(self, measure, unit):
        return self.method.phi(measure, unit, self.day, None)

    def open_places(self, measure):
        return [unit for unit in self.places(measure) if self.phi(measure, unit) < 1]

    def is_discarded(self, measure):
        return any(self.method.state(measure, unit, self.day).discarded for unit in self.places(measure))

    def share(self, criterion, done):
        """What a criterion reaches if some measures count in full."""
        sizes = self.method.units or {None: 1}

        def of(unit):
            some = [one for one in self.method.measures if criterion.id in one.fulfils]
            values = sorted(Fraction(1) if one.id in done else self.phi(one, unit) for one in some)
            return sum(values[-criterion.count :], Fraction(0)) / criterion.count

        return sum((of(unit) * size for unit, size in sizes.items()), Fraction(0)) / sum(sizes.values())

    def reaches(self, done):
        met = {one.id: self.share(one, done) >= self.bars[one.id] for one in self.needed}
        levels = {one.level for one in self.needed}
        return all(self.method.passes(level, self.needed, met) for level in levels)

    # Held against an entry

    def checked(self, entry):
        if entry["stufe"] != self.goal:
            return entry | {"stufe": self.goal}
        if [(one["kriterium"], one["anteil"]) for one in entry["offen"]] != self.open:
            return entry | {"offen": self.open}
        costs = {one["id"]: (one["kosten"] or {}).get("geplant") for one in self.method.given["massnahmen"]}

        def cost(id):
            measure = next(one for one in self.method.measures if one.id == id)
            states = [self.method.state(measure, unit, self.day) for unit in self.open_places(measure)]
            return costs[id] if not all(state.completed for state in states) else None

        def price(ids):
            known = [cost(id) for id in ids if cost(id) is not None]
            return len(ids) - len(known), sum(known)

        def wrong(some, better):
            ids = [one["id"] for one in some["massnahmen"]]
            unknown, known = price(ids)
            told = known if unknown < len(ids) else None
            is_whole = self.reaches(ids) and set(ids) <= set(self.candidates)
            is_priced = (some["kosten"], some["ohne_kosten"]) == (told, unknown)
            return not is_whole or not is_priced or some["exakt"] and self.any_other(lambda other: better(other, ids))

        if wrong(entry, lambda other, ids: len(other) < len(ids)):
            return entry | {"massnahmen": "no smallest set"}
        if (entry["guenstigste"] is None) != all(cost(id) is None for id in self.candidates):
            return entry | {"guenstigste": "costs are known, or not"}
        if entry["guenstigste"] and wrong(entry["guenstigste"], lambda other, ids: price(other) < price(ids)):
            return entry | {"guenstigste": "no cheapest set"}
        return entry

    def any_other(self, better):
        if len(self.candidates) > FEW:
            return False
        sizes = range(len(self.candidates) + 1)
        sets = (list(some) for size in sizes for some in combinations(self.candidates, size))
        return any(better(some) and self.reaches(some) for some in sets)
