#!/usr/bin/env python3
"""Writes invented content folders and what the second implementation makes of them.

    python3 run.py FROM TO DIR

For each seed from FROM to TO: the content `DIR/SEED/content` and the document `DIR/SEED/expected.json`.
"""

import json
import sys
from pathlib import Path

from generate import World
from reifegrad import Method

first, last, folder = int(sys.argv[1]), int(sys.argv[2]), Path(sys.argv[3])
for seed in range(first, last + 1):
    world = World(seed)
    world.write(folder / str(seed) / "content")
    found = Method(folder / str(seed) / "content", world.as_of).document()
    (folder / str(seed) / "expected.json").write_text(json.dumps(found, ensure_ascii=False, indent=1), "utf-8")
