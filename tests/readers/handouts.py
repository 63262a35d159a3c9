"""Reads the handouts of a built site and says what is wrong with them: soundness, PDF/UA-1, PDF/A-2a, language, pictures.

Prints a line for each finding. Only what page-validation and qpdf check is claimed."""

import html
import pathlib
import re
import subprocess
import sys

import page
import pikepdf

# Where the last byte of a stream is a carriage return, page-validation takes it for part of the end of line behind it.
LENGTH = "PDFA2A-STREAM-LENGTH-001"


def pictures(element):
    """The alternative texts of all figures below an element."""
    if not isinstance(element, pikepdf.Dictionary):
        return []
    own = [str(element.get("/Alt", ""))] if element.get("/S") == "/Figure" else []
    below = element.get("/K", [])
    below = below if isinstance(below, pikepdf.Array) else [below]
    return own + [text for one in below for text in pictures(one)]


def lengths_hold(data):
    """Whether every stream ends where its length says."""
    streams = re.finditer(rb"/Length (\d+)[^>]*>>\s*?stream\r?\n", data)
    return all(re.match(rb"\r?\n?endstream", data[one.end() + int(one.group(1)) :][:12]) for one in streams)


def outline(pdf):
    """Every heading with the number of its page."""
    with pdf.open_outline() as root:
        waiting = list(root.root)
    while waiting:
        item = waiting.pop(0)
        waiting.extend(item.children)
        yield item.title, pikepdf.Page(item.destination[0]).index + 1


def failures(path, profile):
    """What page-validation finds; also that it cannot read the file at all."""
    try:
        found = page.validate_pdf(path, profile=profile).failures
    except Exception as error:
        return [f"{profile}: cannot be read: {error}"]
    found = [one for one in found if one.rule_id != LENGTH or not lengths_hold(path.read_bytes())]
    return [f"{profile}: {one.rule_id} {one.message}" for one in found]


def drawings(text):
    """The titles of the drawings that a wide page shows."""
    heads = re.findall(r'<svg[^>]* class="[^"]*\bnur-breit\b[^>]*>\s*<title[^>]*>([^<]*)', text)
    return [html.unescape(head) for head in heads]


def findings(path):
    sound = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)
    if sound.returncode != 0:
        yield f"qpdf: {sound.stdout}{sound.stderr}".replace("\n", " ")
    for profile in ("ua1", "2a"):
        yield from failures(path, profile)
    with pikepdf.open(path) as pdf:
        if str(pdf.Root.get("/Lang", "")) != "de":
            yield "no language"
        text = path.with_suffix(".html").read_text()
        # The same drawings as on the page, in the same order, each told by more than its name.
        charts, texts = drawings(text), pictures(pdf.Root.get("/StructTreeRoot", pikepdf.Dictionary()))
        told = [one.startswith(f"{chart}. ") and len(one) > len(chart) + 10 for chart, one in zip(charts, texts)]
        if len(texts) != len(charts) or not all(told):
            yield f"charts {charts}, pictures told as {texts}"
        # Without an annex, two pages; with one, it begins on the third at the latest.
        annex = 'id="anhang"' in text
        heads = [number for title, number in outline(pdf) if title.startswith("Anhang: ")]
        if (not annex and len(pdf.pages) > 2) or (annex and (not heads or heads[0] > 3)):
            yield f"{len(pdf.pages)} pages, annex on {heads}"


for site in sys.argv[1:]:
    for path in sorted(pathlib.Path(site, "handout").glob("*.pdf")):
        for finding in findings(path):
            print(f"{path.name}: {finding}")
