"""The mark on a page picture is over the quoted sentence, as the letters under it say; or there is none."""

import ctypes
import random
import re
import struct
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from fastapi.testclient import TestClient

from assistant.page_pictures import PagePictures
from assistant.picture_marks import picture_marks
from ingest.catalogue import Held
from ingest.errors import UnreadableError
from ingest.library import Library
from ingest.readers.page_pictures import Box, PageLetters
from ingest.records import Sentence
from tests.originals import letters

CITATIONS = 200
_LIGATURES = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"}


def pixels_of(png: bytes) -> np.ndarray:
    """The pixels of an RGB picture whose rows are stored without a filter, by row and column."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    at, data = 8, b""
    width = height = 0
    while at < len(png):
        (length,), name = struct.unpack(">I", png[at : at + 4]), png[at + 4 : at + 8]
        body = png[at + 8 : at + 8 + length]
        if name == b"IHDR":
            width, height = struct.unpack(">II", body[:8])
        elif name == b"IDAT":
            data += body
        at += length + 12
    rows = np.frombuffer(zlib.decompress(data), dtype=np.uint8).reshape(height, 1 + 3 * width)
    assert not rows[:, 0].any()
    return rows[:, 1:].reshape(height, width, 3)


def words_under(boxes: Sequence[Box], page: pypdfium2.PdfPage) -> str:
    """The letters of a page whose middle lies in one of ``boxes``."""
    wide = tall = 1 << 20
    text = page.get_textpage()
    found = []
    for i in range(pdfium.FPDFText_CountChars(text.raw)):
        left, right, bottom, top = (ctypes.c_double() for _ in range(4))
        pdfium.FPDFText_GetCharBox(text.raw, i, left, right, bottom, top)
        x, y = ctypes.c_int(), ctypes.c_int()
        middle = ((left.value + right.value) / 2, (top.value + bottom.value) / 2)
        pdfium.FPDF_PageToDevice(page.raw, 0, 0, wide, tall, 0, *middle, x, y)
        across, down = x.value / wide, y.value / tall
        inside = any(b.left <= across <= b.right and b.top <= down <= b.bottom for b in boxes)
        if inside and pdfium.FPDFText_IsGenerated(text.raw, i) != 1:
            found.append(chr(pdfium.FPDFText_GetUnicode(text.raw, i)))
    text.close()
    return letters("".join(_LIGATURES.get(letter, letter) for letter in found if letter not in "\x02\ufffe"))


def coloured(marked: np.ndarray, plain: np.ndarray) -> list[Box]:
    """Each pixel that has another colour in ``marked`` than in ``plain``, as a box."""
    changed = (marked != plain).any(axis=2)
    tall, wide = changed.shape
    return [
        Box(left=x / wide, top=y / tall, right=(x + 1) / wide, bottom=(y + 1) / tall)
        for y, x in zip(*np.nonzero(changed), strict=True)
    ]


def some_sentences(library: Library, number: int) -> list[tuple[Held, Sentence]]:
    """So many sentences that an answer could quote, each document's in their share; the same ones each time."""
    chance = random.Random(7)
    held = [d for d in library.catalogue.documents() if library.original(d).suffix == ".pdf"]
    found = [(d, s) for d in held for p in library.catalogue.passages_of(d.id) for s in p.sentences]
    return sorted(chance.sample(found, number), key=lambda item: (item[0].id, item[1].page or 0))


@pytest.fixture(scope="module")
def pictures(example_folder: Path) -> Iterator[PagePictures]:
    library = Library(example_folder)
    drawing = PagePictures(library)
    yield drawing
    drawing.close()
    library.close()


def misplaced(library: Library, drawing: PagePictures) -> tuple[int, list[str]]:
    """How many of 200 sentences are marked, and those whose mark is not over exactly their letters."""
    marked, wrong = 0, []
    for held, sentence in some_sentences(library, CITATIONS):
        assert sentence.page
        marks = drawing.marks(held, sentence.page, [sentence])
        if marks is None:
            continue
        marked += 1
        with pypdfium2.PdfDocument(library.original(held)) as document:
            under = words_under(marks.boxes, document[sentence.page - 1])
        whole = letters(sentence.text) * marks.times
        if under != whole and not (marks.part == "beginning" and under and whole.startswith(under)):
            wrong.append(f"{held.file} page {sentence.page}: {sentence.text!r}: {under!r}")
    return marked, wrong


def test_under_each_mark_of_200_citations_stand_the_letters_of_the_sentence(
    example_folder: Path, pictures: PagePictures
) -> None:
    library = Library(example_folder)
    marked, wrong = misplaced(library, pictures)
    library.close()
    assert wrong == []
    assert marked >= 0.95 * CITATIONS, "a place that cannot be shown is the exception"


def test_the_picture_itself_is_coloured_over_the_letters_of_the_sentence_and_nowhere_else(
    example_folder: Path, pictures: PagePictures
) -> None:
    library = Library(example_folder)
    for held, sentence in some_sentences(library, CITATIONS)[::40]:
        assert sentence.page
        marks = pictures.marks(held, sentence.page, [sentence])
        assert marks is not None
        plain = pixels_of(pictures.draw(held, sentence.page))
        pixels = coloured(pixels_of(pictures.draw(held, sentence.page, marks.boxes)), plain)
        for box in marks.boxes:
            inside = [p for p in pixels if box.left <= p.left <= box.right and box.top <= p.top <= box.bottom]
            assert len(inside) > 0.5 * (box.right - box.left) * (box.bottom - box.top) * plain.shape[0] * plain.shape[1]
        edge = 4 / plain.shape[0]  # the line under a mark, and rounding
        assert all(
            any(
                b.left - edge <= p.left <= b.right + edge and b.top - edge <= p.top <= b.bottom + edge
                for b in marks.boxes
            )
            for p in pixels
        )
    library.close()


def test_the_same_holds_for_200_citations_of_the_inquiries(inquiry_folder: Path) -> None:
    library = Library(inquiry_folder)
    drawing = PagePictures(library)
    try:
        marked, wrong = misplaced(library, drawing)
    finally:
        drawing.close()
        library.close()
    assert wrong == []
    assert marked >= 0.9 * CITATIONS


def test_the_picture_of_a_page_comes_as_png_marked_only_where_a_place_is_asked_for(client: TestClient) -> None:
    citation = client.post("/v1/ask", json={"question": "What do reviews say about fathers?"}).json()["citations"][0]
    address, _, place = citation["url"].removesuffix("#quote").partition("?")
    plain, marked = client.get(f"/v1{address}.png"), client.get(f"/v1{address}.png?{place}")
    assert (plain.status_code, plain.headers["content-type"], plain.headers["marked"]) == (200, "image/png", "no")
    assert marked.headers["marked"] == "yes"
    assert (pixels_of(plain.content) != pixels_of(marked.content)).any()
    whole = client.get(f"/v1{address}.png?passage_id={citation['passage_id']}")
    assert whole.headers["marked"] == "yes"
    nowhere = client.get(f"/v1{address}.png?passage_id=ffff")
    assert nowhere.headers["marked"] == "no"
    assert (pixels_of(nowhere.content) == pixels_of(plain.content)).all()


@pytest.mark.parametrize(("address", "status"), [("/pages/999.png", 404), ("/pages/0.png", 422), ("/pages/x.png", 422)])
def test_a_page_that_is_not_there_has_no_picture(client: TestClient, address: str, status: int) -> None:
    reviews = client.get("/v1/reviews").json()["reviews"]
    review = next(r["review_id"] for r in reviews if r["pages"])
    assert client.get(f"/v1/reviews/{review}{address}").status_code == status


def test_a_document_without_pages_has_no_picture_and_its_text_is_marked(client: TestClient) -> None:
    reviews = client.get("/v1/reviews").json()["reviews"]
    review = next(r["review_id"] for r in reviews if not r["pages"])
    assert client.get(f"/v1/reviews/{review}/pages/1.png").status_code == 422
    found = client.get("/v1/search", params={"q": "What do reviews need?", "review_ids": review}).json()["passages"][0]
    shown = client.get(f"/reviews/{review}/pages/1?passage_id={found['passage_id']}&sentence=0").text
    assert '<img src="/v1/' not in shown
    assert re.search(r'<mark id="quote">', shown)


def test_a_page_that_cannot_be_drawn_is_shown_as_text_with_a_word_of_why(
    example_folder: Path, pictures: PagePictures, tmp_path: Path
) -> None:
    library = Library(example_folder)
    held = next(d for d in library.catalogue.documents() if d.quality.pages)
    library.close()
    empty = Library(tmp_path / "library")
    (tmp_path / "library" / "originals").mkdir()
    (tmp_path / "library" / "originals" / f"{held.id}.pdf").write_bytes(b"%PDF-1.7 and nothing more")
    drawing = PagePictures(empty)
    try:
        assert drawing.shape(held, 1) is None
        with pytest.raises(UnreadableError, match="PDFium"):
            drawing.draw(held, 1)
    finally:
        drawing.close()
        empty.close()


def row(text: str, *, top: float, drawn: bool = True) -> PageLetters:
    """One line of print, each letter a hundredth of the page wide."""
    boxes = tuple(
        Box(left=i / 100, top=top, right=(i + 1) / 100, bottom=top + 0.02) if drawn and c != " " else None
        for i, c in enumerate(text)
    )
    return PageLetters(text=text, boxes=boxes)


def sentence(text: str, page: int = 1) -> Sentence:
    return Sentence(text=text, start=0, end=len(text), page=page, page_end=page, paragraph=None)


def test_a_sentence_over_two_lines_has_two_rectangles() -> None:
    first, second = row("Late. The plan \n", top=0.1), row("was late again.", top=0.2)
    page = PageLetters(text=first.text + second.text, boxes=(*first.boxes, *second.boxes))
    marks = picture_marks([sentence("The plan was late again.")], 1, {1: page})
    assert marks is not None
    assert [(round(b.left, 2), round(b.top, 1)) for b in marks.boxes] == [(0.06, 0.1), (0.0, 0.2)]


@pytest.mark.parametrize(
    "page", [row("The plan was not late.", top=0.1), row("The plan was late.", top=0.1, drawn=False), row("", top=0.1)]
)
def test_what_is_not_there_or_not_drawn_is_not_marked(page: PageLetters) -> None:
    assert picture_marks([sentence("The plan was late.")], 1, {1: page}) is None


def test_words_that_stand_twice_are_marked_twice_and_counted() -> None:
    marks = picture_marks([sentence("It was late.")], 1, {1: row("It was late. It was late.", top=0.1)})
    assert marks is not None
    assert (marks.times, len(marks.boxes)) == (2, 2)
