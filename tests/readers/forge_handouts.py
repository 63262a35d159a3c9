"""Makes bad PDFs of a good one: `forge_handouts.py GOOD.pdf FOLDER`. Each is named after what is wrong with it, and comes
with the page of the good one, which has at least one chart."""

import pathlib
import shutil
import sys

import pikepdf


def figures(element):
    """All figures below an element."""
    if not isinstance(element, pikepdf.Dictionary):
        return
    if element.get("/S") == "/Figure":
        yield element
    below = element.get("/K", [])
    for one in below if isinstance(below, pikepdf.Array) else [below]:
        yield from figures(one)


def first_figure(pdf):
    return next(figures(pdf.Root.StructTreeRoot))


def no_fonts(pdf):
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor":
            for key in ("/FontFile", "/FontFile2", "/FontFile3"):
                if key in thing:
                    del thing[key]


def untagged(pdf):
    del pdf.Root.StructTreeRoot
    del pdf.Root.MarkInfo


def no_title(pdf):
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        del metadata["dc:title"]


def no_claim(pdf):
    with pdf.open_metadata(set_pikepdf_as_editor=False, update_docinfo=False) as metadata:
        del metadata["pdfuaid:part"]


def third_page(pdf):
    for _ in range(3):
        pdf.pages.append(pdf.pages[-1])


FORGERIES = {
    "no-language": lambda pdf: pdf.Root.__delitem__("/Lang"),
    "other-language": lambda pdf: pdf.Root.__setitem__("/Lang", pikepdf.String("en")),
    "figure-without-text": lambda pdf: first_figure(pdf).__delitem__("/Alt"),
    "figure-of-something-else": lambda pdf: first_figure(pdf).__setitem__("/Alt", pikepdf.String("Ein Foto vom Rathaus.")),
    "figure-not-tagged": lambda pdf: first_figure(pdf).__setitem__("/S", pikepdf.Name("/Div")),
    "untagged": untagged,
    "not-marked": lambda pdf: pdf.Root.MarkInfo.__setitem__("/Marked", False),
    "no-fonts": no_fonts,
    "no-title": no_title,
    "title-not-shown": lambda pdf: pdf.Root.__delitem__("/ViewerPreferences"),
    "no-claim": no_claim,
    "script": lambda pdf: pdf.Root.__setitem__(
        "/OpenAction", pikepdf.Dictionary(S=pikepdf.Name("/JavaScript"), JS=pikepdf.String("app.alert(1)"))
    ),
    "too-long": third_page,
}


def broken(data):
    """The table of objects is elsewhere than the file says."""
    place = data.rindex(b"startxref") + len(b"startxref\n")
    return data[:place] + b"7" + data[place:]


def main(good, folder):
    good, folder = pathlib.Path(good), pathlib.Path(folder)
    folder.mkdir(parents=True)
    shutil.copy(good, folder / "good.pdf")
    (folder / "broken.pdf").write_bytes(broken(good.read_bytes()))
    (folder / "cut-short.pdf").write_bytes(good.read_bytes()[:-600])
    for name, forge in FORGERIES.items():
        with pikepdf.open(good) as pdf:
            forge(pdf)
            pdf.save(folder / f"{name}.pdf")
    for pdf in folder.glob("*.pdf"):
        shutil.copy(good.with_suffix(".html"), pdf.with_suffix(".html"))


main(*sys.argv[1:])
