"""Each page is read by the reader that can: pypdf, else PDFium, else tesseract; the notes say which and why."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from ingest.cleaning import clean
from ingest.errors import SetupError, UnreadableError
from ingest.readers import read_file
from ingest.readers.ocr import require_tesseract
from ingest.readers.pdf import read_pdf
from ingest.readers.pdf_lines import lines_of
from ingest.readers.pdfium import PdfiumFile
from ingest.structure import read_structure
from ingest.text import stands_on
from tests.libraries import EXAMPLES
from tests.samples import blank_pdf, pdf_lines, truncated, write_pdf

SCANNED = EXAMPLES / "skelderby-2018-child-a.pdf"
LETTER = "I do not want a list of the training that has been booked."


def ciphered(path: Path, lines: Sequence[str]) -> Path:
    """A PDF whose font maps every code to a private character: it looks right, and its text says nothing."""
    write_pdf(path, [lines])
    writer = PdfWriter(clone_from=path)
    cmap = DecodedStreamObject()
    cmap.set_data(
        b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def\n"
        b"1 begincodespacerange <00> <ff> "
        b"endcodespacerange\n1 beginbfrange <21> <7e> <e021> endbfrange\nendcmap end end"
    )
    for page in writer.pages:
        resources = page["/Resources"]
        assert isinstance(resources, DictionaryObject)
        fonts = resources["/Font"]
        assert isinstance(fonts, DictionaryObject)
        font = fonts["/F1"].get_object()
        assert isinstance(font, DictionaryObject)
        font[NameObject("/ToUnicode")] = writer._add_object(cmap)
    with path.open("wb") as stream:
        writer.write(stream)
    return path


def test_a_page_that_pypdf_reads_well_is_pypdfs(tmp_path: Path) -> None:
    raw = read_file(write_pdf(tmp_path / "a.pdf", pdf_lines("Child A")))
    assert [p.reader for p in raw.pages] == ["pypdf", "pypdf"]
    assert (raw.reader, raw.notes) == ("pypdf", ())


def test_a_garbled_page_that_no_reader_can_read_is_named(tmp_path: Path) -> None:
    raw = read_file(ciphered(tmp_path / "a.pdf", pdf_lines("Child A")[0]))
    assert raw.notes[0].startswith("page 1 is hard to read: ")
    assert "characters have no meaning" in raw.notes[0]


def test_a_garbled_page_is_read_from_its_picture_and_its_text_is_what_was_read(tmp_path: Path, tesseract: None) -> None:
    path = ciphered(tmp_path / "a.pdf", pdf_lines("Child A")[0])
    page = read_file(path, ocr=True).pages[0]
    assert page.reader == "tesseract"
    assert stands_on("The health visitor saw Child A at home in March.", page.text.replace("ChildA", "Child A"))


def test_what_pypdf_cannot_open_is_read_by_pdfium_with_its_structure(tmp_path: Path) -> None:
    whole = write_pdf(tmp_path / "a.pdf", pdf_lines("Child A")).read_bytes()
    broken = tmp_path / "b.pdf"
    broken.write_bytes(whole[: whole.rindex(b"startxref")])
    with pytest.raises(UnreadableError, match="damaged"):
        read_pdf(broken)
    raw = read_file(broken)
    assert {p.reader for p in raw.pages} == {raw.reader} == {"pdfium"}
    assert "pypdf cannot open the file" in raw.notes[0]
    assert [p.number for p in read_structure(clean(raw)) if p.number] == ["1.1", "1.2"]


def test_a_file_cut_short_fails_whoever_reads_it(tmp_path: Path) -> None:
    broken = truncated(write_pdf(tmp_path / "a.pdf", pdf_lines("Child A")), tmp_path / "b.pdf")
    with pytest.raises(UnreadableError, match="damaged or cut short.*fetch it again"):
        read_file(broken)


def test_a_blank_page_is_blank_and_no_scan(tmp_path: Path) -> None:
    page = read_file(blank_pdf(tmp_path / "a.pdf"), ocr=bool(shutil.which("tesseract"))).pages[0]
    assert (page.blank, page.reader, page.text.strip()) == (True, "", "")


@pytest.mark.parametrize("name", ["harrowmere-2009-child-a.pdf", "national-2022-seen-and-heard.pdf"])
def test_pdfium_finds_the_lines_that_pypdf_finds(name: str) -> None:
    path = EXAMPLES / name
    same = total = 0
    with PdfiumFile(path) as file:
        for i, page in enumerate(read_pdf(path).pages):
            theirs = {("".join(x.text.split()), round(x.x or 0), round(x.y or 0)) for x in lines_of(file.page(i).runs)}
            same += sum(("".join(x.text.split()), round(x.x or 0), round(x.y or 0)) in theirs for x in page.lines)
            total += len(page.lines)
    assert same >= 0.97 * total, f"{same} of {total}"


def test_a_scanned_page_is_left_without_text_and_read_with_ocr(tesseract: None) -> None:
    before, after = read_file(SCANNED), read_file(SCANNED, ocr=True)
    assert [p.number for p in before.pages if not p.text.strip()] == [4]
    assert not before.pages[3].blank
    page = after.pages[3]
    assert (page.reader, after.reader) == ("tesseract", "pypdf")
    assert stands_on(LETTER, page.text)
    assert any("page 4 was read by OCR" in note for note in after.notes)
    assert [p for i, p in enumerate(after.pages) if i != 3] == [p for i, p in enumerate(before.pages) if i != 3]


def test_the_lines_of_a_scan_stand_where_the_other_pages_lines_stand(tesseract: None) -> None:
    raw = read_file(SCANNED, ocr=True)
    text = clean(raw)
    letter = [x.line for x in text.body if x.page == 4]
    assert {(x.size, x.x) for x in letter} == {(10.5, 72.0)}
    assert not any("Serious Case Review, Child A" in x.text or "Page 4 of 17" in x.text for x in letter)
    paragraphs = [p for p in read_structure(text) if p.anchors[0].page == 4]
    assert [p.role for p in paragraphs] == ["body"] * 6
    assert LETTER in paragraphs[3].text


def test_without_tesseract_the_set_up_is_wrong(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SetupError, match="tesseract is not installed.*apt install tesseract-ocr"):
        require_tesseract()


def test_a_page_of_absurd_size_is_drawn_small_enough(tmp_path: Path) -> None:
    writer = PdfWriter()
    writer.add_blank_page(1_000_000, 1_000_000)
    writer.write(tmp_path / "a.pdf")
    assert len(PdfReader(tmp_path / "a.pdf").pages) == 1
    with PdfiumFile(tmp_path / "a.pdf") as file:
        picture = file.picture(0, 300)
    assert picture.width * picture.height <= 26_000_000
