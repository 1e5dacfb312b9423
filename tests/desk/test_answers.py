"""Every kind of answer becomes a paper: quoted, written, counted, abstained."""

from dataclasses import replace

from assistant.answering import Assistant
from assistant.desk.answers import answer_paper
from assistant.desk.exports import export
from assistant.desk.papers import Quoted, Said, Stated
from assistant.records import Answer, Statement
from tests.desk.conftest import QUESTION


def paper_blocks(answer: Answer, assistant: Assistant) -> list[object]:
    return [block for section in answer_paper(answer, assistant.library).sections for block in section.blocks]


def test_an_answer_of_quotes_shows_each_quote_once_and_in_order(example_library: Assistant) -> None:
    answer = example_library.ask(QUESTION)
    assert paper_blocks(answer, example_library) == [Quoted(citation=citation) for citation in answer.citations]


def test_an_abstention_says_why_and_what_came_nearest_is_no_answer(example_library: Assistant) -> None:
    answer = example_library.ask("What did the review of Child Zebedee in Manchester recommend?")
    assert answer.outcome == "abstained"
    paper = answer_paper(answer, example_library.library)
    assert paper.sections[0].blocks and all(isinstance(block, Said) for block in paper.sections[0].blocks)
    assert not answer.nearest or "not an answer" in paper.sections[1].title
    assert answer.headline in export(paper, "md").decode().replace("\\", "")


def test_a_counted_answer_states_the_count_and_quotes_each_thing_once(example_library: Assistant) -> None:
    answer = example_library.ask("How many recommendations did the review of Child D make?")
    blocks = paper_blocks(answer, example_library)
    assert isinstance(blocks[0], Stated) and len(blocks) == 1
    assert [quote.citation for quote in blocks[0].carried_by] == list(answer.citations)
    assert "Counted in the register:" in export(answer_paper(answer, example_library.library), "md").decode()


def test_a_written_statement_stands_before_its_quotes_and_points_back_to_those_above(
    example_library: Assistant,
) -> None:
    answer = example_library.ask(QUESTION)
    first, second = answer.citations[:2]
    written = replace(
        answer, model="openai:name", citations=(first, second), statements=(
            Statement(text="Fathers were left out.", support="verified", citations=(first.id,)),
            Statement(text="Some were asked later.", support="verified", citations=(first.id, second.id)),
        ),
    )  # fmt: skip
    blocks = paper_blocks(written, example_library)
    assert [type(block) for block in blocks] == [Stated, Stated, Said]
    assert "Written from the quotes below:" in export(answer_paper(written, example_library.library), "md").decode()


def test_a_document_that_was_removed_since_is_still_a_source(example_library: Assistant) -> None:
    answer = example_library.ask(QUESTION)
    gone = replace(answer.citations[0], review_id="000000000000")
    old = replace(answer, citations=(gone, *answer.citations[1:]))
    sources = answer_paper(old, example_library.library).sources
    assert gone.title in [source.title for source in sources if source.review_id == "000000000000"]
