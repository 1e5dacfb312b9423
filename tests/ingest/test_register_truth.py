"""The register held against what is true of the example library, and against known recommendations of inquiries."""

import gzip
import json
import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from ingest.agencies import agencies_in
from ingest.findings import bare, read_findings
from ingest.records import Finding, FindingPlace
from ingest.sentences import split_sentences
from ingest.text import stands_on
from tests.ingest.truth import INQUIRIES, ROOT, Tally, library_files, read, truth_of

KNOWN = ROOT.parent / "shared" / "benchmarks" / "inquiries" / "recommendations_half.jsonl.gz"
KINDS = {"recommendations": "recommendation", "findings": "finding", "learning": "learning"}
# Who is meant by a word for many, and the parts of a council that a review may or may not name apart.
MANY = {
    "all agencies": None, "health": "health", "safeguarding partners": None, "all health organisations": "health",
    "out-of-hours service": "health",
}  # fmt: skip
HEALTH = re.compile(r"trust|hospital|health|gp |doctors|ccg|nhs|care board", re.IGNORECASE)
PARTNERS = frozenset({"Local authority", "Children's social care", "Police", "Safeguarding partnership or board"})
COUNCIL = frozenset({"Local authority", "Children's social care", "Public health", "Education service"})


@dataclass(frozen=True)
class Matched:
    """A record that is true and what the register has for it."""

    name: str
    kind: str
    truth: dict[str, Any]
    found: Finding | None


@lru_cache(maxsize=32)
def registered(path: Path) -> tuple[tuple[Finding, ...], dict[int | None, str]]:
    """The register of a file, and the text of its pages by number."""
    reading = read(path)
    findings = read_findings(reading.raw.pages, reading.paragraphs, reading.facts, path.stem)
    return findings, {page.number: page.text for page in reading.raw.pages}


def matched() -> Iterator[Matched]:
    """Every record that is true of the example library."""
    for path in library_files():
        findings = registered(path)[0]
        truth: Any = truth_of(path)
        for name, kind in KINDS.items():
            for record in truth[name]:
                same = [f for f in findings if f.kind == kind and f.number == record["number"]]
                found = next((f for f in same if bare(f.text)[:60] == bare(record["text"])[:60]), None)
                yield Matched(path.stem, kind, record, found)


def tally(rows: Iterable[tuple[bool, str]]) -> Tally:
    counted = Tally()
    for right, miss in rows:
        counted.count(right, miss)
    assert counted.of > 20
    return counted


def test_every_finding_recommendation_and_learning_point_is_in_the_register_with_its_number() -> None:
    assert [f"{m.name} {m.kind} {m.truth['number']}" for m in matched() if m.found is None] == []


@pytest.mark.parametrize(("kind", "floor"), [("recommendation", 1.0), ("learning", 1.0), ("finding", 0.98)])
def test_page_and_paragraph_are_those_where_it_is_made(kind: str, floor: float) -> None:
    rows = []
    for m in matched():
        if m.kind == kind and m.found:
            true, place = m.truth["places"][0], m.found.places[0]
            right = (true["page"], true["paragraph"]) == (place.page, place.paragraph)
            rows.append((right, f"{m.name} {m.truth['number']}"))
    counted = tally(rows)
    assert counted.share >= floor, counted.misses


@pytest.mark.parametrize("kind", ["recommendation", "learning"])
def test_the_words_are_whole_with_their_sub_points_and_nothing_else(kind: str) -> None:
    counted = tally(
        (bare(m.found.text) == bare(m.truth["text"]), f"{m.name} {m.truth['number']}")
        for m in matched() if m.kind == kind and m.found
    )  # fmt: skip
    assert counted.share >= 0.99, counted.misses


def test_a_finding_holds_all_of_its_words_and_its_title() -> None:
    """The text may go on: a finding that a narrative follows without a heading ends where no reader could tell."""
    counted = tally(
        (
            bare(m.found.text).startswith(bare(m.truth["text"]))
            and bare(m.found.title or "") == bare(m.truth["title"]),
            f"{m.name} {m.truth['number']}",
        )
        for m in matched() if m.kind == "finding" and m.found
    )  # fmt: skip
    assert counted.share >= 0.98, counted.misses


def test_repeats_are_one_record_with_all_its_places() -> None:
    counted = tally(
        (
            [(p["page"], p["page_end"]) for p in m.truth["places"]] == [(p.page, p.page_end) for p in m.found.places],
            f"{m.name} {m.truth['number']}: {m.found.places}",
        )
        for m in matched() if m.kind != "finding" and m.found
    )  # fmt: skip
    assert counted.share >= 0.99, counted.misses
    assert sum(len(m.truth["places"]) > 1 for m in matched()) >= 19


def test_every_addressee_that_is_true_is_there_and_none_that_is_not() -> None:
    """Strictly: each true addressee under its own name or a word for many to which it belongs, and no other body."""
    counted = tally(
        (
            _addressed(m),
            f"{m.name} {m.truth['number']}: {m.truth['addressed_to']} or {m.found and m.found.addressed_to}",
        )
        for m in matched()
        if m.kind == "recommendation"
    )
    assert counted.share >= 0.98, counted.misses


def test_number_page_and_addressee_of_everything_in_the_register_are_right() -> None:
    counted = tally(
        (m.found is not None and m.found.places[0].page == m.truth["places"][0]["page"] and _addressed(m), f"{m}")
        for m in matched()
    )  # fmt: skip
    assert counted.share >= 0.98, counted.misses


def _addressed(m: Matched) -> bool:
    true, ours = m.truth.get("addressed_to", []), m.found.addressed_to if m.found else ()
    named = all(any(same_body(t, o) for o in ours) for t in true)
    return named and all(any(same_body(t, o) for t in true) for o in ours)


def same_body(true: str, ours: str) -> bool:
    """Whether two names mean one body, or one of them a group to which the other belongs."""
    group = next((kind for many, kind in MANY.items() if ours.lower().startswith(many)), "")
    if group is None or group and HEALTH.search(f"{true} "):
        return True
    if ours.endswith("Partnership") and (set(agencies_in(true)) & PARTNERS or HEALTH.search(f"{true} ")):
        return True
    a, b = ({*re.findall(r"\w+", name.lower())} - {"the", "of", "and", "nhs"} for name in (true, ours))
    kinds, others = set(agencies_in(true)), set(agencies_in(ours))
    return a <= b or b <= a or bool(kinds & others) or bool(kinds & COUNCIL and others & COUNCIL)


def test_the_register_holds_little_that_is_not_true() -> None:
    """What a systems review asks its Board to consider counts as a recommendation here, though not in the truth."""
    true = {(m.name, m.kind, m.found.id) for m in matched() if m.found}
    extra = [
        (path.stem, f.kind, f.text[:60])
        for path in library_files()
        for f in registered(path)[0]
        if (path.stem, f.kind, f.id) not in true and not any("Considerations for" in h for h in _over(path, f))
    ]
    assert extra == []


def _over(path: Path, finding: Finding) -> list[str]:
    """The boxes and headings over the first words of a finding."""
    words = finding.parts[0]
    return [h for p in read(path).paragraphs if words in p.text for h in (*p.section, p.label or "")]


def test_documents_that_speak_of_others_have_no_register() -> None:
    for path in library_files():
        if any(word in path.name for word in ("press", "blog", "opinion", "minutes", "response", "guidance")):
            assert registered(path)[0] == (), path.name


def test_every_sentence_of_the_register_stands_on_its_pages() -> None:
    assert [lost for path in library_files() for lost in not_on_page(path)] == []


def not_on_page(path: Path) -> list[str]:
    findings, pages = registered(path)
    return [
        f"{path.stem} {finding.number}: {sentence}"
        for finding in findings
        for part in finding.parts
        for sentence in (part[a:b] for a, b in split_sentences(part))
        if not _stands(sentence, _text(pages, finding.places[0]))
    ]


def _text(pages: dict[int | None, str], place: FindingPlace) -> str:
    if place.page is None or place.page_end is None:
        return "\n".join(pages.values())
    return "\n".join(pages[n] for n in range(place.page, place.page_end + 1))


def _stands(sentence: str, text: str) -> bool:
    """Whether a sentence stands in ``text`` whole, or in two parts with a page's foot and head between them."""
    words = sentence.split()
    halves = ((" ".join(words[:i]), " ".join(words[i:])) for i in range(1, len(words)))
    return stands_on(sentence, text) or any(stands_on(a, text) and stands_on(b, text) for a, b in halves)


@pytest.fixture(scope="module")
def known() -> list[dict[str, Any]]:
    """The known recommendations of seven inquiries and committees."""
    if not KNOWN.exists() or not INQUIRIES.is_dir():
        reason = f"the known recommendations are not there: {KNOWN}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    with gzip.open(KNOWN, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def test_known_recommendations_are_in_the_register_with_a_right_page(known: list[dict[str, Any]]) -> None:
    counted = tally(
        (
            any(_says(f, text) and _is_on(f, row["rec_pages_found"]) for f in registered(path)[0]),
            f"{path.name} {row['id']}: {text[:60]}",
        )
        for row in known
        for path, text in [(INQUIRIES / row["rec_pdf"], row["recommendation_text"])]
    )
    assert counted.of >= 80
    assert counted.share >= 0.95, counted.misses


def test_the_registers_of_the_inquiries_are_no_longer_than_their_lists(known: list[dict[str, Any]]) -> None:
    longest = {
        "Behaviour-Change-Report-Recomm.pdf": 33, "Summer2024-Disorder-Recomm.pdf": 21, "TheSpaceEconomyReport.pdf": 85,
        "PostOfficeHorizon-I- Inquiry-Recomm.pdf": 19, "UK-Covid-19-Inquiry-Module-1-Recomm.pdf": 10,
        "UK-Covid-19-Inquiry-Module-2-Recomm.pdf": 29, "Volume_1-Blood-Inquiry-Recomm.pdf": 55,
    }  # fmt: skip
    for name in {row["rec_pdf"] for row in known}:
        assert len(registered(INQUIRIES / name)[0]) <= longest[name], name


def _says(finding: Finding, text: str) -> bool:
    """Whether a record holds the known words: whole, or all but a twentieth of their pieces of six words."""
    words = re.findall(r"\w+", re.sub(r"^Recommendation \d+: ", "", text).lower())
    held = bare(f"{finding.title or ''} {finding.text}")
    if "".join(words) in held:
        return True
    pieces = ["".join(words[i : i + 6]) for i in range(0, max(1, len(words) - 5), 6)]
    return len(pieces) > 1 and sum(piece in held for piece in pieces) >= 0.8 * len(pieces)


def _is_on(finding: Finding, pages: list[int]) -> bool:
    return any((p.page or 0) <= page <= (p.page_end or 0) for p in finding.places for page in pages)
