"""What a person writes into ``reviews.yaml`` counts, survives, and is refused clearly when it is wrong."""

from pathlib import Path

import pytest

from ingest.errors import RequestError
from ingest.overrides import FILE, with_facts, with_passages
from ingest.reading import file_hash, overrides_for
from ingest.records import Anchor, DocumentFacts, Paragraph

FACTS = DocumentFacts(title="Report", kind=None, source_kind="other", year=2011, area="Linfold")


def said(folder: Path, yaml: str) -> Path:
    """A document in ``folder`` with these corrections beside it."""
    (folder / "a.txt").write_text("A review of a child.", encoding="utf-8")
    (folder / FILE).write_text(yaml, encoding="utf-8")
    return folder / "a.txt"


def paragraph(number: str | None, section: str, page: int) -> Paragraph:
    return Paragraph(
        text="The nurse rang. No one came.", number=number, section=(section,), role="body", kind="narrative",
        anchors=(Anchor(offset=0, page=page, line=0),), reason="no rule speaks",
    )  # fmt: skip


def test_facts_said_by_a_person_replace_those_read_and_null_means_unknown(tmp_path: Path) -> None:
    path = said(tmp_path, "a.txt: {title: Child Q, source_kind: review, year: null, authors: [Ann Ash]}")
    facts = with_facts(FACTS, overrides_for(path))
    assert (facts.title, facts.source_kind, facts.year, facts.area) == ("Child Q", "review", None, "Linfold")
    assert facts.authors == ("Ann Ash",)


def test_kind_and_voice_of_passages_are_said_by_number_section_and_page(tmp_path: Path) -> None:
    path = said(
        tmp_path,
        "a.txt:\n  passages:\n"
        "    - {paragraph: 4.12, kind: finding}\n"
        "    - {section: family, page: 3, voice: Mother}\n"
        "    - {section: elsewhere, kind: other}\n",
    )
    read = [paragraph("4.12", "Analysis", 2), paragraph(None, "Family", 3), paragraph(None, "Family", 4)]
    changed, notes = with_passages(read, overrides_for(path))
    assert [p.kind for p in changed] == ["finding", "narrative", "narrative"]
    assert [p.voice for p in changed] == [None, "Mother", None]
    assert changed[0].reason == "reviews.yaml says so"
    assert notes == ("reviews.yaml: entry 3 of its passages fits no paragraph",)


@pytest.mark.parametrize(
    ("yaml", "named"),
    [
        ("a.txt: {colour: red}", "a.txt > colour"),
        ("a.txt: {source_kind: novel}", "a.txt > source_kind"),
        ("a.txt: {passages: [{paragraph: '1', tone: sad}]}", "paragraph, section, page, kind, voice"),
        ("a.txt: {passages: [{kind: finding}]}", "names no paragraph, section or page"),
        ("b.txt: {year: 2012}", "'b.txt'"),
        ("a.txt: [", "not YAML"),
    ],
)
def test_a_wrong_correction_is_refused_with_its_key_and_what_is_allowed(tmp_path: Path, yaml: str, named: str) -> None:
    path = said(tmp_path, yaml)
    with pytest.raises(RequestError) as refused:
        overrides_for(path)
    assert named in str(refused.value)
    assert FILE in str(refused.value)


def test_a_changed_correction_changes_the_hash_of_its_document_only(tmp_path: Path) -> None:
    path = said(tmp_path, "a.txt: {year: 2012}")
    other = tmp_path / "b.txt"
    other.write_text("Another.", encoding="utf-8")
    before, same = file_hash(path), file_hash(other)
    (tmp_path / FILE).write_text("a.txt: {year: 2013, area: null}", encoding="utf-8")
    assert file_hash(path) != before
    assert file_hash(other) == same
