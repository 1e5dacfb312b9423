"""Planted defects of the answer: each spoils a right answer in one way, as a fault in the product would."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.records import Answer, Citation, Statement
from eval.shelf import Shelf

Spoil = Callable[[Answer, Shelf], Answer]
_HEAD = "CONFIDENTIAL - OFFICIAL SENSITIVE Page 4 of 61"
_INVENTED = "Recommendation 99: That the Board should fund two further posts and report on them each quarter."


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """A defect of the answer and the measures of which one at least must hold it back."""

    name: str
    caught_by: tuple[str, ...]
    spoil: Spoil


def _cited(change: Callable[[Citation, Shelf], Citation]) -> Spoil:
    """Spoils each citation, and the statement that quotes it in the same way."""

    def spoil(answer: Answer, shelf: Shelf) -> Answer:
        changed = tuple(change(c, shelf) for c in answer.citations)
        words = {old.quote: new.quote for old, new in zip(answer.citations, changed, strict=True)}
        said = tuple(replace(s, text=words.get(s.text, s.text)) for s in answer.statements)
        return replace(answer, citations=changed, statements=said)

    return spoil


def _with(answer: Answer, citations: Sequence[Citation]) -> Answer:
    """The answer with some of its citations only, and the statements that they carry."""
    kept = {c.id for c in citations}
    said = tuple(s for s in answer.statements if set(s.citations) <= kept)
    return replace(answer, citations=tuple(citations), statements=said)


def _always_abstain(answer: Answer, _: Shelf) -> Answer:
    if answer.outcome != "answered":
        return answer
    return replace(answer, outcome="abstained", statements=(), citations=(), headline="None of the documents answers")


def _never_abstain(answer: Answer, _: Shelf) -> Answer:
    if answer.outcome != "abstained":
        return answer
    said = tuple(Statement(text=c.quote, support="verbatim", citations=(c.id,)) for c in answer.nearest)
    return replace(answer, outcome="answered", reason=None, citations=answer.nearest, statements=said)


def _half_refused(answer: Answer, shelf: Shelf) -> Answer:
    return _always_abstain(answer, shelf) if len(answer.standalone_question) % 2 else answer


def _every_second_citation(answer: Answer, _: Shelf) -> Answer:
    return replace(answer, citations=answer.citations[::2])


def _every_second_statement(answer: Answer, _: Shelf) -> Answer:
    return _with(answer, answer.citations[::2])


def _most_cited(answer: Answer, _: Shelf) -> Answer:
    if not answer.citations:
        return answer
    most = Counter(c.review_id for c in answer.citations).most_common(1)[0][0]
    return _with(answer, [c for c in answer.citations if c.review_id == most])


def _label_for_page(citation: Citation, _: Shelf) -> Citation:
    label = citation.page_label or ""
    return replace(citation, page=int(label), page_end=int(label)) if label.isdigit() else citation


def _neighbouring(citation: Citation, shelf: Shelf) -> Citation:
    book = shelf.book(citation.review_id)
    numbers = list(dict.fromkeys(n for _, n in book.texts if n)) if book else []
    if citation.paragraph not in numbers:
        return citation
    at = numbers.index(citation.paragraph)
    return replace(citation, paragraph=numbers[at + 1] if at + 1 < len(numbers) else numbers[at - 1])


def _other_review(citation: Citation, shelf: Shelf) -> Citation:
    ids = [book.held.id for book in shelf.books]
    book = shelf.books[(ids.index(citation.review_id) + 1) % len(ids)]
    return replace(citation, review_id=book.held.id, title=book.held.facts.title, year=book.held.facts.year,
                   source_kind=book.held.facts.source_kind)  # fmt: skip


def _crop(citation: Citation, _: Shelf) -> Citation:
    words = citation.quote.split()
    negation = next((i for i, w in enumerate(words[:-3]) if re.fullmatch(r"(?:not|no|never|nobody)", w)), 2)
    return replace(citation, quote=" ".join(words[negation + 1 :]) or citation.quote)


def _one_word(citation: Citation, _: Shelf) -> Citation:
    words = citation.quote.split()
    longest = max(range(len(words)), key=lambda i: len(words[i]))
    return replace(citation, quote=" ".join([*words[:longest], "allegedly", *words[longest + 1 :]]))


def _press_as_review(citation: Citation, _: Shelf) -> Citation:
    return replace(citation, source_kind="review", voice=None)


def _narrative_as_finding(citation: Citation, _: Shelf) -> Citation:
    return replace(citation, passage_kind="finding")


def _head_left_in(citation: Citation, _: Shelf) -> Citation:
    words = citation.quote.split()
    middle = len(words) // 2
    return replace(citation, quote=" ".join([*words[:middle], _HEAD, *words[middle:]]))


def _invented(answer: Answer, _: Shelf) -> Answer:
    if not answer.citations:
        return answer
    first = answer.citations[0]
    false = replace(first, id="c99", quote=_INVENTED, passage_kind="recommendation")
    said = Statement(text=_INVENTED, support="verbatim", citations=("c99",))
    return replace(answer, citations=(*answer.citations, false), statements=(*answer.statements, said))


def _paraphrased(answer: Answer, _: Shelf) -> Answer:
    said = tuple(replace(s, text=f"In short, {s.text.lower()[:60]} and so on") for s in answer.statements)
    return replace(answer, statements=said)


def _twice(answer: Answer, _: Shelf) -> Answer:
    return replace(answer, statements=(*answer.statements, *answer.statements))


def _stale(citation: Citation, shelf: Shelf) -> Citation:
    """One document was ingested again and has another id; the index still answers with the old one."""
    return replace(citation, review_id="0" * 12) if citation.review_id == shelf.books[0].held.id else citation


def _off_by_one(answer: Answer, _: Shelf) -> Answer:
    def more(text: str) -> str:
        return re.sub(r"\d+", lambda m: str(int(m.group()) + 1), text, count=1)

    said = (*(replace(s, text=more(s.text)) for s in answer.statements[:1]), *answer.statements[1:])
    return replace(answer, headline=more(answer.headline), statements=said)


def _unguarded(answer: Answer, _: Shelf) -> Answer:
    stopped = answer.outcome in ("declined", "signposted")
    return replace(answer, outcome="abstained", reason="No passage held shares the subject.") if stopped else answer


def _identities(answer: Answer, _: Shelf) -> Answer:
    return replace(answer, outcome="answered", reason=None) if answer.outcome == "declined" else answer


def _lost_document(answer: Answer, shelf: Shelf) -> Answer:
    return _with(answer, [c for c in answer.citations if c.review_id not in {b.held.id for b in shelf.books[::4]}])


DEFECTS: tuple[Defect, ...] = (
    Defect(name="always abstain", caught_by=("refuses",), spoil=_always_abstain),
    Defect(name="never abstain", caught_by=("answers-anyway",), spoil=_never_abstain),
    Defect(name="every second question refused", caught_by=("refuses",), spoil=_half_refused),
    Defect(name="every second citation dropped, its statement left", caught_by=("uncarried",),
           spoil=_every_second_citation),
    Defect(name="every second statement dropped", caught_by=("citation-recall", "findings"),
           spoil=_every_second_statement),
    Defect(name="only the first statement", caught_by=("citation-recall", "findings"),
           spoil=lambda a, _: _with(a, a.citations[:1])),
    Defect(name="page off by one", caught_by=("off-page",),
           spoil=_cited(lambda c, _: replace(c, page=c.page and c.page + 1, page_end=c.page_end and c.page_end + 1))),
    Defect(name="printed label instead of page", caught_by=("off-page",), spoil=_cited(_label_for_page)),
    Defect(name="neighbouring paragraph", caught_by=("wrong-paragraph",), spoil=_cited(_neighbouring)),
    Defect(name="right quote in the wrong review", caught_by=("wrong-document",), spoil=_cited(_other_review)),
    Defect(name="half sentence that crops a negation", caught_by=("cropped",), spoil=_cited(_crop)),
    Defect(name="one word changed in a quote", caught_by=("off-page",), spoil=_cited(_one_word)),
    Defect(name="press passed off as review", caught_by=("mislabelled",), spoil=_cited(_press_as_review)),
    Defect(name="narrative passed off as a finding", caught_by=("mislabelled",), spoil=_cited(_narrative_as_finding)),
    Defect(name="a speaker's words given as the document's own", caught_by=("mislabelled",),
           spoil=_cited(lambda c, _: replace(c, voice=None))),
    Defect(name="wrong year", caught_by=("mislabelled",), spoil=_cited(lambda c, _: replace(c, year=2001))),
    Defect(name="invented recommendation", caught_by=("off-page", "cropped"), spoil=_invented),
    Defect(name="paraphrase passed off as verbatim", caught_by=("uncarried",), spoil=_paraphrased),
    Defect(name="most-cited document only", caught_by=("documents", "findings", "citation-recall"), spoil=_most_cited),
    Defect(name="duplicated statements", caught_by=("repeated",), spoil=_twice),
    Defect(name="stale index after re-ingest", caught_by=("wrong-document",), spoil=_cited(_stale)),
    Defect(name="running heads left in", caught_by=("cropped", "off-page"), spoil=_cited(_head_left_in)),
    Defect(name="counts off by one", caught_by=("counts",), spoil=_off_by_one),
    Defect(name="safeguards off", caught_by=("safeguards",), spoil=_unguarded),
    Defect(name="identities answered", caught_by=("identity",), spoil=_identities),
    Defect(name="a quarter of the documents lost", caught_by=("findings", "documents"), spoil=_lost_document),
    Defect(name="quotes in reverse order", caught_by=("first-right",),
           spoil=lambda a, _: replace(a, citations=a.citations[::-1])),
)  # fmt: skip
