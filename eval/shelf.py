"""The documents that answers are measured against: where a sentence stands, and what is true of a citation."""

import hashlib
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.records import Citation
from assistant.verification import runs_over
from eval.cases import Case, Place
from ingest.catalogue import Catalogue, Held, StoredPage
from ingest.records import Paragraph, Passage
from ingest.text import fold_space, resolve_glyphs, stands_on

_LONGEST = 200  # words of one sentence that is named by digest
_KNOWN_BY = 80  # characters that a passage must hold of a sentence that runs on into the next
_MOST_OF = 0.6  # of a known sentence that a quote must hold
_ENDS = ".?!:;…”’\"')]"


def digest(sentence: str) -> str:
    """The name of a sentence: the first 16 hexadecimal digits of its SHA-256, white space folded."""
    return hashlib.sha256(" ".join(sentence.split()).encode()).hexdigest()[:16]


def folded(text: str) -> str:
    """Lower-case letters and digits of ``text``, all else one space: what two prints of a sentence share."""
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def carries(quote: str, sentence: str) -> bool:
    """Whether a folded ``quote`` gives a folded ``sentence``: all of it, or nothing else and most of it."""
    return bool(quote) and (sentence in quote or quote in sentence and len(quote) >= _MOST_OF * len(sentence))


@dataclass(frozen=True, slots=True, kw_only=True)
class TextRun:
    """Paragraphs one after another, a blank between them; where each begins and ends, and its number."""

    text: str
    starts: tuple[int, ...]
    ends: frozenset[int]
    numbers: tuple[str | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """One document held: its passages, paragraphs and pages, the words of its passages folded once."""

    held: Held
    passages: tuple[Passage, ...]
    paragraphs: tuple[Paragraph, ...]
    pages: dict[int | None, StoredPage]
    words: tuple[tuple[str, str], ...]  # id of a passage, its words folded
    texts: tuple[tuple[str, str | None], ...]  # of a paragraph: white space folded, its number
    runs: tuple["TextRun", ...]  # all of its text in one run, and the same without the marks of footnotes


class Shelf:
    """All documents of a library, read once. It asks the catalogue alone, never an index."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._books = {held.id: _book(catalogue, held) for held in catalogue.documents()}
        self._ids = {n: i for i, b in self._books.items() for n in (Path(b.held.file).stem, b.held.file, i)}
        self._words: dict[Place, str | None] = {}
        self._relevant: dict[Place, frozenset[str]] = {}
        self._seen: dict[tuple[str, ...], bool] = {}
        self._folded: dict[str, list[str]] = {}

    @property
    def books(self) -> Sequence[Book]:
        """Every document held."""
        return tuple(self._books.values())

    def book(self, name: str) -> Book | None:
        """The document of this file (with or without ending) or id, None when it is not held."""
        return self._books.get(self._ids.get(name, ""))

    def words(self, place: Place) -> str | None:
        """The folded words of a place, None when its document is not held or holds no such sentence."""
        if place not in self._words:
            self._words[place] = self._find_words(place)
        return self._words[place]

    def _find_words(self, place: Place) -> str | None:
        book = self.book(place.document)
        if book is None:
            return None
        if place.sentence is not None:
            return folded(place.sentence)
        sentences = (s.text for p in book.passages for s in p.sentences)
        runs = (run for run in _runs(book, place.page))
        found = next((t for many in (sentences, runs) for t in many if digest(t) == place.digest), None)
        return None if found is None else folded(found)

    def stands(self, place: Place) -> list[tuple[int | None, int | None, str | None]]:
        """Each (first page, last page, paragraph) at which the sentence of a place stands in its document."""
        book, words = self.book(place.document), self.words(place)
        if book is None or not words:
            return []
        found = []
        if book.held.id not in self._folded:
            self._folded[book.held.id] = [folded(p.text) for p in book.paragraphs]
        for paragraph, text in zip(book.paragraphs, self._folded[book.held.id], strict=True):
            if words in text:
                start = _offset(paragraph.text, words)
                pages = (paragraph.page_at(start), paragraph.page_at(min(len(paragraph.text) - 1, start + len(words))))
                found.append((*pages, paragraph.number))
        if not found and _letters_of(book, words):
            found.append((None, None, None))
        return found

    def relevant(self, places: Sequence[Place]) -> frozenset[str]:
        """The ids of the passages that hold a sentence of ``places``, as the library is cut now."""
        for place in places:
            if place not in self._relevant:
                book, words = self.book(place.document), self.words(place)
                passages = book.words if book is not None and words else ()
                self._relevant[place] = frozenset(i for i, text in passages if (words or "")[:_KNOWN_BY] in text)
        return frozenset().union(*(self._relevant[place] for place in places))

    def _once(self, what: str, citation: Citation, find: Callable[[Citation], bool]) -> bool:
        """What was found of the same quote at the same place before, else what ``find`` finds."""
        place = (str(citation.page), str(citation.page_end), str(citation.paragraph))
        key = (what, citation.review_id, *place, citation.quote)
        if key not in self._seen:
            self._seen[key] = find(citation)
        return self._seen[key]

    def on_page(self, citation: Citation) -> bool:
        """Whether the whole quote stands on the pages that it cites."""
        return self._once("on_page", citation, self._on_page)

    def _on_page(self, citation: Citation) -> bool:
        book = self._books.get(citation.review_id)
        if book is None or citation.page not in book.pages or citation.page_end not in book.pages:
            return False
        first, last = book.pages[citation.page].text, book.pages[citation.page_end].text
        if citation.page == citation.page_end:
            return stands_on(citation.quote, first)
        return runs_over(citation.quote, first, last) or _over(citation.quote, first, last)

    def elsewhere(self, citation: Citation) -> bool:
        """Whether the quote is in no paragraph of the document cited (or that is not held), but in another's."""
        return self._once("elsewhere", citation, self._elsewhere)

    def _elsewhere(self, citation: Citation) -> bool:
        own = self._books.get(citation.review_id)
        quote = folded(citation.quote)
        if own is not None and _holds(own, quote):
            return False
        return own is None or any(_holds(b, quote) for b in self._books.values() if b is not own)

    def whole(self, citation: Citation) -> bool:
        """Whether the quote is whole sentences of one run of text of its document, no word of them left out."""
        return self._once("whole", citation, self._whole)

    def _whole(self, citation: Citation) -> bool:
        book = self._books.get(citation.review_id)
        if book is None:
            return False
        quote = fold_space(resolve_glyphs(citation.quote))
        return any(_cut_clean(run, quote) for run in book.runs)

    def in_paragraph(self, citation: Citation) -> bool:
        """Whether a paragraph with the number cited (with none if none is) holds the beginning of the quote."""
        return self._once("in_paragraph", citation, self._in_paragraph)

    def _in_paragraph(self, citation: Citation) -> bool:
        book = self._books.get(citation.review_id)
        if book is None:
            return False
        start = fold_space(resolve_glyphs(citation.quote))[:_KNOWN_BY]
        for run in book.runs:
            if any(
                run.numbers[bisect_right(run.starts, at) - 1] == citation.paragraph for at, _ in _places(run, start)
            ):
                return True
        return False


def supported(shelf: Shelf, case: Case) -> list[list[tuple[str, str, Place]]]:
    """For each finding its (id of a document, folded words, place); a place that is not held has an empty id."""
    found = []
    for finding in case.findings:
        places = []
        for place in finding.support:
            book = shelf.book(place.document)
            places.append((book.held.id if book else "", shelf.words(place) or "", place))
        found.append(places)
    return found


def _book(catalogue: Catalogue, held: Held) -> Book:
    passages = tuple(catalogue.passages_of(held.id))
    paragraphs = tuple(catalogue.paragraphs(held.id))
    texts = [(fold_space(p.text), p.number) for p in paragraphs] or [
        (fold_space(p.text), p.paragraph) for p in passages
    ]
    return Book(
        held=held, passages=passages, paragraphs=paragraphs, pages={p.number: p for p in catalogue.pages(held.id)},
        words=tuple((p.id, folded(p.text)) for p in passages), texts=tuple(texts),
        runs=(_run(texts), _run([(fold_space(_unmarked(p)), p.number) for p in paragraphs])),
    )  # fmt: skip


def _unmarked(paragraph: Paragraph) -> str:
    text = paragraph.text
    for start, end in sorted(paragraph.markers, reverse=True):
        text = text[:start] + text[end:]
    return text


def _letters_of(book: Book, words: str) -> bool:
    """Whether the text holds ``words``, letter by letter, also over the end of a paragraph or of a page."""
    letters = words.replace(" ", "")
    runs = ((p.text for p in book.paragraphs), (p.text for p in book.pages.values()))
    return any(letters in folded(resolve_glyphs(" ".join(run))).replace(" ", "") for run in runs)


def _runs(book: Book, page: int | None) -> Iterator[str]:
    """Every run of whole words, up to a length, of the paragraphs that touch a page."""
    for paragraph in book.paragraphs:
        if page is None or any(anchor.page == page for anchor in paragraph.anchors):
            words = paragraph.text.split()
            for start in range(len(words)):
                for end in range(start + 1, min(len(words), start + _LONGEST) + 1):
                    yield " ".join(words[start:end])


def _offset(text: str, words: str) -> int:
    """Where in ``text`` its folded part ``words`` begins."""
    pattern = r"[^a-z0-9]+".join(re.escape(w) for w in words.split())
    match = re.search(pattern, text.lower())
    return match.start() if match else 0


def _holds(book: Book, quote: str) -> bool:
    return any(quote in words for _, words in book.words) or any(quote in folded(text) for text, _ in book.texts)


def _run(paragraphs: Sequence[tuple[str, str | None]]) -> TextRun:
    starts, at = [], 0
    for text, _ in paragraphs:
        starts.append(at)
        at += len(text) + 1
    return TextRun(
        text=" ".join(text for text, _ in paragraphs), starts=tuple(starts),
        ends=frozenset(start + len(text) for start, (text, _) in zip(starts, paragraphs, strict=True)),
        numbers=tuple(number for _, number in paragraphs),
    )  # fmt: skip


def _cut_clean(run: TextRun, quote: str) -> bool:
    """Whether ``quote`` stands in the run from the beginning of a sentence to the end of one."""
    for at, end in _places(run, quote):
        # A footnote's mark may stand between a full stop and the next sentence.
        before = run.text[:at].rstrip().rstrip("0123456789*† ")
        begins = run.starts[bisect_right(run.starts, at) - 1] == at or before[-1:] in ("", *_ENDS, "•", "–", "|")
        if begins and (end in run.ends or quote[-1:] in _ENDS):
            return True
    return False


def _places(run: TextRun, quote: str) -> Iterator[tuple[int, int]]:
    """Where in the run a quote begins and ends; its letters count alone where bullets or the numbers of rows differ."""
    at = run.text.find(quote)
    if at < 0:
        words = re.findall(r"[^\W\d_]+", quote)
        for match in re.finditer(r"[\W\d_]*".join(words), run.text) if words else ():
            yield match.span()
    while at >= 0:
        yield at, at + len(quote)
        at = run.text.find(quote, at + 1)


def _over(quote: str, first: str, last: str) -> bool:
    """Whether the letters of ``quote`` begin on one page and end on another; a word may be broken between them."""
    letters, first, last = (folded(resolve_glyphs(t)).replace(" ", "") for t in (quote, first, last))
    return any(letters[:cut] in first and letters[cut:] in last for cut in range(1, len(letters)))
