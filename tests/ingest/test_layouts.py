"""What was written is what is read: PDFs laid out at random, with their own numbering, heads, feet and columns."""

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

from ingest.cleaning import clean
from ingest.readers import read_file
from ingest.readers.pdf_lines import lines_of
from ingest.readers.pdfium import PdfiumFile
from ingest.records import Paragraph
from ingest.structure import read_structure
from ingest.text import stands_on

_WORDS = (
    "mother father child nurse visit school police letter record doctor review worker family hospital meeting concern "
    "told asked wrote heard saw knew thought waited before after during without about again never often early late"
).split()
_LEADING, _SIZE = 15.0, 11.0


@dataclass(frozen=True)
class Layout:
    """How a document is set: numbers with or without a final stop and a hanging indent, columns, head and foot."""

    dot: bool
    hang: float
    columns: int
    head: str
    foot: str
    margin: float


layouts = st.builds(
    Layout,
    dot=st.booleans(),
    hang=st.sampled_from([0.0, 36.0]),
    columns=st.sampled_from([1, 1, 2]),
    head=st.sampled_from(["", "Serious Case Review: Child Q", "Overview report"]),
    foot=st.sampled_from(["", "Page {}", "{}", "Confidential – {}"]),
    margin=st.sampled_from([60.0, 72.0, 85.0]),
)
sentences = st.lists(st.sampled_from(_WORDS), min_size=12, max_size=30).map(lambda w: " ".join(w).capitalize() + ".")
paragraphs = st.lists(sentences, min_size=1, max_size=3).map(" ".join)
chapters = st.lists(st.lists(paragraphs, min_size=3, max_size=6), min_size=2, max_size=3)


bounded = settings(
    max_examples=20, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip # no shrinking: a document is quickly read by eye, and the run must stay within seconds


class _Press:
    """Sets numbered paragraphs line by line, column after column, page after page."""

    def __init__(self, layout: Layout) -> None:
        self.layout, self.buffer = layout, BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=A4)
        self.page, self.column, self.y = 1, 0, 0.0
        gap = 24.0
        self.width = (A4[0] - 2 * layout.margin - gap * (layout.columns - 1)) / layout.columns
        self.lefts = [layout.margin + i * (self.width + gap) for i in range(layout.columns)]
        self._furnish()

    def _furnish(self) -> None:
        self.canvas.setFont("Helvetica", 8)
        if self.layout.head:
            self.canvas.drawString(self.layout.margin, A4[1] - 40, self.layout.head)
        if self.layout.foot:
            self.canvas.drawCentredString(A4[0] / 2, 35, self.layout.foot.format(self.page))
        self.y = A4[1] - 110

    def line(self, pieces: list[tuple[float, str]], font: str = "Helvetica", size: float = _SIZE) -> None:
        """One line of text: pieces at their distance from the column's left edge."""
        if self.y < 100:
            self.column, self.y = self.column + 1, A4[1] - 110
            if self.column == self.layout.columns:
                self.canvas.showPage()
                self.page, self.column = self.page + 1, 0
                self._furnish()
        self.canvas.setFont(font, size)
        for x, text in pieces:
            self.canvas.drawString(self.lefts[self.column] + x, self.y, text)
        self.y -= _LEADING

    def paragraph(self, number: str, text: str) -> None:
        hang = self.layout.hang
        if hang:
            first, *rest = simpleSplit(text, "Helvetica", _SIZE, self.width - hang)
            self.line([(0.0, number), (hang, first)])
        else:
            first, *rest = simpleSplit(f"{number} {text}", "Helvetica", _SIZE, self.width)
            self.line([(0.0, first)])
        for more in rest:
            self.line([(hang, more)])
        self.y -= 8

    def heading(self, text: str) -> None:
        if self.y < 160:
            self.y = 0.0
        self.y -= 10
        self.line([(0.0, text)], "Helvetica-Bold", 14.0)
        self.y -= 8

    def write(self, path: Path) -> int:
        self.canvas.save()
        path.write_bytes(self.buffer.getvalue())
        return self.page


def written(path: Path, layout: Layout, content: list[list[str]]) -> tuple[list[tuple[str, str]], int]:
    """(number, text) of each paragraph set, and how many pages it took."""
    press, out = _Press(layout), []
    for c, chapter in enumerate(content, start=1):
        press.heading(f"{c} Chapter about {_WORDS[c]}")
        for n, text in enumerate(chapter, start=1):
            press.paragraph(f"{c}.{n}{'.' if layout.dot else ''}", text)
            out.append((f"{c}.{n}", text))
    return out, press.write(path)


def numbered(found: tuple[Paragraph, ...]) -> list[tuple[str, str]]:
    """The numbered paragraphs: a single page's head is not known for one, and stands among those without number."""
    return [(p.number, p.text) for p in found if p.role == "body" and p.number]


@bounded
@given(layout=layouts, content=chapters)
def test_what_was_written_is_what_is_read(tmp_path: Path, layout: Layout, content: list[list[str]]) -> None:
    path = tmp_path / "a.pdf"
    wrote, pages = written(path, layout, content)
    raw = read_file(path)
    text = clean(raw)
    found = read_structure(text)
    assert len(raw.pages) == pages
    assert numbered(found) == wrote
    assert [p.text for p in found if p.role == "heading"] == [
        f"{c} Chapter about {_WORDS[c]}" for c in range(1, len(content) + 1)
    ]
    for p in found:
        first, last = p.page_at(0), p.page_at(len(p.text) - 1)
        assert first is not None
        if first == last:
            assert stands_on(p.text, raw.pages[first - 1].text)
    if pages > 2:
        assert not any(layout.head and layout.head in x.line.text for x in text.body)


@bounded
@given(layout=layouts, content=chapters)
def test_both_readers_read_the_same_words_in_the_same_order(
    tmp_path: Path, layout: Layout, content: list[list[str]]
) -> None:
    path = tmp_path / "a.pdf"
    written(path, layout, content)
    with PdfiumFile(path) as file:
        for i, page in enumerate(read_file(path).pages):
            lines = lines_of(file.page(i).runs)
            theirs = [(word, x.bold, x.size) for x in lines for word in x.text.split()]
            assert theirs == [(word, x.bold, x.size) for x in page.lines for word in x.text.split()]
