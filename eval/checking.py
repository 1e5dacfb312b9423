"""Whether cases still fit their documents: every supporting sentence stands where its case says it does."""

from collections.abc import Sequence
from dataclasses import dataclass

from eval.cases import Case, Place
from eval.shelf import Shelf


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """What does not fit, of which case, at which place."""

    case_id: str
    wrong: str
    place: str

    def __str__(self) -> str:
        return f"{self.case_id}: {self.wrong}: {self.place}"


def check_cases(cases: Sequence[Case], shelf: Shelf) -> list[Problem]:
    """All that does not fit, in the order of the cases; nothing when all do."""
    found: list[Problem] = []
    for case in cases:
        places = [p for f in case.findings for p in f.support] + [p for p in case.forbidden if p.document]
        for place in places:
            wrong = _wrong(place, shelf)
            if wrong:
                said = (place.sentence or f"digest {place.digest}")[:80]
                found.append(Problem(case_id=case.id, wrong=wrong, place=f"{place.document} “{said}”"))
        if case.expect == "answered" and not case.findings and case.answer is None:
            found.append(Problem(case_id=case.id, wrong="it expects an answer and knows none", place=case.question))
    return found


def _wrong(place: Place, shelf: Shelf) -> str | None:
    if shelf.book(place.document) is None:
        return "the document is not held"
    stands = shelf.stands(place)
    if not stands:
        return "no such sentence in the document"
    if place.page is not None and not any(first is None or place.page in (first, last) for first, last, _ in stands):
        return f"not on page {place.page} but {', '.join(str(f) for f, _, _ in stands)}"
    if place.paragraph is not None and place.paragraph not in [number for _, _, number in stands]:
        return f"not in paragraph {place.paragraph} but {', '.join(str(n) for _, _, n in stands)}"
    return None
