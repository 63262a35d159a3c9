"""Reads the handouts of a built site and says what is wrong with them: soundness, PDF/UA-1, PDF/A-2a, language, pictures.

Prints a line for each finding. Only what page-validation and qpdf check is claimed."""

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


def findings(path):
    sound = subprocess.run(["qpdf", "--check", path], capture_output=True, text=True)
    if sound.returncode != 0:
        yield f"qpdf: {sound.stdout}{sound.stderr}"
    for profile in ("ua1", "2a"):
        for failure in page.validate_pdf(path, profile=profile).failures:
            if failure.rule_id != LENGTH or not lengths_hold(path.read_bytes()):
                yield f"{profile}: {failure.rule_id} {failure.message}"
    with pikepdf.open(path) as pdf:
        if str(pdf.Root.get("/Lang", "")) != "de":
            yield "no language"
        html = path.with_suffix(".html").read_text()
        charts = len(re.findall(r'<svg[^>]* class="[^"]*\bnur-breit\b', html))
        texts = pictures(pdf.Root.StructTreeRoot)
        if len(texts) != charts or not all(len(text) > 10 for text in texts):
            yield f"{charts} charts, pictures told as {texts}"
        # Without an annex, two pages; with one, it begins on the third at the latest.
        annex = 'id="anhang"' in html
        heads = [number for title, number in outline(pdf) if title.startswith("Anhang: ")]
        if (not annex and len(pdf.pages) > 2) or (annex and (not heads or heads[0] > 3)):
            yield f"{len(pdf.pages)} pages, annex on {heads}"


for path in sorted(pathlib.Path(sys.argv[1], "handout").glob("*.pdf")):
    for finding in findings(path):
        print(f"{path.name}: {finding}")
