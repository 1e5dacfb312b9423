"""What a question asks of its subject (a cost, a grade, a date), and whether a sentence about the subject gives it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from assistant.features import covered_share
from assistant.questions import Term, Understood
from assistant.records import Evidence
from ingest.errors import SetupError
from ingest.lexical import stems
from ingest.library import facts_text

TABLE = Path(__file__).with_name("attributes.yaml")
_NEEDED = {"id", "said", "asks", "words", "gives"}
_ALLOWED = _NEEDED | {"share"}
_REMEDY = "correct assistant/attributes.yaml"
_SHARE = 0.5
_NAMED_SHARE = 0.15  # for a sentence that answers best, is near and names the attribute: "would cost the UK …"
_NEAR_COSINE = 0.5
_UNSAID = re.compile(
    r"\b(?:declined|refused|would not|unable|could not|cannot|did not) (?:to )?"
    r"(?:say|comment|confirm|name|disclose|reveal)\b|\bno comment\b|\b(?:is|was) not (?:known|recorded|stated)\b",
    re.IGNORECASE,
)
_BESIDE = 0.7  # what a word of the subject is worth in the sentence before or after
_ABOVE = 0.6  # and in the heading

_COUNT = (
    r"(?:\d[\d,.]*|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|several|half|few)"
)
_MACROS = {
    "number": rf"(?:(?<![\w.])\d[\d,.]*|\b(?!an?\b){_COUNT}\b)",
    "span": rf"\b{_COUNT}(?:[- ](?:and|more|further|full|whole|a|half|{_COUNT}))*"
    r"[- ](?:years?|months?|weeks?|days?|hours?|minutes?|nights?|terms?|decades?|weekends?)\b",
    "money": r"(?:[£€$] ?\d|\b\d[\d,.]* ?(?:pounds|pence|million|billion|p|m|bn)\b"
    r"|\b(?:million|billion|thousand) pounds)",
    "date": r"\b(?:(?:19|20)\d{2}|(?-i:January|February|March|April|May|June|July|August|September|October|November"
    r"|December|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday))\b",
    "person": r"(?-i:\b(?:Dr|Mr|Mrs|Ms|Miss|Professor|Prof|Sir|Dame|Lord|Lady|Baroness|Cllr|Councillor|Judge)\.? "
    r"[A-Z][\w’'-]{2,}|\b[A-Z][a-z’'-]+ [A-Z][a-z’'-]{2,}\b)",
}
_KIN = {
    "parent": frozenset("mother father mum dad mummi daddi coupl famili stepfath stepmoth".split()),
    "mother": frozenset({"mum", "mummi"}),
    "father": frozenset({"dad", "daddi"}),
    "mum": frozenset({"mother"}),
    "dad": frozenset({"father"}),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Attribute:
    """Something that a question may ask, and what a sentence that gives it looks like.

    ``gives`` are rows of patterns, all of one row needed. ``words`` (stems) name the attribute. ``share`` of the other
    words of a question must stand in or beside a sentence for it to be about the same subject.
    """

    id: str
    said: str
    asks: tuple[re.Pattern[str], ...]
    words: frozenset[str]
    gives: tuple[tuple[re.Pattern[str], ...], ...]
    share: float = _SHARE

    def __post_init__(self) -> None:
        if not (self.id and self.said and self.asks and self.gives and all(self.gives) and 0.0 < self.share <= 1.0):
            raise ValueError("a text or list is empty, or 'share' is not above 0 and at most 1")

    def is_asked(self, text: str) -> bool:
        """Whether the question ``text`` asks it."""
        return any(pattern.search(text) for pattern in self.asks)

    def is_given(self, text: str) -> bool:
        """Whether the sentence ``text`` gives it, of whomever; one that says it is not said does not."""
        return not _UNSAID.search(text) and any(all(pattern.search(text) for pattern in row) for row in self.gives)


def lacking(question: Understood, evidence: Sequence[Evidence]) -> tuple[Attribute, ...]:
    """The attributes that ``question`` asks, when no sentence of ``evidence`` gives any of them of its subject.

    ``evidence`` comes best first. The first may speak of the subject in other words if it names the attribute.
    """
    asked = tuple(a for a in load_attributes() if a.is_asked(question.text))
    words = frozenset(term.stem for term in question.terms)
    for place, item in enumerate(evidence):
        text = item.sentences[0].text
        for attribute in (a for a in asked if a.is_given(text)):
            named = not place and item.cosine >= _NEAR_COSINE and not (attribute.words & words).isdisjoint(stems(text))
            if share_of_subject(question, attribute, item) >= (_NAMED_SHARE if named else attribute.share):
                return ()
    return asked


def share_of_subject(question: Understood, attribute: Attribute, item: Evidence) -> float:
    """How much of what ``question`` asks the attribute of stands in the sentence of ``item`` or beside it, 0 to 1."""
    facts = frozenset(stems(facts_text(item.document.facts)))
    subject = [t for t in question.terms if t.stem not in attribute.words and not (t.named and t.stem in facts)]
    return share_near(subject, item)


def share_near(terms: Sequence[Term], item: Evidence) -> float:
    """How much of ``terms``, by weight, stands in the first sentence of ``item`` or beside it; 1.0 when none are."""
    share = covered_share(terms, list(_near(item)))
    return 1.0 if share is None else share


def _near(item: Evidence) -> Iterator[tuple[frozenset[str], float]]:
    sentences = item.passage.sentences
    at = sentences.index(item.sentences[0])
    yield _words(item.sentences[0].text), 1.0
    for beside in (at - 1, at + 1):
        if 0 <= beside < len(sentences):
            yield _words(sentences[beside].text), _BESIDE
    yield frozenset(stems(" ".join(item.passage.section))), _ABOVE


def _words(text: str) -> frozenset[str]:
    found = frozenset(stems(text))
    return found | {kin for kin, others in _KIN.items() if found & others}


@lru_cache(maxsize=1)
def load_attributes() -> tuple[Attribute, ...]:
    """The attributes of the committed table in its order.

    Raises SetupError when the file is not as it should be.
    """
    return parse_attributes(TABLE.read_text(encoding="utf-8"))


def parse_attributes(text: str) -> tuple[Attribute, ...]:
    """The attributes written in ``text`` as YAML.

    Raises SetupError when a key is missing or unknown, a pattern is none, or an id is used twice.
    """
    try:
        entries = yaml.safe_load(text)
    except yaml.YAMLError as error:
        raise SetupError(f"the table of attributes is not YAML: {error}", remedy=_REMEDY) from error
    if not isinstance(entries, list) or not entries:
        raise SetupError("the table of attributes is not a list of entries", remedy=_REMEDY)
    found = tuple(_attribute(entry) for entry in entries)
    doubled = sorted({a.id for a in found if sum(a.id == other.id for other in found) > 1})
    if doubled:
        raise SetupError("an attribute has an id twice", thing=", ".join(doubled), remedy=_REMEDY)
    return found


def _attribute(entry: Any) -> Attribute:
    if not isinstance(entry, dict) or not _NEEDED <= set(entry) <= _ALLOWED:
        name = entry.get("id", "?") if isinstance(entry, dict) else str(entry)[:40]
        raise SetupError("an attribute lacks a key or has an unknown one", thing=str(name), remedy=_REMEDY)
    try:
        return Attribute(
            id=str(entry["id"]),
            said=str(entry["said"]),
            asks=tuple(_pattern(p) for p in entry["asks"]),
            words=frozenset(s for word in entry["words"] for s in stems(str(word))),
            gives=tuple(tuple(_pattern(p) for p in row) for row in entry["gives"]),
            share=float(entry.get("share", _SHARE)),
        )
    except (TypeError, ValueError, re.error) as error:
        raise SetupError(
            f"an attribute is not as it should be: {error}", thing=str(entry["id"]), remedy=_REMEDY
        ) from error


def _pattern(written: str) -> re.Pattern[str]:
    for name, pattern in _MACROS.items():
        written = written.replace("{" + name + "}", pattern)
    return re.compile(written, re.IGNORECASE)
