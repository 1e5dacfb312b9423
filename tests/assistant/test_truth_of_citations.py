"""Where a quote is said to stand is where it stands, by the truth files that the examples were rendered with."""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from urllib.parse import parse_qs, urlsplit

import pytest

from assistant.answering import Assistant
from assistant.records import Answer, Citation
from ingest.catalogue import Catalogue
from tests.libraries import TRUTH
from tests.originals import letters

_NO_NUMBER_OF_ITS_OWN = frozenset({"footnote", "table", "scanned", "pullquote"})
_SENTENCE_END = re.compile(r"[.!?…:;][\"'”’)\]]*\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class TrueParagraph:
    """A true paragraph: its letters, its number, its container, and on which page each of its letters stands."""

    text: str
    letters: str
    pages: tuple[int | None, ...]
    number: str | None
    container: str
    notes: tuple[str, ...]


@cache
def truth(stem: str) -> tuple[TrueParagraph, ...]:
    """The true paragraphs of an example."""
    held = json.loads((TRUTH / f"{stem}.json").read_text(encoding="utf-8"))
    return tuple(_true(p) for p in held["paragraphs"])


def _true(paragraph: dict[str, object]) -> TrueParagraph:
    fragments = paragraph["fragments"]
    assert isinstance(fragments, list)
    pages = [f["page"] for f in fragments for _ in letters(f["text"])]
    text = str(paragraph["text"])
    whole = letters(text)
    if len(pages) < len(whole):  # a table row has its cells apart; it stands on one page
        pages += [pages[-1] if pages else None] * (len(whole) - len(pages))
    number = paragraph["number"]
    return TrueParagraph(
        text=text, letters=whole, pages=tuple(pages), number=str(number) if number is not None else None,
        container=str(paragraph["container"]), notes=_notes(paragraph),
    )  # fmt: skip


def _notes(paragraph: dict[str, object]) -> tuple[str, ...]:
    """The numbers of the footnotes to which a paragraph refers; the page prints them, the true text leaves them out."""
    notes = paragraph.get("footnotes", [])
    assert isinstance(notes, list)
    return tuple(str(note["number"]) for note in notes)


def is_byline(stem: str, quote: str) -> bool:
    """Whether ``quote`` is nothing but names and date from the title, of which the truth keeps no page."""
    held = json.loads((TRUTH / f"{stem}.json").read_text(encoding="utf-8"))
    rest = letters(quote).replace("|", "")
    for known in (*held["authors"], held["date"], held["publisher"]):
        rest = rest.replace(letters(known or ""), "")
    return rest == ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A quote beside the truth: whether it was found there at all, and which of its places are right."""

    about: str
    found: bool
    page: bool
    number: bool | None


def judge(stem: str, citation: Citation) -> Judged:
    """``citation`` beside all places where its words truly stand; one that fits in page and number is enough."""
    wanted = letters(citation.quote)
    found = [(t, at, len(w)) for t in truth(stem) for w in _readings(wanted, t) for at in _places(w, t.letters)]
    places = [(t, at) for t, at, _ in found]
    pages = [(t.pages[at], t.pages[at + length - 1]) for t, at, length in found]
    right = [p for p, pair in zip(places, pages, strict=True) if pair == (citation.page, citation.page_end)]
    numbered = [t for t, _ in right or places if t.container not in _NO_NUMBER_OF_ITS_OWN]
    number = any(t.number == citation.paragraph for t in numbered) if numbered else None
    about = (
        f"{stem}: page {citation.page}-{citation.page_end} for {pages}, paragraph {citation.paragraph} for "
        f"{[t.number for t, _ in right or places]} ({[t.container for t, _ in places]}): {citation.quote!r}"
    )
    return Judged(about=about, found=bool(places), page=bool(right), number=number)


def _readings(wanted: str, true: TrueParagraph) -> list[str]:
    """``wanted`` as it is, and without the footnote references that this paragraph prints."""
    readings = [wanted]
    for note in true.notes:
        reference = re.compile(rf"(?<=[^\d]){note}(?!\d)")
        readings += [r[: m.start()] + r[m.end() :] for r in readings for m in reference.finditer(r)]
    return readings


def _places(wanted: str, text: str) -> Iterator[int]:
    at = text.find(wanted)
    while wanted and at >= 0:
        yield at
        at = text.find(wanted, at + 1)


# What the page may have between two sentences of a quote: a blank, the number of a footnote, the mark of an item.
_MARK = r"(?:\d{1,3}|[*†‡]{1,3}| [•●▪■◦‣·○–—-]| \(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)])? "


@pytest.fixture(scope="module")
def quoted(example_library: Assistant, example_answers: list[Answer]) -> list[tuple[str, Citation]]:
    """Every different sentence quoted in answers about the examples, with the stem of its file."""
    catalogue = example_library.library.catalogue
    stems = {held.id: held.file.rsplit(".", 1)[0] for held in catalogue.documents()}
    quotes = [c for a in example_answers for c in (*a.citations, *a.nearest)]
    sentences = [sentence for c in quotes for sentence in _sentences(c, catalogue)]
    given = {(c.review_id, c.page, c.quote): c for c in sentences}
    return [(stems[c.review_id], c) for c in given.values()]


def _sentences(citation: Citation, catalogue: Catalogue) -> list[Citation]:
    """A citation for each sentence of the quote, with the place of its own."""
    place = parse_qs(urlsplit(citation.url).query)
    first, count = int(place["sentence"][0]), int(place["sentences"][0])
    quoted = catalogue.passages([citation.passage_id])[citation.passage_id].passage.sentences[first : first + count]
    assert re.fullmatch(_MARK.join(re.escape(s.text) for s in quoted), citation.quote)
    assert (quoted[0].page, quoted[-1].page_end, quoted[0].paragraph) == (
        citation.page, citation.page_end, citation.paragraph,
    )  # fmt: skip
    return [replace(citation, quote=s.text, page=s.page, page_end=s.page_end, paragraph=s.paragraph) for s in quoted]


@pytest.fixture(scope="module")
def judged(quoted: Sequence[tuple[str, Citation]]) -> list[Judged]:
    return [judge(stem, citation) for stem, citation in quoted if not is_byline(stem, citation.quote)]


def test_nearly_every_quote_is_known_to_the_truth(judged: list[Judged]) -> None:
    unknown = [j.about for j in judged if not j.found]
    assert len(judged) > 150
    assert len(unknown) <= 0.01 * len(judged), "\n".join([f"{len(unknown)} of {len(judged)}", *unknown])


def test_the_page_of_quoted_sentences_is_right(judged: list[Judged]) -> None:
    wrong = [j.about for j in judged if not j.page]
    assert len(wrong) <= 0.01 * len(judged), "\n".join([f"{len(wrong)} of {len(judged)}", *wrong])


def test_the_paragraph_number_of_quoted_sentences_is_right(judged: list[Judged]) -> None:
    counted = [j for j in judged if j.number is not None]
    wrong = [j.about for j in counted if not j.number]
    assert len(counted) > 100
    assert len(wrong) <= 0.03 * len(counted), "\n".join([f"{len(wrong)} of {len(counted)}", *wrong])


def test_a_quote_is_cut_nowhere_but_between_sentences(quoted: Sequence[tuple[str, Citation]]) -> None:
    cut = []
    for stem, citation in quoted:
        wanted = letters(citation.quote)
        holders = [t for t in truth(stem) if wanted in t.letters and t.container != "table"]
        if holders and not any(_whole(wanted, t) for t in holders):
            cut.append(f"{stem} {citation.page}: {citation.quote!r}")
    assert len(cut) <= 0.005 * len(quoted), "\n".join([f"{len(cut)} of {len(quoted)}", *cut])


def _whole(wanted: str, true: TrueParagraph) -> bool:
    """Whether the quote begins where a paragraph or sentence begins and ends where one ends."""
    begins_and_ends = []
    for at in _places(wanted, true.letters):
        before, through = _upto(true.text, at), _upto(true.text, at + len(wanted))
        begins_and_ends.append(
            (not before.strip() or _SENTENCE_END.search(before) is not None)
            and (len(letters(through)) == len(true.letters) or _SENTENCE_END.search(through) is not None)
        )
    return any(begins_and_ends)


def _upto(text: str, count: int) -> str:
    """The beginning of ``text`` that holds ``count`` letters."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high) // 2
        if len(letters(text[:middle])) < count:
            low = middle + 1
        else:
            high = middle
    return text[:low]
