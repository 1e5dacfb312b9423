"""A cross-encoder that is named decides the order; one that cannot be used ends the search, and nothing replaces it."""

import shutil
from pathlib import Path

import pytest

from assistant.answering import Assistant
from assistant.reranking import KEPT, Reranker
from assistant.settings import Settings
from assistant.wiring import open_assistant
from ingest.embedding import DEFAULT_MODEL, model_folder
from ingest.errors import ModelError, SetupError

QUESTION = "Who told the health visitor about the bruise?"


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cross-encoder of one layer with weights drawn at random."""
    return _made(tmp_path_factory.mktemp("models") / "tiny", labels=1)


@pytest.fixture(scope="module")
def reranked(example_library: Assistant, tiny: Path) -> Assistant:
    """An assistant over the example library with that cross-encoder."""
    return Assistant(example_library.library, example_library.embeddings, reranker=Reranker(str(tiny)))


def _made(folder: Path, labels: int) -> Path:
    import torch
    from transformers import BertConfig, BertForSequenceClassification

    torch.manual_seed(7)
    config = BertConfig(
        vocab_size=30522, hidden_size=16, num_hidden_layers=1, num_attention_heads=2, intermediate_size=32,
        initializer_range=0.5,
    )  # fmt: skip
    config.num_labels = labels
    BertForSequenceClassification(config).save_pretrained(folder)
    for path in model_folder(DEFAULT_MODEL).iterdir():
        if path.name in ("tokenizer.json", "tokenizer_config.json", "vocab.txt", "special_tokens_map.json"):
            shutil.copy(path, folder / path.name)
    return folder


def test_the_order_is_the_models_and_the_same_each_time(reranked: Assistant, example_library: Assistant) -> None:
    found = reranked.search(QUESTION, 20)
    assert [r.score for r in found] == sorted((r.score for r in found), reverse=True)
    assert all(0.0 <= r.score <= 1.0 for r in found)
    assert [r.passage.id for r in found] == [r.passage.id for r in reranked.search(QUESTION, 20)]
    assert [r.passage.id for r in found] != [r.passage.id for r in example_library.search(QUESTION, 20)]


def test_an_answer_rests_on_the_passages_that_the_model_puts_first(reranked: Assistant, tiny: Path) -> None:
    found = reranked.search(QUESTION, 40)
    best = Reranker(str(tiny)).best(QUESTION, found[::-1])
    assert {r.passage.id for r in best} == {r.passage.id for r in found[:KEPT]}
    assert [r.score for r in best] == sorted(r.score for r in best)  # in the order and with the scores they came with
    assert reranked.ask(QUESTION).outcome in ("answered", "abstained")


def test_nothing_found_needs_no_model() -> None:
    assert Reranker("/nowhere").rank(QUESTION, []) == []


@pytest.mark.parametrize("name", ["/nowhere/at/all", "some-model-that-is-not-here"])
def test_a_reranker_that_is_not_there_is_an_error_at_opening(name: str, example_folder: Path) -> None:
    with (
        pytest.raises(SetupError, match="REVIEWS_RERANKER"),
        open_assistant(Settings(library=example_folder, reranker=name)),
    ):
        pass


def test_a_model_with_several_scores_is_no_reranker(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="3 scores"):
        Reranker(str(_made(tmp_path / "three", labels=3))).prepare()


def test_a_model_that_fails_fails_the_answer(example_library: Assistant, tiny: Path, tmp_path: Path) -> None:
    from safetensors.torch import load_file, save_file

    broken = tmp_path / "broken"
    shutil.copytree(tiny, broken)
    weights = load_file(broken / "model.safetensors")
    save_file({k: v + float("nan") for k, v in weights.items()}, broken / "model.safetensors", {"format": "pt"})
    assistant = Assistant(example_library.library, example_library.embeddings, reranker=Reranker(str(broken)))
    with pytest.raises(ModelError, match="no score"):
        assistant.ask(QUESTION)
    with pytest.raises(ModelError, match="no score"):
        assistant.search(QUESTION)
