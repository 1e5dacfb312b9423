"""A library is copied while it is in use, put back only whole, and its indexes are made anew from the stored text."""

import json
import os
import shutil
import sqlite3
import subprocess
import tarfile
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant.chat import Chat, Message
from assistant.commands.main import cli
from assistant.settings import Settings
from assistant.wiring import open_assistant, open_store
from ingest.checking import remembered_faults, word_faults
from ingest.library import Library
from tests.api.conftest import FILES
from tests.api.processes import command
from tests.libraries import EXAMPLES, ROOT, built_library

QUESTION = "What did the review find about Baby L?"


def reviews(library: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments, "--library", str(library)])


@pytest.fixture
def library(model: Path, tmp_path: Path) -> Path:
    """A library of three documents that the test may change."""
    built_library("small", [EXAMPLES / name for name in FILES], model, tmp_path / "library")
    return tmp_path / "library"


def quotes(library: Path) -> list[str]:
    """What is quoted in answer to a question, and where from."""
    with open_assistant(Settings(library=library)) as assistant:
        return [f"{c.review_id} {c.page} {c.quote}" for c in assistant.ask(QUESTION).citations]


@pytest.mark.parametrize("name", ["kept.tar.gz", "kept"])
def test_what_is_put_back_answers_as_before_with_its_conversations(library: Path, tmp_path: Path, name: str) -> None:
    settings, moved = Settings(library=library), tmp_path / "moved"
    with open_assistant(settings) as assistant, open_store(settings) as store:
        told = Chat(assistant, store).ask(Message(question=QUESTION))
        assert reviews(library, "backup", str(tmp_path / name)).exit_code == 0  # while it is open
    restored = reviews(moved, "restore", str(tmp_path / name))
    assert restored.exit_code == 0, restored.output
    assert quotes(moved) == quotes(library) != []
    with open_store(Settings(library=moved)) as store, open_assistant(Settings(library=moved)) as assistant:
        kept = Chat(assistant, store).conversations.find(str(told.conversation_id))
    assert [turn.answer for turn in kept.turns] == [told]
    assert reviews(moved, "check").exit_code == 0
    assert {p.name for p in (moved / "originals").iterdir()} == {p.name for p in (library / "originals").iterdir()}


def test_a_backup_is_for_its_owner_alone_and_takes_nobodys_place(library: Path, tmp_path: Path) -> None:
    assert reviews(library, "backup", str(tmp_path / "kept.tar")).exit_code == 0
    assert (tmp_path / "kept.tar").stat().st_mode & 0o777 == 0o600
    again = reviews(library, "backup", str(tmp_path / "kept.tar"))
    assert again.exit_code == 3 and "something is there already" in again.stderr
    over = reviews(library, "restore", str(tmp_path / "kept.tar"))
    assert over.exit_code == 3 and "something is there already" in over.stderr
    assert not [p.name for p in tmp_path.iterdir() if p.name.startswith(".")]


def test_a_backup_made_while_conversations_are_written_has_each_turn_whole(library: Path, tmp_path: Path) -> None:
    settings, done = Settings(library=library), threading.Event()
    with open_assistant(settings) as assistant, open_store(settings) as store:
        chat = Chat(assistant, store)
        first = chat.ask(Message(question=QUESTION))

        def go_on() -> None:
            while not done.is_set():
                chat.ask(Message(question=QUESTION, conversation_id=first.conversation_id))

        writer = threading.Thread(target=go_on)
        writer.start()
        try:
            assert reviews(library, "backup", str(tmp_path / "kept")).exit_code == 0
        finally:
            done.set()
            writer.join()
    with closing(sqlite3.connect(tmp_path / "kept" / "conversations.sqlite")) as db:
        turns = db.execute("SELECT ordinal, body FROM turns JOIN answers ON answers.id = answer").fetchall()
    assert [ordinal for ordinal, _ in sorted(turns)] == list(range(1, len(turns) + 1)) != []
    assert all(json.loads(body)["outcome"] == "answered" for _, body in turns)


def changed(kept: Path) -> None:
    """One byte of an original."""
    file = next((kept / "originals").iterdir())
    content = bytearray(file.read_bytes())
    content[100] ^= 1
    file.write_bytes(bytes(content))


def missing(kept: Path) -> None:
    """An original."""
    next((kept / "originals").iterdir()).unlink()


def added(kept: Path) -> None:
    """A file that nobody copied."""
    (kept / "more").write_text("more", encoding="utf-8")


def unlisted(kept: Path) -> None:
    """The list of files."""
    (kept / "manifest.json").unlink()


@pytest.mark.parametrize("spoil", [changed, missing, added, unlisted])
def test_a_backup_that_is_not_as_it_was_copied_is_refused(
    library: Path, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    assert reviews(library, "backup", str(tmp_path / "kept")).exit_code == 0
    spoil(tmp_path / "kept")
    refused = reviews(tmp_path / "moved", "restore", str(tmp_path / "kept"))
    assert refused.exit_code == 3
    assert "the backup cannot be used" in refused.stderr
    assert not (tmp_path / "moved").exists()


def test_an_archive_cut_short_or_with_paths_that_lead_out_is_refused(library: Path, tmp_path: Path) -> None:
    kept, moved = tmp_path / "kept.tar", tmp_path / "moved"
    assert reviews(library, "backup", str(kept)).exit_code == 0
    os.truncate(kept, kept.stat().st_size // 2)
    assert reviews(moved, "restore", str(kept)).exit_code == 3
    evil = tmp_path / "evil.tar"
    (tmp_path / "file").write_text("text", encoding="utf-8")
    with tarfile.open(evil, "w") as archive:
        archive.add(tmp_path / "file", arcname="../../out")
    assert reviews(moved, "restore", str(evil)).exit_code == 3
    assert not moved.exists() and not (tmp_path.parent / "out").exists()


def damaged_words(library: Path) -> None:
    """Bytes in the middle of the terms: tantivy opens it, and panics when it looks one up."""
    file = max((library / "lexical").glob("*.term"), key=lambda path: path.stat().st_size)
    _overwrite(file, file.stat().st_size // 2, 2000)


def quietly_damaged_words(library: Path) -> None:
    """A few bytes that tantivy never misses: it would find other passages."""
    file = max((library / "lexical").glob("*.idx"), key=lambda path: path.stat().st_size)
    _overwrite(file, 0, 64)


def lost_words(library: Path) -> None:
    """The whole folder."""
    shutil.rmtree(library / "lexical")


def damaged_vectors(library: Path) -> None:
    """Chroma's database."""
    _overwrite(library / "chroma" / "chroma.sqlite3", 0, 4096)


def fewer_vectors(library: Path) -> None:
    """The vectors of one document."""
    with closing(Library(library)) as opened:
        opened.vectors.remove([opened.catalogue.documents()[0].id])


def damaged_memory(library: Path) -> None:
    """The store of remembered vectors."""
    (library / "vectors.sqlite").write_bytes(b"SQLite format 3\0" + b"x" * 9000)


def _overwrite(file: Path, start: int, length: int) -> None:
    content = bytearray(file.read_bytes())
    content[start : start + length] = b"\xa5" * min(length, len(content) - start)
    file.write_bytes(bytes(content))


@pytest.mark.parametrize(
    "spoil", [damaged_words, quietly_damaged_words, lost_words, damaged_vectors, fewer_vectors, damaged_memory]
)
def test_a_damaged_index_is_found_and_made_anew_without_the_originals(
    library: Path, spoil: Callable[[Path], None]
) -> None:
    before = quotes(library)
    shutil.rmtree(library / "originals")
    spoil(library)
    found = reviews(library, "check")
    assert found.exit_code == 1, found.output
    assert "reviews rebuild" in found.stdout
    wrong = {line.split(":")[0] for line in found.stdout.splitlines() if line.startswith("WRONG")}
    assert len(wrong) == 2 and "WRONG originals" in wrong
    assert reviews(library, "rebuild").exit_code == 0
    with closing(Library(library)) as opened:
        held = sum(d.passages for d in opened.catalogue.documents())
        assert word_faults(opened) == remembered_faults(opened) == []
        assert opened.vectors.count() == held
    assert quotes(library) == before != []


def test_whoever_has_a_library_open_goes_on_when_its_indexes_are_made_anew(library: Path) -> None:
    with open_assistant(Settings(library=library)) as assistant:
        before = assistant.ask(QUESTION).citations
        argv = [*command("rebuild"), "--library", str(library)]
        assert subprocess.run(argv, cwd=ROOT, check=False, timeout=120).returncode == 0
        assert assistant.ask(QUESTION).citations == before != ()


def test_who_asks_over_a_damaged_index_is_told_what_to_do_not_given_less(library: Path) -> None:
    lost_words(library)
    told = reviews(library, "ask", QUESTION)
    assert told.exit_code == 3
    assert told.stderr.count("\n") == 1 and "reviews rebuild" in told.stderr


def test_vectors_that_are_lost_are_made_anew_by_whoever_asks(library: Path) -> None:
    before = quotes(library)
    shutil.rmtree(library / "chroma")
    assert quotes(library) == before


def test_a_damaged_catalogue_is_said_to_need_a_backup(library: Path) -> None:
    _overwrite(library / "catalogue.sqlite", 0, 4096)
    for name in ("check", "rebuild", "list"):
        told = reviews(library, name)
        assert told.exit_code == 3 and "restore a backup" in told.stderr
