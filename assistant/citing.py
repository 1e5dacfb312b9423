"""From evidence to citations: only quotes that stand on the page they cite, each as a professional would write it."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from urllib.parse import urlencode

from assistant.records import Citation, Dropped, Evidence
from assistant.verification import page_of_quote
from ingest.catalogue import Catalogue
from ingest.records import Sentence
from ingest.text import between, stands_on

_FOOTNOTE = re.compile(r"\d{1,3}|[*†‡]{1,3}")
_ITEM = re.compile(r"[•●▪■◦‣·○–—\-\uf000-\uf0ff]|\(?(?:[a-z]|[ivx]{1,4}|\d{1,2})[.)]")
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
        if page is None:
            found.append(Cited(evidence=item, citation=None))
            continue
        if item.sentences[0].page == item.sentences[-1].page_end:
            item, quote = as_printed(item, page.text)
        else:
            quote = item.quote
        after += 1
        found.append(Cited(evidence=item, citation=_citation(item, f"{prefix}{after}", page.label, quote)))
    return found


def as_printed(item: Evidence, page: str) -> tuple[Evidence, str]:
    """``item`` and its quote with the marks of a list or a footnote that the page has between its sentences.

    Where anything else stands between them, as many sentences as follow one another are left about its core, or, where
    it has none, from its first sentence on.
    """
    core = item.sentences.index(item.core) if item.core in item.sentences else 0
    first, quote = core, item.sentences[core].text
    last = core
    while last + 1 < len(item.sentences):
        longer = _joined(quote, item.sentences[last].text, item.sentences[last + 1].text, page)
        if longer is None:
            break
        last, quote = last + 1, longer
    while first > 0:
        before = item.sentences[first - 1].text
        glue = _glue(before, item.sentences[first].text, page)
        if glue is None or not stands_on(f"{before}{glue}{quote}", page):
            break
        first, quote = first - 1, f"{before}{glue}{quote}"
    return replace(item, sentences=item.sentences[first : last + 1]), quote


def printed(sentences: Sequence[Sentence], page: str | None) -> str:
    """The words of sentences that follow one another, with the marks that their page has between them."""
    text = sentences[0].text
    for before, following in pairwise(s.text for s in sentences):
        longer = _joined(text, before, following, page) if page is not None else None
        text = longer or f"{text} {following}"
    return text


def _joined(quote: str, end: str, following: str, page: str) -> str | None:
    """``quote``, whose last sentence is ``end``, with the sentence ``following`` as printed on the page, if it is."""
    glue = _glue(end, following, page)
    longer = f"{quote}{glue}{following}"
    return longer if glue is not None and stands_on(longer, page) else None


def _glue(first: str, second: str, page: str) -> str | None:
    """What joins two sentences in print: a blank, the mark of a footnote or of an item; None for anything else.

    A mark that the page has only as a glyph without a meaning is not one that other readers would find there.
    """
    mark = between(first, second, page)
    if mark == "":
        return " "
    if mark is None or mark not in page:
        return None
    if _FOOTNOTE.fullmatch(mark):
        return f"{mark} "
    return f" {mark} " if _ITEM.fullmatch(mark) else None


def dropped(cited: Sequence[Cited]) -> tuple[Dropped, ...]:
    """What had to be left out, and why."""
    return tuple(Dropped(text=c.evidence.quote, why=UNVERIFIED) for c in cited if c.citation is None)


def citations(cited: Sequence[Cited]) -> tuple[Citation, ...]:
    """The citations that hold."""
    return tuple(c.citation for c in cited if c.citation is not None)


def _citation(item: Evidence, name: str, label: str | None, quote: str) -> Citation:
    first, last = item.sentences[0], item.sentences[-1]
    facts = item.document.facts
    index = item.passage.sentences.index(first)
    place = urlencode({"passage_id": item.passage.id, "sentence": index, "sentences": len(item.sentences)})
    return Citation(
        id=name, review_id=item.document.id, title=facts.title, source_kind=facts.source_kind, year=facts.year,
        page=first.page, page_end=last.page_end, page_label=label, paragraph=first.paragraph,
        section=item.passage.section, passage_kind=item.passage.kind, voice=first.voice, quote=quote,
        passage_id=item.passage.id, url=f"/reviews/{item.document.id}/pages/{first.page or 1}?{place}#quote",
    )  # fmt: skip
