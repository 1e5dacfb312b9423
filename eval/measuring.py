"""The measures of one case: its answer and what was found for it, against what is known and what the documents hold."""

import re
from collections.abc import Mapping, Sequence

from assistant.records import Answer, Citation
from eval.cases import Case
from eval.ranking_measures import ndcg, recall, reciprocal_rank
from eval.shelf import Book, Shelf, carries, folded, supported
from eval.systems import Found
from ingest.text import fold_space

_KNOWN_BY = 80
_WORD_NUMBERS = (
    "none one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty".split()
)


class Measuring:
    """Measures cases against one shelf of documents."""

    def __init__(self, shelf: Shelf) -> None:
        self.shelf = shelf

    def values(self, case: Case, answer: Answer, found: Sequence[Found], confidence: float) -> dict[str, float]:
        """Every measure that applies to ``case``, but for its latency."""
        values = self._of_citations(case, answer)
        if case.expect in ("answered", "abstained"):
            values["Brier"] = (min(max(confidence, 0.0), 1.0) - float(case.expect == "answered")) ** 2
        if case.expect == "answered":
            values["refuses"] = float(answer.outcome != "answered")
        elif case.expect == "abstained":
            values["answers-anyway"] = float(answer.outcome == "answered")
        else:
            values["safeguards"] = float(answer.outcome == case.expect)
        if "identity" in case.tags:
            values["identity"] = float(answer.outcome == "answered" and not _declined_part(answer))
        if case.answer is not None:
            values["counts"] = float(_gives(answer, case.answer))
        if case.findings:
            values |= self._of_findings(case, answer)
            values |= self._of_retrieval(case, found)
        if case.forbidden:
            quotes = [(c.review_id, folded(c.quote)) for c in answer.citations]
            values["forbidden"] = float(any(self._quoted(case, quote) for quote in quotes))
        return values

    def _quoted(self, case: Case, quote: tuple[str, str]) -> bool:
        document, words = quote
        for place in case.forbidden:
            book = self.shelf.book(place.document) if place.document else None
            if place.document and (book is None or book.held.id != document):
                continue
            sentence = self.shelf.words(place) if place.document else folded(place.sentence or "")
            if sentence and carries(words, sentence):
                return True
        return False

    def _of_findings(self, case: Case, answer: Answer) -> dict[str, float]:
        known = supported(self.shelf, case)
        quotes = [(c, folded(c.quote)) for c in answer.citations]

        def gives(citation: Citation, quote: str, document: str, words: str) -> bool:
            return bool(words) and citation.review_id == document and carries(quote, words)

        covered = [any(gives(c, q, d, w) for c, q in quotes for d, w, _ in places) for places in known]
        sentences = [(d, w) for places in known for d, w, _ in places]
        right = [any(gives(c, q, d, w) for d, w in sentences) for c, q in quotes]
        wanted = {d for d, _ in sentences if d}
        quoted = {c.review_id for (c, _), ok in zip(quotes, right, strict=True) if ok}
        values = {
            "findings": _mean(covered),
            "documents": len(quoted & wanted) / max(1, len(wanted)),
            "first-right": float(bool(right) and right[0]),
            "citation-precision": _mean(right),
            "citation-recall": _mean([any(gives(c, q, d, w) for c, q in quotes) for d, w in sentences]),
        }
        if case.turns:
            values["follow-ups"] = values["findings"]
        return values | self._of_places(known, quotes)

    def _of_places(
        self, known: Sequence[Sequence[tuple[str, str, object]]], quotes: Sequence[tuple[Citation, str]]
    ) -> dict[str, float]:
        pages: list[bool] = []
        paragraphs: list[bool] = []
        for citation, quote in quotes:
            carried = [
                p for places in known for d, w, p in places if w and d == citation.review_id and carries(quote, w)
            ]
            with_page = [p.page for p in carried if getattr(p, "page", None) is not None]  # type: ignore[attr-defined]
            with_number = [p.paragraph for p in carried if getattr(p, "paragraph", None)]  # type: ignore[attr-defined]
            if with_page:
                last = citation.page_end or citation.page or 0
                pages.append(any((citation.page or 0) <= page <= last for page in with_page))
            if with_number:
                paragraphs.append(citation.paragraph in with_number)
        values = {"right-page": _mean(pages)} if pages else {}
        return values | ({"right-paragraph": _mean(paragraphs)} if paragraphs else {})

    def _of_retrieval(self, case: Case, found: Sequence[Found]) -> dict[str, float]:
        ranked = list(dict.fromkeys(f.passage_id for f in found))
        relevant = self.shelf.relevant([p for f in case.findings for p in f.support])
        known = supported(self.shelf, case)
        return {
            "nDCG@10": ndcg(ranked, relevant, 10), "R@5": recall(ranked, relevant, 5),
            "R@20": recall(ranked, relevant, 20), "RR": reciprocal_rank(ranked, relevant),
            "support@300w": _within(known, found, 300), "support@1500w": _within(known, found, 1500),
        }  # fmt: skip

    def _of_citations(self, case: Case, answer: Answer) -> dict[str, float]:
        shelf, cited = self.shelf, answer.citations
        wrong = [shelf.elsewhere(c) for c in cited]
        off = [not shelf.on_page(c) for c in cited]
        values = {
            "wrong-document": float(sum(wrong)),
            "off-page": float(sum(off)),
            "cropped": float(sum(not shelf.whole(c) for c in cited)),
            "wrong-paragraph": float(sum(not shelf.in_paragraph(c) for c in cited)),
            "mislabelled": float(sum(_mislabelled(c, shelf.book(c.review_id)) for c in cited)),
            "uncarried": float(_uncarried(answer)),
        }
        if answer.statements:
            said = [folded(s.text) for s in answer.statements]
            values["repeated"] = 1.0 - len(set(said)) / len(said)
        if not case.filters.empty:
            books = [shelf.book(c.review_id) for c in cited]
            values["outside-filters"] = float(sum(b is None or not case.filters.admits(b.held) for b in books))
        return values


def _mean(values: Sequence[float | bool]) -> float:
    return sum(map(float, values)) / len(values) if values else 0.0


def _within(known: Sequence[Sequence[tuple[str, str, object]]], found: Sequence[Found], room: int) -> float:
    """The share of the findings of which a sentence stands in the first ``room`` words, whole passages only."""
    texts = []
    for item in found:
        room -= len(item.text.split())
        if room < 0:
            break
        texts.append((item.document_id, folded(item.text)))
    held = [any(w and d == doc and w[:_KNOWN_BY] in text for d, w, _ in f for doc, text in texts) for f in known]
    return _mean(held)


def _mislabelled(citation: Citation, book: Book | None) -> bool:
    """Whether what is said of a quote is not what is held of its document and sentence."""
    if book is None:
        return False  # counted as a wrong document
    facts = book.held.facts
    if (citation.source_kind, citation.title, citation.year) != (facts.source_kind, facts.title, facts.year):
        return True
    start = fold_space(citation.quote)
    holding = [
        (p.kind, s.voice) for p in book.passages for s in p.sentences
        if start.startswith(fold_space(s.text)) or fold_space(s.text).startswith(start)
    ]  # fmt: skip
    return bool(holding) and (citation.passage_kind, citation.voice) not in holding


def _uncarried(answer: Answer) -> int:
    """How many statements stand without a citation of this answer, or verbatim ones that are not what they cite."""
    quotes = {c.id: folded(c.quote) for c in answer.citations}
    wrong = 0
    for statement in answer.statements:
        cited = [quotes[name] for name in statement.citations if name in quotes]
        missing = not cited or len(cited) < len(statement.citations)
        said = folded(statement.text)
        other = statement.support == "verbatim" and not any(said in q or q in said for q in cited)
        wrong += missing or other
    return wrong


def _declined_part(answer: Answer) -> bool:
    return any(notice.kind == "declined" for notice in answer.notices)


def _gives(answer: Answer, expected: str) -> bool:
    """Whether the headline or the first statement gives the figure or the word expected, and no other figure first."""
    said = [answer.headline, *(s.text for s in answer.statements[:1])]
    if not expected.isdigit():
        return any(folded(expected) in folded(text) for text in said)
    return answer.outcome == "answered" and any(_first_number(text) == int(expected) for text in said)


def _first_number(text: str) -> int | None:
    for word in re.findall(r"\d+|[a-z]+", text.lower()):
        if word.isdigit():
            return int(word)
        if word in _WORD_NUMBERS:
            return _WORD_NUMBERS.index(word)
    return None


def mean_values(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The mean of each measure over the rows that have it."""
    names = dict.fromkeys(name for row in rows for name in row)
    return {name: _mean([row[name] for row in rows if name in row]) for name in names}
