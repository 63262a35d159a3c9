#!/usr/bin/env python3
"""A second, independent implementation of the method, to compare `daten/reifegrad.json` with.

    python3 reifegrad.py CONTENT_DIR STICHTAG

Written from the normative text of the method alone and as plainly as possible: everything is evaluated anew on every day
on which something can change. It reads valid content only and checks nothing. It knows neither former ids nor visibility.
"""

import calendar
import json
import re
import sys
from collections import namedtuple
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path

import yaml

DAY = timedelta(days=1)
SCENARIOS = ["gesichert", "verzug", "plan", "alles"]

Dimension = namedtuple("Dimension", "id weight criteria")
Criterion = namedtuple("Criterion", "id level weight must count threshold begin end")
Measure = namedtuple("Measure", "id fulfils events plan lasting validity coverage rollout")
Event = namedtuple("Event", "day kind to")
Exemption = namedtuple("Exemption", "criterion begin end")
State = namedtuple("State", "completed ended discarded paused confirmed completion")


# Scalars


def span(text):
    """First and last day of `2024`, `2024-Q2`, `2024-07` or `2024-07-15`."""
    if match := re.fullmatch(r"(\d{4})-Q([1-4])", text):
        year, last_month = int(match[1]), 3 * int(match[2])
        return date(year, last_month - 2, 1), date(year, last_month, calendar.monthrange(year, last_month)[1])
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return date(*parts), date(*parts)
    if len(parts) == 2:
        return date(*parts, 1), date(*parts, calendar.monthrange(*parts)[1])
    return date(parts[0], 1, 1), date(parts[0], 12, 31)


def first(text):
    return span(text)[0] if text else None


def last(text):
    return span(text)[1] if text else None


def share(text):
    """`0.5`, `50 %`, `1/2`, `17 von 40`"""
    if text.endswith("%"):
        return Fraction(text[:-1].strip().replace(",", ".")) / 100
    if " von " in text:
        part, whole = text.split(" von ")
        return Fraction(part) / Fraction(whole)
    return Fraction(text.replace(" ", "").replace(",", "."))


def period(text):
    """(months, days) of `24 Monate`, `2 Jahre`, `90 Tage`"""
    number, word = text.split()
    if word.startswith("Tag"):
        return 0, int(number)
    return int(number) * (12 if word.startswith("Jahr") else 1), 0


def later(day, length):
    months, days = length
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    month += 1
    clamped = min(day.day, calendar.monthrange(year, month)[1])
    return date(year, month, clamped) + days * DAY


def yes(text):
    return text in ("ja", "true")


# Content


def load(path):
    return yaml.load(path.read_text("utf-8-sig"), yaml.BaseLoader) if path.exists() else None


def dimension(id, data):
    levels = sorted((int(level), criteria) for level, criteria in (data.get("stufen") or {}).items())
    criteria = [criterion(key, level, one) for level, some in levels for key, one in (some or {}).items()]
    return Dimension(id, int(data.get("gewicht", 1)), criteria)


def criterion(id, level, data):
    data = data if isinstance(data, dict) else {}
    return Criterion(
        id,
        level,
        int(data.get("gewicht", 1)),
        yes(data.get("pflicht")),
        int(data.get("anzahl", 1)),
        share(data.get("schwelle", "1")),
        first(data.get("ab")) or date.min,
        last(data.get("bis")) or date.max,
    )


def measure(path):
    data = yaml.load(path.read_text("utf-8-sig").split("---\n")[1], yaml.BaseLoader)
    events = [Event(last(one["am"]), one["ereignis"], last(one.get("auf"))) for one in data.get("verlauf") or []]
    coverage = [(last(one["am"]), share(one["anteil"])) for one in data.get("abdeckung") or []]
    rollout = data.get("rollout")
    if rollout is not None:
        # Completion and own plan of each unit.
        rollout = {unit: (last(one.get("am")), last(one.get("plan"))) for unit, one in (rollout or {}).items()}
    return Measure(
        path.stem,
        data.get("erfuellt") or [],
        sorted(events, key=lambda event: event.day),
        last((data.get("plan") or {}).get("ende")),
        data.get("wirkung") == "bleibend",
        period(data["gueltig"]) if "gueltig" in data else None,
        sorted(coverage, key=lambda entry: entry[0]),
        rollout,
    )


# The method


class Method:
    def __init__(self, folder, as_of):
        folder = Path(folder)
        self.as_of = as_of
        model = load(folder / "modell.yaml")
        rule = model.get("regel", "alle")
        self.rule, self.share = ("schwelle", share(rule["schwelle"])) if isinstance(rule, dict) else (rule, None)
        self.dimensions = [dimension(*item) for item in (model.get("dimensionen") or {}).items()]
        self.exemptions = [
            Exemption(one["kriterium"], first(one["von"]), last(one["bis"]))
            for one in load(folder / "ausnahmen.yaml") or []
        ]
        units = (load(folder / "organisation.yaml") or {}).get("einheiten") or {}
        # Size of each assessed unit.
        self.units = {id: int(unit.get("groesse", 1)) for id, unit in units.items() if yes(unit.get("bewertet"))}
        self.measures = [measure(path) for path in sorted((folder / "massnahmen").glob("*.md"))]
        self.delay = self.observed_delay() or period(model.get("verzug", "6 Monate"))

    def state(self, measure, unit, t):
        """What the events up to `t` make of the measure in one unit; `None` is the whole organisation."""
        events = measure.events
        if measure.rollout is not None:
            done = self.completion_day(measure, unit)
            completion = [Event(done, "umgesetzt", None)] if done else []
            events = sorted(completion + events, key=lambda event: event.day)
        completed = ended = discarded = paused = False
        confirmed = completion = None
        for day, kind, _ in events:
            if day > t:
                break
            match kind:
                case "umgesetzt":
                    completed, ended, discarded, paused = True, False, False, False
                    confirmed = completion = day
                case "geprueft" if completed:
                    confirmed = day
                case "wiedereroeffnet":
                    completed = False
                case "beendet" | "eingestellt" if not completed:
                    discarded = True
                case "beendet" | "eingestellt" if not measure.lasting:
                    ended = True
                case "pausiert":
                    paused = True
                case "wiederaufgenommen":
                    discarded = paused = False
        return State(completed, ended, discarded, paused, confirmed, completion)

    def completion_day(self, measure, unit):
        """The day on which a rollout is completed in a unit; as a whole it is with the last of its units."""
        if unit:
            return measure.rollout.get(unit, (None, None))[0]
        days = [done for done, _ in measure.rollout.values()]
        return max(days) if days and all(days) else None

    def plan_end(self, measure, unit):
        shifts = [event.to for event in measure.events if event.kind == "verschoben" and event.day <= self.as_of]
        end = shifts[-1] if shifts else measure.plan
        if measure.rollout is None:
            return end
        if unit:
            return measure.rollout.get(unit, (None, None))[1] or end
        # The whole without assessed units: the last of the units that are open, or open again.
        units = measure.rollout.items()
        open = [plan or end for one, (_, plan) in units if not self.state(measure, one, self.as_of).completed]
        ends = open or [end]
        return max(ends) if all(ends) else None

    def observed_delay(self):
        """The median in days, if there are enough measures to take it from."""
        days = []
        for measure in self.measures:
            state = self.state(measure, None, self.as_of)
            if measure.rollout is None and measure.plan and state.completed:
                days.append(max(0, (state.completion - measure.plan).days))
        return (0, sorted(days)[len(days) // 2]) if len(days) >= 10 else None

    def due(self, measure, unit, scenario):
        """The day on which a scenario completes what is unfinished at the as-of date."""
        state = self.state(measure, unit, self.as_of)
        if state.completed or state.discarded or scenario == "gesichert":
            return None
        if scenario == "alles":
            return self.as_of + DAY
        end = self.plan_end(measure, unit)
        if state.paused or not end:
            return None
        end = max(end, self.as_of + DAY)
        return later(end, self.delay) if scenario == "verzug" else end

    def phi(self, measure, unit, t, scenario):
        known = min(t, self.as_of)
        state = self.state(measure, unit, known)
        if state.completed:
            expired = measure.validity and t >= later(state.confirmed, measure.validity)
            return Fraction(0) if state.ended or expired else self.coverage(measure, known)
        due = t > self.as_of and self.due(measure, unit, scenario)
        return Fraction(1 if due and t >= due else 0)

    def coverage(self, measure, t):
        entries = [part for day, part in measure.coverage if day <= t]
        return entries[-1] if entries else Fraction(1)

    def q(self, criterion, unit, t, scenario):
        if unit is None and self.units:
            parts = [size * self.q(criterion, one, t, scenario) for one, size in self.units.items()]
            return sum(parts) / sum(self.units.values())
        some = [measure for measure in self.measures if criterion.id in measure.fulfils]
        found = sorted(self.phi(measure, unit, t, scenario) for measure in some)
        return sum(found[-criterion.count :], Fraction(0)) / criterion.count

    def assess(self, t, scenario=None, unit=None):
        """All dimensions of the whole organisation or of one unit."""
        return [self.assess_dimension(dimension, t, scenario, unit) for dimension in self.dimensions]

    def assess_dimension(self, dimension, t, scenario, unit):
        exempt = {one.criterion for one in self.exemptions if one.begin <= t <= one.end}
        valid = [c for c in dimension.criteria if c.begin <= t <= c.end and c.id not in exempt]
        q = {c.id: self.q(c, unit, t, scenario) for c in valid}
        met = {c.id: q[c.id] >= c.threshold for c in valid}
        levels = sorted({c.level for c in valid})
        reached = 0
        for level in levels:
            if not self.passes(level, valid, met):
                break
            reached = level
        following = next((level for level in levels if level > reached), None)

        def fulfilled(criteria, of):
            done = sum((c.weight * min(1, q[c.id] / c.threshold) for c in criteria), Fraction(0))
            return done / sum(c.weight for c in of) if of else None

        if self.rule == "iso33020":
            counted = [c for c in valid if following and c.level <= following]
        else:
            counted = [c for c in valid if c.level == following]
        asked = [c for c in valid if c.level <= (following or reached)]
        above = [c for c in valid if following and c.level > following]
        return {
            "id": dimension.id,
            "stufe": reached if valid else None,
            "fortschritt": text(fulfilled(counted, counted)),
            "erfuellungsgrad": text(fulfilled(valid, valid)),
            "obergrenze": max(levels, default=0),
            "voraus": text(fulfilled(above, valid) or 0),
            "fehlend": [c.id for c in asked if not met[c.id]],
        }

    def passes(self, level, valid, met):
        def part(level):
            criteria = [c for c in valid if c.level == level]
            done = sum(c.weight for c in criteria if met[c.id])
            return Fraction(done, sum(c.weight for c in criteria)) if criteria else 1

        must = all(met[c.id] for c in valid if c.level == level and c.must)
        match self.rule:
            case "alle":
                return all(met[c.id] for c in valid if c.level == level)
            case "schwelle":
                return must and part(level) >= self.share
            case "iso33020":
                below = all(part(lower) > Fraction(17, 20) for lower in range(1, level))
                return must and below and part(level) > Fraction(1, 2)

    # Over time

    def days(self):
        """Every day on which something can change, in order."""
        found = set()
        for measure in self.measures:
            dones = [done for done, _ in (measure.rollout or {}).values() if done]
            dated = [event.day for event in measure.events] + dones
            found.update(dated, [day for day, _ in measure.coverage])
            if measure.validity:
                found.update(later(day, measure.validity) for day in dated)
            for unit in self.units or [None]:
                found.update(self.due(measure, unit, scenario) for scenario in SCENARIOS)
        for one in [c for dimension in self.dimensions for c in dimension.criteria] + self.exemptions:
            found.add(one.begin if one.begin > date.min else None)
            found.add(one.end + DAY if one.end < date.max else None)
        return sorted(found - {None})

    def changes(self, start, days, scenario):
        """The levels that change on one of the days, from those at the start."""
        before = [one["stufe"] for one in self.assess(start, scenario)]
        for day in days:
            now = [one["stufe"] for one in self.assess(day, scenario)]
            for dimension, old, new in zip(self.dimensions, before, now):
                if old != new:
                    yield {"datum": str(day), "dimension": dimension.id, "stufe": new}
            before = now

    def document(self):
        days = self.days()
        past = [day for day in days if day <= self.as_of]
        future = [day for day in days if day > self.as_of]
        dimensions = self.assess(self.as_of)
        return {
            "stichtag": str(self.as_of),
            "dimensionen": dimensions,
            "gesamt": self.overall(dimensions),
            "verlauf": list(self.changes(past[0] - DAY, past, None)) if past else [],
            "prognose": [
                {"szenario": scenario} | row
                for scenario in SCENARIOS
                for row in self.changes(self.as_of, future, scenario)
            ],
            "einheiten": [
                {"id": unit, "dimensionen": self.assess(self.as_of, None, unit)} for unit in sorted(self.units)
            ],
        }

    def overall(self, dimensions):
        weights = {dimension.id: dimension.weight for dimension in self.dimensions}
        assessed = [one for one in dimensions if one["stufe"] is not None]
        if not assessed:
            return {"minimum": None, "erfuellungsgrad": None}
        sums = sum(weights[one["id"]] * Fraction(one["erfuellungsgrad"]) for one in assessed)
        return {
            "minimum": min(one["stufe"] for one in assessed),
            "erfuellungsgrad": text(sums / sum(weights[one["id"]] for one in assessed)),
        }


def text(share):
    return None if share is None else str(Fraction(share))


if __name__ == "__main__":
    found = Method(sys.argv[1], date.fromisoformat(sys.argv[2])).document()
    print(json.dumps(found, ensure_ascii=False, indent=1))
