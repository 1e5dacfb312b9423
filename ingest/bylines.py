"""Who wrote a document and who published it, from cover, byline and masthead. What they do not say stays unknown."""

import re
from collections.abc import Sequence

from ingest.cleaning import is_banner
from ingest.records import RawDocument, SourceKind
from ingest.speakers import ROLE
from ingest.text import fold_space

_NAME = (
    r"(?:(?:Dr|Mr|Mrs|Ms|Miss|Professor|Prof|Sir|Dame)\.? )?[A-Z][\w’'-]+(?: (?:[A-Z]\.|[A-Z][\w’'-]+)){1,3}"
)  # fmt: skip
_SIGNED = re.compile(rf"^(?:[Bb]y )?(?P<who>{_NAME}, (?=[a-z])[^|.:;]{{4,60}})(?: \| .*)?$")
_BY = re.compile(rf"^[Bb]y (?P<who>{_NAME})(?: \| .*)?$")
_REPORT_BY = re.compile(
    r"\bA report by (?P<who>(?:The )?(?:Rt Hon )?(?:the )?[A-Z][\w’'-]+(?: (?!Chair)[A-Z][\w’'.-]+){1,3})\b"
)
_WRITTEN_BY = re.compile(
    rf"\b(?i:(?:overview )?report author|independent author|author|written by|prepared by) ?(?::"
    rf"|by)? (?P<who>{_NAME})\b"
)
_OFFICE = re.compile(rf"\b(?:{ROLE}|journalist|editor)\b", re.IGNORECASE)
_PAPER = re.compile(
    r"^(?:The )?(?:[A-Z][\w’'-]+ ){0,3}(?:Daily [A-Z]\w+|Courier|Gazette|Herald|Telegraph|Times|News|Post|Mail|Guardian"
    r"|Mercury|Echo|Chronicle|Journal|Observer|Independent|Standard|Argus|Star)$"
)
_SOURCE = re.compile(r"^source: (?P<who>.{3,60})$", re.IGNORECASE)
_COUNCIL = re.compile(r"^(?P<who>(?:[A-Z][\w’'-]+ (?:and |of |upon )?){1,5}Council)\b")
_PANEL = re.compile(r"^(?:The )?(?P<who>(?:[A-Z][\w’'-]+ ){0,4}Panel(?: (?:for|on|of)(?: [A-Z][\w’'-]+){1,5})?)$")
_COMMITTEE = re.compile(r"^(?P<who>(?:[A-Z][\w’'&-]+ (?:and )?){1,6}Committee)$")
_INQUIRY = re.compile(r"\b(?:(?:The|Final|Report|Volume \d) )*(?P<who>(?:[A-Z][\w-]+ ){1,5}Inquiry)\b")
_HOUSE = re.compile(r"Published by the Authority of the (?P<who>House of (?:Lords|Commons))", re.IGNORECASE)


def first_lines(raw: RawDocument, most: int = 16) -> list[str]:
    """The lines of the cover or of the head of a page without pages, markings left out."""
    lines = (fold_space(x.text) for page in raw.pages[:1] for x in page.lines)
    return [text for text in lines if text and not is_banner(text)][:most]


def read_authors(raw: RawDocument, opening: str, source: SourceKind, publisher: str | None) -> tuple[str, ...]:
    """The people, else the body, whom cover or byline name as authors, with their office where it stands there."""
    lines = first_lines(raw)
    found = [m.group("who") for line in lines if (m := _SIGNED.match(line)) and _OFFICE.search(m.group("who"))]
    found = found or [m.group("who") for line in lines if (m := _BY.match(line))]
    if not found and source in ("inquiry", "review") and (match := _REPORT_BY.search(fold_space(" ".join(lines)))):
        found = [match.group("who")]
    if not found and source in ("review", "guidance"):
        found = [m.group("who") for m in list(_WRITTEN_BY.finditer(opening))[:1]]
    if found or source in ("inquiry", "press", "commentary"):
        return tuple(dict.fromkeys(found))
    return _body_as_author(lines, publisher)


def _body_as_author(lines: Sequence[str], publisher: str | None) -> tuple[str, ...]:
    """The publishing body, or a group of it, where the cover names it a second time in the place of an author."""
    if not publisher:
        return ()
    named = [part for line in lines[1:] for part in line.split(" | ") if publisher in part and len(part.split()) < 14]
    repeated = [part for part in named if part != publisher] or ([publisher] if lines[0] == publisher and named else [])
    return tuple(repeated[-1:])


def read_publisher(raw: RawDocument, source: SourceKind, site: str | None) -> str | None:
    """The publishing body by cover or masthead; ``site`` is the name of the web site after the title of its page."""
    lines = first_lines(raw)
    whole = fold_space(" ".join(lines))
    if source in ("press", "commentary"):
        sources = [m.group("who") for page in raw.pages for x in page.lines if (m := _SOURCE.match(x.text))]
        papers = [line for line in lines[:4] if _PAPER.match(line)]
        return site or next(iter([*sources, *papers]), None)
    if source == "minutes":
        return _first(_COUNCIL, lines)
    if source == "review":
        return _first(_PANEL, lines)
    if source == "inquiry":
        house = _HOUSE.search(whole)
        inquiry = _INQUIRY.search(whole)
        return (house or inquiry).group("who") if (house or inquiry) else _first(_COMMITTEE, lines)  # type: ignore[union-attr]  # one of them
    if lines[:1] == ["UK Government"]:
        return "UK Government"
    return _first(_COMMITTEE, lines[:1])


def _first(pattern: re.Pattern[str], lines: Sequence[str]) -> str | None:
    return next((m.group("who") for line in lines for part in line.split(" | ") if (m := pattern.match(part))), None)
