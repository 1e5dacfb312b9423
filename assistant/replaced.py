"""The committed table of safeguarding arrangements that have since been replaced, and which of them a text names."""

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from ingest.errors import SetupError

TABLE = Path(__file__).with_name("replaced.yaml")
_NEEDED = {"id", "name", "words", "until", "text", "sources"}
_ALLOWED = _NEEDED | {"quote_only", "edition", "since"}
_REMEDY = "correct assistant/replaced.yaml"
_GAP = r"\W+(?:[\w’'-]+\W+){0,4}?"
_YEAR_AFTER = re.compile(r"^\D{0,45}?\b((?:19|20)\d\d)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the dates of an arrangement were taken from."""

    title: str
    publisher: str
    year: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """An arrangement since replaced.

    Documents up to the year ``until`` speak of it as current. Guidance that came out in editions has one entry for each
    ``edition``, meant also by documents of the years ``since`` to ``until`` that name the guidance without a year.
    """

    id: str
    name: str
    words: tuple[str, ...]
    until: int
    text: str
    sources: tuple[Source, ...]
    quote_only: bool = False
    edition: int | None = None
    since: int | None = None

    def __post_init__(self) -> None:
        if not (self.id and self.name and self.words and self.text and self.sources and 1989 <= self.until <= 2100):
            raise ValueError("a text is empty, there are no words or sources, or 'until' is no year")
        if (self.edition is None) != (self.since is None):
            raise ValueError("an edition needs 'since'")

    def is_named(self, text: str, year: int | None) -> bool:
        """Whether ``text`` of a document of ``year`` names this arrangement as in force, or an edition by its year."""
        found = list(_pattern(self.words).finditer(text))
        if self.edition is None or self.since is None:
            return bool(found) and (year is None or year <= self.until)
        for match in found:
            said = _YEAR_AFTER.match(text[match.end() :])
            if said and int(said.group(1)) == self.edition:
                return True
            if not said and year is not None and self.since <= year <= self.until:
                return True
        return False


@lru_cache(maxsize=64)
def _pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all ``words``; those in capitals only as capitals."""
    exact = [w for w in words if w.isupper() or w.rstrip("s").isupper()]
    others = [w for w in words if w not in exact]
    parts = [_phrase(w) for w in exact] + ([f"(?i:{'|'.join(map(_phrase, others))})"] if others else [])
    return re.compile(rf"\b(?:{'|'.join(parts)})\b")


def _phrase(words: str) -> str:
    runs = [r"\s+".join(re.escape(word) for word in run.split()) for run in words.split("...")]
    return _GAP.join(runs)


@lru_cache(maxsize=1)
def load_replaced() -> tuple[Arrangement, ...]:
    """The arrangements of the committed table in its order.

    Raises SetupError when the file is not as it should be.
    """
    return parse_replaced(TABLE.read_text(encoding="utf-8"))


def parse_replaced(text: str) -> tuple[Arrangement, ...]:
    """The arrangements written in ``text`` as YAML.

    Raises SetupError when a key is missing or unknown, an entry has no source, or an id is used twice.
    """
    try:
        entries = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise SetupError(f"the table of replaced arrangements is not YAML: {error}", remedy=_REMEDY) from error
    if not isinstance(entries, list) or not entries:
        raise SetupError("the table of replaced arrangements is not a list of entries", remedy=_REMEDY)
    found = tuple(_arrangement(entry) for entry in entries)
    doubled = sorted({a.id for a in found if sum(a.id == other.id for other in found) > 1})
    if doubled:
        raise SetupError("an arrangement has an id twice", thing=", ".join(doubled), remedy=_REMEDY)
    return found


def _arrangement(entry: Any) -> Arrangement:
    if not isinstance(entry, dict) or not _NEEDED <= set(entry) <= _ALLOWED:
        name = entry.get("id", "?") if isinstance(entry, dict) else str(entry)[:40]
        raise SetupError("an arrangement lacks a key or has an unknown one", thing=str(name), remedy=_REMEDY)
    try:
        return Arrangement(
            id=str(entry["id"]),
            name=str(entry["name"]),
            words=tuple(str(word) for word in entry["words"] or ()),
            until=int(entry["until"]),
            text=str(entry["text"]),
            sources=tuple(
                Source(title=s["title"], publisher=s["publisher"], year=int(s["year"])) for s in entry["sources"]
            ),
            quote_only=bool(entry.get("quote_only", False)),
            edition=entry.get("edition"),
            since=entry.get("since"),
        )
    except (TypeError, ValueError, KeyError) as error:
        raise SetupError(
            f"an arrangement is not as it should be: {error}", thing=entry["id"], remedy=_REMEDY
        ) from error
