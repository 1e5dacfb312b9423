"""``ingest``, ``list``, ``show``, ``remove`` and ``check``: from files to a library and back, on the command line."""

import json
import threading
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from filelock import FileLock

from assistant.commands.main import cli
from tests.samples import pdf_lines, truncated, write_pdf, write_text

CARD = {"review_id", "title", "file", "kind", "source_kind", "year", "area", "pages", "passages", "quality"}


def reviews(library: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments, "--library", str(library)])


def body(result: Result, exit_code: int = 0) -> dict[str, Any]:
    """The one JSON object printed."""
    assert result.exit_code == exit_code, result.output
    found: dict[str, Any] = json.loads(result.stdout)
    return found


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """One text, one PDF, and half a PDF."""
    folder = tmp_path / "files"
    folder.mkdir()
    write_text(folder / "child-q.txt", "Child Q")
    whole = write_pdf(folder / "child-r.pdf", pdf_lines("Child R"))
    truncated(whole, folder / "half.pdf")
    return folder


def test_a_library_is_made_listed_asked_and_emptied(files: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    first = body(reviews(library, "ingest", str(files), "--json"), exit_code=1)
    assert first["counts"] == {"added": 2, "updated": 0, "unchanged": 0, "needs attention": 0, "failed": 1}
    by_name = {Path(f["path"]).name: f for f in first["files"]}
    assert set(by_name["half.pdf"]) == {"path", "kind", "review_id", "pages", "passages", "reason"}
    assert "fetch it again" in by_name["half.pdf"]["reason"]
    assert by_name["child-r.pdf"]["pages"] == 2

    (files / "half.pdf").unlink()
    second = body(reviews(library, "ingest", str(files), "--json"))
    assert second["counts"]["unchanged"] == 2
    assert {f["review_id"] for f in second["files"]} == {
        by_name[n]["review_id"] for n in ("child-q.txt", "child-r.pdf")
    }

    held = body(reviews(library, "list", "--json"))["reviews"]
    assert all(set(d) >= CARD for d in held)
    assert {d["file"] for d in held} == {"child-q.txt", "child-r.pdf"}
    assert "2 documents held" in reviews(library, "list").stdout

    review_id = by_name["child-r.pdf"]["review_id"]
    card = body(reviews(library, "show", review_id[:6], "--json"))
    assert (card["review_id"], card["pages"], card["quality"]["reader"]) == (review_id, 2, "pypdf")
    assert "child-r.pdf" in reviews(library, "show", review_id).stdout
    assert reviews(library, "check").exit_code == 0

    answer = body(reviews(library, "ask", "How often did the school ring about Child R?", "--json"))
    assert answer["statements"][0]["text"].startswith("The school rang twice about Child R.")
    assert (answer["citations"][0]["page"], answer["citations"][0]["paragraph"]) == (2, "1.2")

    removed = reviews(library, "remove", review_id)
    assert removed.exit_code == 0
    assert f"removed {review_id}" in removed.stdout
    assert [d["file"] for d in body(reviews(library, "list", "--json"))["reviews"]] == ["child-q.txt"]
    assert reviews(library, "check").exit_code == 0


def test_the_table_of_outcomes_names_each_file_with_its_reason(files: Path, tmp_path: Path) -> None:
    result = reviews(tmp_path / "library", "ingest", str(files))
    assert result.exit_code == 1
    text = "".join(result.stdout.split())
    assert "2added,0updated,0unchanged,0needsattention,1failed" in text
    for words in ("half.pdf", "fetch", "child-q.txt", "child-r.pdf"):
        assert words in text


def test_removing_two_of_which_one_is_not_held_removes_neither(files: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    (files / "half.pdf").unlink()
    done = body(reviews(library, "ingest", str(files), "--json"))
    result = reviews(library, "remove", done["files"][0]["review_id"], "zzzz")
    assert result.exit_code == 2
    assert len(body(reviews(library, "list", "--json"))["reviews"]) == 2


def test_a_second_writer_is_told_to_wait(files: Path, tmp_path: Path) -> None:
    library = tmp_path / "library"
    library.mkdir()
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with FileLock(library / ".writing.lock"):
            held.set()
            release.wait(60)

    other = threading.Thread(target=hold)
    other.start()
    try:
        assert held.wait(10)
        result = reviews(library, "ingest", str(files))
    finally:
        release.set()
        other.join()
    assert result.exit_code == 3
    assert result.stderr.count("\n") == 1
    assert "another ingest is writing to this library" in result.stderr


def test_a_path_that_does_not_exist_is_exit_2_before_anything_is_made(tmp_path: Path) -> None:
    result = reviews(tmp_path / "library", "ingest", str(tmp_path / "missing.pdf"))
    assert result.exit_code == 2
    assert result.stderr == f"reviews: there is no such file or folder ({tmp_path / 'missing.pdf'}): check the path\n"
    assert not (tmp_path / "library").exists()


def test_check_says_when_the_stores_disagree(files: Path, tmp_path: Path) -> None:
    from ingest.library import Library

    library = tmp_path / "library"
    (files / "half.pdf").unlink()
    done = body(reviews(library, "ingest", str(files), "--json"))
    opened = Library(library)
    opened.vectors.remove([done["files"][0]["review_id"]])
    opened.close()
    result = reviews(library, "check")
    assert result.exit_code == 1
    assert "WRONG vectors" in result.stdout
    assert "reviews ingest" in result.stdout


def test_what_check_advises_puts_it_right(files: Path, tmp_path: Path) -> None:
    from ingest.library import Library

    library = tmp_path / "library"
    (files / "half.pdf").unlink()
    done = body(reviews(library, "ingest", str(files), "--json"))
    opened = Library(library)
    opened.vectors.remove([done["files"][0]["review_id"]])
    opened.close()
    assert reviews(library, "check").exit_code == 1
    assert reviews(library, "ingest", str(files)).exit_code == 0
    assert reviews(library, "check").exit_code == 0


def test_ocr_without_tesseract_says_what_to_install(
    files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    result = reviews(tmp_path / "library", "ingest", str(files), "--ocr")
    assert result.exit_code == 3
    assert result.stderr == "reviews: tesseract is not installed (--ocr): apt install tesseract-ocr\n"
    assert not (tmp_path / "library").exists()
