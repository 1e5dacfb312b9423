"""The seven-minute briefing: seven headings, quotes of the right kind, an empty one says so, cited answers."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from assistant.answering import Assistant
from assistant.commands.main import cli
from assistant.desk.briefings import QUESTIONS, REFLECTION, SHEET, SLOTS, WORDS_A_MINUTE, briefing
from assistant.desk.papers import EmptySlot, Paper, Quoted
from assistant.desk.verify import standing
from assistant.records import Filters
from ingest.errors import RequestError

TOPICS = ("missed appointments", "fathers", "professional curiosity", "home education", "bruising", "unsafe sleep")


@pytest.fixture(scope="module", params=TOPICS)
def made(request: pytest.FixtureRequest, example_library: Assistant) -> Paper:
    """A briefing on each topic."""
    return briefing(example_library, str(request.param))


def test_it_has_the_seven_usual_headings_and_a_facilitators_sheet(made: Paper) -> None:
    titles = [section.title for section in made.sections if section.level == 1]
    assert titles == [*(slot.title for slot in SLOTS), REFLECTION, SHEET]
    assert [int(title[0]) for title in titles[:-1]] == [1, 2, 3, 4, 5, 6, 7]
    assert len([section for section in made.sections if section.facilitator]) == len(QUESTIONS)


def test_every_factual_heading_holds_verified_quotes_or_says_that_it_is_empty(
    made: Paper, example_library: Assistant
) -> None:
    for section in made.sections[: len(SLOTS)]:
        kinds = {type(block) for block in section.blocks}
        assert kinds in ({Quoted}, {EmptySlot}), section.title
    for quote in made.quotes():
        assert standing(quote, example_library.library) == ("unchanged", "")


def test_a_heading_quotes_passages_of_its_kind_only(made: Paper) -> None:
    for slot, section in zip(SLOTS, made.sections, strict=False):
        registered = {slot.registered} if slot.registered else set()
        for quote in section.quotes():
            kind = quote.citation.passage_kind
            assert kind in slot.kinds or registered, f"{slot.name}: {kind}: {quote.text}"
            assert quote.citation.source_kind in ("review", "inquiry")


def test_no_words_stand_under_two_headings_and_seven_minutes_are_enough(made: Paper) -> None:
    texts = [quote.text for section in made.sections[: len(SLOTS)] for quote in section.quotes()]
    assert len(texts) == len(set(texts))
    assert sum(len(text.split()) for text in texts) <= 7 * WORDS_A_MINUTE
    assert not [text for text in texts if text.endswith(":") or len(text.split()) < 8]


def test_the_facilitators_answers_are_cited_or_say_that_there_is_none(made: Paper) -> None:
    for section in made.sections:
        if section.facilitator:
            assert section.blocks and all(isinstance(block, Quoted | EmptySlot) for block in section.blocks)


def test_a_topic_of_which_nothing_is_held_leaves_every_heading_empty(example_library: Assistant) -> None:
    paper = briefing(example_library, "submarine propulsion reactors")
    assert paper.quotes() == ()
    assert all(isinstance(section.blocks[0], EmptySlot) for section in paper.sections[: len(SLOTS)])


def test_filters_narrow_what_is_quoted(example_library: Assistant) -> None:
    paper = briefing(example_library, "fathers", Filters(year_from=2020))
    assert paper.quotes()
    assert all((quote.citation.year or 0) >= 2020 for quote in paper.quotes())


@pytest.mark.parametrize("topic", ["", "  ", "x" * 201, "Who is Child K really?"])
def test_some_topics_are_refused(example_library: Assistant, topic: str) -> None:
    with pytest.raises(RequestError):
        briefing(example_library, topic)


def reviews(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def test_the_command_writes_a_file_that_verifies(example_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "brief.json"
    library = ("--library", str(example_folder))
    done = reviews("brief", "missed appointments", "--out", str(out), *library)
    assert done.exit_code == 0, done.output
    assert "quotes from" in done.stdout
    assert json.loads(out.read_text("utf-8"))["kind"] == "briefing"
    assert reviews("verify", str(out), *library).exit_code == 0


def test_a_file_of_an_unknown_kind_is_refused_before_anything_is_opened(tmp_path: Path) -> None:
    done = reviews("brief", "fathers", "--out", str(tmp_path / "brief.pdf"), "--library", str(tmp_path / "none"))
    assert done.exit_code == 2 and done.stderr.count("\n") == 1
    assert ".docx, .pptx, .md, .html" in done.stderr


def test_a_folder_that_is_not_there_is_one_line(example_folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "none" / "brief.md"
    done = reviews("brief", "fathers", "--out", str(out), "--library", str(example_folder))
    assert done.exit_code == 2 and "cannot be written" in done.stderr
