"""Each reader on a real file of its kind, and a stated reason for files that cannot be read."""

import tracemalloc
import zipfile
from pathlib import Path

import docx
import pytest
from pypdf import PdfReader, PdfWriter

from ingest.errors import UnreadableError
from ingest.readers import read_file
from ingest.readers.order import in_order
from ingest.readers.pdf_lines import Run, lines_of, turned_upright, weight_and_slope
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


def _word_file(path: Path, body: str) -> Path:
    """A Word file with ``body`` in place of its empty page, as XML."""
    docx.Document().save(str(path))
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name).decode("latin-1") for name in archive.namelist()}
    main = "word/document.xml"
    parts[main] = parts[main].replace("<w:body>", f"<w:body>{body}")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content.encode("latin-1"))
    return path


def _cell(text: str, properties: str = "", after: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p>{after}</w:tc>"


def test_a_cell_of_a_word_file_is_read_once_however_wide_and_high_and_with_the_table_in_it(tmp_path: Path) -> None:
    inner = f"<w:tbl><w:tr>{_cell('Police')}</w:tr></w:tbl>"
    wide = '<w:gridSpan w:val="2000000000"/><w:vMerge w:val="restart"/>'
    rows = (_cell("Agency", wide), _cell("Health", after=inner), _cell("Agency", "<w:vMerge/>"))
    table = "".join(f"<w:tr>{row}</w:tr>" for row in rows)
    found = lines(read_file(_word_file(tmp_path / "a.docx", f"<w:tbl>{table}</w:tbl>")))
    assert [(x.text, x.row) for x in found] == [("Agency", True), ("Health", True), ("Police", True)]


def test_a_word_file_that_unpacks_to_gigabytes_is_refused_before_it_does(tmp_path: Path) -> None:
    bomb = _word_file(tmp_path / "bomb.docx", " " * 80_000_000)
    tracemalloc.start()
    with pytest.raises(UnreadableError, match="over 64 MB"):
        read_file(bomb)
    lying = tmp_path / "lying.docx"
    with zipfile.ZipFile(bomb) as archive:
        size = archive.getinfo("word/document.xml").file_size
    lying.write_bytes(bomb.read_bytes().replace(size.to_bytes(4, "little"), (5000).to_bytes(4, "little")))
    with pytest.raises(UnreadableError, match="Word"):
        read_file(lying)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20_000_000


def test_web_pages_that_close_nothing_are_read_however_deep_they_nest(tmp_path: Path) -> None:
    deep = "<html>" + "<b>" * 8000 + "<p>Deep" + "<div>" * 8000 + "Deeper" + "<table><tr><td>a<td>b" * 2000
    found = lines(read_file(write(tmp_path / "a.html", deep)))
    assert [x.text for x in found[:3]] == ["Deep", "Deeper", "a"]
    assert len(found) == 2 + 2 * 2000
    assert lines(read_file(write(tmp_path / "b.html", "<html><p>End" + '<a x="' * 50_000)))[0].text.startswith("End")


def test_half_a_surrogate_pair_in_a_web_page_becomes_a_replacement_character(tmp_path: Path) -> None:
    assert lines(read_file(write(tmp_path / "a.html", "<html><p>so &#xD800; said")))[0].text == "so \ufffd said"


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


def _bent() -> bytes:
    """A Word file whose text cannot be unpacked."""
    path = LIBRARY / "harrowmere-2010-scrutiny-minutes.docx"
    content = bytearray(path.read_bytes())
    with zipfile.ZipFile(path) as archive:
        start = archive.getinfo("word/document.xml").header_offset + 100
    content[start : start + 50] = b"\xff" * 50
    return bytes(content)


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
        ("bent.docx", _bent(), "Word"),
        ("number.html", b"<html>&#" + b"9" * 5000 + b";", "HTML"),
        ("section.html", b"<html><![foo[ x ]]>", "HTML"),
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


def test_words_drawn_one_by_one_are_one_line_however_wide_the_blanks() -> None:
    runs = []
    for i in range(6):
        for x, word in [(70, "by"), (88, "2027"), (117, "they"), (144, "have"), (172, "access")]:
            runs += [run("\n", 70, 700 - 14 * i), run(word, x, 700 - 14 * i)]
    assert {(x.text, x.row) for x in lines_of(runs)} == {("by 2027 they have access", False)}


@pytest.mark.parametrize(
    ("font", "bold", "italic"),
    [("ABCDEF+Plantin-Italic", False, True), ("ProximaNova-RegularIt", False, True), ("Arial-BoldMT", True, False),
     ("Arial-BoldItalicMT", True, True), ("HelveticaNeue", False, False), ("Kitchen-Light", False, False)],
)  # fmt: skip
def test_weight_and_slope_are_read_from_the_name_of_the_font(font: str, bold: bool, italic: bool) -> None:
    assert weight_and_slope(font) == (bold, italic)


def test_a_line_is_italic_when_all_of_it_is() -> None:
    sloped = Run(text="Sharing knowledge", x=70, y=700, size=10, bold=False, italic=True)
    assert lines_of([sloped])[0].italic
    assert not lines_of([sloped, run(" and the rest of the line", 150, 700)])[0].italic


def test_letters_that_run_up_a_page_are_read_as_if_it_were_turned() -> None:
    sideways = [Run(text=text, x=60, y=y, size=10, bold=False, turn=1) for text, y in [("First", -50), ("Next", -70)]]
    turned, height = turned_upright(sideways, 595.0, 842.0)
    assert ([r.y for r in turned], height) == ([545.0, 525.0], 595.0)
    upright, height = turned_upright([run("Upright words", 70, 700), *sideways], 595.0, 842.0)
    assert (upright[0].y, height) == (700, 842.0)


def line_at(text: str, x: float, y: float) -> Line:
    return Line(text=text, x=x, y=y, size=11.0)


def test_boxes_that_a_page_draws_first_are_read_where_they_stand() -> None:
    drawn = [
        line_at("Recommendation 2 stands in a box", 75, 400),
        line_at("The chapter begins here", 70, 700),
        line_at("Recommendation 1 comes first", 75, 600),
        line_at("And its answer follows it", 70, 500),
    ]
    assert [x.y for x in in_order(drawn)] == [700, 600, 500, 400]


def test_columns_are_read_one_after_the_other_under_a_head_that_is_drawn_last() -> None:
    left = [line_at(f"left words {i}", 70, 700 - 14 * i) for i in range(4)]
    right = [line_at(f"right words {i}", 320, 700 - 14 * i) for i in range(4)]
    head = line_at("The title over both", 70, 760)
    assert list(in_order([*left, *right, head])) == [head, *left, *right]
