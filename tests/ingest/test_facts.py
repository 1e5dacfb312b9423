"""Facts about a document are those that it states: right for the example library, true or unknown for the real ones."""

import os
from pathlib import Path

import pytest

from ingest.records import DocumentFacts
from tests.ingest.truth import INQUIRIES, LIBRARY, library_files, read, truth_of

SHARED = INQUIRIES.parent
INQUIRY, RESPONSE = ("inquiry", "inquiry report"), ("other", "response")

# (beginning of the file's name, how its title begins, kinds, year, publisher, authors). None: it does not say.
REAL: list[tuple[str, str, tuple[str, str], int | None, str | None, tuple[str, ...]]] = [
    ("seeds/000", "Shake-up under way in bid", ("press", "press report"), None, None, ()),
    ("seeds/001", "ENGLAND – ‘There’s no more learning", ("press", "press report"), None, "The Telegraph", ()),
    ("seeds/002", "Child murder review criticizes", ("press", "press report"), None, None, ()),
    ("seeds/003", "Posts dated Tuesday, 20 July 2010", ("commentary", "blog"), 2010, None, ()),
    ("seeds/004", "Learning from Serious Case Reviews", ("minutes", "minutes"), None, None, ()),
    ("inquiries/Behaviour-Change-Report", "Behaviour Change", INQUIRY, 2011, "House of Lords", ()),
    ("inquiries/Behaviour-Change-Response", "Government Response to the Science", RESPONSE, None, None, ()),
    ("inquiries/Grenfell", "UK Government Response to the Grenfell", RESPONSE, 2025, "UK Government", ()),
    ("inquiries/PostOfficeHorizon-I-", "Post Office Horizon IT", INQUIRY, 2025, "Post Office Horizon IT Inquiry", ()),
    ("inquiries/Summer2024-Disorder-Recomm", "Police response to the", INQUIRY, 2025, "Home Affairs Committee", ()),
    ("inquiries/Summer2024-Disorder-Resp", "Police response to the", RESPONSE, 2025, "Home Affairs Committee", ()),
    ("inquiries/TheSpaceEconomyReport", "The Space Economy", INQUIRY, 2025, "House of Lords", ()),
    ("inquiries/TheSpaceEconomyResponse", "Government response to the House", RESPONSE, 2026, None, ()),
    ("inquiries/UK-Covid-19-Inquiry-Module-1", "UK Covid-19 Inquiry - Module 1", INQUIRY, 2024, "UK Covid-19 Inquiry",
     ("The Rt Hon the Baroness Hallett DBE",)),
    ("inquiries/UK-Covid-19-Inquiry-Module-2", "Modules 2, 2A, 2B, 2C", INQUIRY, 2025, "UK Covid-19 Inquiry",
     ("The Rt Hon the Baroness Hallett DBE",)),
    ("inquiries/UK-Covid-19_Inquiry_Module_1", "UK Government Response to the", RESPONSE, 2025, "UK Government", ()),
    ("inquiries/UK-Covid-19_Inquiry_Module_2", "UK Government Response to the", RESPONSE, 2026, "UK Government", ()),
    ("inquiries/Volume_1-Blood-Inquiry-Recomm", "Infected Blood", INQUIRY, 2024, "Infected Blood Inquiry", ()),
    ("inquiries/Volume_1-Blood-Inquiry-Resp", "Government Response to the", RESPONSE, 2024, None, ()),
    ("inquiries/PostOfficeHorizon-IT", "Government response to the Post", RESPONSE, None, None, ()),
]  # fmt: skip


@pytest.mark.parametrize("row", REAL, ids=[row[0] for row in REAL])
def test_facts_of_a_real_document_are_true_or_unknown(
    row: tuple[str, str, tuple[str, str], int | None, str | None, tuple[str, ...]],
) -> None:
    name, title, kinds, year, publisher, authors = row
    found = sorted(SHARED.glob(f"{name}*"))
    if not found and os.environ.get("CI") != "true":
        pytest.skip(f"{SHARED / name} is missing")
    facts = read(found[0]).facts
    assert facts.title.startswith(title)
    assert (facts.source_kind, facts.kind) == kinds
    assert (facts.year, facts.publisher, facts.authors) == (year, publisher, authors)
    assert facts.area is None
    assert facts.pseudonyms == ()
    assert facts.reason


@pytest.fixture(scope="module")
def facts() -> dict[Path, DocumentFacts]:
    return {path: read(path).facts for path in library_files()}


def test_authors_and_publishers_of_the_example_library_are_those_printed(facts: dict[Path, DocumentFacts]) -> None:
    for path, read_ in facts.items():
        true = truth_of(path)
        assert read_.publisher == true["publisher"], path.name
        assert list(read_.authors) == true["authors"], path.name


def test_no_pseudonym_of_the_example_library_is_invented(facts: dict[Path, DocumentFacts]) -> None:
    for path, read_ in facts.items():
        true = truth_of(path)["pseudonyms"]
        assert isinstance(true, list)
        assert set(read_.pseudonyms) <= set(true), path.name
    assert len(facts[LIBRARY / "brackenshire-2022-the-reed-children.pdf"].pseudonyms) > 4
