#!/usr/bin/env python3
"""Writes an invented content folder of a size that no city has: 40 dimensions, 500 criteria on 8 levels with gaps, 300
measures, 20 units.

    python3 gross.py DIR

The titles are as long as German titles get. One dimension has 60 criteria, one has none.
"""

import sys
from datetime import date, timedelta
from pathlib import Path
from random import Random

DIMENSIONS, CRITERIA, LEVELS, MEASURES, UNITS = 40, 500, 8, 300, 20
CROWDED = 60
AS_OF = date(2025, 6, 30)
FIELDS = ["Verwaltungsdienstleistungen", "Informationssicherheitsmanagement", "Beteiligung", "Geodateninfrastruktur", "IT"]
MATTERS = ["und elektronische Akte", "für Bürgerinnen und Bürger", "in den Schulen", "", "über alle Fachbereiche hinweg"]
SENTENCES = [
    "Mindestens die Hälfte der priorisierten Verwaltungsleistungen ist ohne Medienbruch online abwickelbar.",
    "Die Zuständigkeit ist geregelt.",
    "Für jede Softwareanwendung ist eine Verfahrensverantwortliche oder ein Verfahrensverantwortlicher benannt.",
    "Eine Auswertung liegt dem Stadtrat einmal im Jahr vor.",
]


def shares(random, total, parts):
    """How many criteria each dimension has."""
    counts = [CROWDED, 0] + [1] * (parts - 2)
    while sum(counts) < total:
        counts[random.randrange(2, parts)] += 1
    return counts


def model(random):
    lines = ["# Ein erfundenes Beispiel.", "titel: Erfundenes großes Modell", "version: 1.0", "stufen:"]
    lines += [f"  - {{titel: 'Stufenname Nummer {level}', text: Erfunden.}}" for level in range(LEVELS + 1)]
    lines += ["regel: {schwelle: 80 %}", "dimensionen:"]
    criteria = []
    for number, count in enumerate(shares(random, CRITERIA, DIMENSIONS)):
        title = f"{FIELDS[number % 5]} {MATTERS[number // 5 % 5]} {number + 1}".replace("  ", " ")
        lines += [f"  d-{number}:", f"    titel: {title}", f"    gewicht: {number % 3 + 1}"]
        # A gap: no dimension has criteria on all levels.
        levels = sorted(random.sample(range(1, LEVELS + 1), random.randint(3, LEVELS - 1)))
        lines += ["    stufen:"] if count else []
        found = {}
        for index in range(count):
            found.setdefault(random.choice(levels), []).append(f"d-{number}-k{index}")
        for level in sorted(found):
            lines.append(f"      {level}:")
            for id in found[level]:
                text = random.choice(SENTENCES)
                lines += [f"        {id}:", f"          text: {text}", f"          gewicht: {random.randint(1, 4)}"]
                criteria.append(id)
    return lines, criteria


def measure(random, number, criteria):
    begin = date(2019, 1, 1) + timedelta(random.randrange(2300))
    end = begin + timedelta(random.randrange(60, 700))
    lines = ["---", f"titel: Erfundene Maßnahme {number} mit einem Titel, der etwas länger ist als üblich"]
    lines += [f"erfuellt: [{', '.join(random.sample(criteria, random.randint(1, 4)))}]"]
    lines += [f"verantwortlich: amt-{random.randrange(UNITS)}", f"plan: {{beginn: {begin}, ende: {end}}}"]
    done = end + timedelta(random.randrange(-30, 120))
    if random.random() < 0.15:
        lines.append("rollout:")
        for unit in range(UNITS):
            day = done + timedelta(random.randrange(200))
            lines.append(f"  amt-{unit}: {{{'am' if day <= AS_OF else 'plan'}: {day}}}")
    elif done <= AS_OF:
        lines.append(f"verlauf: [{{am: {begin}, ereignis: begonnen}}, {{am: {done}, ereignis: umgesetzt}}]")
        if random.random() < 0.3:
            lines.append("gueltig: 60 Monate")
    return lines + ["---"]


def write(folder):
    random = Random(1)
    lines, criteria = model(random)
    files = {
        "modell.yaml": lines,
        "seite.yaml": ["titel: Erfundene Großstadt", f"stichtag: {AS_OF}"],
        "organisation.yaml": ["einheiten:"]
        + [f"  amt-{one}: {{titel: Amt für erfundene Angelegenheiten {one}, groesse: {one + 1}, bewertet: ja}}" for one in range(UNITS)],
        "ziele.yaml": ["- {bis: 2027-12-31, stufen: {alle: 3, d-0: 5}}"],
    }
    for number in range(MEASURES):
        files[f"massnahmen/m-{number}.md"] = measure(random, number, criteria)
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(text) + "\n", "utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
