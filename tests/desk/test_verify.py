"""`reviews verify`: each quote of an exported file compared with the library, through Word, PowerPoint and editors."""

import io
import json
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner, Result

from assistant.commands.main import cli
from assistant.desk.checks import check_of, mark, marked
from assistant.desk.exports import FORMATS, Format, export
from assistant.desk.papers import Paper
from assistant.desk.verify import Report, verify
from ingest.errors import RequestError
from ingest.library import Library
from tests.desk.conftest import Office
from tests.desk.making import SENTENCES, make_library, paper_of, review_text

OTHER = (
    "# Serious Case Review: Child W\n\n## 4 Findings\n\n4.1 The nursery saw the brother each day and was not asked.\n"
)
TEXTS = {"child-v.md": review_text(), "child-w.md": OTHER}
WORDS = ("childhood", "kitchen", "brother each day")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """A library of two texts and a paper that quotes three sentences of them."""

    library: Library
    files: Path
    model: Path
    paper: Paper

    def again(self, **changed: str) -> None:
        """Ingest the first text anew in other words."""
        self.put(review_text(**changed))

    def put(self, text: str) -> None:
        """Ingest ``text`` in the place of the first."""
        make_library(self.library.folder, self.files, self.model, {"child-v.md": text}).close()


@pytest.fixture(scope="module")
def built(model: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the library, to be copied."""
    folder = tmp_path_factory.mktemp("verify") / "library"
    make_library(folder, folder.parent / "files", model, TEXTS).close()
    return folder


@pytest.fixture
def shelf(built: Path, model: Path, tmp_path: Path) -> Iterator[Shelf]:
    """A library that a test may change."""
    shutil.copytree(built, tmp_path / "library")
    library = Library(tmp_path / "library")
    yield Shelf(library=library, files=built.parent / "files", model=model, paper=paper_of(library, *WORDS))
    library.close()


def written(paper: Paper, format: Format, folder: Path) -> Path:
    path = folder / f"made.{format}"
    path.write_bytes(export(paper, format))
    return path


def states(report: Report) -> list[str]:
    return [verdict.state for verdict in report.verdicts]


def reviews(library: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments, "--library", str(library)])


@pytest.mark.parametrize("format", FORMATS)
def test_nothing_is_found_when_nothing_changed(shelf: Shelf, format: Format, tmp_path: Path) -> None:
    report = verify(written(shelf.paper, format, tmp_path), shelf.library)
    assert report.holds and states(report) == ["unchanged"] * 3


def test_the_example_library_verifies_its_own_answer_and_briefing(
    answer: Paper, brief: Paper, example_folder: Path, tmp_path: Path
) -> None:
    library = Library(example_folder)
    for paper in (answer, brief):
        for format in FORMATS:
            report = verify(written(paper, format, tmp_path), library)
            assert report.holds, [v for v in report.verdicts if v.state != "unchanged"]
            assert len(report.verdicts) == len(paper.quotes())
    library.close()


def test_a_quote_that_changed_in_the_library_is_found(shelf: Shelf, tmp_path: Path) -> None:
    path = written(shelf.paper, "docx", tmp_path)
    shelf.again(father="The father was asked about his own childhood by all of the practitioners who met him.")
    assert states(verify(path, shelf.library)) == ["changed", "unchanged", "unchanged"]


def test_a_withdrawn_review_is_found(shelf: Shelf, tmp_path: Path) -> None:
    path = written(shelf.paper, "pptx", tmp_path)
    shelf.library.remove(shelf.paper.quotes()[2].citation.review_id)
    assert states(verify(path, shelf.library)) == ["unchanged", "unchanged", "withdrawn"]


def test_a_paragraph_that_moved_in_a_review_ingested_anew_is_found(shelf: Shelf, tmp_path: Path) -> None:
    path = written(shelf.paper, "html", tmp_path)
    moved = review_text().replace("4.1 ", "4.1 A new paragraph stands first in this edition.\n\n4.2 ", 1)
    shelf.put(moved.replace("4.2 The midwife", "4.3 The midwife").replace("4.3 The school", "4.4 The school"))
    report = verify(path, shelf.library)
    assert states(report) == ["moved", "moved", "unchanged"]
    assert "now paragraph 4.2" in report.verdicts[0].detail and "cited paragraph 4.1" in report.verdicts[0].detail


def test_a_review_ingested_anew_with_the_quote_in_its_place_is_unchanged(shelf: Shelf, tmp_path: Path) -> None:
    path = written(shelf.paper, "md", tmp_path)
    shelf.again(school=f"{SENTENCES['school']} A sentence was added at the end.")
    assert shelf.paper.quotes()[0].citation.review_id not in {d.id for d in shelf.library.catalogue.documents()}
    assert verify(path, shelf.library).holds


def test_a_quote_edited_in_word_is_found_and_the_right_words_are_given(shelf: Shelf, tmp_path: Path) -> None:
    path = written(shelf.paper, "docx", tmp_path)
    document = docx.Document(str(path))
    edited = next(p for p in document.paragraphs if "childhood" in p.text)
    for run in edited.runs:
        run.text = run.text.replace("not", "")
    document.save(str(path))
    report = verify(path, shelf.library)
    assert states(report) == ["edited", "unchanged", "unchanged"]
    assert SENTENCES["father"] in report.verdicts[0].detail


def replaced(path: Path, part: str, old: str, new: str) -> None:
    """Change the text of one part of an Office file."""
    with zipfile.ZipFile(path) as archive:
        found = {name: archive.read(name) for name in archive.namelist()}
    assert old.encode() in found[part]
    found[part] = found[part].replace(old.encode(), new.encode())
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in found.items():
            archive.writestr(name, data)


def test_a_citation_edited_in_word_is_found(shelf: Shelf, tmp_path: Path) -> None:
    path = written(shelf.paper, "docx", tmp_path)
    replaced(path, "word/footnotes.xml", "4.1,", "7.9,")
    report = verify(path, shelf.library)
    assert "edited" in states(report)
    assert any("citation was changed" in verdict.detail for verdict in report.verdicts)


@pytest.mark.parametrize("format", ["md", "html", "json"])
def test_a_quote_edited_in_an_editor_is_found(shelf: Shelf, format: Format, tmp_path: Path) -> None:
    path = written(shelf.paper, format, tmp_path)
    path.write_text(path.read_text("utf-8").replace("saw in the kitchen", "saw in the hall"), encoding="utf-8")
    assert states(verify(path, shelf.library)) == ["unchanged", "edited", "unchanged"]


def test_a_quote_that_was_deleted_with_its_note_is_not_missed(shelf: Shelf, tmp_path: Path) -> None:
    path = written(shelf.paper, "docx", tmp_path)
    document = docx.Document(str(path))
    deleted = next(p for p in document.paragraphs if "childhood" in p.text)
    deleted._element.getparent().remove(deleted._element)
    document.save(str(path))
    assert {v.state for v in verify(path, shelf.library).verdicts if "childhood" not in v.detail} == {"unchanged"}


def test_own_words_around_a_quote_do_not_count_as_editing_it(shelf: Shelf, tmp_path: Path) -> None:
    path = written(shelf.paper, "md", tmp_path)
    text = path.read_text("utf-8").replace("> “The midwife", "> Think of this: “The midwife")
    path.write_text(text.replace("## References", "Some words of my own.\n\n## References"), encoding="utf-8")
    assert verify(path, shelf.library).holds


@pytest.mark.parametrize("format", ["docx", "pptx"])
def test_a_file_saved_again_by_libreoffice_still_verifies(
    shelf: Shelf, format: Format, office: Office, tmp_path: Path
) -> None:
    saved = office(written(shelf.paper, format, tmp_path), format)
    report = verify(saved, shelf.library)
    assert report.holds and len(report.verdicts) == 3


def test_the_command_prints_and_exits_as_the_quotes_stand(shelf: Shelf, tmp_path: Path) -> None:
    path = written(shelf.paper, "docx", tmp_path)
    same = reviews(shelf.library.folder, "verify", str(path))
    assert (same.exit_code, same.stdout) == (0, "3 quotes, all unchanged.\n")
    shelf.library.remove(shelf.paper.quotes()[2].citation.review_id)
    gone = reviews(shelf.library.folder, "verify", str(path), "--json")
    assert gone.exit_code == 1
    body = json.loads(gone.stdout)
    assert body["counts"] == {"unchanged": 2, "moved": 0, "changed": 0, "withdrawn": 1, "edited": 0}
    assert "WITHDRAWN" in reviews(shelf.library.folder, "verify", str(path)).stdout


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("notes.txt", b"hello"),
        ("broken.docx", b"not a zip file"),
        ("empty.md", b"# Nothing quoted"),
        ("deep.json", b"[" * 100_000),
        ("odd.json", b"\xff\xfe"),
    ],
)
def test_a_file_that_cannot_be_checked_is_refused_in_one_line(
    name: str, data: bytes, shelf: Shelf, tmp_path: Path
) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(RequestError):
        verify(tmp_path / name, shelf.library)
    done = reviews(shelf.library.folder, "verify", str(tmp_path / name))
    assert done.exit_code == 2 and done.stderr.count("\n") == 1


def test_an_office_file_that_defines_entities_is_refused(shelf: Shelf, tmp_path: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa">]><w:document xmlns:w="w">&a;</w:document>'
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("word/document.xml", bomb)
    (tmp_path / "bomb.docx").write_bytes(held.getvalue())
    with pytest.raises(RequestError, match="entities"):
        verify(tmp_path / "bomb.docx", shelf.library)


def test_a_mark_says_what_it_was_made_of(shelf: Shelf) -> None:
    for quote in shelf.paper.quotes():
        assert marked(f"words before {mark(quote)} after") == [("words before", check_of(quote))]
