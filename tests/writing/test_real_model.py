"""A real model that writes noise: nothing of it is shown, and the quote answer arrives."""

from pathlib import Path

from assistant.answering import Assistant
from assistant.writing.model import ChatModel, ModelSettings
from assistant.writing.prompts import load_prompt
from assistant.writing.writer import Limits, Writer
from tests.writing.tiny_model import serving_tiny

QUESTION = "What do reviews say about bruises in babies who cannot move?"


def test_of_a_model_that_writes_noise_nothing_is_shown(example_library: Assistant, model: Path) -> None:
    with serving_tiny(model / "tokenizer.json") as url:
        chosen = ModelSettings(name="openai:tiny", url=url, key="none", seconds=60.0)
        writer = Writer(ChatModel(chosen), load_prompt("statements"), Limits(tries=1, seconds=120.0, pause=0.01))
        noisy = Assistant(example_library.library, example_library.embeddings, writer=writer)
        quotes, answer = example_library.ask(QUESTION), noisy.ask(QUESTION)
    assert answer.outcome == quotes.outcome == "answered"
    assert (answer.statements, answer.citations) == (quotes.statements, quotes.citations)
    assert answer.model == "extractive"
    assert {n.kind for n in answer.notices} & {"model_failed", "model_unsupported"}
