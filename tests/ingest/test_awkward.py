"""All 160 hostile PDFs of pdf.js' and pypdf's test suites end in a stated outcome that is true, within their limits."""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from ingest.catalogue import Held
from ingest.library import Library
from ingest.pipeline import Outcome, Reader
from ingest.reading import file_hash
from tests.libraries import built_library

SECONDS, MEMORY = 30.0, 1 << 30
# pypdf cannot open these; PDFium can, and finds text. In the last two only the attachments are encrypted.
READ_BY_PDFIUM = {
    "pdfjs__Pages-tree-refs.pdf", "pdfjs__issue19800.pdf", "pdfjs__encrypted-attachment.pdf",
    "pdfjs__auth-event-ef-open.pdf",
}  # fmt: skip
# Every page raises an error in pypdf; PDFium reads two pages of one, and cannot open the other.
PAGES_RAISE = {"pdfjs__poppler-90-0-fuzzed.pdf": "read", "pdfjs__poppler-395-0-fuzzed.pdf": "failed"}


@dataclass(frozen=True)
class Row:
    """One line of the manifest: what pypdf 7.1.0 does with a file."""

    file: str
    outcome: str

    @property
    def pages(self) -> int:
        match = re.search(r"(\d+) page\(s\)", self.outcome)
        return int(match.group(1)) if match else 0

    @property
    def empty(self) -> int:
        if "no text on any" in self.outcome:
            return self.pages
        match = re.search(r"(\d+) page\(s\) empty", self.outcome)
        return int(match.group(1)) if match else 0

    @property
    def characters(self) -> int:
        match = re.search(r"(\d+) characters", self.outcome)
        return int(match.group(1)) if match else 0


@dataclass(frozen=True)
class Ingested:
    """What became of the files: documents and texts by file name, and the outcomes that were not simply "added"."""

    rows: tuple[Row, ...]
    held: Mapping[str, Held]
    texts: Mapping[str, str]
    outcomes: Mapping[str, Outcome]

    def where(self, pattern: str) -> list[Row]:
        """The rows whose outcome in the manifest fits, those with a story of their own left out."""
        apart = READ_BY_PDFIUM | PAGES_RAISE.keys()
        found = [r for r in self.rows if re.match(pattern, r.outcome) and r.file not in apart]
        assert found
        return found


@pytest.fixture(scope="module")
def ingested(shared: Path, model: Path, tmp_path_factory: pytest.TempPathFactory) -> Ingested:
    folder = shared / "library" / "awkward"
    with (folder / "MANIFEST.tsv").open(encoding="utf-8") as stream:
        rows = tuple(Row(r["file"], r["pypdf_7.1.0_outcome"]) for r in csv.DictReader(stream, delimiter="\t"))
    target = tmp_path_factory.mktemp("awkward") / "library"
    reader = Reader(model=model, workers=2, seconds=SECONDS, memory=MEMORY)
    outcomes = built_library("awkward", [folder / r.file for r in rows], model, target, reader)
    library = Library(target)
    by_hash = {d.sha256: d for d in library.catalogue.documents()}  # some files are there under two names
    hashes = {r.file: file_hash(folder / r.file) for r in rows}
    held = {file: by_hash[sha256] for file, sha256 in hashes.items() if sha256 in by_hash}
    texts = {name: "\n".join(p.text for p in library.catalogue.pages(d.id)) for name, d in held.items()}
    library.close()
    return Ingested(rows, held, texts, {Path(o.path).name: o for o in outcomes})


def test_every_file_is_held_or_has_failed_with_a_reason(ingested: Ingested) -> None:
    assert len(ingested.rows) == 160
    for row in ingested.rows:
        outcome = ingested.outcomes.get(row.file)
        if row.file in ingested.held:
            assert outcome is None or outcome.kind == "needs attention" and outcome.reason, row
        else:
            assert outcome is not None, row
            assert outcome.kind == "failed", row
            assert re.search(r"\(.+\): (?:fetch|save|split)", outcome.reason or ""), outcome


def test_no_file_is_stopped_at_thirty_seconds_or_a_gibibyte(model: Path, ingested: Ingested) -> None:
    assert Reader(model=model).memory <= MEMORY
    stopped = [o for o in ingested.outcomes.values() if re.search(r"took over|ended the reader", o.reason or "")]
    assert stopped == []


def test_a_damaged_file_fails_and_says_so(ingested: Ingested) -> None:
    for row in ingested.where(r"does not open"):
        assert row.file not in ingested.held
        assert re.search(r"damaged.*fetch it again", ingested.outcomes[row.file].reason or ""), row


def test_a_file_that_needs_a_password_says_so(ingested: Ingested) -> None:
    for row in ingested.where(r"needs a password"):
        assert row.file not in ingested.held
        assert "protected by a password" in (ingested.outcomes[row.file].reason or ""), row


def test_what_pypdf_cannot_open_and_pdfium_can_is_read_and_the_card_says_by_whom(ingested: Ingested) -> None:
    for file in READ_BY_PDFIUM:
        quality = ingested.held[file].quality
        assert ingested.texts[file].strip()
        assert [r.reader for r in quality.readers] == ["pdfium"]
        assert any("pypdf cannot open the file" in note for note in quality.notes), quality.notes


def test_an_empty_password_opens_a_file(ingested: Ingested) -> None:
    for row in ingested.where(r"encrypted, empty password; opens; \d+ page\(s\), \d+ characters"):
        assert ingested.held[row.file].quality.pages == row.pages
        assert "pdf encryption test" in ingested.texts[row.file]


def test_a_file_without_text_needs_attention_and_blank_pages_are_not_called_scans(ingested: Ingested) -> None:
    for row in ingested.where(r".*no text on any"):
        outcome, quality = ingested.outcomes[row.file], ingested.held[row.file].quality
        assert outcome.kind == "needs attention", row
        assert len(quality.pages_without_text) == quality.pages == row.pages
        drawn = "scans are read with --ocr" in (outcome.reason or "")
        assert drawn is (len(quality.blank_pages) < row.pages), outcome
    assert ingested.held["pdfjs__empty.pdf"].quality.blank_pages == (1,)
    assert ingested.held["sample-files__grayscale-image.pdf"].quality.blank_pages == ()


def test_what_pypdf_reads_is_held_with_its_pages_and_text(ingested: Ingested) -> None:
    for row in ingested.where(r"(?:encrypted, empty password; )?opens; \d+ page\(s\), "):
        held = ingested.held[row.file]
        assert held.quality.pages == row.pages, row
        assert len(held.quality.pages_without_text) == row.empty, row
        by_pypdf = all(r.reader == "pypdf" for r in held.quality.readers)
        assert not by_pypdf or len(ingested.texts[row.file]) >= row.characters, row
        outcome = ingested.outcomes.get(row.file)
        assert (held.passages == 0) is (outcome is not None and outcome.kind == "needs attention"), row


def test_garbled_text_goes_to_the_reader_that_reads_it(ingested: Ingested) -> None:
    quality = ingested.held["pdfjs__issue9418.pdf"].quality
    assert [(r.reader, r.pages) for r in quality.readers] == [("pdfium", (1,))]
    assert "300 of 300 characters have no meaning" in quality.notes[0]
    assert quality.garbled_pages == ()


def test_pages_that_raise_errors_are_read_by_pdfium_or_named(ingested: Ingested) -> None:
    quality = ingested.held["pdfjs__poppler-90-0-fuzzed.pdf"].quality
    assert [r.reader for r in quality.readers] == ["pdfium"]
    assert any("with pypdf it cannot be read" in note for note in quality.notes)
    assert "none of its pages can be read" in (ingested.outcomes["pdfjs__poppler-395-0-fuzzed.pdf"].reason or "")
