"""Answers that several tests look at: a third of the questions that the authors of the examples wrote."""

import pytest
import yaml

from assistant.answering import Assistant
from assistant.records import Answer
from tests.libraries import QUESTIONS


@pytest.fixture(scope="session")
def example_answers(example_library: Assistant) -> list[Answer]:
    """The answers to every third question: facts, themes, recommendations, counts, and unanswerable ones."""
    cases = [case for path in sorted(QUESTIONS.glob("*.yaml")) for case in yaml.safe_load(path.read_text("utf-8"))]
    return [example_library.ask(case["question"]) for case in cases[::3]]
