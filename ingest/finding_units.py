"""Where findings, recommendations and learning points stand that announce themselves: "Recommendation 4: …"."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ingest.finding_leads import Lead, asks_plainly, is_learning, puts_questions, read_lead
from ingest.records import FindingKind, FindingPlace, Paragraph

_TO = re.compile(
    r"^(?:for|to|addressed to|lead(?: agency)?|agenc(?:y|ies)|responsible(?: agency| body)?|owner|action (?:for"
    r"|by))\s*:\s+(?P<to>.{2,200})$",
    re.IGNORECASE,
)
_LONGEST = 60  # paragraphs that one finding holds at most


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """The part of a paragraph, from ``start`` to ``end``, that belongs to a finding."""

    paragraph: Paragraph
    start: int = 0
    end: int | None = None

    @property
    def text(self) -> str:
        """Its words, footnote references left out: they belong to no sentence."""
        text, end = self.paragraph.text, len(self.paragraph.text) if self.end is None else self.end
        at, kept = self.start, ""
        for start, stop in sorted(self.paragraph.markers):
            if at <= start and stop <= end and text[:start].rstrip()[-1:] in '.!?”’")]…:;,':
                kept += text[at:start]
                at = stop
        return (kept + text[at:end]).strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """One printing of a finding. ``at`` is the index of its first paragraph, ``to`` the addressee printed."""

    kind: FindingKind
    number: str | None
    title: str | None
    pieces: tuple[Piece, ...]
    at: int
    to: tuple[str, ...] = ()
    used: frozenset[int] = frozenset()

    @property
    def text(self) -> str:
        """Its words in one line."""
        return " ".join(piece.text for piece in self.pieces)

    @property
    def place(self) -> FindingPlace:
        """Where it stands."""
        first, last = self.pieces[0], self.pieces[-1]
        end = last.end if last.end is not None else len(last.paragraph.text)
        return FindingPlace(
            page=first.paragraph.page_at(first.start), page_end=last.paragraph.page_at(max(0, end - 1)),
            paragraph=first.paragraph.number, section=first.paragraph.section,
        )  # fmt: skip


def lead_units(paragraphs: Sequence[Paragraph]) -> list[Unit]:
    """Every finding, recommendation and learning point with a lead-in, as a heading or at the head of a paragraph."""
    units: list[Unit] = []
    for i, paragraph in enumerate(paragraphs):
        if paragraph.role in ("note", "row"):
            continue
        lead = read_lead(paragraph.text, heading=paragraph.role == "heading")
        if lead is None or lead.question and not _under_questions(paragraph):
            continue
        unit = _headed(paragraphs, i, lead) if paragraph.role == "heading" else _run_in(paragraphs, i, lead)
        if unit.pieces:
            units.append(unit)
    return units


def _under_questions(paragraph: Paragraph) -> bool:
    return any(puts_questions(h) for h in (*paragraph.section, paragraph.label or ""))


def _headed(paragraphs: Sequence[Paragraph], i: int, lead: Lead) -> Unit:
    """A finding or recommendation whose lead-in is a heading: what stands beneath it."""
    heading = paragraphs[i]
    rest = heading.text[lead.end :].strip()
    if lead.kind == "recommendation" and (re.match(r"That\b|We recommend", rest) or asks_plainly(rest)):
        return _unit(lead, i, (Piece(paragraph=heading, start=lead.end),), {i})
    indexes: list[int] = []
    for j in range(i + 1, len(paragraphs)):
        paragraph = paragraphs[j]
        under = heading.text in paragraph.section
        if paragraph.role == "note" or len(indexes) >= _LONGEST:
            break
        if paragraph.role == "heading":
            if lead.kind == "finding" and under:
                continue
            break
        if paragraph.role == "row" or _apart(paragraph, heading.text):
            continue
        if read_lead(paragraph.text) or _resumes(paragraphs, indexes, paragraph, lead.kind):
            if lead.kind == "finding" and under:
                continue
            break
        indexes.append(j)
    kept = [j for j in indexes if not _repeated(paragraphs[j], [paragraphs[k] for k in indexes if k != j])]
    pieces = tuple(Piece(paragraph=paragraphs[j]) for j in kept)
    return _unit(lead, i, pieces, {i, *indexes}, title=rest or None)


def _repeated(paragraph: Paragraph, others: Sequence[Paragraph]) -> bool:
    """Whether a paragraph without a number only draws out words of another, as a large quotation does."""
    words = paragraph.text
    return paragraph.number is None and len(words) > 20 and any(words in p.text for p in others if p.text != words)


def _apart(paragraph: Paragraph, heading: str) -> bool:
    """Whether a paragraph beneath a finding's heading is no part of it: a box of questions, of learning, of its own."""
    path = paragraph.section[paragraph.section.index(heading) + 1 :] if heading in paragraph.section else ()
    return any(puts_questions(h) or is_learning(h) for h in (*path, paragraph.label or ""))


def _resumes(paragraphs: Sequence[Paragraph], taken: Sequence[int], here: Paragraph, kind: FindingKind) -> bool:
    """Whether the numbered text goes on behind a recommendation that stands in a box without numbers."""
    return kind != "finding" and bool(taken) and here.number is not None and paragraphs[taken[0]].number is None


def _run_in(paragraphs: Sequence[Paragraph], i: int, lead: Lead) -> Unit:
    """A finding or recommendation whose lead-in stands at the head of its paragraph, with its sub-points."""
    indexes = [i] if len(paragraphs[i].text) > lead.end else []
    after = paragraphs[i + 1] if i + 1 < len(paragraphs) else None
    if not indexes and after and after.role in ("body", "bullet") and not read_lead(after.text):
        indexes = [i + 1]
    if not indexes:
        return _unit(lead, i, (), {i})
    indexes += follow(paragraphs, indexes[-1])
    to: tuple[str, ...] = ()
    beyond = indexes[-1] + 1
    named = (
        _TO.match(paragraphs[beyond].text) if beyond < len(paragraphs) and paragraphs[beyond].role == "body" else None
    )
    if named:
        to = (named["to"].rstrip("."),)
    pieces = tuple(Piece(paragraph=paragraphs[j], start=lead.end if j == i else 0) for j in indexes)
    return _unit(lead, i, pieces, {i, *indexes, *([beyond] if named else [])}, title=lead.title, to=to)


def _unit(
    lead: Lead,
    at: int,
    pieces: tuple[Piece, ...],
    used: set[int],
    *,
    title: str | None = None,
    to: tuple[str, ...] = (),
) -> Unit:
    return Unit(kind=lead.kind, number=lead.number, title=title, pieces=pieces, at=at, to=to, used=frozenset(used))


def follow(paragraphs: Sequence[Paragraph], i: int) -> list[int]:
    """The indexes of the sub-points that belong to paragraph ``i``, and of what ends its sentence behind them."""
    found: list[int] = []
    for j in range(i + 1, len(paragraphs)):
        here = paragraphs[j]
        same = here.section == paragraphs[i].section and here.label == paragraphs[i].label
        if not same or here.role not in ("bullet", "body") or read_lead(here.text):
            break
        goes_on = here.role == "body" and here.text[:1].islower() and here.number == paragraphs[i].number
        if here.role != "bullet" and not goes_on:
            break
        found.append(j)
    return found
