"""What ``live_case.yaml`` knows, as patterns, and the forms that dates and names of people have."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import yaml

FILE = Path(__file__).with_name("live_case.yaml")

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])(?:st|nd|rd|th)?"
NUMERIC_DATE = r"(?<![\d./])(?:\d{1,2}\s?[./\\-]\s?\d{1,2}\s?[./\\-]\s?(?:\d{4}|\d{2})|\d{4}[/-]\d{2}[/-]\d{2})(?!\d)"
WORDED_DATE = rf"(?<!\d){_DAY}(?:\s+of)?[\s-]+{_MONTH},?[\s-]+\d{{2,4}}(?!\d)|\b{_MONTH}\s+{_DAY},?\s+\d{{4}}(?!\d)"
# A day and a month suffice where the word "birth" stands before them.
SHORT_DATE = (
    rf"(?<!\d){_DAY}(?:\s+of)?[\s-]+{_MONTH}\b|\b{_MONTH}\s+(?:{_DAY}(?!\d)|\d{{4}})|(?<!\d)(?:\d{{6}}|\d{{8}})(?!\d)"
)
NAME_WORD = r"(?:O['’]|Mc|Mac|D['’])?[A-ZÀ-Þ](?:[a-zß-ÿ]+(?:['’-][A-ZÀ-Þ]?[a-zß-ÿ]+)*|[A-ZÀ-Þ'’-]{2,})"
PERSON = rf"{NAME_WORD}(?:\s+[A-Z]\.?)?(?:\s+{NAME_WORD}){{1,2}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The lists of the file; alternatives of a pattern are in order of length, so that the longest is tried first."""

    plain_streets: str
    all_streets: str
    not_streets: frozenset[str]
    counted: frozenset[str]
    references: str
    published: frozenset[str]
    acquaintance: str
    not_names: frozenset[str]


@cache
def load_words() -> Words:
    """The lists as they are committed."""
    read = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    streets = read["streets"]
    return Words(
        plain_streets=_alternatives(streets["plain"]),
        all_streets=_alternatives([*streets["plain"], *streets["also"]]),
        not_streets=frozenset(map(str, read["not_streets"])),
        counted=frozenset(read["counted"]),
        references=_alternatives(read["references"]),
        published=frozenset(read["published"]),
        acquaintance="|".join(read["acquaintance"]),
        not_names=frozenset(map(str, read["not_names"])),
    )


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in sorted(words, key=len, reverse=True))
