"""Near misses are questions that the documents do not answer, and always the same ones."""

import re
from pathlib import Path

import pytest

from assistant.answering import Assistant
from benchmarks.near_misses import near_misses, read_near_misses
from benchmarks.report import BenchmarkError


def test_no_passage_of_its_documents_holds_what_a_near_miss_asks(example_library: Assistant) -> None:
    catalogue = example_library.library.catalogue
    made = near_misses(catalogue)
    table = read_near_misses()
    ids = {Path(d.file).stem: d.id for d in catalogue.documents()}
    for subject in (s for s in table.subjects if s.files[0] in ids):
        texts = [p.text for file in subject.files for p in catalogue.passages_of(ids[file])]
        asks = {a.question.replace("{name}", subject.name).replace("{case}", subject.case): a.given for a in table.asks}
        own = [n.text for n in made if n.source == subject.files[0]]
        assert 5 <= len(own) <= 14
        assert not [t for t in own for text in texts if re.search(asks[t], text, re.IGNORECASE)]


def test_near_misses_are_the_same_at_every_run(example_library: Assistant) -> None:
    made = near_misses(example_library.library.catalogue)
    assert made == near_misses(example_library.library.catalogue)
    assert len({n.text for n in made}) == len(made) >= 150


@pytest.mark.parametrize("text", ["", "subjects: 1", "subjects: []\nasks: [{over: other, question: a, given: b}]"])
def test_a_table_that_is_wrong_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "table.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BenchmarkError, match="near misses"):
        read_near_misses(path)
