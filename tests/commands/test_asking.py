"""``ask`` and ``search``: the shapes of the contract, filters, and what a person reads."""

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from assistant.answering import Assistant
from assistant.commands.main import cli

ANSWER = {
    "answer_id", "conversation_id", "standalone_question", "outcome", "headline", "statements", "citations", "dropped",
    "notices", "reason", "nearest", "searched", "library_version", "model", "timings_ms",
}  # fmt: skip
CITATION = {
    "id", "review_id", "title", "source_kind", "year", "page", "page_end", "page_label", "paragraph", "section",
    "passage_kind", "voice", "quote", "passage_id", "url",
}  # fmt: skip
PASSAGE = {
    "passage_id",
    "review_id",
    "title",
    "page",
    "page_label",
    "paragraph",
    "section",
    "passage_kind",
    "text",
    "score",
}
WROTE = "Who wrote the serious case review about Hamzah Khan?"


def reviews(library: Path, *arguments: str) -> Result:
    return CliRunner().invoke(cli, [*arguments, "--library", str(library)])


def body(result: Result) -> dict[str, Any]:
    """The one JSON object printed."""
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def test_an_answer_has_the_shape_of_the_contract(seed_folder: Path) -> None:
    answer = body(reviews(seed_folder, "ask", WROTE, "--json"))
    assert set(answer) == ANSWER
    assert answer["outcome"] == "answered"
    assert answer["standalone_question"] == WROTE
    assert answer["model"] == "extractive"
    assert answer["reason"] is None
    assert answer["nearest"] == answer["dropped"] == []
    assert answer["searched"]["documents"] == 5
    assert answer["searched"]["filters"] == {}
    ids = [c["id"] for c in answer["citations"]]
    assert ids == [f"c{i}" for i in range(1, len(ids) + 1)]
    for statement in answer["statements"]:
        assert set(statement) == {"text", "support", "citations"}
        assert statement["support"] == "verbatim"
        assert set(statement["citations"]) <= set(ids)
    for citation in answer["citations"]:
        assert set(citation) == CITATION
        assert citation["page"] is None
        assert isinstance(citation["section"], list)
        assert citation["url"].startswith(f"/reviews/{citation['review_id']}")


def test_a_citation_from_a_pdf_names_page_label_and_paragraph(example_folder: Path) -> None:
    answer = body(
        reviews(
            example_folder,
            "ask",
            "Who wrote the overview report in the Tolverton serious case review about Child A?",
            "--json",
        )
    )
    first = answer["citations"][0]
    assert "Dr Gwyneth Sallow" in first["quote"]
    assert first["page"] >= 1
    assert first["page_end"] >= first["page"]
    assert first["page_label"] == str(first["page"])
    assert first["paragraph"]
    assert first["source_kind"] == "review"
    assert first["year"] == 2012


def test_an_answer_that_abstains_has_a_reason_and_what_came_nearest(seed_folder: Path) -> None:
    answer = body(reviews(seed_folder, "ask", "What did the serious case review about Daniel Pelka find?", "--json"))
    assert set(answer) == ANSWER
    assert answer["outcome"] == "abstained"
    assert answer["statements"] == answer["citations"] == []
    assert "Pelka" in answer["reason"]
    assert all(set(c) == CITATION for c in answer["nearest"])


def test_no_more_statements_come_than_asked_for(example_folder: Path) -> None:
    few = body(
        reviews(
            example_folder, "ask", "What do reviews say about bruising in babies?", "--max-statements", "2", "--json"
        )
    )
    assert 1 <= len(few["statements"]) <= 2


def test_a_filter_leaves_only_what_it_admits(example_folder: Path, example_library: Assistant) -> None:
    held = {d.id: d for d in example_library.library.catalogue.documents()}
    wanted = ["--filter", "source_kinds=review", "--filter", "year_from=2012", "--filter", "year_to=2018"]
    answer = body(reviews(example_folder, "ask", "What do reviews say about information sharing?", *wanted, "--json"))
    admitted = [d for d in held.values() if d.facts.source_kind == "review" and 2012 <= (d.facts.year or 0) <= 2018]
    assert answer["searched"]["documents"] == len(admitted) > 0
    assert answer["searched"]["filters"] == {"source_kinds": ["review"], "year_from": 2012, "year_to": 2018}
    assert {c["review_id"] for c in answer["citations"]} <= {d.id for d in admitted}


def test_a_filter_that_leaves_nothing_makes_it_abstain(seed_folder: Path) -> None:
    answer = body(reviews(seed_folder, "ask", WROTE, "--filter", "areas=Atlantis", "--json"))
    assert answer["outcome"] == "abstained"
    assert answer["searched"]["documents"] == 0


def test_filters_take_several_values_with_commas_or_again(seed_folder: Path) -> None:
    once = body(reviews(seed_folder, "ask", WROTE, "--filter", "source_kinds=press,minutes", "--json"))
    again = body(
        reviews(
            seed_folder, "ask", WROTE, "--filter", "source_kinds=press", "--filter", "source_kinds=minutes", "--json"
        )
    )
    assert once["searched"] == again["searched"]


@pytest.mark.parametrize("pair", ["colour=blue", "year_from=soon", "areas", "areas=", "=x"])
def test_a_filter_that_is_not_understood_is_one_line_and_exit_2(pair: str, seed_folder: Path) -> None:
    result = reviews(seed_folder, "ask", WROTE, "--filter", pair)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    assert pair in result.stderr
    assert "year_from" in result.stderr


@pytest.mark.parametrize("question", ["", "   ", "w" * 2001])
def test_a_question_that_is_empty_or_too_long_is_exit_2(question: str, seed_folder: Path) -> None:
    result = reviews(seed_folder, "ask", question)
    assert result.exit_code == 2
    assert result.stderr == "reviews: the question is empty or too long: ask in 1 to 2000 characters\n"


@pytest.mark.parametrize(
    "question",
    ["?", "the of and", "%$§", "\u200b", "' OR 1=1 --", "w" * 2000, "Was sagt der Bericht über Kinder?", "子供"],
)
def test_any_other_question_has_an_answer_of_some_kind(question: str, seed_folder: Path) -> None:
    assert body(reviews(seed_folder, "ask", question, "--json"))["outcome"] in ("answered", "abstained")


def test_a_person_reads_the_quote_and_its_place(example_folder: Path) -> None:
    result = reviews(
        example_folder, "ask", "Who wrote the overview report in the Tolverton serious case review about Child A?"
    )
    assert result.exit_code == 0
    text = " ".join(result.stdout.split())
    assert "“The overview report was written by Dr Gwyneth Sallow" in text
    assert "— Serious Case Review: Child A. Overview Report (2012), page" in text
    assert "Searched 21 documents" in text


def test_a_person_reads_why_there_is_no_answer(seed_folder: Path) -> None:
    result = reviews(seed_folder, "ask", "What did the serious case review about Daniel Pelka find?")
    assert result.exit_code == 0
    assert "None of the 5 documents held answers this." in result.stdout
    assert "Pelka" in result.stdout


def test_search_gives_ranked_passages_in_the_shape_of_the_contract(example_folder: Path) -> None:
    found = body(reviews(example_folder, "search", "bruises on a baby who cannot move", "--k", "7", "--json"))
    assert set(found) == {"passages"}
    assert len(found["passages"]) == 7
    assert all(set(p) == PASSAGE for p in found["passages"])
    scores = [p["score"] for p in found["passages"]]
    assert scores == sorted(scores, reverse=True)


def test_search_prints_rank_title_and_place(example_folder: Path) -> None:
    result = reviews(example_folder, "search", "bruises on a baby who cannot move", "--k", "3")
    assert result.exit_code == 0
    assert [line[:2] for line in result.stdout.splitlines() if line[:1].isdigit()] == ["1.", "2.", "3."]
