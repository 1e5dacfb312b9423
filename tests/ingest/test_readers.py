"""Each reader on a real file of its kind, and a stated reason for files that cannot be read."""

from pathlib import Path

import docx
import pytest
from pypdf import PdfReader, PdfWriter

from ingest.errors import UnreadableError
from ingest.readers import read_file
from ingest.readers.pdf_lines import Run, lines_of
from ingest.records import Line, RawDocument

LIBRARY = Path(__file__).resolve().parents[2] / "examples" / "library"
PDF = LIBRARY / "harrowmere-2009-child-a.pdf"


def lines(raw: RawDocument) -> list[Line]:
    return [line for page in raw.pages for line in page.lines]


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_plain_text_keeps_lines_apart_unless_it_is_hard_wrapped(tmp_path: Path) -> None:
    loose = read_file(write(tmp_path / "a.txt", "A title\n\nFirst paragraph.\nSecond paragraph.\n"))
    assert [(x.text, x.ends) for x in lines(loose)] == [
        ("A title", True), ("First paragraph.", True), ("Second paragraph.", True),
    ]  # fmt: skip
    row = "These words fill a line of about seventy characters as a typist would"
    wrapped = read_file(write(tmp_path / "b.txt", "\n".join([row] * 6) + "\n\nThe end.\n"))
    assert [x.ends for x in lines(wrapped)] == [False] * 5 + [True, True]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_text_is_read_in_the_encodings_met_in_practice(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("The mother’s words – “no”.".encode(encoding))
    assert lines(read_file(path))[0].text == "The mother’s words – “no”."


def test_markdown_has_headings_bullets_and_rows(tmp_path: Path) -> None:
    text = "# Title\n\nA paragraph\nin two lines.\n\n- one\n- two\n\n| No. | For |\n|---|---|\n| 1 | Health |\n"
    found = lines(read_file(write(tmp_path / "a.md", text)))
    assert [(x.text, x.heading, x.bullet, x.row) for x in found] == [
        ("Title", 1, False, False), ("A paragraph in two lines.", None, False, False), ("one", None, True, False),
        ("two", None, True, False), ("No.", None, False, True), ("For", None, False, True), ("1", None, False, True),
        ("Health", None, False, True),
    ]  # fmt: skip


def test_a_web_page_is_read_without_its_furniture(tmp_path: Path) -> None:
    markup = (
        "<html><head><title>T</title><script>x()</script></head><body><nav>Home</nav><h1>Head</h1><!-- no -->"
        "<div>Loose <b>text</b><p>Block</p></div><aside>Ad</aside><footer>Foot</footer></body></html>"
    )
    raw = read_file(write(tmp_path / "a.html", markup))
    assert [x.text for x in lines(raw)] == ["Head", "Loose text", "Block"]
    assert (raw.title, raw.paged) == ("T", False)


def test_a_word_file_has_headings_bullets_and_cells(tmp_path: Path) -> None:
    document = docx.Document()
    document.add_heading("Minutes", 1)
    document.add_paragraph("RESOLVED: That the report be noted.")
    document.add_paragraph("a point", style="List Bullet")
    document.add_table(1, 2).rows[0].cells[1].text = "Health"
    document.save(str(tmp_path / "a.docx"))
    assert [(x.text, x.heading, x.bullet, x.row) for x in lines(read_file(tmp_path / "a.docx"))] == [
        ("Minutes", 1, False, False), ("RESOLVED: That the report be noted.", None, False, False),
        ("a point", None, True, False), ("Health", None, False, True),
    ]  # fmt: skip


def test_a_pdf_has_pages_with_lines_in_place_and_the_text_of_pypdf() -> None:
    raw = read_file(PDF)
    assert raw.paged
    assert raw.pages[2].text == PdfReader(PDF).pages[2].extract_text()
    assert all(line.x is not None and line.y is not None and line.size for line in raw.pages[2].lines)
    assert any(line.bold for line in raw.pages[2].lines)


def test_a_pdf_is_known_by_what_it_holds_not_by_its_name(tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_bytes(PDF.read_bytes())
    assert read_file(path).reader == "pypdf"


def _protected(path: Path) -> None:
    writer = PdfWriter(clone_from=PDF)
    writer.encrypt("secret", algorithm="AES-256")
    writer.write(path)


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("none.pdf", b"", "empty"),
        ("blank.txt", b"  \n\n", "empty"),
        ("zeros.pdf", b"\x00" * 900, "empty"),
        ("cut.pdf", PDF.read_bytes()[:700], "damaged"),
        ("page.pdf", b"<html>not found</html>", "not a PDF"),
        ("bytes.bin", bytes(range(1, 32)) * 40, "not text"),
        ("cut.docx", b"PK\x03\x04" + b"x" * 300, "Word"),
        ("locked.pdf", None, "password"),
    ],
)
def test_a_file_that_cannot_be_read_says_what_which_and_what_to_do(
    tmp_path: Path, name: str, content: bytes | None, reason: str
) -> None:
    path = tmp_path / name
    if content is None:
        _protected(path)
    else:
        path.write_bytes(content)
    with pytest.raises(UnreadableError, match=reason) as caught:
        read_file(path)
    assert name in str(caught.value)
    assert caught.value.remedy


def run(text: str, x: float, y: float, size: float = 10.0, *, bold: bool = False) -> Run:
    return Run(text=text, x=x, y=y, size=size, bold=bold)


def test_a_small_number_after_a_word_is_a_footnote_reference() -> None:
    (line,) = lines_of([run("together.", 70, 700), run("1", 112, 703, 6), run(" The Board", 116, 700)])
    assert line.text == "together.1 The Board"
    assert [line.text[a:b] for a, b in line.markers] == ["1"]


def test_cells_side_by_side_are_lines_of_their_own_and_rows() -> None:
    runs = []
    for i, (day, event) in enumerate(
        [("Date", "Event"), ("1 May 2009", "Seen"), ("2 May 2009", "Not seen"), ("3 May 2009", "Born")]
    ):
        y = 700.0 - 20 * i
        runs += [run("\n", 70, y), run(day, 70, y), run(" ", 200, y), run(event, 200, y)]
    found = lines_of(runs)
    assert [x.text for x in found] == [
        "Date",
        "Event",
        "1 May 2009",
        "Seen",
        "2 May 2009",
        "Not seen",
        "3 May 2009",
        "Born",
    ]
    assert all(x.row for x in found)


def test_words_in_bold_within_a_line_are_no_cells() -> None:
    runs = [run("It was ", 70, 700), run("not", 105, 700, bold=True), run(" seen.", 125, 700)]
    assert [(x.text, x.bold, x.row) for x in lines_of(runs)] == [("It was not seen.", False, False)]
