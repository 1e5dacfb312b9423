"""Cases: what the format takes and refuses, and that those of the example library fit their documents."""

from collections import Counter
from pathlib import Path

import pytest

from assistant.answering import Assistant
from eval.case_files import case_yaml, read_cases
from eval.cases import Place, cases_fingerprint, split_of
from eval.checking import check_cases
from eval.shelf import Shelf, digest
from examples.cases import OUT, text
from ingest.errors import RequestError

GOOD = """
- id: one
  question: What was found?
  kind: fact
  expect: answered
  turns: ["What came before?"]
  filters: {areas: [Northmarch], year_from: 2010}
  split: held
  tags: [short]
  findings:
  - statement: Six of eighteen appointments were kept
    support:
    - {document: northmarch-2013-child-g, page: 9, paragraph: 5.2.1, sentence: A sentence.}
    - {file: northmarch-2013-child-g.pdf, digest: 0123456789abcdef}
  forbidden:
  - {document: northmarch-2013-child-g, sentence: Another.}
"""


def written(folder: Path, body: str) -> Path:
    path = folder / "cases.yaml"
    path.write_text(body, encoding="utf-8")
    return path


def test_every_part_of_the_format_is_read(tmp_path: Path) -> None:
    (case,) = read_cases([written(tmp_path, GOOD)])
    assert (case.turns, case.filters.areas, case.split) == (("What came before?",), ("Northmarch",), "held")
    assert case.findings[0].support[0].paragraph == "5.2.1"
    assert case.findings[0].support[1] == Place(document="northmarch-2013-child-g.pdf", digest="0123456789abcdef")
    assert case.documents == ("northmarch-2013-child-g", "northmarch-2013-child-g.pdf")


def test_sentences_of_one_group_are_one_finding(tmp_path: Path) -> None:
    support = (
        "[{document: a, group: 1, sentence: X.}, {document: b, group: 1, sentence: Y.}, {document: c, sentence: Z.}]"
    )
    body = f"- {{id: one, question: Say what, kind: fact, expect: answered, support: {support}}}"
    (case,) = read_cases([written(tmp_path, body)])
    assert [len(finding.support) for finding in case.findings] == [2, 1]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("kind: fact", "kind: riddle"), "kind is one of"),
        (("expect: answered", "expect: maybe"), "expect"),
        (("expect: answered", "expect: abstained"), "nothing can support"),
        (("tags: [short]", "colour: red"), "colour"),
        (("digest: 0123456789abcdef", "digest: 12"), "digest"),
        (("page: 9", "page: 0"), "page"),
        (("document: northmarch-2013-child-g, page", "page"), "name a document"),
        (("- id: one", "- id: One two"), "id"),
    ],
)
def test_what_does_not_fit_the_format_is_refused_with_its_place(
    change: tuple[str, str], said: str, tmp_path: Path
) -> None:
    with pytest.raises(RequestError, match=said):
        read_cases([written(tmp_path, GOOD.replace(*change, 1))])


def test_two_cases_of_one_id_are_refused(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="same id"):
        read_cases([written(tmp_path, GOOD + GOOD)])


def test_cases_are_written_as_they_are_read(tmp_path: Path) -> None:
    cases = read_cases()
    again = read_cases([written(tmp_path, case_yaml(cases))])
    assert cases_fingerprint(again) == cases_fingerprint(cases)


def test_the_example_library_has_cases_of_every_kind() -> None:
    cases = read_cases()
    kinds = Counter(case.kind for case in cases)
    assert len(cases) >= 200
    assert min(kinds.values()) >= 8
    reasons = {case.why for case in cases if case.expect == "abstained"}
    assert len(reasons) >= 5
    splits = Counter(case.split for case in cases)
    assert min(splits.values()) > 0.4 * len(cases)
    assert split_of("a-case") == split_of("a-case")


def test_every_supporting_sentence_stands_where_its_case_says(example_library: Assistant) -> None:
    assert check_cases(read_cases(), Shelf(example_library.library.catalogue)) == []


def test_a_wrong_page_paragraph_sentence_or_document_is_told(example_library: Assistant, tmp_path: Path) -> None:
    shelf = Shelf(example_library.library.catalogue)
    case = next(c for c in read_cases() if c.id == "northmarch-2013-child-g-finding-1")
    body = case_yaml([case])
    page, paragraph = case.findings[0].support[0].page, case.findings[0].support[0].paragraph
    for old, new, said in (
        (f"page: {page}", "page: 1", "not on page 1"),
        (f"paragraph: {paragraph}", "paragraph: 1.1.1", "not in paragraph 1.1.1"),
        ("sentence: ", "sentence: Not ", "no such sentence"),
        ("document: northmarch", "document: southmarch", "not held"),
    ):
        (problem,) = check_cases(read_cases([written(tmp_path, body.replace(old, new))]), shelf)
        assert said in str(problem)


def test_a_sentence_is_found_by_its_digest(example_library: Assistant) -> None:
    shelf = Shelf(example_library.library.catalogue)
    sentence = (
        "In all, Child G was offered eighteen health appointments in the review period and was brought to six of them."
    )
    place = Place(document="northmarch-2013-child-g", digest=digest(sentence))
    assert shelf.stands(place) == shelf.stands(Place(document=place.document, sentence=sentence)) != []


def test_the_cases_from_the_truth_are_up_to_date() -> None:
    assert OUT.read_text(encoding="utf-8") == text()
