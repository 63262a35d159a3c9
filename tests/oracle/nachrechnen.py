#!/usr/bin/env python3
"""Recomputes every figure of a built site from its data file alone, and compares what the site prints with it.

    python3 nachrechnen.py SITE_DIR…
    python3 nachrechnen.py --verfaelscht SITE_DIR…

Of `daten/reifegrad.json` only `stichtag` and `grundlage` are believed: what was written. Every other key is computed anew
by the second implementation of the method, and has to be the same.

Then every percentage and every level on the pages about maturity is held against what was computed (`seiten.py`). With
`--verfaelscht` printed figures are altered one at a time instead: each alteration has to be noticed.

Prints one line per difference and ends with exit code 1 if there is one.
"""

import json
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path

from planung import planning
from reifegrad import Criterion, Dimension, Event, Exemption, Measure, Method, first, last, later, period, text
from seiten import Site
from ursachen import reasons
from wege import ways
from ziele import targets_and_exemptions

# Keys of the data file that are not recomputed, and why.
BELIEVED = {
    "stichtag": "given",
    "grundlage": "given",
}


class Recomputed(Method):
    """The method over what the data file says was written."""

    def __init__(self, data):
        self.data = data
        self.given = data["grundlage"]
        self.as_of = date.fromisoformat(data["stichtag"])
        model = self.given["modell"]
        self.rule = model["regel"]
        self.share = Fraction(model["schwelle"]) if model["schwelle"] else None
        self.dimensions = [
            Dimension(one["id"], one["gewicht"], [criterion(c) for c in one["kriterien"]]) for one in model["dimensionen"]
        ]
        self.exemptions = [
            Exemption(one["kriterium"], first(one["von"]), last(one["bis"])) for one in self.given["ausnahmen"]
        ]
        self.units = {unit["id"]: unit["groesse"] for unit in self.given["einheiten"] if unit["bewertet"]}
        self.measures = [measure(one) for one in self.given["massnahmen"]]
        self.delay = self.observed_delay() or period(model["verzug"])

    def document(self):
        dimensions = self.assess(self.as_of)
        levels = super().document()
        return levels | {
            "ergaenzung": self.further(dimensions),
            "kriterien": [one for dimension in self.dimensions for one in self.criteria(dimension)],
            "massnahmen": [self.progress(one, given) for one, given in zip(self.measures, self.given["massnahmen"])],
            "verzug": self.delay_used(),
            "uebergeordnet": [self.parent(unit) for unit in self.parents()],
            "meldungen": self.reports(),
            "naechster_schritt": ways(self, self.data),
        } | planning(self, self.data) | targets_and_exemptions(self) | reasons(self, self.data, levels)

    def asked(self, criterion, t):
        if not criterion.begin <= t <= criterion.end:
            return "ausser_kraft"
        exempt = any(one.criterion == criterion.id and one.begin <= t <= one.end for one in self.exemptions)
        return "ausgenommen" if exempt else "ja"

    def criteria(self, dimension):
        for one in dimension.criteria:
            q = self.q(one, None, self.as_of, None)
            yield {
                "id": one.id,
                "gefragt": self.asked(one, self.as_of),
                "anteil": text(q),
                "erfuellt": q >= one.threshold,
                "erfuellungsgrad": text(min(1, q / one.threshold)),
                "massnahmen": [measure.id for measure in self.measures if one.id in measure.fulfils],
            }

    def further(self, dimensions):
        levels = [one["stufe"] for one in dimensions if one["stufe"] is not None]
        return {
            "hoechste": max(levels, default=None),
            "bewertet": len(levels),
            "dimensionen": [self.further_of(*pair) for pair in zip(self.dimensions, dimensions)],
        }

    def further_of(self, dimension, state):
        def weight(word):
            return sum(one.weight for one in dimension.criteria if self.asked(one, self.as_of) == word)

        levels = {one.level for one in dimension.criteria if self.asked(one, self.as_of) == "ja"}
        above = [level for level in levels if level > state["stufe"]] if levels else []
        exempt = weight("ausgenommen")
        return {
            "id": dimension.id,
            "naechste": min(above, default=None),
            "ausgenommen": text(Fraction(exempt, exempt + weight("ja")) if exempt else 0),
        }

    def delay_used(self):
        counted = [
            one
            for one in self.measures
            if one.rollout is None and one.plan and self.state(one, None, self.as_of).completed
        ]
        if self.observed_delay() is None:
            return {"dauer": self.given["modell"]["verzug"], "beobachtet": None}
        return {"dauer": f"{self.observed_delay()[1]} Tage", "beobachtet": len(counted)}

    # Units

    def above(self, unit):
        """The units above one, nearest first."""
        parents = {one["id"]: one["unter"] for one in self.given["einheiten"]}
        found = []
        while (unit := parents.get(unit)) is not None:
            found.append(unit)
        return found

    def parents(self):
        return sorted({parent for unit in self.units for parent in self.above(unit)})

    def parent(self, unit):
        return {"id": unit, "dimensionen": self.assess_part(unit, self.as_of, None)}

    def assess_part(self, unit, t, scenario):
        """The method over an assessed unit, or over the assessed units below another; without one over all."""
        if unit is None or unit in self.units:
            return self.assess(t, scenario, unit)
        every = self.units
        self.units = {one: size for one, size in every.items() if unit in self.above(one)}
        found = self.assess(t, scenario)
        self.units = every
        return found

    # Reports

    def reports(self):
        heard = [one for one in self.heard() if last(one[0]) <= self.as_of]

        def newest(some):
            # Of those that end on the same day the first.
            date, about, _, _ = max(some, key=lambda one: last(one[0]), default=(None, {}, None, None))
            return {"datum": date, "massnahme": about.get("massnahme"), "projekt": about.get("projekt")}

        return {
            "gesamt": newest(heard),
            "dimensionen": [
                {"id": one.id} | newest([report for report in heard if one.id in report[3]]) for one in self.dimensions
            ],
            "einheiten": [
                {"id": one["id"]} | newest([report for report in heard if one["id"] in report[2]])
                for one in self.given["einheiten"]
            ],
        }

    def heard(self):
        """Each report: date, what it is about, units, dimensions."""
        home = {one.id: dimension.id for dimension in self.dimensions for one in dimension.criteria}
        for one in self.given["massnahmen"]:
            dimensions = {home[criterion] for criterion in one["erfuellt"]}
            own = [entry["am"] for key in ("verlauf", "abdeckung", "nachweise") for entry in one[key]]
            parts = [(entry["am"], entry["einheit"]) for entry in one["rollout"] or []]
            for day, unit in [(day, one["verantwortlich"]) for day in own] + parts:
                if day:
                    yield day, {"massnahme": one["id"]}, [unit, *self.above(unit)], dimensions
        for one in self.given["projekte"]:
            units = [one["einheit"], *self.above(one["einheit"])]
            for log in [one, *one["meilensteine"]]:
                for event in log["verlauf"]:
                    yield event["am"], {"projekt": one["id"]}, units, one["dimensionen"]

    # Measures

    def completion_day(self, measure, unit):
        """As a whole, a rollout is completed with the last of the assessed units, or, without any, of those it names."""
        if unit or not self.units:
            return super().completion_day(measure, unit)
        days = [measure.rollout.get(one, (None, None))[0] for one in self.units]
        return max(days) if all(days) else None

    def progress(self, measure, given):
        kinds = [(event.day, event.kind) for event in measure.events]
        done = self.completion_day(measure, None) if measure.rollout is not None else None
        if done:
            # Before that day's events: sorting is stable.
            kinds = sorted([(done, "umgesetzt")] + kinds, key=lambda pair: pair[0])
        status = self.status(measure, [kind for _, kind in kinds])
        days = [day for day, kind in kinds if kind == "umgesetzt"]
        confirmed = self.state(measure, None, self.as_of).confirmed
        expiry = later(confirmed, measure.validity) if confirmed and measure.validity else None
        shifts = [event["auf"] for event in given["verlauf"] if event["auf"]]
        return {
            "id": measure.id,
            "stand": status,
            "umgesetzt": str(days[-1]) if days and status in ("umgesetzt", "beendet") else None,
            "abgelaufen": str(expiry) if expiry and status == "umgesetzt" and expiry <= self.as_of else None,
            "planende": shifts[-1] if shifts else (given["plan"] or {}).get("ende"),
        }

    def status(self, measure, kinds):
        def last_of(*words):
            return next((kind for kind in reversed(kinds) if kind in words), None)

        units = [day for day, _ in (measure.rollout or {}).values() if day]
        if last_of("eingestellt", "wiederaufgenommen", "umgesetzt") == "eingestellt":
            return "eingestellt"
        if last_of("beendet", "umgesetzt") == "beendet":
            return "beendet"
        if last_of("umgesetzt", "wiedereroeffnet") == "umgesetzt":
            return "umgesetzt"
        if last_of("pausiert", "wiederaufgenommen", "umgesetzt") == "pausiert":
            return "pausiert"
        if units or last_of("begonnen", "wiedereroeffnet"):
            return "laufend"
        if last_of("beschlossen"):
            return "beschlossen"
        return "unbekannt" if not kinds and measure.plan and measure.plan < self.as_of else "geplant"


def criterion(data):
    return Criterion(
        data["id"],
        data["stufe"],
        data["gewicht"],
        data["pflicht"],
        data["anzahl"],
        Fraction(data["schwelle"]),
        first(data["ab"]) or date.min,
        last(data["bis"]) or date.max,
    )


def measure(data):
    rollout = data["rollout"]
    return Measure(
        data["id"],
        data["erfuellt"],
        [Event(last(one["am"]), one["ereignis"], last(one["auf"])) for one in data["verlauf"]],
        last((data["plan"] or {}).get("ende")),
        data["wirkung"] == "bleibend",
        period(data["gueltig"]) if data["gueltig"] else None,
        [(last(one["am"]), Fraction(one["anteil"])) for one in data["abdeckung"]],
        None if rollout is None else {one["einheit"]: (last(one["am"]), last(one["plan"])) for one in rollout},
    )


def differences(found, expected):
    for key, value in found.items():
        if key not in expected:
            if key not in BELIEVED:
                yield f"{key}: is in the file, and nothing recomputes it"
        elif value != expected[key]:
            yield from apart(key, value, expected[key])


def apart(place, found, expected):
    """Where two values differ, as deep inside as possible."""
    if isinstance(found, list) and isinstance(expected, list) and len(found) == len(expected):
        for number, pair in enumerate(zip(found, expected)):
            yield from apart(f"{place}[{number}]", *pair)
    elif isinstance(found, dict) and isinstance(expected, dict) and found.keys() == expected.keys():
        for key in found:
            yield from apart(f"{place}.{key}", found[key], expected[key])
    elif found != expected:
        yield f"{place}: {json.dumps(found)} in the file, {json.dumps(expected)} recomputed"


def main(folders, forging=False):
    wrong = 0
    for folder in map(Path, folders):
        data = json.loads((folder / "daten/reifegrad.json").read_text("utf-8"))
        method = Recomputed(data)
        expected = method.document()
        site = Site(folder, method, data | expected)
        found = site.unnoticed() if forging else [*differences(data, expected), *site.differences()]
        for difference in found:
            print(f"{folder}: {difference}")
            wrong += 1
    return 1 if wrong else 0


if __name__ == "__main__":
    forging = sys.argv[1] == "--verfaelscht"
    sys.exit(main(sys.argv[2:] if forging else sys.argv[1:], forging))
