"""Recommendations that carry no lead-in: the items of a list headed "Recommendations", and a committee's "
"conclusions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from ingest.finding_leads import (
    asks,
    asks_plainly,
    bare_label,
    is_learning,
    is_zone,
    puts_questions,
    read_lead,
    reference,
)
from ingest.finding_units import Piece, Unit, follow
from ingest.records import FindingKind, Paragraph

_MARK = re.compile(
    r"^(?:(?P<decimal>\d{1,3})[.)]|\(?(?P<roman>[ivx]{1,5})[.)]|\(?(?P<alpha>[a-z])[.)]|\((?P<arabic>\d{1,2})\))\s+"
)
_LEVELS = ("decimal", "arabic", "alpha", "roman")
_INTRODUCES = re.compile(r"\brecommend(?:s|ed|ations?|ing)?\b.{0,60}:$")
_FOLLOWS = re.compile(r"\bfollowing\b.{0,40}:$")
_SHORT = 14  # words of an item that is only the title of those beneath it
_PURE = 0.5  # share of a chapter's words that its recommendations must be


@dataclass(frozen=True, slots=True, kw_only=True)
class _Item:
    """A paragraph of a list: how it is marked, how deep, where its words begin."""

    at: int
    mark: str | None
    level: int
    start: int


def reference_units(paragraphs: Sequence[Paragraph]) -> list[Unit]:
    """The numbered conclusions and recommendations of a committee, each closed by "(Paragraph 68)"; three at least."""
    units: list[Unit] = []
    for i, paragraph in enumerate(paragraphs):
        item = _item(paragraphs, i)
        if item is None or item.level > 0 or paragraph.role in ("heading", "row", "note"):
            continue
        indexes = [i, *(follow(paragraphs, i) if paragraph.text.endswith(":") else [])]
        last = paragraphs[indexes[-1]]
        found = reference(last.text)
        if found is None or read_lead(paragraph.text):
            continue
        end, stated = found
        pieces = [Piece(paragraph=paragraphs[j], start=item.start if j == i else 0) for j in indexes]
        pieces[-1] = replace(pieces[-1], end=end)
        kind: FindingKind = stated or "recommendation"
        units.append(Unit(kind=kind, number=item.mark, title=None, pieces=tuple(pieces), at=i, used=frozenset(indexes)))
    return units if len(units) >= 3 else []


def zone_units(paragraphs: Sequence[Paragraph], taken: frozenset[int]) -> list[Unit]:
    """The items of lists and chapters headed as recommendations, questions for the board or learning points.

    Where recommendations with a lead-in stand in such a chapter, what stands beside them introduces them only.
    """
    units: list[Unit] = []
    for heading, inside in _zones(paragraphs):
        text = [j for j in inside if paragraphs[j].role in ("body", "bullet")]
        if not text or any(j in taken for j in inside) or any(u.used & set(text) for u in units):
            continue
        boxed = all(paragraphs[j].label for j in text)
        kind: FindingKind = "learning" if is_learning(heading) else "recommendation"
        if kind == "learning" and not boxed:
            continue
        loose = boxed and (kind == "learning" or puts_questions(heading))
        found = list(_list_units(paragraphs, text, kind, loose=loose))
        words = sum(len(paragraphs[j].text) for j in text)
        pure = sum(len(u.text) for u in found) >= _PURE * words and 2 * sum(asks(u.text) for u in found) >= len(found)
        if loose or pure:
            units.extend(found)
    return units


def free_units(paragraphs: Sequence[Paragraph]) -> list[Unit]:
    """Paragraphs that begin "We recommend": for a document that has no list of its recommendations."""
    units = []
    for i, paragraph in enumerate(paragraphs):
        start = bare_label(paragraph.text)
        if paragraph.role == "body" and re.match(
            r"(?:We|I|The (?:review|author|panel|inquiry|committee))\b.{0,20} recommends?\b",
            paragraph.text[start:],
            re.IGNORECASE,
        ):
            indexes = [i, *follow(paragraphs, i)]
            pieces = tuple(Piece(paragraph=paragraphs[j], start=start if j == i else 0) for j in indexes)
            units.append(
                Unit(
                    kind="recommendation",
                    number=paragraph.number,
                    title=None,
                    pieces=pieces,
                    at=i,
                    used=frozenset(indexes),
                )
            )
    return units


def _zones(paragraphs: Sequence[Paragraph]) -> Iterator[tuple[str, list[int]]]:
    """(heading, indexes of what stands beneath it) of each list or chapter of recommendations or learning."""
    for i, heading in enumerate(paragraphs):
        if heading.role != "heading":
            continue
        zone, learning = is_zone(heading.text), is_learning(heading.text)
        if not zone and not learning or heading.text.lower().startswith(("recommendations of previous",)):
            continue
        boxed = i + 1 < len(paragraphs) and paragraphs[i + 1].label == heading.text
        yield heading.text, list(_beneath(paragraphs, i, boxed=boxed))


def _beneath(paragraphs: Sequence[Paragraph], i: int, *, boxed: bool) -> Iterator[int]:
    heading, expected = paragraphs[i], 1
    for j in range(i + 1, len(paragraphs)):
        here = paragraphs[j]
        if here.role == "note" or boxed and here.label != heading.text:
            return
        if here.role == "heading" and heading.text not in here.section:
            number = re.match(r"(\d{1,2})[.)]?\s", here.text)
            if not number or not 0 <= int(number.group(1)) - expected <= 1:  # one may have been read as text
                return
            expected = int(number.group(1)) + 1
        yield j


def _list_units(
    paragraphs: Sequence[Paragraph], inside: Sequence[int], kind: FindingKind, *, loose: bool
) -> Iterator[Unit]:
    """The items among the paragraphs ``inside``; ``loose``: each of them is one, whatever it says."""
    path: list[tuple[int, str]] = []
    used: set[int] = set()
    chapter: str | None = None
    for position, i in enumerate(inside):
        paragraph = paragraphs[i]
        numbered = re.match(r"(\d{1,2})[.)]\s", paragraph.section[-1]) if paragraph.section else None
        if (numbered.group(1) if numbered else None) != chapter:
            chapter, path = (numbered.group(1) if numbered else None), []
        item = _item(paragraphs, i)
        if i in used or item is None and not loose:
            continue
        item = item or _Item(at=i, mark=None, level=len(_LEVELS), start=0)
        path = [(level, mark) for level, mark in path if level < item.level]
        below = [j for j in inside[position + 1 :] if j not in used][:1]
        deeper = bool(below) and (_item(paragraphs, below[0]) or item).level > item.level
        text = paragraph.text[item.start :]
        introduces = _INTRODUCES.search(text) or _FOLLOWS.search(text) and not asks_plainly(text)
        if introduces or deeper and len(text.split()) <= _SHORT and not text.endswith(":"):
            path += [(item.level, item.mark)] if item.mark else []
            continue
        if paragraph.role == "body" and not loose and not asks_plainly(text):
            continue
        indexes = [i, *_sub_points(paragraphs, inside, position, item)]
        used.update(indexes)
        number = _full_number(chapter, path, item, paragraph)
        pieces = tuple(Piece(paragraph=paragraphs[j], start=item.start if j == i else 0) for j in indexes)
        yield Unit(kind=kind, number=number, title=None, pieces=pieces, at=i, used=frozenset(indexes))


def _sub_points(paragraphs: Sequence[Paragraph], inside: Sequence[int], position: int, item: _Item) -> Iterator[int]:
    """The indexes of the points beneath an item that ends with a colon, or whose points are marked as deeper."""
    opened = paragraphs[item.at].text.endswith(":")
    for j in inside[position + 1 :]:
        here, below = paragraphs[j], _item(paragraphs, j)
        deeper = below is not None and below.level > item.level
        after = here.role == "body" and not here.number and item.mark and not here.text.endswith(":")
        if after and here.section == paragraphs[item.at].section and not read_lead(here.text):
            yield j
            continue
        if here.role != "bullet" or not (deeper and (opened or below is not None and below.mark and item.mark)):
            return
        yield j


def _item(paragraphs: Sequence[Paragraph], i: int) -> _Item | None:
    """How a paragraph is marked as an item of a list; None when it is not."""
    paragraph = paragraphs[i]
    match = _MARK.match(paragraph.text)
    if paragraph.role == "bullet" and match:
        kind = match.lastgroup or "decimal"
        if (
            kind == "roman"
            and match["roman"] in "ivx"
            and len(match["roman"]) == 1
            and _after_letter(paragraphs, i, match["roman"])
        ):
            kind = "alpha"
        return _Item(at=i, mark=match[match.lastgroup or 0], level=_LEVELS.index(kind), start=match.end())
    if paragraph.role == "bullet":
        return _Item(at=i, mark=None, level=len(_LEVELS), start=0)
    if paragraph.role == "body" and paragraph.number:
        return _Item(at=i, mark=paragraph.number, level=0, start=0)
    return None


def _after_letter(paragraphs: Sequence[Paragraph], i: int, letter: str) -> bool:
    """Whether "i", "v" or "x" follows h, u or w, and so is a letter and not a numeral."""
    before = chr(ord(letter) - 1)
    return any(re.match(rf"\(?{before}[.)]\s", p.text) for p in paragraphs[max(0, i - 12) : i])


def _full_number(chapter: str | None, path: Sequence[tuple[int, str]], item: _Item, paragraph: Paragraph) -> str | None:
    """The number of an item with those above it: 4(a)(ii)."""
    if item.mark is None:
        return paragraph.number if paragraph.role == "body" else None
    marks = [mark for _, mark in path] + [item.mark]
    if item.level == 0 and not path:
        return item.mark
    if path and path[0][0] == 0 or not chapter:
        head, rest = (marks[0], marks[1:]) if path and path[0][0] == 0 else ("", marks)
    else:
        head, rest = chapter, marks
    return head + "".join(f"({mark})" for mark in rest)
