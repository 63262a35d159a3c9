#!/usr/bin/env python3
"""Writes an invented content folder: valid, odd, and the same for the same seed.

    python3 generate.py SEED DIR

The as-of date is the `stichtag` in `seite.yaml`. No event, coverage or unit date lies after 2025: later than both the as-of
date and today it would be an error.
"""

import calendar
import sys
from datetime import date, timedelta
from fractions import Fraction
from pathlib import Path
from random import Random

FIRST = date(2021, 1, 1)
LAST = date(2025, 12, 31)
KINDS = [
    "beschlossen",
    "begonnen",
    "verschoben",
    "pausiert",
    "wiederaufgenommen",
    "umgesetzt",
    "geprueft",
    "wiedereroeffnet",
    "beendet",
    "eingestellt",
]
# What happens to one measure, in an order in which each event matters for the next.
STORIES = [
    ["pausiert", "umgesetzt", "wiedereroeffnet"],
    ["pausiert", "wiederaufgenommen", "pausiert"],
    ["begonnen", "pausiert", "geprueft"],
    ["umgesetzt", "pausiert", "wiedereroeffnet"],
    ["umgesetzt", "wiedereroeffnet", "eingestellt", "wiederaufgenommen"],
    ["umgesetzt", "wiedereroeffnet", "geprueft"],
    ["umgesetzt", "beendet", "wiedereroeffnet"],
    ["umgesetzt", "eingestellt", "umgesetzt"],
    ["umgesetzt", "eingestellt", "wiederaufgenommen"],
    ["umgesetzt", "eingestellt", "wiedereroeffnet", "wiederaufgenommen"],
    ["umgesetzt", "geprueft", "geprueft"],
    ["umgesetzt", "umgesetzt", "beendet"],
    ["eingestellt", "wiederaufgenommen", "verschoben"],
    ["beendet", "wiederaufgenommen"],
    ["beendet", "umgesetzt", "geprueft"],
    ["eingestellt", "wiedereroeffnet", "geprueft"],
    ["verschoben", "verschoben"],
]


class World:
    def __init__(self, seed):
        self.random = Random(seed)
        # What came later has dice of its own: worlds stay as they were.
        self.more = Random(f"Ziele {seed}")
        self.files = {}
        # A few days that many things share: what happens on one day, and on the day before and after.
        common = self.random_day()
        self.common = [common + timedelta(days) for days in (-1, 0, 0, 1)] + [self.random_day() for _ in range(3)]
        self.common = [min(max(day, FIRST), LAST) for day in self.common]
        self.as_of = self.day() if self.chance(0.6) else self.random_day(date(2023, 6, 1), date(2025, 6, 30))
        if self.chance(0.1):
            self.as_of = date(self.as_of.year, 12, 31)
        self.write_site()
        self.write_model()
        self.write_organisation()
        self.write_exemptions()
        # Ten measures and more that are completed and planned: the delay is observed.
        many = self.chance(0.2)
        for index in range(self.random.randint(12, 18) if many else self.random.randint(0, 14)):
            self.write_measure(f"m-{index}", punctual=many and self.chance(0.85))
        self.write_targets()
        self.write_requirements()

    # Dice

    def chance(self, share):
        return self.random.random() < share

    def random_day(self, first=FIRST, last=LAST):
        return first + timedelta(self.random.randint(0, (last - first).days))

    def day(self):
        if self.chance(0.15):
            day = self.random_day()
            return day.replace(day=calendar.monthrange(day.year, day.month)[1])
        return self.random.choice(self.common) if self.chance(0.35) else self.random_day()

    def write_date(self, day, coarse=0.2):
        """The day, or a coarser date that contains it."""
        if not self.chance(coarse):
            return str(day)
        quarter = f"{day.year}-Q{(day.month + 2) // 3}"
        return self.random.choice([f"{day.year}", quarter, f"{day.year}-{day.month:02}", f"{day.year}-{day.month:02}"])

    def past(self):
        return self.write_date(self.day())

    def any_time(self):
        """A date for plans, validities and exemptions: it may lie in the future."""
        if self.chance(0.5):
            return self.write_date(self.random_day(self.as_of - timedelta(200), self.as_of + timedelta(700)))
        return self.write_date(self.day())

    def period_between(self):
        """Two dates, the first not after the second."""
        days = sorted([self.random_day(), self.random_day(date(2022, 1, 1), date(2027, 12, 31))])
        begin, end = (self.write_date(day) for day in days)
        return begin, end

    def share(self, least=1):
        whole = self.random.choice([2, 3, 4, 5, 6, 10, 12, 40])
        part = self.random.randint(least, whole)
        written = [f"{part}/{whole}", f"{part} von {whole}"]
        if whole in (2, 4, 5, 10, 40):
            percent = Fraction(part * 100, whole)
            written += [f"{float(percent):g} %", f"{part / whole:g}"]
        return self.random.choice(written)

    def length(self):
        kind = self.random.choice(["Monate", "Monate", "Jahre", "Tage"])
        number = self.random.randint(1, {"Monate": 30, "Jahre": 3, "Tage": 500}[kind])
        return f"{number} {kind.rstrip('en') if number == 1 else kind}"

    # Files

    def write_site(self):
        self.files["seite.yaml"] = f"titel: Erfundene Stadt\nstichtag: {self.as_of}\n"

    def write_model(self):
        rules = ["alle", "alle", f"{{schwelle: {self.share()}}}", "{schwelle: 60 %}", "iso33020"]
        # Where few criteria decide, every detail of a measure shows in a level.
        few = self.chance(0.5)
        top = self.random.randint(1, 3 if few else 5)
        self.criteria, self.dimensions, self.top = [], [], top
        lines = [
            "titel: Erfundenes Modell",
            f"stufen: [{', '.join(f'Stufe {level}' for level in range(top + 1))}]",
        ]
        if self.chance(0.9):
            lines.append(f"regel: {self.random.choice(rules)}")
        if self.chance(0.5):
            lines.append(f"verzug: {self.length()}")
        lines.append("dimensionen:")
        for index in range(self.random.randint(1, 3)):
            # Not in alphabetical order.
            id = f"{'mzabc'[index]}-dimension"
            self.dimensions.append(id)
            lines += [f"  {id}:", f"    titel: Dimension {index}"]
            if self.chance(0.6):
                lines.append(f"    gewicht: {self.random.randint(1, 5)}")
            levels = [level for level in range(1, top + 1) if self.chance(0.8)]
            self.random.shuffle(levels)
            if levels:
                lines.append("    stufen:")
            for level in levels:
                lines.append(f"      {level}:")
                for number in range(self.random.choice([1, 1, 1, 2] if few else [1, 2, 2, 3, 4])):
                    # Not in alphabetical order either.
                    lines.append(f"        {self.criterion(f'{id}-{level}{9 - number}')}")
        self.files["modell.yaml"] = "\n".join(lines) + "\n"

    def criterion(self, id):
        self.criteria.append(id)
        if self.chance(0.3):
            return f"{id}: Ein Kriterium."
        keys = ["text: Ein Kriterium."]
        if self.chance(0.5):
            keys.append(f"gewicht: {self.random.choice([1, 2, 3, 4, 3, 17])}")
        if self.chance(0.4):
            keys.append(f"pflicht: {self.random.choice(['ja', 'ja', 'nein', 'true'])}")
        if self.chance(0.35):
            keys.append(f"anzahl: {self.random.randint(1, 3)}")
        if self.chance(0.5):
            keys.append(f"schwelle: {self.share()}")
        if self.chance(0.1):
            begin, end = self.period_between()
            keys += [f"ab: {begin}", f"bis: {end}"]
        elif self.chance(0.2):
            keys.append(f"{self.random.choice(['ab', 'bis'])}: {self.any_time()}")
        return f"{id}: {{{', '.join(keys)}}}"

    def write_organisation(self):
        self.units = []
        if self.chance(0.35):
            return
        lines = ["einheiten:", "  stadt: {titel: Stadt}"]
        assessed = self.chance(0.65)
        for index in range(self.random.randint(1, 4)):
            id = f"fb-{11 - index}"
            self.units.append(id)
            keys = [f"titel: Fachbereich {index}"]
            if self.chance(0.6):
                keys.append(f"groesse: {self.random.randint(1, 40)}")
            if self.chance(0.6):
                keys.append("unter: stadt")
            if assessed and self.chance(0.8):
                keys.append("bewertet: ja")
                if self.chance(0.3):
                    lines.append(f"  {id}-team: {{titel: Team, unter: {id}, groesse: 7}}")
            lines.append(f"  {id}: {{{', '.join(keys)}}}")
        self.files["organisation.yaml"] = "\n".join(lines) + "\n"

    def write_exemptions(self):
        lines = []
        for _ in range(self.random.choice([0, 0, 0, 1, 2, 4])):
            if self.criteria:
                begin, end = self.period_between()
                id = self.random.choice(self.criteria)
                lines.append(f"- {{kriterium: {id}, von: {begin}, bis: {end}, grund: erfunden}}")
        if lines:
            self.files["ausnahmen.yaml"] = "\n".join(lines) + "\n"

    def write_targets(self):
        lines = []
        for _ in range(self.more.choice([0, 1, 2, 3, 5])):
            day = self.as_of + timedelta(self.more.choice([-400, -1, 0, 1, 30, 200, 365, 500, 900]))
            by = self.more.choice([f"{day}", f"{day}", f"{day.year}-{day.month:02}", f"{day.year}"])
            names = [one for one in ["alle", *self.dimensions] if self.more.random() < 0.5] or ["alle"]
            levels = ", ".join(f"{one}: {self.more.randint(1, self.top)}" for one in names)
            lines.append(f"- {{bis: {by}, stufen: {{{levels}}}}}")
        if lines:
            self.files["ziele.yaml"] = "\n".join(lines) + "\n"

    def write_requirements(self):
        """Some measures require others with a lower number: never in a circle."""
        paths = [path for path in self.files if path.startswith("massnahmen/")]
        for number, path in enumerate(paths):
            some = [f"m-{other}" for other in range(number) if self.more.random() < 0.15]
            if some:
                head, rest = self.files[path].split("\n", 1)
                self.files[path] = f"{head}\nsetzt_voraus: [{', '.join(some)}]\n{rest}"

    def write_measure(self, id, punctual):
        lines = [f"titel: Maßnahme {id}"]
        some = self.random.sample(self.criteria, min(len(self.criteria), self.random.randint(0, 7)))
        if some:
            lines.append(f"erfuellt: [{', '.join(some)}]")
        if punctual or self.chance(0.7):
            end = self.day() if punctual else None
            ende = self.write_date(end) if punctual else self.any_time()
            beginn = "beginn: 2020-05-01, " if self.chance(0.5) else ""
            lines.append(f"plan: {{{beginn}ende: {ende}}}")
        elif self.chance(0.3):
            lines.append("plan: {beginn: 2024-02}")
        if self.chance(0.5):
            lines.append(f"wirkung: {self.random.choice(['laufend', 'bleibend', 'bleibend'])}")
        if self.chance(0.35):
            lines.append(f"gueltig: {self.length()}")
        rollout = self.units and not punctual and self.chance(0.5)
        if rollout:
            # Everywhere done early: what happens later happens to a completed measure.
            early = self.chance(0.3)
            some = [unit for unit in self.units if self.chance(0.8)] if self.chance(0.9) else []
            entries = [self.rollout_entry(unit, early) for unit in some]
            lines.append(f"rollout: {{{', '.join(entries)}}}")
        elif self.chance(0.35):
            entries = [f"{{am: {self.past()}, anteil: {self.share(0)}}}" for _ in range(self.random.randint(1, 4))]
            lines.append(f"abdeckung: [{', '.join(entries)}]")
        events = self.story(rollout) if self.chance(0.5) else self.mixture(rollout)
        if punctual:
            done = min(self.as_of, end + timedelta(self.random.randint(-40, 400)))
            events = [(done, "umgesetzt")] + [one for one in events if one[1] != "wiedereroeffnet"]
        if self.chance(0.8):
            events.sort(key=lambda event: event[0])
        if events:
            lines.append("verlauf:")
            lines += [f"  - {self.written(*event, 0.03 if punctual else 0.15)}" for event in events]
        self.files[f"massnahmen/{id}.md"] = "\n".join(["---", *lines, "---", "", "Erfunden.", ""])

    def rollout_entry(self, unit, early):
        keys = []
        if early:
            keys.append(f"am: {self.random_day(last=date(2022, 6, 30))}")
        elif self.chance(0.6):
            keys.append(f"am: {self.past()}")
        if self.chance(0.5):
            keys.append(f"plan: {self.any_time()}")
        return f"{unit}: {{{', '.join(keys)}}}"

    def story(self, rollout):
        kinds = [kind for kind in self.random.choice(STORIES) if not (rollout and kind == "umgesetzt")]
        return list(zip(sorted(self.day() for _ in kinds), kinds))

    def mixture(self, rollout):
        kinds = [kind for kind in KINDS if not (rollout and kind == "umgesetzt")]
        some = [self.random.choice(kinds) for _ in range(self.random.choice([0, 1, 2, 3, 5, 8]))]
        some = [kind if rollout or self.chance(0.7) else "umgesetzt" for kind in some]
        return [(self.day(), kind) for kind in some]

    def written(self, day, kind, coarse):
        keys = [f"am: {self.write_date(day, coarse)}", f"ereignis: {kind}"]
        if kind == "verschoben":
            keys.append(f"auf: {self.any_time()}")
        if kind in ("verschoben", "pausiert", "eingestellt"):
            keys.append("grund: erfunden")
        return f"{{{', '.join(keys)}}}"

    def write(self, folder):
        for path, text in self.files.items():
            target = Path(folder) / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    World(int(sys.argv[1])).write(sys.argv[2])
