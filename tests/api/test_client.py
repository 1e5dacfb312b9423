"""The typed client against a real server."""

import shutil
import socket
import threading
from pathlib import Path

import pytest

from assistant.client import ReviewsClient
from assistant.records import Answer, Citation, Filters, Statement
from assistant.settings import Settings
from assistant.store.feedback import Feedback
from assistant.store.keys import Keys
from assistant.wiring import open_store
from ingest.errors import NotHeldError, RemoteError, RequestError
from tests.api.serving import Served, serving

QUESTION = "What did the Dunmarrow review say about fathers who were not assessed?"


@pytest.fixture
def reviews(served: Served) -> ReviewsClient:
    """The client of a server over the small library."""
    return ReviewsClient(served.url, seconds=60)


def test_a_conversation_is_asked_read_judged_and_erased(reviews: ReviewsClient) -> None:
    first = reviews.ask(QUESTION)
    assert first.outcome == "answered" and first.conversation_id
    second = reviews.ask("And the health visitor?", conversation_id=first.conversation_id)
    assert "Dunmarrow" in second.standalone_question
    kept = reviews.conversation(first.conversation_id)
    assert [turn.answer for turn in kept.turns] == [first, second]
    assert reviews.answer(first.answer_id) == first
    assert reviews.give_feedback(Feedback(answer_id=first.answer_id, verdict="right", statement=0))
    reviews.erase(first.conversation_id)
    with pytest.raises(NotHeldError):
        reviews.conversation(first.conversation_id)


def test_a_stream_gives_statements_before_the_whole_answer(reviews: ReviewsClient) -> None:
    *pieces, answer = reviews.stream(QUESTION)
    assert isinstance(answer, Answer)
    assert tuple(p for p in pieces if isinstance(p, Statement)) == answer.statements
    assert tuple(p for p in pieces if isinstance(p, Citation)) == answer.citations


def test_filters_narrow_asking_and_searching(reviews: ReviewsClient) -> None:
    press = Filters(source_kinds=("press", "commentary"), year_from=2000)
    assert reviews.ask(QUESTION, filters=press).searched.filters == press
    everything, narrowed = reviews.search("father", 50), reviews.search("father", 50, press)
    assert 0 < len(narrowed) < len(everything)
    assert everything[0].score >= everything[-1].score


def test_refusals_come_as_the_products_own_errors(reviews: ReviewsClient) -> None:
    with pytest.raises(RequestError, match="question"):
        reviews.ask("")
    with pytest.raises(RequestError, match="gardening"):
        reviews.ask(QUESTION, filters=Filters(themes=("gardening",)))
    with pytest.raises(NotHeldError):
        list(reviews.stream(QUESTION, conversation_id="f" * 32))


def test_a_server_that_is_not_there_or_breaks_off_is_a_remote_error() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(2)
        address = f"http://127.0.0.1:{listener.getsockname()[1]}"

        def answering() -> None:
            for _ in range(2):
                connection, _ = listener.accept()
                with connection:
                    connection.recv(65536)
                    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n")
                    connection.sendall(b'event: status\ndata: {"stage": "searching"}\n\n')

        thread = threading.Thread(target=answering)
        thread.start()
        for asking in (lambda: list(ReviewsClient(address).stream(QUESTION)), lambda: ReviewsClient(address).ask("x")):
            with pytest.raises(RemoteError):
                asking()
        thread.join()
    with pytest.raises(RemoteError, match="reviews serve"):
        ReviewsClient(address).ask(QUESTION)


def test_a_key_is_sent_where_one_is_needed(small_folder: Path, tmp_path: Path) -> None:
    library = Path(shutil.copytree(small_folder, tmp_path / "library"))
    settings = Settings(library=library, access="keys")
    with open_store(settings) as database:
        _, key = Keys(database).add("Ann", "reader")
    with serving(settings) as keyed:
        assert ReviewsClient(keyed.url, key=key).ask(QUESTION).outcome == "answered"
        with pytest.raises(RequestError, match="reviews keys add"):
            ReviewsClient(keyed.url).ask(QUESTION)
