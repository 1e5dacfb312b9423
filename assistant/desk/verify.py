"""Compares every quote of an exported file with the library as it is now."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path
from typing import Literal

from assistant.citing import printed
from assistant.desk.checks import HASH, Check, check_of, name_hash
from assistant.desk.papers import Quoted, quote_hash, shown
from assistant.desk.reading_back import read_back
from assistant.records import Json
from assistant.verification import runs_over
from ingest.catalogue import Held, StoredPage
from ingest.errors import RequestError
from ingest.library import Library
from ingest.records import Sentence
from ingest.text import stands_on

State = Literal["unchanged", "moved", "changed", "withdrawn", "edited"]
STATES: dict[State, str] = {
    "unchanged": "unchanged", "moved": "moved since", "changed": "changed since", "withdrawn": "withdrawn",
    "edited": "edited by hand",
}  # fmt: skip
_INSIDE = re.compile(r"[“\"](.*)[”\"]", re.DOTALL)
_ALIKE = 0.6  # share of characters in common above which a paragraph is taken for the quote that was edited


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """How one quote stands: its number in the file, its citation in words, the state, and what that means here."""

    number: int
    state: State
    citation: str
    detail: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """How every quote of a file stands."""

    file: str
    library_version: str
    verdicts: tuple[Verdict, ...]

    @property
    def holds(self) -> bool:
        """Whether every quote is unchanged and where its citation says."""
        return all(verdict.state == "unchanged" for verdict in self.verdicts)

    def as_json(self) -> Json:
        """The report as data."""
        return {
            "file": self.file, "library_version": self.library_version, "holds": self.holds,
            "counts": {state: sum(v.state == state for v in self.verdicts) for state in STATES},
            "quotes": [asdict(verdict) for verdict in self.verdicts],
        }  # fmt: skip


def verify(path: Path, library: Library) -> Report:
    """How every quote of the exported file at ``path`` stands in ``library``.

    Raises RequestError when the file cannot be read or holds no quote that was exported.
    """
    found = read_back(path)
    if not found.citations:
        raise RequestError(
            "the file holds no mark of an exported quote", thing=path.name, remedy="export it again and keep the notes"
        )
    texts = _texts_by_digest(found.paragraphs)
    documents = [_Document(held, library) for held in library.catalogue.documents()]
    verdicts = []
    for number, (words, check) in enumerate(found.citations, start=1):
        text = texts.get(check.digest)
        state, detail = _edited(check, words, text, found.paragraphs, documents) or _compared(check, text, documents)
        verdicts.append(Verdict(number=number, state=state, citation=words, detail=detail))
    return Report(file=path.name, library_version=library.version, verdicts=tuple(verdicts))


def standing(quoted: Quoted, library: Library) -> tuple[State, str]:
    """How a quote stands in ``library`` now, and what that means here."""
    check = check_of(quoted)
    documents = [_Document(held, library) for held in library.catalogue.documents()]
    return _compared(check, quoted.text, documents)


class _Document:
    """A document held, its sentences and pages read when they are first needed."""

    def __init__(self, held: Held, library: Library) -> None:
        self.held = held
        self._library = library

    @cached_property
    def sentences(self) -> list[Sentence]:
        return [s for passage in self._library.catalogue.passages_of(self.held.id) for s in passage.sentences]

    @cached_property
    def pages(self) -> list[StoredPage]:
        return self._library.catalogue.pages(self.held.id)

    def place(self, check: Check) -> Sentence | None:
        """The sentence with which the quote begins: where it was cited if it is there, else where it is now."""
        passage = self._library.catalogue.passages([check.passage_id]).get(check.passage_id)
        if passage is not None and passage.document_id == self.held.id:
            cited = passage.passage.sentences[check.first : check.first + check.count]
            if cited and self._is(cited, check):
                return cited[0]
        starts = range(len(self.sentences) - check.count + 1)
        found = [i for i in starts if self._is(self.sentences[i : i + check.count], check)]
        there = [i for i in found if _stands_as_cited(self.sentences[i], check)]
        return self.sentences[(there or found)[0]] if found else None

    def words(self, check: Check) -> str | None:
        """The words of the quote as they stand here; None when they do not."""
        first = self.place(check)
        if first is None:
            return None
        at = self.sentences.index(first)
        return self._printed(self.sentences[at : at + check.count])

    def _is(self, sentences: Sequence[Sentence], check: Check) -> bool:
        """Whether these are the words quoted, the marks between them as printed or none."""
        plain = " ".join(s.text for s in sentences)
        return _digest(plain) == check.digest or _digest(self._printed(sentences)) == check.digest

    def _printed(self, sentences: Sequence[Sentence]) -> str:
        one_page = len(sentences) > 1 and sentences[0].page == sentences[-1].page_end
        text = self._page_texts.get(sentences[0].page) if one_page else None
        return printed(sentences, text)

    @cached_property
    def _page_texts(self) -> dict[int | None, str]:
        return {page.number: page.text for page in self.pages}

    def holds(self, text: str) -> bool:
        """Whether the words stand on some page, even if they are not the same sentences any more."""
        after = [*self.pages[1:], None]
        return any(
            stands_on(text, page.text) or following is not None and runs_over(text, page.text, following.text)
            for page, following in zip(self.pages, after, strict=True)
        )


def _edited(
    check: Check, words: str, text: str | None, paragraphs: Sequence[str], documents: Sequence[_Document]
) -> tuple[State, str] | None:
    """What was changed in the file by hand, if anything was."""
    if text is None:
        known = next((said for d in _candidates(check, documents) if (said := d.words(check))), None)
        if known is not None and any(shown(known) in paragraph for paragraph in paragraphs):
            text = known
    if text is None:
        if known is None:
            return "edited", "its words in the file are not those that were exported"
        now = _nearest(shown(known), paragraphs)
        return "edited", f"the document says “{shown(known)}”" + (f"; the file says “{now}”" if now else "")
    if name_hash(words) != check.words:
        return "edited", "the words of the quote are right, but its citation was changed in the file"
    return None


def _compared(check: Check, text: str | None, documents: Sequence[_Document]) -> tuple[State, str]:
    """How a quote that the file shows unchanged stands in the library."""
    candidates = _candidates(check, documents)
    for document in candidates:
        first = document.place(check)
        if first is None:
            continue
        if _stands_as_cited(first, check):
            return "unchanged", ""
        return "moved", f"now {_place(first)}; cited {_place_words(check.page, check.paragraph)}"
    if not candidates:
        return "withdrawn", f"no document {check.review_id} is held, and none of its title"
    if text and any(document.holds(text) for document in candidates):
        return "moved", "the words stand in the document, but no longer as sentences of their own"
    return "changed", "the document is held, but these words do not stand in it any more"


def _candidates(check: Check, documents: Sequence[_Document]) -> list[_Document]:
    """The document that was quoted; if it is not held, those of its title: it was ingested anew."""
    same = [d for d in documents if d.held.id == check.review_id]
    return same or [d for d in documents if name_hash(d.held.facts.title) == check.title]


def _texts_by_digest(paragraphs: Sequence[str]) -> dict[str, str]:
    """Each paragraph's words, and those inside its quotation marks, by their digest."""
    found = {}
    for paragraph in paragraphs:
        inside = _INSIDE.search(paragraph)
        for text in (paragraph, inside.group(1) if inside else ""):
            if text:
                found[quote_hash(text)[:HASH]] = text
    return found


def _nearest(quote: str, paragraphs: Sequence[str]) -> str | None:
    """The paragraph most like a quote that was edited."""
    inside = [m.group(1) for p in paragraphs if (m := _INSIDE.search(p))]
    rated = [(SequenceMatcher(None, quote, text, autojunk=False).quick_ratio(), text) for text in inside]
    best = max(rated, default=(0.0, ""))
    return best[1] if best[0] >= _ALIKE else None


def _digest(text: str) -> str:
    return quote_hash(text)[:HASH]


def _stands_as_cited(first: Sentence, check: Check) -> bool:
    return first.page == check.page and shown(first.paragraph or "") == (check.paragraph or "")


def _place(first: Sentence) -> str:
    return _place_words(first.page, first.paragraph)


def _place_words(page: int | None, paragraph: str | None) -> str:
    parts = [f"PDF page {page}" if page is not None else "", f"paragraph {paragraph}" if paragraph else ""]
    return ", ".join(part for part in parts if part) or "in a text without pages"
