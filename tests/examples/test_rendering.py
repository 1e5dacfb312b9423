"""The example library says about each of its files exactly what a reader of the file finds."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pytest
from pypdf import PdfReader

from examples.render import main
from examples.rendering.composing import compose
from examples.rendering.content import Content, Entry, HeadingPart, leaves
from examples.rendering.docx import write_docx
from examples.rendering.errors import LayoutError, SourceError
from examples.rendering.frames import roman
from examples.rendering.html import write_html
from examples.rendering.library import EXAMPLES, render, sources
from examples.rendering.parsing import parse_source
from examples.rendering.pdf import Drawing, draw_pdf
from examples.rendering.plain import write_markdown, write_text
from examples.rendering.truth import write_truth

FRONT = """---
id: {id}
title: "Serious Case Review: Child Z"
kind: {kind}
source_kind: review
publisher: Nowhere Safeguarding Children Board
area: Nowhere
year: 2012
date: "May 2012"
authors: ["Dr Ann Other, independent reviewer"]
pseudonyms: ["Child Z"]
announced_recommendations: 2
output: {output}
layout:
  face: {face}
  size: 11
  numbering: {numbering}
  dot: {dot}
  head: "Nowhere Safeguarding Children Board"
  foot: "Private - Page {{page}} of {{pages}}"
  front: {front}
  contents: {contents}
  columns: {columns}
  hyphenate: {fine}
  ligatures: {fine}
---
"""
LONG = (
    "The first official who reflected on the difficulty found that the well-being of the child was confirmed "
    "by nobody; professional curiosity, information sharing and supervision were insufficient “at first sight” – and "
    "£½m was spent. "
)
REPORT = f"""
# Foreword {{unnumbered kind=other}}

{LONG}

# What happened

## Birth {{kind=chronology}}

{LONG * 9}

{{voice="Mother"}} Mother said so.^[Interview of 4 May, see chapter [2].]

- the first point, which is short
- the second point

::: chronology head="Date | Event"
1 May 2010 | {LONG}
{chr(10).join(f"{day} June 2010 | The officer visited. {LONG}" for day in range(1, 12))}
:::

{(LONG * 5 + chr(10) * 2) * 3}

::: scanned
Dear colleague, this letter was scanned. {LONG}

Yours sincerely, the Chair.
:::

::: columns 2
{LONG * 3}

{LONG * 4}^[A note to a paragraph in two columns.]
:::

# Findings {{kind=finding}}

{LONG * 4}

::: finding number=1 title="Fathers were not seen" themes="fathers; curiosity"
{LONG * 3}^[Working Together 2010, chapter 8.] After the note.

### How it showed

{LONG}
:::

::: box title="What worked well" kind=good_practice
{LONG * 2}

- a flower in a box
:::

::: quote voice="Grandmother"
“Nobody asked me.”
:::

# Recommendations {{kind=recommendation}}

::: recommendation number=1 to="The Board; Health" themes="fathers" lead="Recommendation 1:"
That the Board should:
a) ask fathers for their names; and
b) write them down.
:::

::: recommendation number=2 to="Police" themes="sharing" lead="" numbered=true
That the police should share.
:::

::: learning number=1 themes="sharing" lead="Learning point 1:"
Files are for reading.
:::

# Appendix A: Terms of reference {{appendix=A}}

The first term.

The second term.

::: repeat recommendations style=list
:::

::: repeat recommendations style=table
:::
"""
LEAFLET = f"""
# One

{LONG * 6}

{LONG * 3}^[A note in the first column or the second.]

## One and a half

{(LONG * 5 + chr(10) * 2) * 6}

::: pullquote
The first official who reflected on the difficulty
:::

# Two

{LONG * 7}
"""


def source(body: str, **front: str) -> str:
    """Return a source with the given body; keywords replace what the front matter says."""
    values = {
        "id": "nowhere-2012-child-z",
        "kind": "serious_case_review",
        "output": "pdf",
        "face": "serif",
        "numbering": "section",
        "dot": "true",
        "front": "roman",
        "contents": "true",
        "columns": "1",
        "fine": "true",
    }
    return FRONT.format(**(values | front)) + body


def composed(body: str, **front: str) -> Content:
    return compose(parse_source(source(body, **front), file="z.md"))


def numbers(body: str, numbering: str) -> list[str | None]:
    """Return the numbers of headings (in brackets) and paragraphs, in order."""
    found: list[str | None] = []
    for leaf in leaves(composed(body, numbering=numbering).parts):
        if isinstance(leaf, HeadingPart):
            found.append(f"[{leaf.number}]" if leaf.number else "[]")
        elif isinstance(leaf, Entry):
            found.append(leaf.number)
    return found


def letters(text: str, *, digits: bool = True) -> str:
    """Return `text` as it can be compared: ligatures spelled out, no white space, hyphens or (if so asked) digits."""
    spelled = text.replace("\N{LATIN SMALL LIGATURE FI}", "fi").replace("\N{LATIN SMALL LIGATURE FL}", "fl")
    return re.sub(r"[\s-]" if digits else r"[\s\d-]", "", spelled)


class Read:
    """A PDF read back with pypdf, beside the truth about it."""

    def __init__(self, data: bytes, truth: bytes) -> None:
        self.reader = PdfReader(BytesIO(data))
        self.pages = [page.extract_text() for page in self.reader.pages]
        self.truth: Mapping[str, Any] = json.loads(truth)

    def paragraph(self, beginning: str) -> Mapping[str, Any]:
        return next(entry for entry in self.truth["paragraphs"] if entry["text"].startswith(beginning))

    def scanned_pages(self) -> set[int]:
        entries = [entry for entry in self.truth["paragraphs"] if entry["container"] == "scanned"]
        return {fragment["page"] for entry in entries for fragment in entry["fragments"]}


def read_back(content: Content) -> Read:
    drawing = draw_pdf(content)
    return Read(drawing.data, write_truth(content, file="z.pdf", drawing=drawing))


@pytest.fixture(scope="module")
def report() -> Read:
    return read_back(composed(REPORT))


@pytest.fixture(scope="module")
def leaflet() -> Read:
    body = composed(
        LEAFLET, kind="opinion", face="sans", numbering="continuous", columns="2", front="none", dot="false"
    )
    return read_back(body)


SMALL = pytest.mark.parametrize("name", ["report", "leaflet"])
COMMITTED = pytest.mark.parametrize("path", sources(), ids=lambda path: path.stem)


def check_every_fragment(read: Read) -> None:
    """Assert that the words of every paragraph stand on the pages that the truth names, and nowhere is one lost."""
    pages = {digits: [letters(page, digits=digits) for page in read.pages] for digits in (True, False)}
    for entry in read.truth["paragraphs"]:
        whole = "".join(fragment["text"] for fragment in entry["fragments"])
        assert letters(whole) == letters(entry["text"]), entry["ref"]
        digits = not entry["footnotes"]
        for fragment in entry["fragments"] if entry["container"] != "scanned" else ():
            cells = fragment["text"].split(" | ") if entry["container"] == "table" else [fragment["text"]]
            for cell in cells:
                assert letters(cell, digits=digits) in pages[digits][fragment["page"] - 1], (entry["ref"], cell)


def check_edges(read: Read) -> None:
    """Assert page count, page labels, title and small print, and that scanned pages hold no text."""
    assert read.truth["pages"] == len(read.pages)
    assert read.truth["page_labels"] == list(read.reader.page_labels)
    assert read.reader.metadata is not None
    assert read.reader.metadata.title == read.truth["title"]
    for number, page in enumerate(read.pages, start=1):
        if number in read.scanned_pages():
            assert page == ""
        else:
            assert "FICTIONAL EXAMPLE" in page


def check_contents(read: Read) -> None:
    """Assert that the contents name, for each heading of the first two levels, the label of the page it stands on."""
    if not read.truth["layout"]["contents"]:
        return
    front = letters("".join(read.pages[:4])).replace(".", "")
    for heading in read.truth["headings"]:
        label = read.truth["page_labels"][heading["page"] - 1]
        title = letters(f"{heading['number'] or ''}{heading['title']}").replace(".", "")
        assert heading["level"] > 2 or f"{title}{label}" in front, heading
        assert letters(heading["title"]) in letters(read.pages[heading["page"] - 1])


def check_notes(read: Read) -> None:
    """Assert that each footnote stands on one page, and that its paragraph does too."""
    places = {entry["ref"]: [part["page"] for part in entry["fragments"]] for entry in read.truth["paragraphs"]}
    for entry in read.truth["paragraphs"]:
        for note in entry["footnotes"]:
            assert len(places[note["ref"]]) == 1
            assert places[note["ref"]][0] in places[entry["ref"]]


@SMALL
def test_every_paragraph_stands_on_the_pages_that_the_truth_names(name: str, request: pytest.FixtureRequest) -> None:
    read: Read = request.getfixturevalue(name)
    check_every_fragment(read)
    check_edges(read)
    check_contents(read)
    check_notes(read)


@SMALL
def test_a_paragraph_that_runs_over_a_page_has_a_fragment_for_each(name: str, request: pytest.FixtureRequest) -> None:
    read: Read = request.getfixturevalue(name)
    over = [entry["fragments"] for entry in read.truth["paragraphs"] if len(entry["fragments"]) > 1]
    assert over
    for first, second in over:
        assert second["page"] == first["page"] + 1
        beginning = letters(second["text"], digits=False)[:40]
        assert letters(read.pages[second["page"] - 1], digits=False).count(beginning) >= 1


def test_a_footnote_stands_on_the_page_of_its_marker_below_the_text(report: Read) -> None:
    for words, note in (
        ("was spent.3 After the note", "Working Together 2010"),
        ("Mother said so.1", "Interview of 4 May, see chapter [2]."),
    ):
        pages = [letters(page) for page in report.pages]
        holding = [page for page in pages if letters(words) in page]
        assert len(holding) == 1
        assert holding[0].index(letters(note)) > holding[0].index(letters(words))


def test_markers_are_small_and_raised_and_notes_are_small(report: Read) -> None:
    (number,) = (part["page"] for part in report.paragraph("Interview of")["fragments"])
    drawn: list[tuple[str, object]] = []

    def see(text: str, cm: object, tm: object, font: object, size: float) -> None:
        drawn.append((text.strip(), round(size, 2)))

    page = report.reader.pages[number - 1]
    page.extract_text(visitor_text=see)
    assert ("1", round(0.62 * 11, 2)) in drawn
    assert any("Interview of 4 May" in text and size == round(0.8 * 11, 2) for text, size in drawn)
    assert re.search(rb"[1-9][\d.]* Ts", page.get_contents().get_data())


def test_ligatures_and_hyphens_are_drawn_but_not_told(report: Read) -> None:
    drawn = "".join(report.pages)
    told = "".join(entry["text"] for entry in report.truth["paragraphs"])
    assert "\N{LATIN SMALL LIGATURE FI}" in drawn and "\N{LATIN SMALL LIGATURE FL}" in drawn
    assert "\N{LATIN SMALL LIGATURE FI}" not in told and "official" in told
    assert re.search(r"[a-z]-\n", drawn)
    assert all(letter in drawn for letter in "“”–£½")


def test_a_scanned_page_is_a_picture_without_text(report: Read) -> None:
    (page,) = report.scanned_pages()
    assert report.pages[page - 1] == ""
    assert len(report.reader.pages[page - 1].images) == 1


def test_a_table_that_splits_repeats_its_head(report: Read) -> None:
    rows = [entry for entry in report.truth["paragraphs"] if entry["ref"].startswith("t1r")]
    pages = {fragment["page"] for row in rows for fragment in row["fragments"]}
    assert len(pages) > 1
    assert all("Date" in report.pages[page - 1] and "Event" in report.pages[page - 1] for page in pages)


def test_roman_front_matter_is_labelled_and_the_foot_counts_the_body(report: Read) -> None:
    labels = report.truth["page_labels"]
    assert labels[:3] == ["i", "ii", "1"]
    assert f"Private - Page 1 of {len(labels) - 2}" in report.pages[2]
    assert "Private" not in report.pages[1]


def test_recommendations_know_all_their_places(report: Read) -> None:
    first, second = report.truth["recommendations"]
    assert first["text"] == "That the Board should: a) ask fathers for their names; and b) write them down."
    assert first["addressed_to"] == ["The Board", "Health"]
    assert [place["paragraph"] for place in second["places"]] == ["3.1", None, None]
    assert [len(place["refs"]) for place in first["places"]] == [3, 3, 1]
    for place in first["places"]:
        assert letters("write them down") in letters(report.pages[place["page_end"] - 1])
    assert first["places"][1]["section"] == ["Appendix A: Terms of reference"]


def test_kinds_voices_sections_and_containers_are_told(report: Read) -> None:
    mother, point = report.paragraph("Mother said"), report.paragraph("the first point")
    assert (mother["voice"], mother["kind"], mother["number"]) == ("Mother", "chronology", "1.2")
    assert mother["section"] == ["1 What happened", "Birth"]
    assert (point["number"], point["container"], point["voice"]) == ("1.2", "bullet", "Mother")
    assert report.paragraph("a flower in a box")["kind"] == "good_practice"
    assert report.paragraph("“Nobody asked me.”")["voice"] == "Grandmother"
    assert report.truth["findings"][0]["title"] == "Fathers were not seen"
    within = [entry for entry in report.truth["paragraphs"] if "How it showed" in entry["section"]]
    assert within[0]["section"] == ["2 Findings", "Finding 1: Fathers were not seen", "How it showed"]
    assert report.truth["learning"][0]["text"] == "Files are for reading."


def test_refs_are_unique(report: Read) -> None:
    refs = [entry["ref"] for entry in report.truth["paragraphs"]]
    assert len(refs) == len(set(refs))


def test_drawing_twice_gives_the_same_bytes() -> None:
    first, second = (draw_pdf(composed(REPORT)) for _ in range(2))
    assert isinstance(first, Drawing)
    assert first.data == second.data
    assert write_docx(composed("Text.", output="docx")) == write_docx(composed("Text.", output="docx"))


OUTLINE = """
Before.

# First

In one.

## Sub

Deep.

Deeper.

### Small

Deepest.

# Second {unnumbered}

Silent.

# Third

Plain.

# Appendix B: More {appendix=B}

In B.
"""


@pytest.mark.parametrize(
    ("numbering", "expected"),
    [
        ("none", [None, "[]", None, "[]", None, None, "[]", None, "[]", None, "[]", None, "[]", None]),
        ("continuous", ["1", "[]", "2", "[]", "3", "4", "[]", "5", "[]", None, "[]", "6", "[]", "B.1"]),
        (
            "section",
            [None, "[1]", "1.1", "[]", "1.2", "1.3", "[]", "1.4", "[]", None, "[2]", "2.1", "[]", "B.1"],
        ),
        (
            "subsection",
            [None, "[1]", None, "[1.1]", "1.1.1", "1.1.2", "[]", "1.1.3", "[]", None, "[2]", "2.1", "[]", "B.1"],
        ),
    ],
)
def test_numbers_follow_the_scheme(numbering: str, expected: list[str | None]) -> None:
    assert numbers(OUTLINE, numbering) == expected


@pytest.mark.parametrize(
    ("body", "line", "words"),
    [
        ("\nText.\n\n::: box\nInside.\n", 4, "not closed"),
        ("\nText.\n:::\n", 3, "never opened"),
        ("\n::: poem\nInside.\n:::\n", 2, "poem"),
        ("\n#### Too deep\n", 2, "one to three"),
        ("\n# Title {kind=gossip}\n", 2, "gossip"),
        ("\n{mood=sad} Text.\n", 2, "mood"),
        ("\nText^[without an end.\n", 2, "does not end"),
        ("\nText.\n\nA [link](http://x) here.\n", 4, "markup"),
        ('\n::: table head="A | B"\none | two\none\n:::\n', 2, "line 35"),
        ("\n::: recommendation to=Health\nThat.\n:::\n", 2, "number"),
        ("\n::: furniture\nShare this\n:::\n", 2, "html, md and txt"),
        ("\n| a | b |\n", 2, "::: table"),
        ("\n::: scanned\nLetter.^[Note.]\n:::\n", 3, "footnote"),
    ],
)
def test_an_error_names_file_and_line(body: str, line: int, words: str) -> None:
    offset = len(source("").splitlines())
    with pytest.raises(SourceError, match=words.replace("35", str(offset + 4))) as caught:
        composed(body)
    assert str(caught.value).startswith(f"z.md:{offset + line}: ")


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("year: 2012", "year: soon", 8, "year"),
        ("face: serif", "face: gothic", 15, "gothic"),
        ("area: Nowhere", "aera: Nowhere", 1, "area"),
        ("size: 11", "size: 20", 16, "9.5 to 12"),
        ('date: "May 2012"', "date: 2012-05-01", 9, "quotes"),
        ("dot: true", "dott: true", 18, "dott"),
        ("kind: serious_case_review", "kind: [", 6, "YAML"),
    ],
)
def test_an_error_in_the_front_matter_names_its_line(old: str, new: str, line: int, words: str) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        parse_source(source("Text.").replace(old, new, 1), file="z.md")
    assert caught.value.line == line


def test_a_row_taller_than_a_page_and_a_letter_without_glyph_are_layout_errors() -> None:
    with pytest.raises(LayoutError, match="taller than a page"):
        draw_pdf(composed(f'\n::: table head="A | B"\nx | {LONG * 60}\n:::\n'))
    with pytest.raises(LayoutError, match="\N{CJK UNIFIED IDEOGRAPH-4E2D}"):
        draw_pdf(composed("\nA \N{CJK UNIFIED IDEOGRAPH-4E2D}.\n"))


BLOG = """
::: furniture
Share this
:::

::: article title="A post" date="4 March 2015" voice="Jo Bloggs"
First **bold** words.^[A note & more.]

- a bullet

::: table head="A | B"
one | two
:::
:::
"""


def test_a_page_of_articles_tells_article_date_and_voice() -> None:
    content = composed(BLOG, output="html", numbering="none")
    truth = json.loads(write_truth(content, file="z.html", drawing=None))
    first = truth["paragraphs"][0]
    assert (first["article"], first["date"], first["voice"]) == ("A post", "4 March 2015", "Jo Bloggs")
    assert first["fragments"] == [{"page": None, "text": "First bold words."}]
    assert "Share this" in truth["furniture"]
    assert truth["pages"] is None


@pytest.mark.parametrize("write", [write_html, write_markdown, write_text])
def test_every_output_holds_text_notes_furniture_and_small_print(write: Any) -> None:
    page = write(composed(BLOG, output="html", numbering="none")).decode()
    for words in ("A post", "4 March 2015", "a bullet", "A note &", "Share this", "FICTIONAL EXAMPLE", "one", "bold"):
        assert words in page


def test_a_word_file_holds_its_paragraphs_and_small_print() -> None:
    written = write_docx(composed(BLOG.split(":::", 2)[2], output="docx", numbering="none"))
    document = docx.Document(BytesIO(written))
    texts = [paragraph.text for paragraph in document.paragraphs]
    assert "First bold words.1" in texts and "a bullet" in texts and "1 A note & more." in texts
    assert document.sections[0].footer.paragraphs[0].text == "FICTIONAL EXAMPLE"
    assert [cell.text for cell in document.tables[0].rows[1].cells] == ["one", "two"]


def test_roman_numerals() -> None:
    assert [roman(number) for number in (1, 4, 9, 14, 40, 49)] == ["i", "iv", "ix", "xiv", "xl", "xlix"]


@COMMITTED
def test_a_committed_document_is_a_fresh_rendering_and_reads_back(path: Path) -> None:
    for file in render(path):
        assert (EXAMPLES / file.path).read_bytes() == file.data, f"{file.path}: run python -m examples.render"
    library, truth = (EXAMPLES / file.path for file in render(path))
    if library.suffix == ".pdf":
        read = Read(library.read_bytes(), truth.read_bytes())
        check_every_fragment(read)
        check_edges(read)
        check_contents(read)
        check_notes(read)


def test_check_finds_no_difference(capsys: pytest.CaptureFixture[str]) -> None:
    if not sources():
        pytest.skip("there is no source yet")
    assert main(["--check"]) == 0, capsys.readouterr().out
    with pytest.raises(SystemExit):
        main(["--only", "no-such-document"])
