"""Erasing all of a person, and what is past its days: it is gone from every file, and others keep theirs."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from assistant.commands.main import cli
from assistant.desk.collections import Collections
from assistant.desk.papers import OwnWords, Paper
from assistant.settings import Settings
from assistant.store.audit import Audit
from assistant.store.conversations import Conversations
from assistant.store.database import Database
from assistant.store.erasing import Erasing
from assistant.store.feedback import Feedback, FeedbackKept
from assistant.store.keys import Keys, person_of
from assistant.store.sessions import Sessions
from assistant.wiring import open_store
from ingest.library import CATALOGUE
from tests.store.made import made_answer

WORDS = ("zorvintle asked", "zorvintle was answered", "zorvintle is wrong", "zorvintle collected", "zorvintle frozen")


def all_of(database: Database, person: str) -> str:
    """Keep something of everything for ``person``; the id of the conversation."""
    answer = made_answer("c" + person[:31], text=WORDS[1])
    Conversations(database).start(WORDS[0], answer, reader=person)
    FeedbackKept(database).keep(Feedback(answer_id=answer.answer_id, verdict="wrong", comment=WORDS[2]))
    collections = Collections(database)
    name = collections.make(WORDS[3], person)
    collections.add(name, OwnWords(text=WORDS[4]))
    paper = Paper(kind="collection", title=WORDS[4], subtitle="", sections=(), sources=(), library_version="", made="")
    collections.keep_frozen(name, paper)
    return str(answer.conversation_id)


def left(database: Database, person: str) -> tuple[int, int]:
    """How many conversations and collections are kept of ``person``."""
    return len(Conversations(database).listed(person)), len(Collections(database).listed(person))


def test_all_of_a_person_goes_and_nothing_of_anybody_else(database: Database) -> None:
    key, _ = Keys(database).add("Jo", "trainer")
    Sessions(database).start(key, 1)
    all_of(database, key.person)
    other = person_of("Kim", "key")
    all_of(database, other)
    erased = Erasing(database).person(key.person)
    assert (erased.conversations, erased.collections, erased.frozen, erased.sessions) == (1, 1, 1, 1)
    assert left(database, key.person) == (0, 0)
    assert left(database, other) == (1, 1)
    assert not Erasing(database).person(key.person).any


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A folder that passes for a library."""
    (tmp_path / CATALOGUE).touch()
    return tmp_path


def run(*argv: str, library: Path) -> tuple[int, str]:
    """Exit code and output of a command."""
    done = CliRunner().invoke(cli, [*argv, "--library", str(library)])
    return done.exit_code, done.output


def in_files(folder: Path) -> list[str]:
    """Those of the marked words that stand in any file."""
    held = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return [word for word in WORDS if word.encode() in held]


def test_the_command_leaves_nothing_of_a_person_in_any_file(library: Path) -> None:
    with open_store(Settings(library=library)) as database:
        all_of(database, person_of("Jo", "key"))
    assert in_files(library) == list(WORDS)
    code, said = run("erase", "--key", "Jo", library=library)
    assert code == 0 and "1 conversations" in said and "1 frozen copies" in said
    assert in_files(library) == []
    assert "data erased all of key Jo" in run("audit", library=library)[1]


def test_the_command_leaves_nothing_of_a_conversation(library: Path) -> None:
    with open_store(Settings(library=library)) as database:
        name = all_of(database, person_of("jo@example.org", "proxy"))
    assert run("erase", "--conversation", name, library=library)[0] == 0
    assert in_files(library) == list(WORDS[3:])
    assert run("erase", "--proxy-user", "jo@example.org", library=library)[0] == 0
    assert in_files(library) == []


def test_what_is_not_kept_and_what_is_not_clear_is_told(library: Path) -> None:
    code, said = run("erase", "--key", "Nobody", library=library)
    assert code == 2 and "nothing is kept of this person" in said
    assert run("erase", library=library)[0] == 2
    assert run("erase", "--key", "Jo", "--conversation", "x", library=library)[0] == 2


def test_collections_and_the_trail_go_when_they_are_past_their_days(database: Database) -> None:
    all_of(database, "p" * 32)
    Audit(database).record("Jo", "key made", "x")
    later = datetime.now(UTC) + timedelta(days=31)
    assert Erasing(database).expire_collections(32, now=later) == 0
    assert Audit(database).expire(32, now=later) == 0
    assert Erasing(database).expire_collections(30, now=later) == 2
    assert Audit(database).expire(30, now=later) == 1
    assert left(database, "p" * 32) == (1, 0)
