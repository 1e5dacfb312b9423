"""Runs and cases made up for the tests of comparing, gating and reporting."""

from collections.abc import Mapping, Sequence

from eval.cases import Case, KnownFinding, Place
from eval.runs import Header, Quote, Result, Run

HEADER = Header(
    started="2026-11-01T10:00:00+00:00", code="0.1.0+abc", library="one", documents={"a.pdf": "1", "b.pdf": "2"},
    cases="c", model="extractive", settings={}, machine="here",
)  # fmt: skip


def case(number: int, *, document: str = "a", expect: str = "answered") -> Case:
    """A case with one known finding, or with none where no answer is expected."""
    place = Place(document=document, sentence=f"The sentence {number}.", page=number + 1, paragraph="1.1")
    findings = (KnownFinding(statement=f"Finding {number}", support=(place,)),) if expect == "answered" else ()
    return Case(
        id=f"case-{number}", question=f"Question <{number}>?", kind="fact", expect=expect, split="held",  # type: ignore[arg-type]  # as written
        findings=findings, tags=("made",),
    )  # fmt: skip


def result(of: Case, values: Mapping[str, float], *, covered: Sequence[int] = (0,), quote: str = "Said.") -> Result:
    """A result of a case."""
    return Result(
        case_id=of.id, fingerprint=of.fingerprint, repeat=0, outcome="answered", values=values, milliseconds=40.0,
        confidence=0.8, headline="One document bears on this", reason=None, standalone=of.question,
        covered=tuple(covered), found=("a.pdf: x",),
        quotes=(Quote(document="a.pdf", page=2, paragraph="1.1", text=quote, url="/reviews/a/pages/2"),),
    )  # fmt: skip


def run_of(cases: Sequence[Case], values: Sequence[Mapping[str, float]], header: Header = HEADER) -> Run:
    """A run of cases with these measures; a finding counts as covered where ``findings`` is not nought."""
    rows = zip(cases, values, strict=True)
    return Run(
        header=header, results=tuple(result(c, v, covered=(0,) if v.get("findings", 1.0) else ()) for c, v in rows)
    )
