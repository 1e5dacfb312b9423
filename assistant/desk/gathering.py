"""Quotes for a briefing: from the register by theme or by words, and by asking, each held to its page."""

from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import replace

from assistant.answering import Assistant
from assistant.citing import citations, cite
from assistant.desk.papers import Quoted
from assistant.finding_evidence import evidence_for
from assistant.records import Citation, Filters
from assistant.register import Entry, RegisterFilters, read_register
from assistant.topic_filters import entry_filter
from ingest.errors import RequestError
from ingest.records import FindingKind, PassageKind
from ingest.themes import find_theme

MOST_FOUND = 8
_FEWEST_WORDS, _MOST_WORDS = 8, 110
_ENDS = ".!?”’\"')"


class Gathering:
    """What can be quoted about one topic."""

    def __init__(self, assistant: Assistant, topic: str, filters: Filters) -> None:
        """Raises RequestError when the topic is one on which no briefing is made."""
        self._assistant = copy(assistant)
        self._assistant.writer = None  # a briefing quotes; no model is asked to write
        self._theme = find_theme(topic)
        self._topic = topic
        self._filters = replace(filters, source_kinds=filters.source_kinds or ("review", "inquiry"))
        first = self._assistant.ask(self.question, self._filters, max_statements=1)
        if first.outcome in ("declined", "signposted"):
            raise RequestError(
                "no briefing is made on this", thing=topic, remedy=first.reason or "name a theme of practice"
            )

    @property
    def question(self) -> str:
        """The topic as a question."""
        return self._topic if self._topic.endswith("?") else f"What do reviews say about {self._topic}?"

    def asked(self, kinds: tuple[PassageKind, ...], question: str = "") -> list[Quoted]:
        """Whole quotes about the topic from passages of these kinds, the best of each document first."""
        filters = replace(self._filters, passage_kinds=kinds)
        answer = self._assistant.ask(question or self.question, filters, max_statements=MOST_FOUND)
        return _spread(c for c in answer.citations if c.passage_kind in kinds)

    def registered(self, kind: FindingKind) -> list[Quoted]:
        """Entries of the register on the topic, those that are mainly about it and newer ones first."""
        library = self._assistant.library
        words = "" if self._theme else self._topic.rstrip("?")
        narrowed = RegisterFilters(kind=kind, theme=self._theme or "", q=words)
        admits = entry_filter(replace(self._filters, passage_kinds=()))
        entries = [
            entry
            for entry in read_register(library, narrowed).entries
            if self._filters.admits(entry.document) and admits(entry.finding)
        ]
        entries.sort(key=self._rank)
        carried = evidence_for(entries[: 2 * MOST_FOUND], library)
        return _spread(citations(cite((c.evidence for c in carried if c), library.catalogue, "c")))

    def _rank(self, entry: Entry) -> tuple[int, int]:
        themes = entry.finding.themes
        return (themes.index(self._theme) if self._theme in themes else len(themes), -(entry.document.facts.year or 0))


def _spread(found: Iterable[Citation]) -> list[Quoted]:
    """Those that can stand alone, one of each document before the second of any."""
    turns: dict[str, int] = {}
    rated: list[tuple[int, int, Quoted]] = []
    for place, citation in enumerate(c for c in found if _stands_alone(c)):
        turns[citation.review_id] = turn = turns.get(citation.review_id, -1) + 1
        rated.append((turn, place, Quoted(citation=citation)))
    return [quoted for _, _, quoted in sorted(rated, key=lambda item: item[:2])]


def _stands_alone(citation: Citation) -> bool:
    """Whether a quote is a sentence, not a heading or a line cut off, and short enough for a briefing."""
    words = len(citation.quote.split())
    ends = (
        _ENDS if citation.passage_kind == "recommendation" else _ENDS.replace("?", "")
    )  # reviews may recommend by asking
    return _FEWEST_WORDS <= words <= _MOST_WORDS and citation.quote[-1:] in ends


def unused(quotes: Sequence[Quoted], used: set[str]) -> list[Quoted]:
    """``quotes`` without those whose words, or part of them, stand in ``used`` already."""
    return [quote for quote in quotes if not any(quote.text in text or text in quote.text for text in used)]
