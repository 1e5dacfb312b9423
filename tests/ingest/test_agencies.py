"""Which agencies a text names, and to whom a recommendation is addressed."""

from collections import Counter

import pytest

from ingest.addressees import addressees
from ingest.agencies import agencies_in, agency_spans
from ingest.body_names import Names

NAMES = Names(
    counts=Counter({
        "Northmarch Safeguarding Children Board": 9, "Northmarch County Council": 7, "Northmarch Constabulary": 6,
        "Northmarch Clinical Commissioning Group": 3, "Eskmere Hospitals NHS Trust": 3,
        "Northmarch Community Health NHS Trust": 3,
    }),
    publisher="Northmarch Safeguarding Children Board",
)  # fmt: skip


@pytest.mark.parametrize(
    ("text", "agencies"),
    [
        ("health visitors and GPs", ("Health visiting", "GP")),
        ("The CCG", ("Integrated care board or commissioning group",)),
        ("Tolver Valley Integrated Care Board", ("Integrated care board or commissioning group",)),
        ("Northmarch Constabulary", ("Police",)),
        ("the community mental health team", ("Adult mental health",)),
        ("CAMHS", ("CAMHS",)),
        ("Skelderby Homes", ("Housing",)),
        ("The Department for Education and Ofsted", ("Department for Education", "Ofsted")),
        ("the Director of Public Health", ("Public health",)),
        ("Children’s Social Care", ("Children's social care",)),
        ("The UK government and devolved administrations", ("Government", "Devolved administrations")),
        ("school nurses", ("School nursing",)),
        ("he went home", ()),
    ],
)
def test_agencies_are_known_under_one_name(text: str, agencies: tuple[str, ...]) -> None:
    assert agencies_in(text) == agencies


def test_a_name_inside_a_longer_one_is_not_counted_again() -> None:
    assert agencies_in("the Safeguarding Children Board") == ("Safeguarding partnership or board",)
    assert [agency for _, _, agency in agency_spans("Local Safeguarding Children Partnership")] == [
        "Safeguarding partnership or board"
    ]


@pytest.mark.parametrize(
    ("text", "to"),
    [
        ("That the Board should agree a strategy.", ("Northmarch Safeguarding Children Board",)),
        ("That the Board re-found the panel so that it meets.", ("Northmarch Safeguarding Children Board",)),
        ("The CCG and NHS England should fund it.", ("Northmarch Clinical Commissioning Group", "NHS England")),
        ("The Chief Constable is asked to confirm it.", ("Northmarch Constabulary",)),
        (
            "Linfold and Dunmarrow councils and the Constabulary should sign an agreement.",
            ("Linfold Council", "Dunmarrow Council", "Northmarch Constabulary"),
        ),
        ("All schools in Northmarch should keep a record.", ("All schools in Northmarch",)),
        ("All agencies which work with families should record it.", ("All agencies",)),
        ("That the out-of-hours service should show the account.", ("out-of-hours service",)),
        (
            "That Allerby Homes should agree with the County Council a route.",
            ("Allerby Homes", "Northmarch County Council"),
        ),
        (
            "We recommend that the Department of Health and Social Care publish it.",
            ("Department of Health and Social Care",),
        ),
        ("How will the council make sure that calls are answered?", ("Northmarch County Council",)),
        ("That every common assessment should have a lead professional.", ()),
        ("That no plan should be closed.", ()),
        ("They should look favourably upon it.", ()),
        ("Consideration should be given to it.", ()),
        ("Currently, adoption should be higher.", ()),
        ("That both Trusts should replace the term.",
         ("Northmarch Community Health NHS Trust", "Eskmere Hospitals NHS Trust")),
        ("The CCG should require each of the 19 practices to pass it on.",
         ("Northmarch Clinical Commissioning Group", "each of the 19 practices")),
        ("That the Board should ask all partner agencies to show how they hear.",
         ("Northmarch Safeguarding Children Board",)),
        ("The County Council should amend its form, and local authorities should use it.",
         ("Northmarch County Council", "local authorities")),
        ("The County Council should act. a) Contracts should measure it. b) Every local authority should publish it.",
         ("Northmarch County Council", "Every local authority")),
        ("The governments of the UK, Scotland, Wales and Northern Ireland should each act.",
         ("governments of the UK, Scotland, Wales and Northern Ireland",)),
        ("The threshold document is to be rewritten.", ()),
    ],
)  # fmt: skip
def test_whom_a_recommendation_addresses_is_read_from_its_subject(text: str, to: tuple[str, ...]) -> None:
    assert addressees(text, ("8 Recommendations",), (), NAMES) == to


@pytest.mark.parametrize(
    ("heading", "to"),
    [
        ("11.3 For Children’s Social Care", ("Children’s Social Care",)),
        ("For health", ("health",)),
        ("Recommendations for the Partnership", ("Partnership",)),
        ("11.8 For Eskmere Hospitals NHS Trust", ("Eskmere Hospitals NHS Trust",)),
        ("8 Recommendations", ()),
    ],
)
def test_where_the_words_name_nobody_the_heading_does(heading: str, to: tuple[str, ...]) -> None:
    assert addressees("That no plan should be closed.", ("11 Recommendations", heading), (), NAMES) == to


def test_what_is_printed_as_addressee_decides() -> None:
    text = "That the Board should act."
    assert addressees(text, ("For health",), ("Licensing team; Schools",), NAMES) == ("Licensing team", "Schools")


def test_a_trust_that_could_be_either_is_the_one_of_the_heading() -> None:
    heading = "11.6 For Northmarch Community Health NHS Trust"
    assert addressees("That the Trust should review it.", (heading,), (), NAMES) == (
        "Northmarch Community Health NHS Trust",
    )


def test_a_question_beneath_a_heading_for_the_partnership_is_put_to_it_and_to_whom_it_asks() -> None:
    asked = "How will the council make sure of it?"
    over = ("Questions for the Northmarch Safeguarding Children Board",)
    assert addressees(asked, over, (), NAMES) == ("Northmarch Safeguarding Children Board", "Northmarch County Council")


def test_a_name_is_made_longer_by_a_place_and_by_nothing_else() -> None:
    names = Names(
        counts=Counter(
            {"Vale and Moor Integrated Care Board": 2, "Prime Minister's Office": 1, "Head of the Cabinet Office": 4}
        ),
        publisher=None,
    )
    assert addressees("The Integrated Care Board should act.", (), (), names) == (
        "Vale and Moor Integrated Care Board",
    )
    assert addressees("The Cabinet Office should act.", (), (), names) == ("Cabinet Office",)
