"""The whole journey on one screen: a question becomes a cited answer, or a plain "the documents held do not answer"."""

import time
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import urlencode

from assistant.abstention import judge
from assistant.evidence import choose, score_sentences
from assistant.questions import understand
from assistant.records import (
    Answer,
    Citation,
    Dropped,
    Evidence,
    Filters,
    Notice,
    Retrieved,
    Searched,
    Statement,
)  # fmt: skip
from assistant.retrieval import Scope, dedupe, retrieve, scope
from assistant.verification import page_of_quote
from ingest.embedding import SentenceEmbeddings
from ingest.library import Library, library_version

UNVERIFIED = "the quote was not found, character for character, on the page it would cite"
MAX_NEAREST = 3


class Assistant:
    """Answers questions from one library. It holds no state between questions and may be shared by threads."""

    def __init__(self, library: Library, embeddings: SentenceEmbeddings) -> None:
        self.library = library
        self.embeddings = embeddings

    def ask(self, text: str, filters: Filters | None = None, *, max_statements: int = 6) -> Answer:
        """The answer to ``text`` from the documents that ``filters`` admit, in at most ``max_statements`` quotes."""
        clock = _Clock()
        filters = filters or Filters()
        with clock.stage("retrieve"):
            within = scope(self.library, filters)
            question = understand(text, self.library.words, within.passages)
            found = dedupe(retrieve(question, self.library, self.embeddings, within, filters))
        with clock.stage("evidence"):
            scored = score_sentences(question, found, self.library.words)
            verdict = judge(question, scored, len(within.documents))
            chosen = [] if verdict.reason else choose(scored, max_statements, across=not question.names)
        with clock.stage("verify"):
            citations, dropped = self._cite(_grouped(chosen), "c")
            nearest = self._cite(_nearest(scored), "n")[0] if verdict.reason or not citations else []
        if not citations and not verdict.reason:
            verdict = replace(verdict, reason="Every quote that could be shown failed its check against the page.")
        return Answer(
            answer_id=uuid.uuid4().hex,
            standalone_question=text,
            outcome="abstained" if verdict.reason else "answered",
            headline=_headline(citations, within),
            statements=tuple(Statement(text=c.quote, support="verbatim", citations=(c.id,)) for c in citations),
            citations=tuple(citations),
            dropped=tuple(dropped),
            notices=tuple(_notices(citations)),
            reason=verdict.reason,
            nearest=tuple(nearest),
            searched=Searched(documents=len(within.documents), passages=within.passages, filters=filters),
            library_version=library_version(self.library.catalogue.documents()),
            timings_ms=clock.timings(),
        )

    def search(self, query: str, k: int = 10, filters: Filters | None = None) -> list[Retrieved]:
        """At most ``k`` passages for ``query``, best first."""
        filters = filters or Filters()
        within = scope(self.library, filters)
        question = understand(query, self.library.words, within.passages)
        return retrieve(question, self.library, self.embeddings, within, filters, k)

    def page_label(self, item: Retrieved) -> str | None:
        """What is printed as page number where a passage begins."""
        number = item.passage.page
        page = self.library.catalogue.page_texts(item.document.id, [number]).get(number)
        return page.label if page else None

    def _cite(self, evidence: Sequence[Evidence], prefix: str) -> tuple[list[Citation], list[Dropped]]:
        """The citations of ``evidence`` that hold, and what had to be dropped."""
        citations: list[Citation] = []
        dropped: list[Dropped] = []
        for item in evidence:
            page = page_of_quote(self.library.catalogue, item.document.id, item.sentences)
            if page is None:
                dropped.append(Dropped(text=item.quote, why=UNVERIFIED))
                continue
            citations.append(_citation(item, f"{prefix}{len(citations) + 1}", page.label))
        return citations, dropped


def _citation(item: Evidence, name: str, label: str | None) -> Citation:
    first, last = item.sentences[0], item.sentences[-1]
    facts = item.document.facts
    index = item.passage.sentences.index(first)
    place = urlencode({"passage_id": item.passage.id, "sentence": index, "sentences": len(item.sentences)})
    return Citation(
        id=name, review_id=item.document.id, title=facts.title, source_kind=facts.source_kind, year=facts.year,
        page=first.page, page_end=last.page_end, page_label=label, paragraph=first.paragraph,
        section=item.passage.section, passage_kind=item.passage.kind, voice=first.voice, quote=item.quote,
        passage_id=item.passage.id, url=f"/reviews/{item.document.id}/pages/{first.page or 1}?{place}#quote",
    )  # fmt: skip


def _grouped(chosen: Sequence[Evidence]) -> list[Evidence]:
    """The documents by their best evidence, each document's evidence together, best first."""
    order = list(dict.fromkeys(item.document.id for item in chosen))
    return sorted(chosen, key=lambda item: order.index(item.document.id))


def _nearest(scored: Sequence[Evidence]) -> list[Evidence]:
    """What came nearest, one sentence a document."""
    best: dict[str, Evidence] = {}
    for item in scored:
        best.setdefault(item.document.id, item)
    return list(best.values())[:MAX_NEAREST]


def _headline(citations: Sequence[Citation], within: Scope) -> str:
    bearing, held = len({c.review_id for c in citations}), len(within.documents)
    noun = "document" if held == 1 else "documents"
    if not bearing:
        return f"None of the {held} {noun} held answers this" if held else "No document is held"
    return f"{bearing} of {held} {noun} held bear{'s' if bearing == 1 else ''} on this"


def _notices(citations: Sequence[Citation]) -> Iterator[Notice]:
    """Says when no quote is a review's or an inquiry's own: press and opinion are not findings."""
    kinds = {c.source_kind for c in citations}
    if kinds and not kinds & {"review", "inquiry"}:
        said = ", ".join(sorted(kind if kind != "other" else "other documents" for kind in kinds))
        yield Notice(kind="source", text=f"No review says this itself: the quotes are from {said}.")


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
