"""Prompts are files that say what they take; a prompt that does not is refused when it is loaded."""

from pathlib import Path

import pytest

from assistant.writing.model import ChatModel, ModelSettings
from assistant.writing.prompts import FOLDER, load_prompt
from assistant.writing.replies import parse_reply
from ingest.errors import SetupError

GOOD = "name: p\npurpose: a test\nvariables: [question]\nsystem: Answer.\nuser: 'Q: {{question}}'\n"


def test_every_prompt_of_the_product_loads() -> None:
    for path in FOLDER.glob("*.yaml"):
        prompt = load_prompt(path.stem)
        assert prompt.version.startswith(f"{path.stem}@") and len(prompt.version.split("@")[1]) == 12


def test_the_version_changes_with_the_words(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(GOOD, encoding="utf-8")
    before = load_prompt("p", tmp_path).version
    (tmp_path / "p.yaml").write_text(GOOD.replace("Answer.", "Answer well."), encoding="utf-8")
    assert load_prompt("p", tmp_path).version != before


def test_what_is_filled_in_is_not_read_as_a_prompt(tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(GOOD, encoding="utf-8")
    assert load_prompt("p", tmp_path).filled(question="{{question}}") == "Q: {{question}}"


@pytest.mark.parametrize("values", [{}, {"question": "x", "more": "y"}])
def test_other_variables_than_declared_are_refused(values: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(SetupError, match="variables"):
        load_prompt("p", tmp_path).filled(**values)


@pytest.mark.parametrize(
    "text",
    [
        "", "- a list", GOOD + "extra: 1\n", GOOD.replace("purpose: a test\n", ""),
        GOOD.replace("[question]", "[other]"),
        GOOD.replace("[question]", "[question, other]"), GOOD.replace("Answer.", "'{{question}}'"), "name: [",
    ],
)  # fmt: skip
def test_a_prompt_that_is_not_as_it_says_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(SetupError, match="prompt"):
        load_prompt("p", tmp_path)


def test_a_prompt_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="cannot be read"):
        load_prompt("p", tmp_path)


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ('{"statements": []}', 0),
        ('{"statements": [{"text": "x", "evidence": ["E1"]}]}', 1),
        ('```json\n{"statements": []}\n```', 0),
    ],
)
def test_a_reply_in_the_form_asked_for_is_read(text: str, count: int) -> None:
    reply = parse_reply(text)
    assert reply is not None and len(reply.statements) == count


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "null", '{"statements": [}', 'Here: {"statements": []}', '{"statements": [], "more": 1}',
        '{"statements": [{"text": "", "evidence": []}]}', '{"statements": [{"text": "x", "evidence": "E1"}]}',
    ],
)  # fmt: skip
def test_nothing_is_mended(text: str) -> None:
    assert parse_reply(text) is None


@pytest.mark.parametrize("name", ["gpt-5", "nobody:model"])
def test_a_model_that_cannot_be_opened_says_what_to_do(name: str) -> None:
    with pytest.raises(SetupError, match="provider|install"):
        ChatModel(ModelSettings(name=name)).open()
