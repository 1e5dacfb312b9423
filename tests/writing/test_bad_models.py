"""Whatever a model or its server does, nothing is shown that the evidence does not carry; an answer always comes."""

import pytest

from assistant.answering import Assistant
from assistant.records import Answer, Citation, Statement
from ingest.errors import ModelError
from tests.writing.conftest import writer
from tests.writing.misbehaving import BROKEN, CONNECTION, UNSUPPORTED, Misbehaving

QUESTION = "What do reviews say about fathers who were not assessed?"


@pytest.fixture(scope="module")
def quotes(example_library: Assistant) -> Answer:
    """The answer without a model."""
    return example_library.ask(QUESTION)


def kinds(answer: Answer) -> set[str]:
    """The kinds of an answer's notices."""
    return {notice.kind for notice in answer.notices}


def test_what_a_faithful_model_writes_is_shown_as_verified(bad_server: Misbehaving, written: Assistant) -> None:
    answer = written.ask(QUESTION)
    assert (answer.model, answer.outcome) == ("openai:bad", "answered")
    assert answer.statements and all(s.support == "verified" for s in answer.statements)
    assert {name for s in answer.statements for name in s.citations} == {c.id for c in answer.citations}
    [notice] = [n for n in answer.notices if n.kind == "model"]
    assert "statements@" in notice.text and "11 tokens read and 7 written" in notice.text


def test_the_evidence_is_whole_quotations_in_json_and_no_part_of_the_instructions(
    bad_server: Misbehaving, written: Assistant, quotes: Answer
) -> None:
    written.ask(QUESTION)
    system, user = bad_server.calls[0]["messages"]
    assert (system["role"], user["role"]) == ("system", "user")
    assert not any(c.quote in system["content"] for c in quotes.citations)
    assert all(c.quote.replace('"', '\\"') in user["content"] for c in quotes.citations)


@pytest.mark.parametrize("behaviour", UNSUPPORTED)
def test_no_unsupported_statement_is_shown(
    behaviour: str, bad_server: Misbehaving, written: Assistant, quotes: Answer
) -> None:
    bad_server.behaviour = behaviour
    announced: list[Statement] = []

    def announce(statement: Statement, citations: tuple[Citation, ...]) -> None:
        announced.append(statement)

    answer = written.ask(QUESTION, on_statement=announce)
    assert (answer.statements, answer.citations) == (quotes.statements, quotes.citations)
    assert answer.model == "extractive" and kinds(answer) & {"model_unsupported", "model_failed"}
    assert tuple(announced) == answer.statements
    assert all(d.why for d in answer.dropped)


@pytest.mark.parametrize("behaviour", [*BROKEN, *CONNECTION])
def test_when_the_model_fails_the_quotes_are_the_answer_and_it_says_so(
    behaviour: str, bad_server: Misbehaving, written: Assistant, quotes: Answer
) -> None:
    bad_server.behaviour = behaviour
    answer = written.ask(QUESTION)
    assert (answer.statements, answer.citations) == (quotes.statements, quotes.citations)
    assert answer.model == "extractive" and "model_failed" in kinds(answer)
    assert 1 <= len(bad_server.calls) <= 2
    assert answer.timings_ms["write"] < 4000


@pytest.mark.parametrize("behaviour", ["half JSON", "server error", "refusal", "silent"])
def test_by_setting_a_failing_model_is_an_error(
    behaviour: str, bad_server: Misbehaving, example_library: Assistant
) -> None:
    bad_server.behaviour = behaviour
    strict = Assistant(
        example_library.library, example_library.embeddings, writer=writer(bad_server, on_failure="error")
    )
    with pytest.raises(ModelError, match="openai:bad"):
        strict.ask(QUESTION)
    bad_server.behaviour = "faithful"


def test_a_failure_that_may_pass_is_tried_again(bad_server: Misbehaving, written: Assistant) -> None:
    bad_server.behaviour = "fails once, then faithful"
    answer = written.ask(QUESTION)
    assert answer.model == "openai:bad" and len(bad_server.calls) == 2


@pytest.mark.parametrize("behaviour", ["no key", "no such model", "refusal"])
def test_a_failure_that_will_not_pass_is_not_tried_again(
    behaviour: str, bad_server: Misbehaving, written: Assistant
) -> None:
    bad_server.behaviour = behaviour
    written.ask(QUESTION)
    assert len(bad_server.calls) == 1


def test_a_server_that_is_not_there_leaves_the_quotes(example_library: Assistant, quotes: Answer) -> None:
    nowhere = Misbehaving(url="http://127.0.0.1:9/v1")
    assistant = Assistant(example_library.library, example_library.embeddings, writer=writer(nowhere))
    answer = assistant.ask(QUESTION)
    assert answer.statements == quotes.statements and "model_failed" in kinds(answer)


@pytest.mark.parametrize(
    "question", ["What did the review of Child Zebedee in Manchester recommend?", "Who is Child A really?"]
)
def test_what_is_not_answered_from_evidence_asks_no_model(
    question: str, bad_server: Misbehaving, written: Assistant
) -> None:
    assert written.ask(question).statements == ()
    assert bad_server.calls == []
