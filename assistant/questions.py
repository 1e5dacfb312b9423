"""What a question asks for, read without a language model: its words and their weight, names, kind of answer."""

import math
import re
from dataclasses import dataclass
from typing import Literal

from assistant.understanding import Reading
from ingest.lexical import STOP_WORDS, LexicalIndex, stems
from ingest.records import PassageKind

AnswerType = Literal["person", "number", "date", "place", "text"]

_TYPES: tuple[tuple[str, AnswerType], ...] = (
    (
        r"\bhow (?:many|much|often|long|old|far)\b|\bwhat (?:number|percentage|proportion|share|age)\b|\bcount\b",
        "number",
    ),
    (
        r"\bwhen\b|\bwhat (?:date|year|day|month|time)\b|\bon which (?:date|day)\b|\bwhich year\b",
        "date",
    ),
    (
        r"^\W*(?:and )?(?:who|whose|whom)\b|\bwho (?:wrote|chaired|led|was|is|said|carried|did|conducted)\b"
        r"|\bname of the\b|\bwhich (?:author|person|professor|reviewer|minister|officer)\b|\bby whom\b",
        "person",
    ),
    (r"^\W*where\b", "place"),
)
_WANTED: dict[AnswerType, re.Pattern[str] | None] = {
    "person": re.compile(
        r"\b(?:Dr|Mr|Mrs|Ms|Professor|Prof|Sir|Dame|Lord|Baroness|Cllr|Councillor|Judge)\.? [A-Z][\w’'-]+"
        r"|\b[A-Z][a-z’'-]+ [A-Z][a-z’'-]+\b"
    ),
    "number": re.compile(
        r"\d[\d,.]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen"
        r"|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|once"
        r"|twice|half|quarter|third|none|no)\b",
        re.IGNORECASE,
    ),
    "date": re.compile(
        r"\b(?:(?:19|20)\d{2}|(?:\d{1,2}(?:st|nd|rd|th)? )?(?:january|february|march|april|may|june|july|august"
        r"|september|october|november|december)|monday|tuesday|wednesday|thursday|friday|saturday|sunday|yesterday|today"
        r"|later this year|spring|summer|autumn|winter)\b",
        re.IGNORECASE,
    ),
    "place": re.compile(r"\b(?:in|at|near|from) [A-Z][\w’'-]+"),
    "text": None,
}

# Words that speak of the asking or of documents in general; they match everywhere and prove nothing.
_GENERIC = frozenset(
    s
    for w in (
        "review reviews report reports document documents serious case cases practice safeguarding local overview "
        "question answer finding findings say tell explain describe mention mentioned mentions happen happened thing "
        "things people according list lists name names number example examples information know main particular "
        "regarding concerning talk article story text piece post blog"
    ).split()
    for s in stems(w)
)
_OPENERS = frozenset(
    s
    for w in "summarise compare show give please list describe explain were did does name find has have tell".split()
    for s in stems(w)
)
_SAID = re.compile(
    r"\bwho (?:said|says|told|complained|explained|warned|thought|felt|wanted|described|called|argued|claimed)\b"
    r"|\b(?:say|said|tell|told|think|thought|feel|felt)\b[^?]*\?",
    re.IGNORECASE,
)
_NAME = re.compile(
    r"\b(?:(?:Child|Baby|Young Person|Adult|Sibling|Person|Family) [A-Z]{1,2}\d?\b"
    r"|[A-Z][\w’'-]*[a-z][\w’'-]*(?: (?:of |and |upon )?(?:[A-Z][\w’'-]+|[A-Z]\b))*|[A-Z]{2,}\w*)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """One word of the question as indexed; ``weight`` is its inverse document frequency, lowered for generic words."""

    stem: str
    weight: float
    held: bool
    named: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A question as it was understood."""

    text: str
    terms: tuple[Term, ...]
    answer_type: AnswerType
    names: tuple[str, ...]
    reading: Reading

    @property
    def documents(self) -> tuple[str, ...]:
        """The ids of the documents that the question names for certain."""
        return self.reading.named

    @property
    def passage_kinds(self) -> tuple[PassageKind, ...]:
        """The kinds of passage that it asks for; none when any will do."""
        return self.reading.passage_kinds

    @property
    def wants_voice(self) -> bool:
        """Whether it asks what somebody said."""
        return bool(self.reading.voices) or bool(_SAID.search(self.text))

    @property
    def wanted(self) -> re.Pattern[str] | None:
        """What an answer of the kind asked for looks like; None when anything may be one."""
        return _WANTED[self.answer_type]

    @property
    def asked(self) -> tuple[Term, ...]:
        """The words that say what is asked: neither names nor words of asking."""
        return tuple(t for t in self.terms if not t.named and t.stem not in _GENERIC)

    @property
    def unknown_names(self) -> tuple[str, ...]:
        """Names in the question of which at least one word occurs nowhere in the library."""
        absent = {t.stem for t in self.terms if t.named and not t.held}
        return tuple(name for name in self.names if absent & set(stems(name)))


def understand(reading: Reading, words: LexicalIndex, passages: int) -> Understood:
    """The question of ``reading`` against the words of a library of so many ``passages``."""
    text = reading.text
    names = names_in(text)
    named = {s for name in names for s in stems(name)}
    terms = tuple(_term(stem, stem in named, words, passages) for stem in dict.fromkeys(stems(text)))
    return Understood(text=text, terms=terms, answer_type=answer_type(text), names=names, reading=reading)


def answer_type(text: str) -> AnswerType:
    """What kind of thing would answer: a person, a number, a date, a place, or anything else."""
    return next((kind for pattern, kind in _TYPES if re.search(pattern, text, re.IGNORECASE)), "text")


def names_in(text: str) -> tuple[str, ...]:
    """Proper names in a question: capitalised words other than the one that merely opens it."""
    found = []
    for match in _NAME.finditer(text):
        name = re.sub(r"[’']s?$", "", match.group())
        before = text[: match.start()].rstrip(" “‘\"'(")
        first, _, rest = name.partition(" ")
        opens = not before or before[-1] in ".?!:"
        if opens and (first.lower() in STOP_WORDS or set(stems(first)) <= _GENERIC | _OPENERS):
            name = rest
        if name and not set(stems(name)) <= _GENERIC:
            found.append(name)
    return tuple(dict.fromkeys(found))


def _term(stem: str, named: bool, words: LexicalIndex, passages: int) -> Term:
    held = words.passages_with(stem)
    weight = math.log(1.0 + (passages + 0.5) / (held + 0.5))
    if stem in _GENERIC:
        weight *= 0.2
    return Term(stem=stem, weight=weight, held=held > 0 or bool(words.documents_with(stem, 1)), named=named)
