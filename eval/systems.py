"""What is evaluated: anything that answers and searches. The product stands behind the same calls as all others."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from assistant.abstention import by_rule
from assistant.answerability import chance
from assistant.answering import Assistant
from assistant.evidence import rank_sentences
from assistant.follow_ups import CitedDocument, Turn
from assistant.questions import understand
from assistant.records import Answer, Filters
from assistant.retrieval import dedupe, retrieve, scope
from assistant.understanding import read_question

DEPTH = 60  # passages asked for: enough for 1,500 words


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A passage as it was ranked: where it is from, and its words."""

    passage_id: str
    document_id: str
    text: str
    score: float


class System(Protocol):
    """Answers and searches."""

    def ask(self, question: str, filters: Filters, turns: Sequence[str]) -> Answer:
        """The answer to ``question``, asked after the ``turns``."""

    def search(self, query: str, filters: Filters) -> Sequence[Found]:
        """Passages for ``query``, best first."""

    def confidence(self, query: str, filters: Filters) -> float:
        """How sure it is, from 0 to 1, that the documents answer."""


class Product:
    """The product as its users have it."""

    def __init__(self, assistant: Assistant) -> None:
        self._assistant = assistant

    def ask(self, question: str, filters: Filters, turns: Sequence[str]) -> Answer:
        """The answer; the turns before are asked first, each after those before it."""
        said: list[Turn] = []
        for text in turns:
            said.append(self._turn(self._assistant.ask(text, filters, turns=said)))
        return self._assistant.ask(question, filters, turns=said)

    def search(self, query: str, filters: Filters) -> Sequence[Found]:
        """The first ``DEPTH`` passages."""
        return [
            Found(passage_id=r.passage.id, document_id=r.document.id, text=r.passage.text, score=r.score)
            for r in self._assistant.search(query, DEPTH, filters)
        ]

    def confidence(self, query: str, filters: Filters) -> float:
        """The chance by which it decides whether to answer; 0 when a rule says that nothing does."""
        library = self._assistant.library
        within = scope(library, filters)
        held = list(within.documents.values())
        question = understand(read_question(query, held), library.words, within.passages)
        found = dedupe(retrieve(question, library, self._assistant.embeddings, within))
        ranked = rank_sentences(question, found, library.words)
        return 0.0 if by_rule(question, ranked, held).reason else chance(question, ranked, library.words).both

    def _turn(self, answer: Answer) -> Turn:
        held = {d.id: d for d in self._assistant.library.catalogue.documents()}
        cited = [held[i] for i in dict.fromkeys(c.review_id for c in answer.citations) if i in held]
        return Turn(
            question=answer.standalone_question,
            documents=tuple(
                CitedDocument(id=d.id, title=d.facts.title, area=d.facts.area, year=d.facts.year,
                              pseudonyms=d.facts.pseudonyms)
                for d in cited
            ),
        )  # fmt: skip


class Remembering:
    """A system whose answers are kept, so that what is done to them afterwards costs nothing."""

    def __init__(self, system: System) -> None:
        self._system = system
        self._answers: dict[tuple[str, Filters, tuple[str, ...]], Answer] = {}
        self._found: dict[tuple[str, Filters], Sequence[Found]] = {}
        self._sure: dict[tuple[str, Filters], float] = {}

    def ask(self, question: str, filters: Filters, turns: Sequence[str]) -> Answer:
        """The answer of the first time."""
        key = (question, filters, tuple(turns))
        if key not in self._answers:
            self._answers[key] = self._system.ask(question, filters, turns)
        return self._answers[key]

    def search(self, query: str, filters: Filters) -> Sequence[Found]:
        """What was found the first time."""
        if (query, filters) not in self._found:
            self._found[query, filters] = self._system.search(query, filters)
        return self._found[query, filters]

    def confidence(self, query: str, filters: Filters) -> float:
        """As sure as the first time."""
        if (query, filters) not in self._sure:
            self._sure[query, filters] = self._system.confidence(query, filters)
        return self._sure[query, filters]
