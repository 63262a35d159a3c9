"""Targets and exemptions anew, from the levels that `reifegrad.py` computes: one day at a time, by trying it out."""

import copy
from datetime import timedelta
from fractions import Fraction

from reifegrad import first, last, later

DAY = timedelta(days=1)
# Still open: planned, without a date, paused. It may yet come by itself.
OPEN = ("geplant", "ohne termin", "pausiert")
# From counting to furthest from it.
WORK = ("fertig", "teilweise", "bestaetigen", *OPEN, "beendet", "eingestellt")


def targets_and_exemptions(method):
    """The keys of the data file that are about targets and exemptions."""
    return {
        "ziele": [Target(method, *one).found() for dimension in method.dimensions for one in aims(method, dimension)],
        "ausnahmen": exemptions(method),
        "ohne_ausnahmen": without(method),
    }


# Targets


def aims(method, dimension):
    """Of each day the highest level, as written most exactly."""
    found = {}
    for entry in method.given["ziele"]:
        named = {one["dimension"]: one["stufe"] for one in entry["stufen"]}
        level = named.get(dimension.id, entry["alle"])
        if level is not None:
            days = (last(entry["bis"]) - first(entry["bis"])).days
            key = (level, -days)
            day = last(entry["bis"])
            if day not in found or key > found[day][0]:
                found[day] = (key, entry["bis"])
    return [(dimension, text, level) for _, ((level, _), text) in sorted(found.items())]


class Target:
    def __init__(self, method, dimension, written, level):
        self.method, self.dimension, self.written, self.level = method, dimension, written, level
        self.by = last(written)
        self.day = max(self.by, method.as_of)
        self.plans = {one["id"]: one for one in method.given["massnahmen"]}

    def found(self):
        now = self.reached(None, self.method.as_of)
        lacking = self.lacking()
        return {
            "dimension": self.dimension.id,
            "bis": self.written,
            "stufe": self.level,
            "zustand": self.state(now >= self.level),
            "abstand": max(0, self.level - now),
            **{scenario: self.since(scenario) for scenario in ("gesichert", "verzug", "plan", "alles")},
            "fehlend": [one.id for one in lacking],
            "fristen": self.deadlines(lacking),
        }

    def reached(self, scenario, day):
        return self.method.assess_dimension(self.dimension, day, scenario, None)["stufe"] or 0

    def holds(self, scenario, day=None):
        return self.reached(scenario, day or self.by) >= self.level

    def state(self, now):
        if now:
            return "erreicht"
        if self.by < self.method.as_of:
            return "verfehlt"
        if not self.holds("alles"):
            return "nicht geplant"
        return "auf Kurs" if self.holds("plan") and self.holds("verzug") else "gefaehrdet"

    def since(self, scenario):
        days = self.method.days()
        if not self.holds(scenario, self.day):
            later_days = [day for day in days if day > self.day and self.holds(scenario, day)]
            return str(later_days[0]) if later_days else None
        since = None
        for day in reversed([day for day in days if day <= self.day]):
            if not self.holds(scenario, day):
                break
            since = day
        return str(since) if since else None

    # What is lacking

    def met(self, criterion, scenario, day):
        if self.method.asked(criterion, day) != "ja":
            return None
        return self.method.q(criterion, None, day, scenario) >= criterion.threshold

    def lacking(self):
        if self.holds("gesichert", self.day):
            return []
        asked = [one for one in self.dimension.criteria if self.method.asked(one, self.day) == "ja"]
        top = min((one.level for one in asked if one.level >= self.level), default=self.level)
        return [one for one in asked if one.level <= top and not self.met(one, "gesichert", self.day)]

    def comes(self, criterion):
        """Whether it is met in time if everything open is done; where the date has passed, some day."""
        as_of = self.method.as_of
        days = [self.day] + [day for day in self.method.days() if day > as_of and self.by <= as_of]
        return any(self.met(criterion, "alles", day) for day in days)

    # By when

    def work(self, measure):
        """What is to do on it where it is furthest from counting."""
        units = [None]
        if measure.rollout is not None:
            units = list(self.method.units) or list(measure.rollout) or [None]
        found = [self.part(measure, unit) for unit in units]
        return max(found, key=WORK.index)

    def part(self, measure, unit):
        as_of = self.method.as_of
        state = self.method.state(measure, unit, as_of)
        if state.completed:
            if state.ended:
                return "beendet"
            if measure.validity and later(state.confirmed, measure.validity) <= self.day:
                return "bestaetigen"
            return "fertig" if self.method.coverage(measure, as_of) >= Fraction(1) else "teilweise"
        if state.discarded:
            return "eingestellt"
        if state.paused:
            return "pausiert"
        return "geplant" if self.method.plan_end(measure, unit) else "ohne termin"

    def days_planned(self, id):
        plan = self.plans[id]["plan"] or {}
        if not plan.get("beginn") or not plan.get("ende"):
            return 0
        return max(0, (last(plan["ende"]) - first(plan["beginn"])).days + 1)

    def deadlines(self, lacking):
        measures = {one.id: one for one in self.method.measures}
        work = {id: self.work(one) for id, one in measures.items()}
        contributes = {id for id, one in measures.items() if any(c.id in one.fulfils for c in lacking)}
        needed = {id for id in contributes if work[id] in OPEN}
        for criterion in lacking:
            if not self.comes(criterion):
                needed |= {id for id in contributes if criterion.id in measures[id].fulfils and work[id] != "fertig"}
        latest = {id: 0 for id in contributes}
        # Days before the target date, until nothing has to be earlier any more.
        changed = True
        while changed:
            changed = False
            for id in [id for id in latest if work[id] in OPEN]:
                before = latest[id] + self.days_planned(id)
                for required in self.plans[id]["setzt_voraus"]:
                    if work[required] in (*OPEN, "eingestellt"):
                        needed.add(required)
                        if latest.get(required, -1) < before:
                            latest[required] = before
                            changed = True
        planned = self.by
        while later(planned, self.method.delay) > self.by:
            planned -= DAY
        order = sorted((id for id in latest if id in needed), key=lambda id: (-latest[id], list(measures).index(id)))
        return [
            {
                "massnahme": id,
                "spaetestens": str(self.by - latest[id] * DAY),
                "plan_bis": str(planned - latest[id] * DAY),
            }
            for id in order
        ]


# Exemptions


def exempting(method, exemptions):
    other = copy.copy(method)
    other.exemptions = exemptions
    return other


def exemptions(method):
    criteria = [one.id for dimension in method.dimensions for one in dimension.criteria]
    home = {one.id: dimension for dimension in method.dimensions for one in dimension.criteria}
    found = []
    for number, one in enumerate(method.exemptions):
        given = method.given["ausnahmen"][number]
        dimension = home[one.criterion]

        def level(method, day, scenario=None):
            return method.assess_dimension(dimension, day, scenario, None)["stufe"]

        phase = 0 if one.begin <= method.as_of <= one.end else 1 if one.begin > method.as_of else 2
        others = exempting(method, method.exemptions[:number] + method.exemptions[number + 1 :])
        row = {
            "kriterium": one.criterion,
            "dimension": dimension.id,
            "von": given["von"],
            "bis": given["bis"],
            "zustand": ("gilt", "beginnt", "beendet")[phase],
            "stufe": level(method, method.as_of),
            "stufe_ohne": level(others, method.as_of),
            "stufe_danach": level(method, one.end + DAY, "gesichert") if phase < 2 else None,
        }
        found.append(((phase, one.end, one.begin, criteria.index(one.criterion)), row))
    return [row for _, row in sorted(found, key=lambda pair: pair[0])]


def without(method):
    other = exempting(method, [])
    dimensions = other.assess(method.as_of)
    return other.overall(dimensions) | {
        "dimensionen": [{"id": one["id"], "stufe": one["stufe"]} for one in dimensions],
    }
