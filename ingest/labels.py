"""Which label is printed on each page: "37", "iv". It differs from the page of the PDF, and people cite the label."""

import re
from collections.abc import Sequence

from ingest.records import Page

_ARABIC = re.compile(r"(?<!\d)\d{1,4}(?!\d)")
_ROMAN = re.compile(r"(?:^|page\s+)\W*([ivxlc]{1,7})\W*$", re.IGNORECASE)
_DIGITS = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}
_WORTH = ((100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))


def printed_labels(pages: Sequence[Page], furniture: Sequence[set[int]]) -> tuple[str | None, ...]:
    """The label of each page, read from its head or foot (``furniture`` holds those lines' indexes, page by page).

    A number counts only when a page nearby carries the number that fits, so that a volume or a year is no label. A page
    without one takes the label that the file declares, if declared and printed labels agree where both are.
    """
    seen = [_candidates(page, left_out) for page, left_out in zip(pages, furniture, strict=True)]
    printed = [_fitting(seen, p) for p in range(len(pages))]
    both = [(a, page.label) for a, page in zip(printed, pages, strict=True) if a and page.label]
    trusted = bool(both) and sum(1 for a, b in both if a == b) >= 0.8 * len(both)
    return tuple(
        label or (page.label if trusted and page.label and _is_label(page.label) else None)
        for label, page in zip(printed, pages, strict=True)
    )


def roman_value(text: str) -> int | None:
    """The number that a roman numeral means, None when ``text`` is no well-formed numeral."""
    total = 0
    digits = [_DIGITS.get(c, 0) for c in text.lower()]
    if not digits or 0 in digits:
        return None
    for value, after in zip(digits, [*digits[1:], 0], strict=True):
        total += -value if value < after else value
    return total if _to_roman(total) == text.lower() else None


def _to_roman(value: int) -> str:
    out = ""
    for worth, sign in _WORTH:
        out += sign * (value // worth)
        value %= worth
    return out


def _is_label(text: str) -> bool:
    return text.isdigit() or roman_value(text) is not None


def _candidates(page: Page, furniture: set[int]) -> list[tuple[bool, int]]:
    """(is roman, value) of every number in the page's heads and feet, those nearest a corner of the line first."""
    found: list[tuple[bool, int]] = []
    for i in sorted(furniture, key=lambda i: len(page.lines[i].text)):
        text = page.lines[i].text
        roman = _ROMAN.search(text)
        value = roman_value(roman.group(1)) if roman else None
        if value:
            found.append((True, value))
        found.extend((False, int(number)) for number in _ARABIC.findall(text) if int(number))
    return found


def _fitting(seen: Sequence[list[tuple[bool, int]]], p: int) -> str | None:
    """The candidate of page ``p`` that most of its neighbours confirm by counting on from it."""
    best: tuple[int, str] | None = None
    needed = 2 if len(seen) > 4 else 1
    for roman, value in seen[p]:
        fits = sum(
            (roman, value + step) in seen[p + step] for step in (-3, -2, -1, 1, 2, 3) if 0 <= p + step < len(seen)
        )
        if fits >= needed and (best is None or fits > best[0]):
            best = fits, _to_roman(value) if roman else str(value)
    return best[1] if best else None
