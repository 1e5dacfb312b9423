"""An answer narrowed to a theme or an agency rests on passages about it, and on no others."""

import pytest

from assistant.answering import Assistant
from assistant.records import Filters
from assistant.topic_filters import checked, topics
from ingest.agencies import agencies_in
from ingest.errors import RequestError


def test_filters_are_known_by_any_of_their_names() -> None:
    filters = checked(Filters(themes=("Domestic violence", "neglect"), agencies=("police", "health visitors", "CAMHS")))
    assert filters.themes == ("domestic_abuse", "neglect")
    assert filters.agencies == ("Police", "Health visiting", "CAMHS")


@pytest.mark.parametrize("given", [Filters(themes=("gardening",)), Filters(agencies=("the circus",))])
def test_an_unknown_name_is_refused_with_those_there_are(given: Filters) -> None:
    with pytest.raises(RequestError) as refused:
        checked(given)
    assert "neglect" in str(refused.value) or "Police" in str(refused.value)


def test_no_topic_leaves_everything(example_library: Assistant) -> None:
    assert topics(Filters(), example_library.library.catalogue) is None


def test_a_passage_is_admitted_by_its_own_words_or_by_a_finding_in_it(example_library: Assistant) -> None:
    catalogue = example_library.library.catalogue
    wanted = topics(Filters(agencies=("Police",)), catalogue)
    assert wanted is not None
    findings = [row for row in catalogue.findings() if "Police" in row.finding.agencies]
    kept, without_name = 0, 0
    for held in catalogue.documents():
        for passage in catalogue.passages_of(held.id):
            if wanted.admits_passage(passage, held):
                kept += 1
                named = "Police" in agencies_in(passage.text)
                without_name += not named
                own = (row.finding.text for row in findings if row.document_id == held.id)
                assert named or any(s.text in text or text in s.text for text in own for s in passage.sentences)
    assert kept > without_name > 0


def test_themes_and_agencies_together_narrow_to_both(example_library: Assistant) -> None:
    catalogue = example_library.library.catalogue
    both = topics(Filters(agencies=("Police",), themes=("domestic_abuse",)), catalogue)
    police = topics(Filters(agencies=("Police",)), catalogue)
    assert both is not None and police is not None
    for held in catalogue.documents():
        for passage in catalogue.passages_of(held.id):
            assert police.admits_passage(passage, held) or not both.admits_passage(passage, held)
