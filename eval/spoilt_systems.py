"""Planted defects of the system: a part of it missing, ignored or slow, behind the calls of the real one."""

import copy
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

from assistant.answering import Assistant
from assistant.records import Answer, Filters
from eval.defects import Defect
from eval.shelf import Shelf
from eval.systems import Found, Product, Remembering, System
from ingest.embedding import SentenceEmbeddings
from ingest.sentence_vectors import QuestionVectors

_CUT = 60  # words


class Spoilt:
    """A system whose answers are spoilt by a defect."""

    def __init__(self, system: System, defect: Defect, shelf: Shelf) -> None:
        self._system, self._defect, self._shelf = system, defect, shelf

    def ask(self, question: str, filters: Filters, turns: Sequence[str]) -> Answer:
        """The answer, spoilt."""
        return self._defect.spoil(self._system.ask(question, filters, turns), self._shelf)

    def search(self, query: str, filters: Filters) -> Sequence[Found]:
        """As the system searches."""
        return self._system.search(query, filters)

    def confidence(self, query: str, filters: Filters) -> float:
        """As sure as the system."""
        return self._system.confidence(query, filters)


class _Passed:
    """A system that does what the one behind it does."""

    def __init__(self, system: System) -> None:
        self.system = system

    def ask(self, question: str, filters: Filters, turns: Sequence[str]) -> Answer:
        """The answer of the system behind."""
        return self.system.ask(question, filters, turns)

    def search(self, query: str, filters: Filters) -> Sequence[Found]:
        """What the system behind finds."""
        return self.system.search(query, filters)

    def confidence(self, query: str, filters: Filters) -> float:
        """As sure as the system behind."""
        return self.system.confidence(query, filters)


class Forgetful(_Passed):
    """The turns before are lost."""

    def ask(self, question: str, filters: Filters, turns: Sequence[str]) -> Answer:
        """The answer to the question as it stands."""
        return self.system.ask(question, filters, ())


class Unfiltered(_Passed):
    """Filters are ignored."""

    def ask(self, question: str, filters: Filters, turns: Sequence[str]) -> Answer:
        """The answer from all that is held."""
        return self.system.ask(question, Filters(), turns)

    def search(self, query: str, filters: Filters) -> Sequence[Found]:
        """Found in all that is held."""
        return self.system.search(query, Filters())


class Cut(_Passed):
    """What stands beyond the sixtieth word of a passage was never indexed."""

    def ask(self, question: str, filters: Filters, turns: Sequence[str]) -> Answer:
        """The answer without quotes of long passages' ends, known by what a search of them gives."""
        answer = self.system.ask(question, filters, turns)
        texts = {f.passage_id: " ".join(f.text.split()[:_CUT]) for f in self.search(question, filters)}
        kept = [c for c in answer.citations if " ".join(c.quote.split()[:4]) in texts.get(c.passage_id, c.quote)]
        names = {c.id for c in kept}
        said = tuple(s for s in answer.statements if set(s.citations) <= names)
        return replace(answer, citations=tuple(kept), statements=said)

    def search(self, query: str, filters: Filters) -> Sequence[Found]:
        """Passages cut short."""
        return [replace(f, text=" ".join(f.text.split()[:_CUT])) for f in self.system.search(query, filters)]


class Shuffled(_Passed):
    """What is found comes in any order."""

    def search(self, query: str, filters: Filters) -> Sequence[Found]:
        """The same passages, shuffled."""
        found = list(self.system.search(query, filters))
        random.Random(len(query)).shuffle(found)
        return found


class Short(_Passed):
    """Only three passages are found."""

    def search(self, query: str, filters: Filters) -> Sequence[Found]:
        """The first three."""
        return list(self.system.search(query, filters))[:3]


class Slow(_Passed):
    """Answers take ``factor`` times as long."""

    def __init__(self, system: System, factor: float) -> None:
        super().__init__(system)
        self._factor = factor

    def ask(self, question: str, filters: Filters, turns: Sequence[str]) -> Answer:
        """The answer, late."""
        started = time.perf_counter()
        answer = self.system.ask(question, filters, turns)
        time.sleep((self._factor - 1.0) * (time.perf_counter() - started))
        return answer


class Perverse(_Passed):
    """It is sure where it should doubt."""

    def confidence(self, query: str, filters: Filters) -> float:
        """The contrary of what the system says."""
        return 1.0 - self.system.confidence(query, filters)


class _Nothing:
    """An index that finds nothing, and is otherwise the one behind it."""

    def __init__(self, index: Any, call: str) -> None:
        self._index = index
        setattr(self, call, lambda *_, **__: [])

    def __getattr__(self, name: str) -> Any:
        return getattr(self._index, name)


class _Blind:
    """Embeddings in which no question is near anything."""

    def __init__(self, embeddings: Any) -> None:
        self._embeddings = embeddings

    def __getattr__(self, name: str) -> Any:
        return getattr(self._embeddings, name)

    def embed_question(self, text: str) -> QuestionVectors:
        """The vectors of a question, all nought."""
        found: QuestionVectors = self._embeddings.embed_question(text)
        return replace(found, whole=[0.0] * len(found.whole), pieces=found.pieces * 0.0)


def without_words(assistant: Assistant) -> Remembering:
    """The product over the same library, whose word index finds nothing."""
    return Remembering(Product(_over(assistant, words=_Nothing(assistant.library.words, "search"))))


def without_vectors(assistant: Assistant) -> Remembering:
    """The product over the same library, to which no vector is near a question."""
    clone = _over(assistant, vectors=_Nothing(assistant.library.vectors, "nearest"))
    clone.embeddings = cast(SentenceEmbeddings, _Blind(assistant.embeddings))
    return Remembering(Product(clone))


def _over(assistant: Assistant, **indexes: object) -> Assistant:
    """An assistant like ``assistant`` over its library with other indexes."""
    library = copy.copy(assistant.library)
    library.__class__ = type("Library", (type(library),), indexes)  # an index may be a property, which no value hides
    vars(library).update(indexes)
    clone = copy.copy(assistant)
    clone.library = library
    return clone


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemDefect:
    """A defect of the system, made from the real assistant and from its remembered answers."""

    name: str
    caught_by: tuple[str, ...]
    make: Callable[[Assistant, System], System]


_QUOTED = ("findings", "citation-recall", "documents")
RANKS = ("nDCG@10", "R@5", "R@20", "RR", "support@300w", "support@1500w")
SYSTEM_DEFECTS: tuple[SystemDefect, ...] = (
    SystemDefect(name="follow-up context lost", caught_by=("follow-ups",), make=lambda _, system: Forgetful(system)),
    SystemDefect(name="filters ignored", caught_by=("outside-filters",), make=lambda _, system: Unfiltered(system)),
    SystemDefect(name="vectors only", caught_by=(*RANKS, *_QUOTED),
                 make=lambda a, _: without_words(a)),
    SystemDefect(name="words only", caught_by=(*RANKS, *_QUOTED),
                 make=lambda a, _: without_vectors(a)),
    SystemDefect(name="passages cut at 60 words", caught_by=("support@1500w", "findings", "citation-recall"),
                 make=lambda _, system: Cut(system)),
    SystemDefect(name="shuffled ranking", caught_by=("nDCG@10", "RR"), make=lambda _, system: Shuffled(system)),
    SystemDefect(name="three passages only", caught_by=("support@1500w", "R@20"), make=lambda _, system: Short(system)),
    SystemDefect(name="sure where it should doubt", caught_by=("Brier",), make=lambda _, system: Perverse(system)),
)  # fmt: skip
