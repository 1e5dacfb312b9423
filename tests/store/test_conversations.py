"""What is kept of a conversation, and that erasing leaves nothing."""

import threading
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from assistant.store.answers import Answers
from assistant.store.conversations import TITLE_LENGTH, Conversations, title_of
from assistant.store.database import Database
from assistant.store.feedback import Feedback, FeedbackKept
from ingest.errors import NotHeldError, RequestError
from tests.store.made import made_answer

SECRET = "Zebedee Quillonby"


def _started(database: Database, question: str = "Was he asked?", reader: str | None = None) -> str:
    name = uuid.uuid4().hex
    Conversations(database).start(question, made_answer(name), reader=reader)
    return name


def test_an_answer_is_kept_whole(database: Database) -> None:
    answer = made_answer()
    Answers(database).keep(answer)
    assert Answers(database).get(answer.answer_id) == answer


def test_turns_are_kept_in_order_with_their_answers(database: Database) -> None:
    kept, name = Conversations(database), uuid.uuid4().hex
    answers = [made_answer(name) for _ in range(3)]
    kept.start("Question 1", answers[0])
    for n in (2, 3):
        kept.add(f"Question {n}", answers[n - 1])
    found = kept.find(name)
    assert [(t.ordinal, t.question, t.answer) for t in found.turns] == [
        (n, f"Question {n}", answers[n - 1]) for n in (1, 2, 3)
    ]
    assert found.title == "Question 1"
    assert found.started < found.changed


def test_turns_added_at_once_are_all_kept_under_numbers_of_their_own(database: Database) -> None:
    kept, name = Conversations(database), _started(database)
    threads = [threading.Thread(target=kept.add, args=(f"q{n}", made_answer(name))) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    turns = kept.find(name).turns
    assert [t.ordinal for t in turns] == list(range(1, 14))
    assert {t.question for t in turns[1:]} == {f"q{n}" for n in range(12)}


def test_erasing_takes_answers_and_feedback_along_and_leaves_other_conversations(database: Database) -> None:
    kept, gone, other = Conversations(database), _started(database), _started(database)
    answer = kept.find(gone).turns[0].answer.answer_id
    FeedbackKept(database).keep(Feedback(answer_id=answer, verdict="wrong"))
    kept.erase(gone)
    with pytest.raises(NotHeldError):
        kept.find(gone)
    with pytest.raises(NotHeldError):
        Answers(database).get(answer)
    with pytest.raises(NotHeldError):
        kept.erase(gone)
    assert list(FeedbackKept(database).all()) == []
    assert len(kept.find(other).turns) == 1


def test_no_byte_of_an_erased_conversation_is_left_on_disk(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'c.sqlite'}")
    kept = Conversations(database)
    for n in range(30):
        _started(database, f"Other question {n}")
    name = _started(database, f"Was {SECRET} seen?")
    for _ in range(20):
        kept.add(f"And {SECRET} again? " * 50, made_answer(name, text=f"{SECRET} was seen. " * 200))
    kept.rename(name, f"About {SECRET}")
    answer = kept.find(name).turns[3].answer.answer_id
    FeedbackKept(database).keep(Feedback(answer_id=answer, verdict="wrong", comment=f"{SECRET} was not"))
    assert SECRET.encode() in _bytes(tmp_path)
    kept.erase(name)
    assert SECRET.encode() not in _bytes(tmp_path)
    assert name.encode() not in _bytes(tmp_path)
    assert b"Other question 7" in _bytes(tmp_path)
    database.close()


def test_what_a_reader_kept_from_being_overwritten_goes_with_the_next_sweep(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'c.sqlite'}"
    database, other = Database(url), Database(url)
    kept, name = Conversations(database), _started(database, f"Was {SECRET} seen?")
    with other.reading() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM turns").scalar()
        kept.erase(name)
        assert database.unscrubbed
    kept.expire(30)
    assert not database.unscrubbed
    assert SECRET.encode() not in _bytes(tmp_path)
    database.close()
    other.close()


def _bytes(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in sorted(folder.iterdir()))


def test_what_was_asked_in_last_before_the_retention_goes_and_the_rest_stays(database: Database) -> None:
    kept, name, alone = Conversations(database), _started(database), made_answer()
    Answers(database).keep(alone)
    now = datetime.now(UTC)
    assert kept.expire(7, now=now + timedelta(days=6)) == 0
    assert kept.find(name).turns and Answers(database).get(alone.answer_id)
    assert kept.expire(7, now=now + timedelta(days=8)) == 2
    for missing in (lambda: kept.find(name), lambda: Answers(database).get(alone.answer_id)):
        with pytest.raises(NotHeldError):
            missing()


def test_a_turn_of_a_conversation_erased_meanwhile_is_not_kept(database: Database) -> None:
    kept, name = Conversations(database), _started(database)
    answer = made_answer(name)
    kept.erase(name)
    with pytest.raises(NotHeldError):
        kept.add("Was he asked?", answer)
    with pytest.raises(NotHeldError):
        Answers(database).get(answer.answer_id)


def test_a_list_shows_its_readers_conversations_only_the_latest_first(database: Database) -> None:
    kept = Conversations(database)
    first, second = _started(database, "First", "a" * 32), _started(database, "Second", "a" * 32)
    _started(database, "Another's", "b" * 32)
    _started(database, "Nobody's")
    kept.add("More", made_answer(first))
    assert [(line.id, line.turns) for line in kept.listed("a" * 32)] == [(first, 2), (second, 1)]
    assert kept.erase_of("a" * 32) == 2
    assert kept.listed("a" * 32) == []
    assert len(kept.listed("b" * 32)) == 1


def test_a_conversation_can_be_given_another_title(database: Database) -> None:
    kept, name = Conversations(database), _started(database)
    kept.rename(name, " What was   said\nof fathers ")
    assert kept.find(name).title == "What was said of fathers"
    with pytest.raises(NotHeldError):
        kept.rename("f" * 32, "x")


@pytest.mark.parametrize("text", ["word " * 60, "x" * 300, "a, " * 100])
def test_a_title_is_one_short_line(text: str) -> None:
    assert 0 < len(title_of(text)) <= TITLE_LENGTH
    assert title_of(text).endswith("…")


def test_feedback_is_kept_with_the_question_and_the_answer_as_shown(database: Database) -> None:
    name = _started(database, "Was the father asked?")
    answer = Conversations(database).find(name).turns[0].answer
    said = Feedback(answer_id=answer.answer_id, verdict="not_on_page", statement=0, comment="It is on page 5.")
    given = FeedbackKept(database).keep(said)
    kept = FeedbackKept(database).get(given)
    assert (kept.feedback, kept.question, kept.answer) == (said, "Was the father asked?", answer)
    assert kept.as_json()["answer"] == answer.as_json()


@pytest.mark.parametrize(("answer", "statement", "error"), [(True, 1, RequestError), (False, None, NotHeldError)])
def test_feedback_on_what_was_not_shown_is_refused(
    database: Database, answer: bool, statement: int | None, error: type[Exception]
) -> None:
    shown = made_answer()
    Answers(database).keep(shown)
    name = shown.answer_id if answer else "f" * 32
    with pytest.raises(error):
        FeedbackKept(database).keep(Feedback(answer_id=name, verdict="right", statement=statement))
    assert list(FeedbackKept(database).all()) == []


def test_a_character_that_a_database_does_not_take_stops_nothing(database: Database) -> None:
    kept, name = Conversations(database), _started(database, "Was he\0asked?")
    kept.rename(name, "Fathers\0")
    answer = kept.find(name).turns[0].answer.answer_id
    FeedbackKept(database).keep(Feedback(answer_id=answer, verdict="right", comment="\0"))
    for missing in (lambda: kept.find("a\0b"), lambda: kept.erase("a\0b"), lambda: Answers(database).get("\0")):
        with pytest.raises(NotHeldError):
            missing()
