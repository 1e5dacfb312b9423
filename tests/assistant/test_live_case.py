"""The guard on details of a live case: what it finds, what it lets through, and that it repeats nothing."""

import hashlib
import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from assistant.live_case import CALLED, Kind, checks, spot, told
from tests.libraries import QUESTIONS

SET = Path(__file__).with_name("live_case.yaml")
SPLITS = ("tune", "held")
_MARKED = re.compile(r"\[\[(\w+)\|(.+?)\]\]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Planted:
    """A detail planted in a question; ``start`` and ``end`` are its place in ``text``."""

    split: str
    kind: str
    text: str
    start: int
    end: int

    @property
    def found(self) -> bool:
        """Whether the guard marks it, or a part of it, and calls it what it is."""
        return any(d.kind == self.kind and d.start < self.end and self.start < d.end for d in spot(self.text))


def planted() -> Iterator[Planted]:
    for group in yaml.safe_load(SET.read_text("utf-8"))["planted"]:
        for marked in group["texts"]:
            text = _MARKED.sub(r"\2", marked)
            gone = 0
            for m in _MARKED.finditer(marked):
                start = m.start() - gone
                gone += len(m[0]) - len(m[2])
                yield Planted(split=group["split"], kind=m[1], text=text, start=start, end=start + len(m[2]))


def ordinary() -> Iterator[tuple[str, str]]:
    """(split, question); a third of the questions of the example library are held back."""
    for group in yaml.safe_load(SET.read_text("utf-8"))["ordinary"]:
        yield from ((group["split"], text) for text in group["texts"])
    for path in sorted(QUESTIONS.glob("*.yaml")):
        for case in yaml.safe_load(path.read_text("utf-8")):
            text = case["question"]
            yield ("held" if int(hashlib.sha256(text.encode()).hexdigest(), 16) % 3 == 0 else "tune"), text


PLANTED = list(planted())
ORDINARY = list(ordinary())


def test_the_set_is_large_has_every_kind_and_holds_back_a_third() -> None:
    assert len(PLANTED) >= 200 and len(ORDINARY) >= 300
    assert sum(p.split == "held" for p in PLANTED) >= len(PLANTED) / 3
    assert sum(split == "held" for split, _ in ORDINARY) >= len(ORDINARY) / 3
    for split in SPLITS:
        assert {p.kind for p in PLANTED if p.split == split} == set(CALLED)


def test_nineteen_of_twenty_details_are_found_and_few_ordinary_questions_are_taken_for_such(
    capsys: pytest.CaptureFixture[str],
) -> None:
    found: Counter[tuple[str, str]] = Counter((p.split, p.kind) for p in PLANTED if p.found)
    there: Counter[tuple[str, str]] = Counter((p.split, p.kind) for p in PLANTED)
    alarms = Counter(split for split, text in ORDINARY if spot(text))
    asked = Counter(split for split, _ in ORDINARY)
    with capsys.disabled():
        print("\nkind            " + "".join(f"{split:>12}" for split in SPLITS))
        for kind in CALLED:
            cells = (f"{found[split, kind]}/{there[split, kind]}" for split in SPLITS)
            print(f"{kind:16}" + "".join(f"{cell:>12}" for cell in cells))
        print("false alarms    " + "".join(f"{f'{alarms[split]}/{asked[split]}':>12}" for split in SPLITS))
    for split in SPLITS:
        total = sum(n for (of, _), n in there.items() if of == split)
        assert sum(n for (of, _), n in found.items() if of == split) >= 0.95 * total
        assert alarms[split] <= 0.02 * asked[split]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("DOB\uff1a \uff11\uff12/\uff10\uff13/2015", "date_of_birth"),  # full-width digits
        ("ring\u00a007700\u00a0900\u00a0123", "phone"),
        ("NHS number\n999 590 8301", "nhs_number"),
        ("FAMILY AT 14 ALDER ROAD", "address"),
    ],
)
def test_a_detail_is_found_however_it_is_typed(text: str, kind: Kind) -> None:
    assert kind in {d.kind for d in spot(text)}


def test_an_nhs_number_is_told_from_other_ten_digits_by_its_check_digit() -> None:
    assert checks("9995908301") and not checks("9995908302")
    assert [d.kind for d in spot("999 590 8301")] == ["nhs_number"]
    assert spot("999 590 8302") == ()


def test_details_do_not_overlap_and_stand_in_order() -> None:
    for text in {p.text for p in PLANTED}:
        found = spot(text)
        assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))


def test_the_reader_is_told_the_kinds_and_never_the_words() -> None:
    text = "Kyle Barrowden, DOB 12/03/2015, 14 Alder Road and 16 Alder Road"
    assert told(spot(text)) == "a date of birth and an address"
    assert told(()) == ""


def test_a_long_message_takes_no_longer_than_a_blink() -> None:
    started = time.perf_counter()
    for piece in ("1 ", "A", "Aa Bb ", "12 alder ", "case no ", "a.b@", "+4 4", "born on 1 "):
        spot((piece * 2000)[:2000])
    assert time.perf_counter() - started < 2.0
