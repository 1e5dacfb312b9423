"""Files into a library: every file has its outcome, a second run changes nothing, one bad file never stops others."""

import re
import sqlite3
import subprocess
import sys
import threading
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from filelock import FileLock

from ingest.embedding import SentenceEmbeddings
from ingest.errors import LibraryError, UnreadableError
from ingest.lexical import stems
from ingest.library import Library
from ingest.pipeline import Outcome, Reader, find_files, fingerprint, ingest_files
from ingest.remembering import RememberedVectors
from tests.libraries import EXAMPLES, ROOT
from tests.samples import blank_pdf, pdf_lines, sample_document, truncated, write_pdf, write_slow_pdf, write_text

HEAVY = ("torch", "sentence_transformers", "transformers", "chromadb", "tokenizers", "pypdf", "pebble")


@pytest.fixture(scope="module")
def embeddings(model: Path) -> SentenceEmbeddings:
    return SentenceEmbeddings(model)


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    library = Library(tmp_path / "library")
    yield library
    library.close()


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """A folder with one text and one PDF that can be read."""
    folder = tmp_path / "files"
    folder.mkdir()
    write_text(folder / "child-q.txt", "Child Q")
    write_pdf(folder / "child-r.pdf", pdf_lines("Child R"))
    return folder


def ingest(
    paths: Sequence[Path], library: Library, embeddings: SentenceEmbeddings, model: Path, *, workers: int = 1,
    seconds: float = 120.0, memory: int = 4 << 30,
) -> dict[str, Outcome]:  # fmt: skip
    """The outcomes by file name."""
    reader = Reader(model=model, workers=workers, seconds=seconds, memory=memory)
    return {
        Path(o.path).name: o for o in ingest_files(find_files(paths), library, embeddings, reader, lambda outcome: None)
    }


def kinds(outcomes: dict[str, Outcome]) -> dict[str, str]:
    return {name: outcome.kind for name, outcome in outcomes.items()}


def in_step(library: Library) -> bool:
    """Whether catalogue, vectors, words and originals know the same documents."""
    held = library.catalogue.documents()
    ids = {d.id for d in held}
    originals = {p.name.split(".")[0] for p in (library.folder / "originals").iterdir()}
    count = sum(d.passages for d in held) == library.vectors.count()
    return count and ids == library.words.documents() == originals and set(library.vectors.documents()) <= ids


def test_a_second_run_changes_nothing_and_gives_the_same_ids(
    files: Path, library: Library, embeddings: SentenceEmbeddings, model: Path, tmp_path: Path
) -> None:
    first = ingest([files], library, embeddings, model)
    version, ids = (
        library.version,
        {p.id for d in library.catalogue.documents() for p in library.catalogue.passages_of(d.id)},
    )
    assert kinds(first) == {"child-q.txt": "added", "child-r.pdf": "added"}
    assert in_step(library)
    second = ingest([files], library, embeddings, model)
    assert kinds(second) == {"child-q.txt": "unchanged", "child-r.pdf": "unchanged"}
    assert {n: o.review_id for n, o in second.items()} == {n: o.review_id for n, o in first.items()}
    assert library.version == version
    other = Library(tmp_path / "elsewhere")
    again = ingest([files], other, embeddings, model, workers=2)
    assert {n: o.review_id for n, o in again.items()} == {n: o.review_id for n, o in first.items()}
    assert {p.id for d in other.catalogue.documents() for p in other.catalogue.passages_of(d.id)} == ids
    assert other.version == version
    other.close()


def test_a_changed_file_takes_the_place_of_what_it_was(
    files: Path, library: Library, embeddings: SentenceEmbeddings, model: Path
) -> None:
    before = ingest([files], library, embeddings, model)["child-q.txt"]
    old = [p.id for p in library.catalogue.passages_of(before.review_id or "")]
    write_text(files / "child-q.txt", "Child Zebulon", paragraphs=9)
    after = ingest([files], library, embeddings, model)
    assert kinds(after) == {"child-q.txt": "updated", "child-r.pdf": "unchanged"}
    assert after["child-q.txt"].review_id != before.review_id
    assert len(library.catalogue.documents()) == 2
    assert library.catalogue.passages(old) == {}
    hits = library.vectors.nearest(embeddings.embed_query("Child Q"), 50)
    assert {h.passage_id for h in hits}.isdisjoint(old)
    assert {h.passage_id for h in library.words.search(stems("Child Q file week"), 50)}.isdisjoint(old)
    assert library.words.documents_with("zebulon") == {after["child-q.txt"].review_id}
    assert not list((library.folder / "originals").glob(f"{before.review_id}.*"))
    assert in_step(library)


def test_a_removed_document_leaves_nothing(
    files: Path, library: Library, embeddings: SentenceEmbeddings, model: Path
) -> None:
    outcome = ingest([files], library, embeddings, model)["child-r.pdf"]
    library.remove(outcome.review_id or "")
    assert [d.file for d in library.catalogue.documents()] == ["child-q.txt"]
    assert in_step(library)
    assert kinds(ingest([files], library, embeddings, model)) == {"child-q.txt": "unchanged", "child-r.pdf": "added"}


def remembered_vectors(library: Library) -> int:
    """How many vectors the library remembers by their text."""
    with closing(sqlite3.connect(library.folder / "vectors.sqlite")) as db:
        return int(db.execute("SELECT count(*) FROM vectors").fetchone()[0])


def test_remembered_vectors_go_with_what_is_removed_replaced_or_never_stored(
    files: Path, library: Library, embeddings: SentenceEmbeddings, model: Path, tmp_path: Path
) -> None:
    def passages() -> int:
        return sum(d.passages for d in library.catalogue.documents())

    outcomes = ingest([files], library, embeddings, model)
    assert remembered_vectors(library) == passages() > 1
    write_text(files / "child-q.txt", "Child Zebulon", paragraphs=9)
    ingest([files], library, embeddings, model)
    assert remembered_vectors(library) == passages()
    _, stray = sample_document(tmp_path, "Child Stray", model)
    with closing(RememberedVectors(library.folder / "vectors.sqlite", embeddings)) as remembered:
        remembered.embed_document(stray.id, stray.passages)  # as an ingest that is killed before it stores
    library.remove(outcomes["child-r.pdf"].review_id or "")
    assert remembered_vectors(library) == passages()


def test_a_run_over_unchanged_files_imports_nothing_heavy(
    files: Path, library: Library, embeddings: SentenceEmbeddings, model: Path
) -> None:
    ingest([files], library, embeddings, model)
    code = (
        "import sys\nfrom assistant.commands.main import cli\n"
        f"try: cli()\nfinally: print('heavy:', *[m for m in {HEAVY!r} if m in sys.modules])"
    )
    command = [sys.executable, "-c", code, "ingest", str(files), "--library", str(library.folder)]
    library.check_fingerprint(fingerprint(embeddings.fingerprint))
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "2 unchanged" in done.stdout
    assert done.stdout.rpartition("heavy:")[2].split() == []


def broken_docx(path: Path) -> Path:
    """A Word file whose XML breaks off."""
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types")
        archive.writestr("word/document.xml", "<w:document><w:body>")
    return path


def test_each_bad_file_fails_with_a_reason_and_a_remedy_and_the_rest_is_stored(
    files: Path, library: Library, embeddings: SentenceEmbeddings, model: Path
) -> None:
    truncated(files / "child-r.pdf", files / "truncated.pdf")
    (files / "empty.pdf").write_bytes(b"")
    (files / "empty.txt").write_bytes(b"")
    (files / "blank.txt").write_text(" \n\n\t\n")
    write_pdf(files / "protected.pdf", pdf_lines("Child S"), password="secret")
    (files / "words.pdf").write_text("This is a text that calls itself a PDF.")
    broken_docx(files / "broken.docx")
    (files / "noise.docx").write_bytes(b"PK\x03\x04" + bytes(range(256)) * 9)
    outcomes = ingest([files], library, embeddings, model, workers=2)
    reasons = {
        "truncated.pdf": r"damaged or cut short.*fetch it again",
        "empty.pdf": r"empty.*fetch it again",
        "empty.txt": r"empty.*fetch it again",
        "blank.txt": r"empty.*fetch it again",
        "protected.pdf": r"protected by a password.*without password",
        "words.pdf": r"not a PDF.*fetch it again",
        "broken.docx": r".*: save it",
        "noise.docx": r"not a readable Word document.*save it again",
    }
    for name, reason in reasons.items():
        assert outcomes[name].kind == "failed", name
        assert outcomes[name].review_id is None
        assert outcomes[name].reason is not None
        assert re.search(reason, outcomes[name].reason or ""), f"{name}: {outcomes[name].reason}"
    assert {n: k for n, k in kinds(outcomes).items() if n not in reasons} == {
        "child-q.txt": "added",
        "child-r.pdf": "added",
    }
    assert len(library.catalogue.documents()) == 2
    assert in_step(library)


def test_a_failed_update_leaves_what_was_held(
    files: Path, library: Library, embeddings: SentenceEmbeddings, model: Path
) -> None:
    before = ingest([files], library, embeddings, model)["child-r.pdf"]
    (files / "child-r.pdf").write_bytes((files / "child-r.pdf").read_bytes()[:400])
    assert ingest([files], library, embeddings, model)["child-r.pdf"].kind == "failed"
    assert library.find(before.review_id or "").file == "child-r.pdf"
    assert in_step(library)


def test_what_is_no_document_and_what_holds_no_text_needs_attention(
    files: Path, library: Library, embeddings: SentenceEmbeddings, model: Path
) -> None:
    (files / "table.xlsx").write_bytes(b"PK\x03\x04 a workbook")
    (files / "no-suffix").write_text("words")
    (files / ".hidden.txt").write_text("hidden words")
    blank_pdf(files / "scan.pdf")
    outcomes = ingest([files], library, embeddings, model)
    assert kinds(outcomes) == {
        "child-q.txt": "added", "child-r.pdf": "added", "no-suffix": "needs attention", "table.xlsx": "needs attention",
        "scan.pdf": "needs attention",
    }  # fmt: skip
    assert "not a kind of file that is read" in (outcomes["table.xlsx"].reason or "")
    assert "nothing is drawn on its pages" in (outcomes["scan.pdf"].reason or "")


def test_the_same_content_under_two_names_is_held_once(
    files: Path, library: Library, embeddings: SentenceEmbeddings, model: Path
) -> None:
    (files / "copy.txt").write_bytes((files / "child-q.txt").read_bytes())
    outcomes = ingest([files], library, embeddings, model)
    assert sorted(kinds(outcomes).values()) == ["added", "added", "unchanged"]
    assert outcomes["copy.txt"].review_id == outcomes["child-q.txt"].review_id
    assert len(library.catalogue.documents()) == 2
    assert in_step(library)


def test_a_file_over_its_time_fails_and_the_others_are_stored(
    files: Path, library: Library, embeddings: SentenceEmbeddings, model: Path
) -> None:
    write_slow_pdf(files / "child-qq-slow.pdf")
    outcomes = ingest([files], library, embeddings, model, seconds=25.0)
    assert kinds(outcomes) == {"child-q.txt": "added", "child-qq-slow.pdf": "failed", "child-r.pdf": "added"}
    assert "over 25 seconds: save it anew" in (outcomes["child-qq-slow.pdf"].reason or "")
    assert in_step(library)


def test_a_file_over_its_memory_fails_and_the_others_are_stored(
    files: Path, library: Library, embeddings: SentenceEmbeddings, model: Path
) -> None:
    (files / "child-qq-huge.txt").write_text("a word\n\n" * 3_000_000)
    outcomes = ingest([files], library, embeddings, model, memory=700 << 20)
    assert kinds(outcomes) == {"child-q.txt": "added", "child-qq-huge.txt": "failed", "child-r.pdf": "added"}
    assert "over 700 MB" in (outcomes["child-qq-huge.txt"].reason or "")
    assert in_step(library)


def test_what_an_interrupted_run_left_is_swept_away(
    files: Path, library: Library, embeddings: SentenceEmbeddings, model: Path, tmp_path: Path
) -> None:
    ingest([files], library, embeddings, model)
    _, stray = sample_document(tmp_path, "Child Stray", model)
    vectors = embeddings.embed_documents([p.text for p in stray.passages])
    library.vectors.add(stray.id, [p.id for p in stray.passages], vectors)
    library.words.add(stray.id, stray.passages)
    (library.folder / "originals" / f"{stray.id}.part").write_text("half a file")
    assert library.catalogue.passages([p.id for p in stray.passages]) == {}
    assert not in_step(library)
    ingest([files], library, embeddings, model)
    assert in_step(library)
    assert library.words.documents_with("stray") == set()


def test_a_document_that_an_index_has_lost_is_stored_anew(
    files: Path, library: Library, embeddings: SentenceEmbeddings, model: Path
) -> None:
    ids = {o.review_id or "" for o in ingest([files], library, embeddings, model).values()}
    one, other = sorted(ids)
    library.vectors.remove([one])
    library.words.remove([other])
    again = ingest([files], library, embeddings, model)
    assert set(kinds(again).values()) == {"updated"}
    assert {o.review_id for o in again.values()} == ids
    assert in_step(library)


def test_a_second_ingest_at_the_same_time_says_so(
    files: Path, library: Library, embeddings: SentenceEmbeddings, model: Path
) -> None:
    reader = Reader(model=model, workers=1)
    started, release = threading.Event(), threading.Event()

    def hold() -> None:
        with FileLock(library.folder / ".writing.lock"):
            started.set()
            release.wait(60)

    other = threading.Thread(target=hold)
    other.start()
    try:
        assert started.wait(10)
        with pytest.raises(LibraryError, match="another ingest is writing.*wait until it has finished"):
            ingest_files(find_files([files]), library, embeddings, reader, lambda outcome: None, wait=0.2)
    finally:
        release.set()
        other.join()
    assert library.catalogue.documents() == []


def test_every_outcome_is_told_at_once_and_given_back_in_the_order_of_the_files(
    files: Path, library: Library, embeddings: SentenceEmbeddings, model: Path
) -> None:
    (files / "a-first.txt").write_bytes(b"")
    told: list[Outcome] = []
    found = find_files([files])
    outcomes = ingest_files(found, library, embeddings, Reader(model=model, workers=2), told.append)
    assert [Path(o.path) for o in outcomes] == found
    assert sorted(told, key=lambda o: o.path) == sorted(outcomes, key=lambda o: o.path)
    assert all(o.path for o in outcomes)


def test_files_are_found_in_folders_of_folders_in_order_and_once(files: Path) -> None:
    (files / "inner").mkdir()
    write_text(files / "inner" / "deep.md", "Child T")
    (files / ".git").mkdir()
    (files / ".git" / "config.txt").write_text("no")
    names = [p.name for p in find_files([files, files / "child-q.txt"])]
    assert names == ["child-q.txt", "child-r.pdf", "deep.md"]
    with pytest.raises(UnreadableError, match="no such file or folder.*check the path"):
        find_files([files, files / "missing"])


def test_a_scan_read_without_ocr_is_read_again_with_it_and_then_left_alone(
    library: Library, embeddings: SentenceEmbeddings, model: Path, tesseract: None
) -> None:
    path = EXAMPLES / "skelderby-2018-child-a.pdf"

    def run(*, ocr: bool) -> Outcome:
        reader = Reader(model=model, workers=1, ocr=ocr)
        return ingest_files([path], library, embeddings, reader, lambda outcome: None)[0]

    first = run(ocr=False)
    assert (first.kind, "no text on page 4 of 17, perhaps scans" in (first.reason or "")) == ("added", True)
    with_ocr = run(ocr=True)
    assert (with_ocr.kind, with_ocr.review_id, with_ocr.reason) == ("updated", first.review_id, None)
    quality = library.catalogue.documents()[0].quality
    assert (quality.pages_without_text, quality.ocr) == ((), True)
    assert [(r.reader, len(r.pages)) for r in quality.readers] == [("pypdf", 16), ("tesseract", 1)]
    assert in_step(library)
    assert run(ocr=True).kind == run(ocr=False).kind == "unchanged"
    said = library.words.search(stems("a list of the training that has been booked"), 1)[0].passage_id
    assert library.catalogue.passages([said])[said].passage.page == 4
