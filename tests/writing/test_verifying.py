"""What verification lets through and what it stops: the two sets, and one rule at a time."""

from collections import defaultdict
from pathlib import Path

import pytest

from assistant.writing.sources import Source, Verdict
from assistant.writing.verifying import verify
from benchmarks.altered_statements import write
from tests.writing.sets import HERE, Case, cases

ALTERED, EACH_KIND, FAITHFUL = 0.98, 0.95, 0.85


@pytest.fixture(scope="module")
def verdicts() -> dict[str, list[tuple[Case, Verdict]]]:
    """The verdict on every case, by kind of alteration; "faithful" is a kind too."""
    found = defaultdict(list)
    for case in (*cases("altered"), *cases("faithful")):
        found[case.kind].append((case, verify(case.statement, case.labels, case.sources)))
    return dict(found)


def test_the_sets_are_as_large_as_they_should_be(verdicts: dict[str, list[tuple[Case, Verdict]]]) -> None:
    faithful = verdicts["faithful"]
    altered = {kind: found for kind, found in verdicts.items() if kind != "faithful"}
    assert sum(map(len, altered.values())) >= 600
    assert all(len(found) >= 25 for found in altered.values()), {k: len(v) for k, v in altered.items()}
    assert len(faithful) >= 150


def test_altered_statements_are_rejected(verdicts: dict[str, list[tuple[Case, Verdict]]]) -> None:
    altered = {kind: [not v.supported for _, v in found] for kind, found in verdicts.items() if kind != "faithful"}
    every = [rejected for found in altered.values() for rejected in found]
    assert sum(every) / len(every) >= ALTERED
    weak = {kind: sum(found) / len(found) for kind, found in altered.items() if sum(found) < EACH_KIND * len(found)}
    assert weak == {}


def test_faithful_statements_are_accepted(verdicts: dict[str, list[tuple[Case, Verdict]]]) -> None:
    accepted = [v.supported for _, v in verdicts["faithful"]]
    assert sum(accepted) / len(accepted) >= FAITHFUL


def test_the_score_tells_faithful_from_altered(verdicts: dict[str, list[tuple[Case, Verdict]]]) -> None:
    scores = {kind: [v.score for _, v in found] for kind, found in verdicts.items()}
    assert all(0.0 <= score <= 1.0 for found in scores.values() for score in found)
    good = scores.pop("faithful")
    bad = [score for found in scores.values() for score in found]
    wins = sum((g > b) + 0.5 * (g == b) for g in good for b in bad)
    assert wins / (len(good) * len(bad)) >= 0.85


def test_every_rejection_gives_its_reason(verdicts: dict[str, list[tuple[Case, Verdict]]]) -> None:
    assert all(v.supported != bool(v.why) for found in verdicts.values() for _, v in found)


def test_the_altered_set_is_made_by_its_script(tmp_path: Path) -> None:
    target = tmp_path / "altered.yaml"
    write(target)
    assert target.read_text(encoding="utf-8") == (HERE / "altered.yaml").read_text(encoding="utf-8")


def source(text: str, label: str = "E1", **more: object) -> Source:
    """A sentence of a review."""
    given: dict[str, object] = {"document": "a", "kind": "finding", **more}
    return Source(label=label, text=text, **given)  # type: ignore[arg-type]  # a test's shorthand


SCHOOL = "The school told the GP on 3 May 2012 that two of the children were hungry, but the letter was not read."


@pytest.mark.parametrize(
    ("statement", "kind"),
    [
        ("The GP told the school on 3 May 2012 that two of the children were hungry.", "actor"),
        ("The school told the midwife that two of the children were hungry.", "actor"),
        ("The school told the GP on 4 May 2012 that two of the children were hungry.", "date"),
        ("The school told the GP in May 2013 that two of the children were hungry.", "date"),
        ("The school told the GP that three of the children were hungry.", "number"),
        ("The school told the GP that two of the children were hungry, and the letter was read.", "negation"),
        ("The school should have told the GP that two of the children were hungry.", "strength"),
        ("The school told the GP that all of the children were hungry.", "quantity"),
        ("Larkfield School told the GP that two of the children were hungry.", "name"),
        ("The letter was not read because the surgery was short of staff.", "cause"),
        ("The school wrote: “two of the children are hungry”.", "quote"),
    ],
)
def test_one_alteration_is_one_fault(statement: str, kind: str) -> None:
    verdict = verify(statement, ["E1"], [source(SCHOOL)])
    assert not verdict.supported
    assert kind in {fault.kind for fault in verdict.faults}, verdict.faults


@pytest.mark.parametrize(
    "statement",
    [
        "On 3 May 2012 the school informed the GP that two of the children were hungry, but nobody read the letter.",
        "The GP was told by the school on 3 May 2012 that two children were hungry.",
        "The school's letter to the GP, which said that “two of the children were hungry”, went unread.",
    ],
)
def test_the_same_in_other_words_stands(statement: str) -> None:
    verdict = verify(statement, ["E1"], [source(SCHOOL)])
    assert verdict.supported, verdict.faults


@pytest.mark.parametrize(("labels", "why"), [([], "cites no evidence"), (["E2"], "E2"), (["E1", "c1"], "c1")])
def test_a_statement_cites_evidence_that_it_was_given(labels: list[str], why: str) -> None:
    verdict = verify(SCHOOL, labels, [source(SCHOOL)])
    assert not verdict.supported and why in verdict.why


def test_what_two_reviews_say_is_not_told_as_one() -> None:
    one = source("Child A was seen once by the dentist.", "E1", document="a", own=("Child A",))
    two = source("Child B was seen twice by the nurse.", "E2", document="b", own=("Child B",))
    assert not verify(
        "The child was seen once by the dentist and twice by the nurse.", ["E1", "E2"], [one, two]
    ).supported
    apart = "Child A was seen once by the dentist; Child B was seen twice by the nurse."
    assert verify(apart, ["E1", "E2"], [one, two]).supported


@pytest.mark.parametrize("kind", ["narrative", "chronology"])
def test_what_happened_is_no_finding(kind: str) -> None:
    told = source("The home was clean and the children were in bed.", kind=kind)
    assert verify("The home was clean and the children were in bed.", ["E1"], [told]).supported
    for lead in ("The review found that", "A lesson of the review is that", "The review recommends that"):
        assert not verify(f"{lead} the home was clean.", ["E1"], [told]).supported


def test_an_opinion_is_somebodys() -> None:
    said = source(
        "Nobody in that council had the courage to act.",
        source_kind="press",
        voice="Ray Jones, professor",
        kind="other",
    )
    assert verify("Ray Jones said that nobody in that council had the courage to act.", ["E1"], [said]).supported
    assert not verify("Nobody in that council had the courage to act.", ["E1"], [said]).supported
    assert not verify("The review found that nobody in that council had the courage to act.", ["E1"], [said]).supported


def test_what_is_asked_of_people_is_not_told_as_done() -> None:
    asked = source("Ask the parent to show you what has been agreed.", kind="learning")
    assert verify("Parents should be asked to show what has been agreed.", ["E1"], [asked]).supported
    assert not verify("The parent showed what has been agreed.", ["E1"], [asked]).supported
