"""Measuring real answers: a sound one breaks no rule, and each planted defect shows in its measure."""

from dataclasses import replace

import pytest

from assistant.answering import Assistant
from eval.case_files import read_cases
from eval.cases import Place
from eval.defects import DEFECTS, Defect
from eval.measures import MEASURES
from eval.measuring import Measuring
from eval.shelf import Shelf, carries, folded
from eval.systems import Product

CASES = {case.id: case for case in read_cases()}
ZEROS = [m.name for m in MEASURES if m.zero]
ASKED = ("northmarch-2013-child-g-13", "northmarch-2013-child-g-01", "northmarch-2013-child-g-recommendations")


@pytest.fixture(scope="module")
def measuring(example_library: Assistant) -> Measuring:
    return Measuring(Shelf(example_library.library.catalogue))


@pytest.mark.parametrize("name", ASKED)
def test_a_sound_answer_breaks_no_rule(name: str, example_library: Assistant, measuring: Measuring) -> None:
    case, system = CASES[name], Product(example_library)
    answer = system.ask(case.question, case.filters, case.turns)
    values = measuring.values(case, answer, system.search(case.question, case.filters), 0.9)
    assert {name: values[name] for name in ZEROS if values.get(name)} == {}
    assert values["refuses"] == 0.0


@pytest.mark.parametrize(
    "defect", [d for d in DEFECTS if set(d.caught_by) & set(ZEROS) - {"identity"}], ids=lambda d: d.name
)
def test_a_defect_of_citations_shows_in_its_measure(
    defect: Defect, example_library: Assistant, measuring: Measuring
) -> None:
    broken: set[str] = set()
    for name in (*ASKED, "tolverton-2012-press-02", "harrowmere-2010-scrutiny-minutes-03"):
        case = CASES[name]
        answer = example_library.ask(case.question, case.filters)
        values = measuring.values(case, defect.spoil(answer, measuring.shelf), [], 0.9)
        broken |= {name for name in ZEROS if values.get(name)}
    assert broken & set(defect.caught_by) or defect.name == "stale index after re-ingest"


def test_an_answer_that_gives_nothing_has_the_worst_value_and_not_none(
    example_library: Assistant, measuring: Measuring
) -> None:
    case = CASES["northmarch-2013-child-g-01"]
    answer = example_library.ask("What did the Panama inquiry say about pangolins?")
    values = measuring.values(case, answer, [], 0.0)
    assert (values["findings"], values["citation-precision"], values["nDCG@10"], values["refuses"]) == (0, 0, 0, 1)


def test_a_sentence_that_must_not_be_claimed_is_seen(example_library: Assistant, measuring: Measuring) -> None:
    case = CASES["northmarch-2013-child-g-01"]
    answer = example_library.ask(case.question)
    quote = answer.citations[0]
    stem = next(b.held.file for b in measuring.shelf.books if b.held.id == quote.review_id)
    spoilt = replace(case, forbidden=(Place(document=stem, sentence=quote.quote),))
    assert measuring.values(spoilt, answer, [], 1.0)["forbidden"] == 1.0


def test_half_a_sentence_does_not_carry_the_whole() -> None:
    whole = folded("The nurse did not share the bruising with the doctor or the school that week.")
    assert carries(f"then it was told {whole}", whole)
    assert not carries(folded("share the bruising with"), whole)
    assert not carries("", whole)
