"""Spots details of a live case in a question: names with dates of birth, addresses, numbers that lead to a person.

Rules alone, each to be read here and in ``live_case.yaml``. What a review calls people ("Child R", "Victoria Climbié"),
years, paragraphs, statutes and the numbers of helplines are no such details. How many it finds, and how often it is
wrong, is measured in ``tests/assistant/test_live_case.py``.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from assistant.live_case_words import (
    NAME_WORD,
    NUMERIC_DATE,
    PERSON,
    SHORT_DATE,
    WORDED_DATE,
    Words,
    load_words,
)

Kind = Literal["name", "date_of_birth", "address", "postcode", "phone", "email", "nhs_number", "case_number"]
CALLED: dict[Kind, str] = {
    "name": "a person’s name", "date_of_birth": "a date of birth", "address": "an address", "postcode": "a postcode",
    "phone": "a telephone number", "email": "an e-mail address", "nhs_number": "an NHS number",
    "case_number": "a case or reference number",
}  # fmt: skip
_BORN = r"(?:d\s?\.?\s?o\s?\.?\s?b\b\.?|date\s+of\s+birth|birth\s?date|birthday|born|\bb\.)"
_EMAIL = re.compile(r"[\w.%+'’-]+\s?(?:@|\(at\)|\[at\])\s?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_LINK = re.compile(r"\b(?:https?://|www\.|doi:?\s?10\.|10\.\d{4,}/)\S+", re.IGNORECASE)
_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]?\s{0,2}\d(?!(?:st|nd|rd|th)\b)[ABD-HJLNP-Z]{2}\b", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![\w£$€.,/-])(?:\+|00)?\(?\d(?:[ .()-]{0,2}\d){8,13}(?![\w/-]|[.,]\d)")
_NHS_WORD = re.compile(
    r"\b(?:nhs|chi|h&c|health and care)\b[\s\w]{0,12}?(?:number|no|num|id|#)?[\s.:#-]*(?:is\s+)?$", re.I
)
_OWN_FORM = re.compile(
    r"\b[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D]\b"  # National Insurance
    r"|\b[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]\b"  # unique pupil number
    r"|\b[A-Z]{2}\d{2}[A-Z]\d{5}\b"  # family court
    r"|\b[A-Z]{1,5}[/-]?\d{5,}[A-Z]?\b|\b[A-Z]{1,5}/\d{2,4}/\d{3,}\b|\b\d{2,4}/[A-Z]{1,4}/\d{3,}\b"
    r"|(?<![\w£$€.,/-])\d{2}/\d{4,7}/\d{2}(?![\w/-])|(?<![\w£$€.,/+-])(?!\d+0000\b)\d{7,}(?![\w%/-]|[.,]\d)|(?<!\w)#\d{4,}\b"
)
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s?[-–/]\s?(?:(?:19|20)?\d\d))?")
_TWO_WORDS_BEFORE = re.compile(r"([\w'’]+)?\W+([\w'’]+)\W*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Detail:
    """A detail of a live case: what kind it is, and where it stands in the text, from ``start`` up to ``end``."""

    kind: Kind
    start: int
    end: int


def spot(text: str) -> tuple[Detail, ...]:
    """The details of a live case in ``text``, in order; where two overlap, the one of the more telling kind."""
    folded = _folded(text)
    links = [m.span() for m in _LINK.finditer(folded)]
    found: list[Detail] = []
    for rule in (_emails, _nhs_numbers, _phones, _births, _addresses, _postcodes, _case_numbers, _names):
        for detail in rule(folded):
            spans = (*links, *((d.start, d.end) for d in found))
            if not any(detail.start < end and start < detail.end for start, end in spans):
                found.append(detail)
    return tuple(sorted(found, key=lambda d: d.start))


def told(found: tuple[Detail, ...]) -> str:
    """The kinds of what was found in words, each once: "a postcode and a telephone number"; it repeats none of it."""
    kinds = [CALLED[kind] for kind in dict.fromkeys(d.kind for d in found)]
    return " and ".join(filter(None, (", ".join(kinds[:-1]), *kinds[-1:])))


def _folded(text: str) -> str:
    """``text`` with full-width letters, digits and unusual blanks as plain ones; every character keeps its place."""
    plain = (unicodedata.normalize("NFKC", c) for c in text)
    return "".join(" " if p.isspace() else p if len(p) == 1 else c for c, p in zip(text, plain, strict=True))


def _emails(text: str) -> Iterator[Detail]:
    yield from (Detail(kind="email", start=m.start(), end=m.end()) for m in _EMAIL.finditer(text))


def _nhs_numbers(text: str) -> Iterator[Detail]:
    """Ten digits with the right check digit, or any ten that are called so."""
    for m in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", m[0])
        called = _NHS_WORD.search(text[: m.start()])
        if len(digits) == 10 and (called or (digits[0] != "0" and checks(digits))):
            yield Detail(kind="nhs_number", start=m.start(), end=m.end())


def checks(digits: str) -> bool:
    """Whether ten digits end with the check digit of an NHS number (modulus 11, weights 10 to 2)."""
    remainder = 11 - sum((10 - at) * int(digit) for at, digit in enumerate(digits[:9])) % 11
    return remainder % 11 == int(digits[9]) and remainder != 10


def _phones(text: str) -> Iterator[Detail]:
    """Numbers of the United Kingdom, without those that anybody may ring: 03, 08 and 09."""
    for m in _DIGITS.finditer(text):
        digits = re.sub(r"\D", "", m[0])
        abroad = m[0].startswith(("+", "00"))
        national = re.sub(r"^(?:00)?440?", "0", digits) if abroad else digits
        own = national.startswith(("01", "02", "07")) and 10 <= len(national) <= 11
        if own or (abroad and len(digits) >= 9 and not national.startswith(("03", "08", "09"))):
            yield Detail(kind="phone", start=m.start(), end=m.end())


@cache
def _birth_patterns() -> tuple[re.Pattern[str], ...]:
    date = rf"(?:{NUMERIC_DATE}|{WORDED_DATE})"
    lead = r"[\s,:;=(–-]*(?:(?:is|was|on|of)\b[\s:]*)*(?:the\s+)?"
    called = _BORN.replace("|born", "")  # "born in May 2010" is a review's way of speaking
    numeric, worded = rf"(?:{NUMERIC_DATE})", rf"(?:{WORDED_DATE})"
    named = rf"(?P<name>{PERSON}|{NAME_WORD})[\s,(–-]+"
    return (
        re.compile(rf"{named}(?i:{_BORN}{lead}{date})"),
        re.compile(rf"{named}(?i:{called}{lead}(?:{SHORT_DATE}))"),
        re.compile(rf"{_BORN}{lead}{date}", re.IGNORECASE),
        re.compile(rf"{called}{lead}(?:{SHORT_DATE})", re.IGNORECASE),
        re.compile(rf"{date}[\s,(–-]*{_BORN}", re.IGNORECASE),
        re.compile(rf"(?P<person>{PERSON})(?:[\s,(–-]+){numeric}"),
        re.compile(rf"(?P<person>{PERSON})\s*[,(–-]\s*(?i:{worded})"),
        re.compile(rf"(?<!\b[Ii]n )(?<!\b[Aa]t )(?<!\bfrom )(?<!\bof )(?P<name>{NAME_WORD})\s*\(\s*{numeric}"),
    )


def _births(text: str) -> Iterator[Detail]:
    """Dates called somebody's birth, and full dates right after a person's name."""
    words = load_words()
    for pattern in _birth_patterns():
        for m in pattern.finditer(text):
            called: str = next(iter(m.groupdict().values()), "")
            skipped = _before_name(called, words) if called else 0
            if skipped is not None and ("person" not in m.groupdict() or " " in called[skipped:]):
                yield Detail(kind="date_of_birth", start=m.start() + skipped, end=m.end())


@cache
def _address_patterns() -> tuple[re.Pattern[str], ...]:
    words = load_words()
    number = r"(?<![\w£$€.,/:-])\d{1,4}[a-zA-Z]?"
    capitals = r"(?:[A-Z][\w'’.-]*\s+){1,3}"
    lives = r"(?:live|living|stay|staying|move|moving|home)[sd]?(?:\s+(?:at|in|to|on))?"
    at = rf"\b(?:at|address(?:\s+(?:is|was))?:?|{lives})\s+"
    return (
        re.compile(rf"(?P<number>{number}),?\s+(?P<street>{capitals}(?i:{words.all_streets}))\b"),
        re.compile(rf"(?P<number>{number}),?\s+The\s+(?P<street>[A-Z][\w'’-]+)\b"),
        re.compile(rf"(?P<number>{number}),?\s+(?P<street>(?:[a-z'’-]+\s+){{1,2}}(?:{words.plain_streets}))\b", re.I),
        re.compile(rf"{at}(?P<number>{number}),?\s+(?P<street>(?:[a-z'’-]+\s+){{1,2}}(?:{words.all_streets}))\b", re.I),
        re.compile(r"(?i:\b(?:flat|apartment|apt)\.?)\s+(?P<number>\d{1,3}[a-zA-Z]?),?\s+(?P<street>\d|[A-Z]\w+)"),
        re.compile(
            r"\b(?i:lives?|living|stays|staying|address(?:\s+is)?:?)\s+(?:at|in|on)?\s*"
            rf"(?P<number>)(?P<street>(?:[A-Z][\w'’-]*\s+){{1,3}}(?i:{words.all_streets}))\b"
        ),
    )


def _addresses(text: str) -> Iterator[Detail]:
    """A number and a street, a flat, or a street or house where somebody lives now."""
    words = load_words()
    for pattern in _address_patterns():
        for m in pattern.finditer(text):
            before = _TWO_WORDS_BEFORE.search(" " + text[: m.start("number")])
            counts = bool(before) and before[2].lower() in words.counted if before else False
            if counts or _YEARS.fullmatch(m["number"]) or _no_street(m["street"].lower(), words):
                continue
            yield Detail(kind="address", start=m.start("number"), end=m.end())


def _no_street(street: str, words: Words) -> bool:
    """Whether the words before "court", "way" … make something else of it: "2 family court hearings"."""
    return street in words.not_streets or not words.not_streets.isdisjoint(street.split()[:-1])


def _postcodes(text: str) -> Iterator[Detail]:
    yield from (Detail(kind="postcode", start=m.start(), end=m.end()) for m in _POSTCODE.finditer(text))


@cache
def _called_number() -> re.Pattern[str]:
    called = rf"\b(?P<label>{load_words().references})"
    lead = (
        r"(?:\s*[/&]?\s*(?:file|number|no|num|nr|ref|reference|id|code)\b\.?)*\s*(?:is\b|=|:|#|-|–|\()*\s*(?:is\s+)?#?"
    )
    return re.compile(rf"{called}{lead}\s*(?P<id>(?=[\w/.-]*\d)[A-Z0-9](?:[\w/-]|\.(?=\w)){{2,24}})", re.IGNORECASE)


def _case_numbers(text: str) -> Iterator[Detail]:
    """What is called a case's, a file's or a person's number, and numbers of forms that nothing else has."""
    words = load_words()
    for m in _called_number().finditer(text):
        name = m["id"]
        digits = sum(c.isdigit() for c in name)
        dotted = re.fullmatch(r"[\d.]+", name) and "." in name
        if digits >= 4 and not dotted and not _YEARS.fullmatch(name) and not _published(text, m.start(), words):
            yield Detail(kind="case_number", start=m.start(), end=m.end())
    for m in _OWN_FORM.finditer(text):
        if not _published(text, m.start(), words) and not m[0].startswith(("978", "979")):
            yield Detail(kind="case_number", start=m.start(), end=m.end())


def _published(text: str, start: int, words: Words) -> bool:
    before = re.findall(r"[\w'’]+", text[max(0, start - 40) : start].lower())[-2:]
    own = re.match(r"[a-z]+", text[start:].lower())
    return bool(words.published.intersection(before)) or bool(own and own[0] in words.published)


@cache
def _acquainted() -> tuple[re.Pattern[str], ...]:
    cue = rf"(?i:\b(?:{load_words().acquaintance}))"
    after = r"(?:[\s,:-]+(?i:is|are|called|named|with|for|a|the|child|boy|girl|year|old|\d+)\b)*[\s,:(-]+"
    before = r"(?:[\s,]+(?i:is|was|who|has been|lives|now|just|a|the|child|boy|girl))*[\s,]+"
    return re.compile(rf"{cue}{after}(?P<name>{PERSON})"), re.compile(rf"(?P<name>{PERSON}){before}{cue}")


def _names(text: str) -> Iterator[Detail]:
    """A first name and surname of somebody whom the asker says to know or to work with."""
    words = load_words()
    for pattern in _acquainted():
        for m in pattern.finditer(text):
            skipped = _before_name(m["name"], words)
            if skipped is not None and " " in m["name"][skipped:]:
                yield Detail(kind="name", start=m.start("name") + skipped, end=m.end("name"))


def _before_name(name: str, words: Words) -> int | None:
    """Where among capitalised words a person's name begins ("For Jo Bloggs": 4); None when it seems that none does."""
    said = list(re.finditer(r"[\w'’]+", name))
    while said and said[0][0].lower() in words.not_names:
        said.pop(0)
    if not said or any(m[0].lower() in words.not_names for m in said if len(m[0]) > 1):
        return None
    return said[0].start()
