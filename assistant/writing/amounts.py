"""Numbers, ordinals, lengths of time and dates of a statement, each held to those of its evidence."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from assistant.writing.sources import Fault
from assistant.writing.wording import Word, Wording

_UNITS = ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
          "seventeen eighteen nineteen").split()  # fmt: skip
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_ORDINALS = ("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth "
             "fifteenth sixteenth seventeenth eighteenth nineteenth twentieth").split()  # fmt: skip
_MONTH_NAMES = "january february march april may june july august september october november december".split()
_MONTHS = {name: number for number, name in enumerate(_MONTH_NAMES, start=1)}
_DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday".split())
_WORDS = {w: i for i, w in enumerate(_UNITS)} | {w: 10 * i for i, w in enumerate(_TENS, start=2)} | {
    "once": 1, "twice": 2, "thrice": 3, "dozen": 12, "single": 1, "pair": 2, "half": 0.5, "halves": 0.5,
    "quarter": 0.25, "hundred": 100, "thousand": 1000, "million": 1_000_000}  # fmt: skip
_LENGTHS = {"minute": 1 / 60, "hour": 1.0, "day": 24.0, "night": 24.0, "week": 168.0, "fortnight": 336.0,
            "month": 730.0, "year": 8760.0, "decade": 87600.0}  # fmt: skip
_YEARS = 1000  # from here numbers in a document's title are years
_FREE = frozenset((0.0, 1.0))  # "one" and "once" are words like others


@dataclass(frozen=True, slots=True, kw_only=True)
class Amount:
    """A number: ``unit`` is the length of time it counts, in words, and ``hours`` the length itself."""

    value: float
    shown: str
    index: int
    unit: str = ""
    hours: float = 0.0
    counted: frozenset[str] = frozenset()
    ordinal: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A date as far as it is given."""

    day: int | None
    month: int | None
    year: int | None
    shown: str


def amount_faults(statement: Wording, evidence: Wording, known: Wording) -> Iterator[Fault]:
    """Each number, ordinal, length of time, weekday or date of ``statement`` that the evidence does not have."""
    held = amounts(evidence)
    values = {(a.value, a.ordinal) for a in (*held, *amounts(known))}
    counts = {(a.value, a.ordinal) for a in (*held, *(a for a in amounts(known) if a.value >= _YEARS))}
    for amount in amounts(statement):
        if amount.value in _FREE and not amount.ordinal and not amount.hours:
            continue
        lengths = [other for other in held if other.hours]
        if amount.hours and any(abs(o.hours - amount.hours) < 0.03 * amount.hours for o in lengths):
            continue
        if (amount.value, amount.ordinal) not in (values if _of_date(statement, amount) else counts):
            yield Fault(kind="number", why=f"“{amount.shown}” is not in the evidence")
            continue
        same = [other for other in held if other.value == amount.value]
        units = {other.unit for other in same}
        if amount.unit and units - {"", amount.unit} and amount.unit not in units:
            yield Fault(kind="number", why=f"the evidence counts no {amount.unit}s with “{amount.shown}”")
        elif amount.counted and same and _counts_else(amount, same, held):
            yield Fault(kind="number", why=f"“{amount.shown}” counts something else in the evidence")
    yield from _date_faults(statement, evidence, known)


def _of_date(text: Wording, amount: Amount) -> bool:
    """Whether a number is the day before a month's name; what a document is called may give one, but counts nothing."""
    after = text.words[amount.index + 1 : amount.index + 2]
    return bool(after) and after[0].lower in _MONTHS


def _counts_else(amount: Amount, same: list[Amount], held: tuple[Amount, ...]) -> bool:
    """Whether the thing counted stands in the evidence with another number, and never with this."""
    here = any(amount.counted & other.counted for other in same)
    there = any(amount.counted & other.counted and other.value != amount.value for other in held)
    return there and not here


def amounts(text: Wording) -> tuple[Amount, ...]:
    """The numbers of a text in order, days and years of dates among them."""
    found: list[Amount] = []
    words = text.words
    i = 0
    while i < len(words):
        value, ordinal = _value(words[i])
        if value is None:
            i += 1
            continue
        last = i
        while last + 1 < len(words) and not ordinal and words[last + 1].at - words[last].at < len(words[last].text) + 2:
            more, ordinal_next = _value(words[last + 1])
            if more is None or words[last].text[0].isdigit() and words[last + 1].text[0].isdigit():
                break
            joined = _joined(value, more)
            if joined is None:
                break
            value, ordinal, last = joined, ordinal_next, last + 1
        found.append(_amount(text, i, last, value, ordinal))
        i = last + 1
    return tuple(found)


def _joined(value: float, more: float) -> float | None:
    """Twenty and five are 25; three and hundred are 300."""
    if value >= 20 and value % 10 == 0 and 0 < more < 10 and value < 100:
        return value + more
    return value * more if more in (100, 1000, 1_000_000) else None


def _amount(text: Wording, first: int, last: int, value: float, ordinal: bool) -> Amount:
    words = text.words
    shown = " ".join(w.text for w in words[first : last + 1])
    after = [w for w in words[last + 1 : last + 4] if w.lower not in ("of", "a", "an", "the", "and")]
    unit = next((u for u in _LENGTHS if after and after[0].lower.rstrip("s") == u), "")
    unit = "fortnight" if words[first].lower == "fortnight" else unit
    ratio = last + 1 < len(words) and words[last + 1].lower in ("in", "out")
    counted = frozenset(w.stem for w in after[:2] if not ratio and w.content and w.clause == words[last].clause)
    return Amount(value=value, shown=shown, index=first, unit=unit, hours=value * _LENGTHS[unit] if unit else 0.0,
                  counted=counted, ordinal=ordinal)  # fmt: skip


def _value(word: Word) -> tuple[float | None, bool]:
    """The number that a word is, and whether it is an ordinal."""
    lower = word.lower
    if lower[0].isdigit():
        ordinal = re.fullmatch(r"(\d+)(?:st|nd|rd|th)", lower)
        if ordinal:
            return float(ordinal[1]), False  # the 2nd of a month is its day 2
        figure = re.fullmatch(r"([\d,]*\d(?:\.\d+)?)%?", lower)
        return (float(figure[1].replace(",", "")), False) if figure else (None, False)
    if lower in _ORDINALS:
        return float(_ORDINALS.index(lower) + 1), True
    if lower == "fortnight":
        return 1.0, False
    tens, _, unit = lower.partition("-")
    if unit in _ORDINALS and tens in _TENS:
        return _WORDS[tens] + _ORDINALS.index(unit) + 1.0, True
    if unit in _UNITS and tens in _TENS:
        return _WORDS[tens] + _WORDS[unit], False
    if unit and unit.split("-")[0] in _LENGTHS and tens in _WORDS:
        return _WORDS[tens], False  # "three-year-old"
    return (_WORDS[lower], False) if lower in _WORDS and lower != "quarter" else (None, False)


def dates(text: Wording) -> tuple[Date, ...]:
    """The dates of a text: month names with the day before and the year behind them."""
    found = []
    for i, word in enumerate(text.words):
        if word.lower not in _MONTHS or not word.text[0].isupper():
            continue
        before, after = (text.words[j].lower if 0 <= j < len(text.words) else "" for j in (i - 1, i + 1))
        day = re.fullmatch(r"(\d{1,2})(?:st|nd|rd|th)?", before)
        year = re.fullmatch(r"(?:19|20)\d\d", after)
        found.append(Date(day=int(day[1]) if day else None, month=_MONTHS[word.lower],
                          year=int(after) if year else None,
                          shown=" ".join(filter(None, (day and before, word.text, year and after)))))  # fmt: skip
    return tuple(found)


def _date_faults(statement: Wording, evidence: Wording, known: Wording) -> Iterator[Fault]:
    held = (*dates(evidence), *dates(known))
    for date in dates(statement):
        same = [d for d in held if d.month == date.month]
        if not same:
            yield Fault(kind="date", why=f"“{date.shown}” is not in the evidence")
        elif date.day and all(d.day and d.day != date.day for d in same):
            yield Fault(kind="date", why=f"the evidence has another day than “{date.shown}”")
        elif date.year and all(d.year and d.year != date.year for d in same):
            yield Fault(kind="date", why=f"the evidence has another year than “{date.shown}”")
    days = {w.lower for w in (*evidence.words, *known.words)} & _DAYS
    for word in statement.words:
        if word.lower in _DAYS and word.lower not in days:
            yield Fault(kind="date", why=f"“{word.text}” is not in the evidence")


def is_amount(word: Word) -> bool:
    """Whether a word is checked as an amount or as part of a date."""
    return _value(word)[0] is not None or word.lower in _MONTHS and word.text[0].isupper() or word.lower in _DAYS
