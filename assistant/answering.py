"""The whole journey on one screen: a question becomes a cited answer, or a plain "the documents held do not answer"."""

import re
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from assistant.abstention import DEFAULT_THRESHOLD, judge
from assistant.alternatives import ask_instead
from assistant.choosing import Spread, choose
from assistant.citing import citations, cite, dropped
from assistant.computed import compute
from assistant.counted_answers import counted
from assistant.evidence import rank_sentences
from assistant.follow_ups import Standalone, Turn, standalone
from assistant.notices import notices
from assistant.ordering import LOOKED_AT, best_first
from assistant.questions import Understood, understand
from assistant.records import Answer, Citation, Dropped, Evidence, Filters, Notice, Retrieved, Searched, Statement
from assistant.reranking import Reranker
from assistant.retrieval import Admits, Scope, dedupe, retrieve, scope
from assistant.safeguards import Screening, screen
from assistant.signposts import Signposts
from assistant.topic_filters import topics
from assistant.understanding import Reading, read_question
from assistant.weighing import weighed
from assistant.writing.writer import Writer
from ingest.embedding import SentenceEmbeddings
from ingest.library import Library, library_version

MAX_NEAREST = 3
_BLANKS = re.compile(r"[^\S\n]+")  # a line's end may end a sentence, other white space says nothing
MAX_TRIES = 3  # of one answer, while what is held changes under it
UNSOUND = "Every quote that could be shown failed its check against the page."
OnStatement = Callable[[Statement, tuple[Citation, ...]], None]


class Assistant:
    """Answers questions from one library. It holds no state between questions and may be shared by threads."""

    def __init__(self, library: Library, embeddings: SentenceEmbeddings, signposts: Signposts | None = None,
                 writer: Writer | None = None, *, threshold: float = DEFAULT_THRESHOLD,
                 reranker: Reranker | None = None) -> None:  # fmt: skip
        self.library = library
        self.embeddings = embeddings
        self._signposts = signposts
        self.writer = writer
        self._threshold = threshold
        self._reranker = reranker

    def ask(
        self,
        text: str,
        filters: Filters | None = None,
        *,
        max_statements: int = 6,
        turns: Sequence[Turn] = (),
        on_statement: OnStatement | None = None,
    ) -> Answer:
        """The answer to ``text`` from the documents that ``filters`` admit, in at most ``max_statements`` quotes.

        A follow-up is read with the ``turns`` before it, oldest first. An answer made while an ingest changed what is
        held is made again: a quote from a document just replaced would not be found on its page. ``on_statement`` is
        called with each statement of the answer that stands, in order, and with the citations that carry it; what it
        raises ends the asking.
        """
        for _ in range(MAX_TRIES):
            before = self.library.version
            answer = self._ask(text, filters or Filters(), max_statements, turns)
            if answer.library_version == before:
                break
        if on_statement is not None:
            held = {c.id: c for c in answer.citations}
            for statement in answer.statements:
                on_statement(statement, tuple(held[name] for name in statement.citations))
        return answer

    def _ask(self, text: str, filters: Filters, max_statements: int, turns: Sequence[Turn]) -> Answer:
        clock, text = _Clock(), _BLANKS.sub(" ", text)
        with clock.stage("understand"):
            screening = screen(text, self._signposts)
            asked = standalone(screening.question, turns)
            within = scope(self.library, _held_to(asked, filters))
            reading = read_question(asked.text, list(within.documents.values()))
            job = _Job(screening=screening, asked=asked, within=within, reading=reading, filters=filters)
        if screening.outcome and not screening.question:
            return self._answer(job, clock, _Found(reason=screening.reason))
        with clock.stage("count"):
            computed = compute(reading, self.library, job.filters, max_statements) if not asked.about else None
        if computed is None:
            found = self._from_evidence(job, max_statements, clock)
            return self._answer(job, clock, self._in_prose(found, job, max_statements, clock))
        with clock.stage("verify"):
            parts = counted(computed, self.library.catalogue)
        found = _Found(headline=parts.headline, statements=parts.statements, citations=parts.citations,
                       dropped=parts.dropped, notices=parts.notices)  # fmt: skip
        return self._answer(job, clock, found)

    def screening(self, text: str) -> Screening:
        """What is decided about a message before anything is searched: quick, so signposts can be shown at once."""
        return screen(text, self._signposts)

    def search(self, query: str, k: int = 10, filters: Filters | None = None) -> list[Retrieved]:
        """At most ``k`` passages for ``query``, best first, none twice."""
        filters = filters or Filters()
        within = scope(self.library, filters)
        question = self._understood(read_question(query, list(within.documents.values())), within)
        admits, looked_at = self._admits(filters), max(k, LOOKED_AT)
        found = dedupe(retrieve(question, self.library, self.embeddings, within, looked_at, admits=admits))
        return best_first(question, found, self.library.words, self._reranker)[:k]

    def page_label(self, item: Retrieved) -> str | None:
        """What is printed as page number where a passage begins."""
        number = item.passage.page
        page = self.library.catalogue.page_texts(item.document.id, [number]).get(number)
        return page.label if page else None

    def _from_evidence(self, job: "_Job", most: int, clock: "_Clock") -> "_Found":
        """Quotes from the passages that bear on the question, or the reason why there are none."""
        with clock.stage("retrieve"):
            question = self._understood(job.reading, job.within)
            admits = self._admits(job.filters)
            found = dedupe(retrieve(question, self.library, self.embeddings, job.within, admits=admits))
            found = self._reranker.best(question.text, found) if self._reranker else found
        with clock.stage("evidence"):
            ranked = rank_sentences(question, found, self.library.words)
            held_here = list(job.within.documents.values())
            verdict = judge(question, ranked, held_here, self.library.words, self._threshold)
            reason = verdict.reason
            spread = Spread(across=job.reading.across, sides=job.reading.sides)
            chosen = [] if reason else choose(ranked, most, spread)
        with clock.stage("verify"):
            cited = cite(_grouped(chosen), self.library.catalogue, "c")
            held = citations(cited)
            reason = reason or (None if held else UNSOUND)
            near = cite(_nearest(ranked.evidence, verdict.against), self.library.catalogue, "n") if reason else []
        return _Found(
            reason=reason, citations=held, dropped=dropped(cited), nearest=citations(near),
            notices=tuple(self._instead(question, ranked.evidence, job)) if reason else (),
            statements=tuple(Statement(text=c.quote, support="verbatim", citations=(c.id,)) for c in held),
        )  # fmt: skip

    def _instead(self, question: Understood, scored: Sequence[Evidence], job: "_Job") -> Iterator[Notice]:
        """What was searched without an answer, and what could be asked instead."""
        documents = list(job.within.documents.values())
        if documents:
            yield Notice(
                kind="searched", text=f"{job.within.passages:,} passages of {len(documents)} documents were searched."
            )
        for text in ask_instead(question, scored, documents, self.library, job.filters):
            yield Notice(kind="ask_instead", text=f"You could ask instead: {text}")

    def _in_prose(self, found: "_Found", job: "_Job", most: int, clock: "_Clock") -> "_Found":
        """What a model wrote and the quotes carry; without a model, or if nothing of it stands, the quotes."""
        if self.writer is None or found.reason or not found.citations:
            return found
        with clock.stage("write"):
            written = self.writer.write(job.asked.text, found.citations, job.within.documents, most)
        found = replace(found, dropped=(*found.dropped, *written.dropped), notices=(*found.notices, *written.notices))
        if not written.statements:
            return found
        return replace(found, statements=written.statements, citations=written.citations, model=self.writer.name)

    def _understood(self, reading: Reading, within: Scope) -> Understood:
        return understand(reading, self.library.words, within.passages)

    def _admits(self, filters: Filters) -> Admits | None:
        """What of the passages found ``filters`` leave by kind, theme and agency; None when they leave all."""
        about = topics(filters, self.library.catalogue)
        if about is None and not filters.passage_kinds:
            return None

        def admits(item: Retrieved) -> bool:
            kind = not filters.passage_kinds or item.passage.kind in filters.passage_kinds
            return kind and (about is None or about.admits(item))

        return admits

    def _answer(self, job: "_Job", clock: "_Clock", found: "_Found") -> Answer:
        screening = job.screening
        outcome = screening.outcome if screening.outcome == "signposted" or not screening.question else None
        reason = "\n\n".join(r for r in dict.fromkeys((screening.reason, found.reason)) if r) or None
        return Answer(
            answer_id=uuid.uuid4().hex,
            standalone_question=job.asked.text or screening.question,
            outcome=outcome or ("abstained" if found.reason else "answered"),
            headline=found.headline or _headline(found, job.within, screening),
            statements=found.statements,
            citations=found.citations,
            dropped=found.dropped,
            notices=(*_how(job), *found.notices, *weighed(found.citations, job.reading), *notices(found.citations)),
            reason=reason,
            nearest=found.nearest,
            searched=Searched(documents=len(job.within.documents), passages=job.within.passages, filters=job.filters),
            library_version=library_version(self.library.catalogue.documents()),
            model=found.model,
            timings_ms=clock.timings(),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """A question with all that is known of it before anything is searched."""

    screening: Screening
    asked: Standalone
    within: Scope
    reading: Reading
    filters: Filters


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """What came of a question; ``reason`` says why there is no answer."""

    reason: str | None = None
    headline: str = ""
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    dropped: tuple[Dropped, ...] = ()
    notices: tuple[Notice, ...] = ()
    nearest: tuple[Citation, ...] = ()
    model: str = "extractive"


def _held_to(asked: Standalone, filters: Filters) -> Filters:
    """``filters``, held to the documents that a follow-up is about."""
    kept = [i for i in asked.about if not filters.review_ids or i in filters.review_ids]
    return replace(filters, review_ids=tuple(kept)) if kept else filters


def _how(job: _Job) -> Iterator[Notice]:
    """How the question was understood, and what of it was declined."""
    if job.screening.outcome == "declined" and job.screening.question:
        yield Notice(kind="declined", text=job.screening.reason)
    if job.asked.changed:
        yield Notice(kind="follow_up", text=f"Read as: {job.asked.text} ({job.asked.how})")
    if job.reading.said:
        yield Notice(kind="understood", text=f"Understood as asking of: {'; '.join(job.reading.said)}.")


def _grouped(chosen: Sequence[Evidence]) -> list[Evidence]:
    """The documents by their best evidence, each document's evidence together, best first."""
    order = list(dict.fromkeys(item.document.id for item in chosen))
    return sorted(chosen, key=lambda item: order.index(item.document.id))


def _nearest(scored: Sequence[Evidence], against: Evidence | None) -> list[Evidence]:
    """What came nearest, one sentence a document; the one ``against`` what the question takes for granted first."""
    best: dict[str, Evidence] = {}
    for item in (*([against] if against else []), *scored):
        best.setdefault(item.document.id, item)
    return list(best.values())[:MAX_NEAREST]


def _headline(found: _Found, within: Scope, screening: Screening) -> str:
    if screening.outcome == "signposted":
        return "If a child is at risk now, act on this first"
    if screening.outcome and not screening.question:
        return "This is not something to answer from reviews"
    bearing, held = len({c.review_id for c in found.citations}), len(within.documents)
    noun = "document" if held == 1 else "documents"
    if not bearing:
        return f"None of the {held} {noun} held answers this" if held else "No document is held"
    return f"{bearing} of {held} {noun} held bear{'s' if bearing == 1 else ''} on this"


class _Clock:
    """Milliseconds by stage."""

    def __init__(self) -> None:
        self._stages: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            self._stages[name] = round(1000 * (time.perf_counter() - started), 1)

    def timings(self) -> dict[str, float]:
        return {**self._stages, "total": round(sum(self._stages.values()), 1)}
