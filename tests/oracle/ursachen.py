"""Checks the reasons of changes and what decides a level to come. The days and levels are computed; a reason is no figure
and is held against what it says: that the criterion changed on that day, and the measure with it.
"""

from datetime import date, timedelta
from fractions import Fraction

from reifegrad import SCENARIOS, later, period

DAY = timedelta(days=1)


def reasons(method, data, document):
    """The two keys as they are where they hold; what is wrong with an entry where not."""
    homes = {one.id: dimension.id for dimension in method.dimensions for one in dimension.criteria}
    criteria = {one.id: one for dimension in method.dimensions for one in dimension.criteria}
    levels = Levels(method)
    return {
        "ursachen": causes(levels, data["ursachen"], document["verlauf"], homes, criteria),
        "erwartet": expectations(levels, data["erwartet"], document, homes, criteria),
    }


class Levels:
    def __init__(self, method):
        self.method, self.known = method, {}

    def at(self, dimension, day):
        if day not in self.known:
            self.known[day] = {one["id"]: one["stufe"] for one in self.method.assess(day)}
        return self.known[day][dimension]

    def mark(self, criterion, day):
        """Whether a criterion is asked for, and met."""
        if self.method.asked(criterion, day) != "ja":
            return "ungefragt"
        return "erfuellt" if self.method.q(criterion, None, day, None) >= criterion.threshold else "offen"

    def contributes(self, measure, units, day):
        return [self.method.phi(measure, unit, day, None) for unit in units]


def causes(levels, found, history, homes, criteria):
    measures = {one.id: one for one in levels.method.measures}
    checked = []
    for row in found:
        day, criterion = date.fromisoformat(row["datum"]), criteria[row["kriterium"]]
        wrong = []
        if homes[row["kriterium"]] != row["dimension"]:
            wrong.append("the criterion belongs elsewhere")
        if levels.at(row["dimension"], day - DAY) == levels.at(row["dimension"], day):
            wrong.append("the level did not change")
        if levels.mark(criterion, day - DAY) == levels.mark(criterion, day):
            wrong.append("the criterion did not change")
        if row["massnahme"]:
            wrong += wrong_measure(levels, measures[row["massnahme"]], row, day)
        checked.append(row | {"falsch": wrong} if wrong else row)
    # Every change has a reason, and they stand in the order of the changes.
    changes = [(row["datum"], row["dimension"]) for row in history]
    told = list(dict.fromkeys((row["datum"], row["dimension"]) for row in found))
    return checked if told == changes else {"erwartet": changes, "gefunden": told}


def wrong_measure(levels, measure, row, day):
    units = row["einheiten"] or list(levels.method.units) or [None]
    before, after = (levels.contributes(measure, units, one) for one in (day - DAY, day))
    if row["kriterium"] not in measure.fulfils:
        yield "the measure does not contribute to the criterion"
    if row["einheiten"] and any(old == new for old, new in zip(before, after)):
        yield "nothing changed in one of the units"
    if before == after:
        yield "the contribution did not change"
    if row["frist"] and str(later(date.fromisoformat(row["bestaetigt"]), period(row["frist"]))) != row["datum"]:
        yield "it expires on another day"
    if row["auf"] and [Fraction(row["von"])] * len(units) + [Fraction(row["auf"])] * len(units) != before + after:
        yield "the coverage was another"
    if row["anlass"] in ("umgesetzt", "geprueft", "wiedereroeffnet", "beendet", "eingestellt"):
        dones = [levels.method.completion_day(measure, unit) for unit in units] if measure.rollout is not None else []
        events = [event.kind for event in measure.events if event.day == day] + ["umgesetzt"] * (day in dones)
        if row["anlass"] not in events:
            yield "that did not happen on that day"


def expectations(levels, found, document, homes, criteria):
    method = levels.method
    expected = []
    for dimension, state in zip(method.dimensions, document["dimensionen"]):
        for level in range(1, len(method.given["modell"]["stufen"])):
            if state["stufe"] is not None and state["stufe"] >= level:
                continue
            for scenario in SCENARIOS:
                rows = [row for row in document["prognose"] if row["szenario"] == scenario]
                some = [row for row in rows if row["dimension"] == dimension.id and (row["stufe"] or 0) >= level]
                expected += [(dimension.id, level, scenario, row["datum"], row["stufe"]) for row in some[:1]]
    if [(row["dimension"], row["stufe"], row["szenario"], row["datum"]) for row in found] != [one[:4] for one in expected]:
        return expected
    return [decided(method, row, one[4], homes, criteria) for row, one in zip(found, expected)]


def decided(method, row, reached, homes, criteria):
    """The measures that decide it: completed on that very day, for a criterion of the levels up to the one reached then. A
    level without criteria is reached together with one above it."""
    measures, day = {one.id: one for one in method.measures}, date.fromisoformat(row["datum"])
    for id in row["massnahmen"]:
        measure = measures[id]
        serves = any(homes[one] == row["dimension"] and criteria[one].level <= reached for one in measure.fulfils)
        units = list(method.units) if measure.rollout is not None and method.units else [None]
        if not serves or day not in [method.due(measure, unit, row["szenario"]) for unit in units]:
            return row | {"falsch": id}
    return row

