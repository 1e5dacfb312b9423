"""A document's quality card in plain words, for the command line and the page."""

from dataclasses import dataclass

from ingest.catalogue import Held
from ingest.quality import attention, page_ranges
from ingest.records import Quality

_READERS = {"pypdf": "pypdf", "pdfium": "PDFium", "tesseract": "OCR (tesseract)"}
NOTES_SHOWN = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Glance:
    """The card in one line. ``well``: nothing wants a person's eye."""

    well: bool
    text: str


def at_a_glance(held: Held) -> Glance:
    """How well a document was read, in one line."""
    quality = held.quality
    wanting = attention(quality, held.passages)
    found, announced = quality.recommendations, quality.announced
    if wanting:
        return Glance(well=False, text=f"Look at it: {wanting}.")
    if found is not None and announced is not None and found != announced:
        return Glance(
            well=False, text=f"Look at it: {_recommendations(quality).replace('found', 'recommendations found')}."
        )
    counted = f"; {_counted(found, 'recommendation')}" if found else ""
    return Glance(well=True, text=f"Read whole{counted}.")


def quality_rows(quality: Quality) -> tuple[tuple[str, str], ...]:
    """(what, how it stands) of everything on the card, in the order in which it is read."""
    return (
        ("Pages", str(quality.pages or "none: the source has no pages")),
        ("Pages without text", _without_text(quality)),
        ("How the pages were read", _readers(quality)),
        ("Garbled text", _garbled(quality)),
        ("Numbered paragraphs", str(quality.numbered_paragraphs)),
        ("Numbers missing between them", ", ".join(quality.numbering_gaps) or "none"),
        ("Recommendations", _recommendations(quality)),
        ("Running heads, feet and contents left out", _counted(quality.furniture_lines, "line")),
        ("Lines left in that may be such", "; ".join(quality.suspected_furniture) or "none"),
        ("Notes", _notes(quality)),
    )


def _without_text(quality: Quality) -> str:
    blank = set(quality.blank_pages)
    parts = []
    drawn = [n for n in quality.pages_without_text if n not in blank]
    if drawn:
        parts.append(f"{page_ranges(drawn)}: something is drawn there, perhaps a scan")
    if blank:
        parts.append(f"{page_ranges(blank)}: blank")
    return "; ".join(parts) or "none"


def _readers(quality: Quality) -> str:
    names = [(_READERS.get(r.reader, r.reader), r.pages) for r in quality.readers]
    if not names:
        return "none could be read" if quality.pages else f"with the reader for {quality.reader}"
    if len(names) == 1 and len(names[0][1]) == quality.pages:
        return f"all with {names[0][0]}"
    return "; ".join(f"{_counted(len(pages), 'page')} with {name} ({page_ranges(pages)})" for name, pages in names)


def _garbled(quality: Quality) -> str:
    parts = []
    if quality.garbled_pages:
        parts.append(f"pages {page_ranges(quality.garbled_pages)}")
    if quality.garbled_glyphs:
        parts.append(_counted(quality.garbled_glyphs, "character") + " without meaning")
    return "; ".join(parts) or "none"


def _recommendations(quality: Quality) -> str:
    found, announced = quality.recommendations, quality.announced
    if found is None:
        return "not counted" if announced is None else f"{announced} announced, not counted"
    if announced is None:
        return f"{found} found; the document does not say how many it makes"
    if found == announced:
        return f"{found} found, as announced"
    return f"{found} found, but {announced} announced"


def _notes(quality: Quality) -> str:
    shown = list(quality.notes[:NOTES_SHOWN])
    more = len(quality.notes) - len(shown)
    return "; ".join([*shown, *([f"and {more} more"] if more else [])]) or "none"


def _counted(n: int, what: str) -> str:
    return f"{n} {what}{'' if n == 1 else 's'}"
