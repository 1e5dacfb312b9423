"""From evidence to citations: only quotes that stand on the page they cite, each as a professional would write it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from assistant.records import Citation, Dropped, Evidence
from assistant.verification import page_of_quote
from ingest.catalogue import Catalogue
from ingest.text import stands_on

UNVERIFIED = "the quote was not found, character for character, on the page it would cite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cited:
    """Evidence with its citation, None where the quote does not stand on its page."""

    evidence: Evidence
    citation: Citation | None


def cite(evidence: Iterable[Evidence], catalogue: Catalogue, prefix: str, *, after: int = 0) -> list[Cited]:
    """A citation for each of ``evidence`` that holds, named ``prefix`` and its number, counted on from ``after``."""
    found: list[Cited] = []
    for item in evidence:
        page = page_of_quote(catalogue, item.document.id, item.sentences)
        if page and item.core and not _unbroken(item, page.text):
            item = replace(item, sentences=(item.core,))
            page = page_of_quote(catalogue, item.document.id, item.sentences)
        if page is None:
            found.append(Cited(evidence=item, citation=None))
        else:
            after += 1
            found.append(Cited(evidence=item, citation=_citation(item, f"{prefix}{after}", page.label)))
    return found


def _unbroken(item: Evidence, page: str) -> bool:
    """Whether the sentences of a quote on one page stand there without a footnote's mark or a heading between them."""
    first, last = item.sentences[0], item.sentences[-1]
    return len(item.sentences) == 1 or first.page != last.page_end or stands_on(item.quote, page)


def dropped(cited: Sequence[Cited]) -> tuple[Dropped, ...]:
    """What had to be left out, and why."""
    return tuple(Dropped(text=c.evidence.quote, why=UNVERIFIED) for c in cited if c.citation is None)


def citations(cited: Sequence[Cited]) -> tuple[Citation, ...]:
    """The citations that hold."""
    return tuple(c.citation for c in cited if c.citation is not None)


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
