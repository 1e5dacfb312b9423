"""A counted answer in the shape of any other: the count as a statement, then what was counted, with its quotes."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.citing import Cited, citations, cite, dropped
from assistant.computed import Computed
from assistant.records import Citation, Dropped, Notice, Statement
from ingest.catalogue import Catalogue


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """The parts of an answer that was counted."""

    headline: str
    statements: tuple[Statement, ...]
    citations: tuple[Citation, ...]
    dropped: tuple[Dropped, ...]
    notices: tuple[Notice, ...]


def counted(computed: Computed, catalogue: Catalogue) -> Counted:
    """``computed`` with every quote held to its page; an item whose quote does not stand is counted and not shown."""
    items = [item.evidence for item in computed.items if item.evidence]
    shown = cite(items, catalogue, "c")
    said = cite(computed.announcements, catalogue, "c", after=len(citations(shown)))
    every = (*citations(shown), *citations(said))
    total = Statement(text=_sentence(computed.headline), support="verified", citations=tuple(c.id for c in every))
    return Counted(
        headline=computed.headline,
        statements=(total, *_verbatim(shown), *_verbatim(said)),
        citations=every,
        dropped=(*dropped(shown), *dropped(said)),
        notices=tuple(_notices(computed, shown)),
    )


def _verbatim(cited: Sequence[Cited]) -> list[Statement]:
    return [Statement(text=c.quote, support="verbatim", citations=(c.id,)) for c in citations(cited)]


def _notices(computed: Computed, shown: Sequence[Cited]) -> list[Notice]:
    found = [Notice(kind="counted", text=_sentence(f"Counted: {computed.how}"))]
    found += [Notice(kind="counted", text=_sentence(text)) for text in computed.notices]
    held = len(citations(shown))
    if held < computed.total:
        text = f"{held} of {computed.total} are shown; the register of findings lists them all."
        found.append(Notice(kind="incomplete", text=text))
    return found


def _sentence(text: str) -> str:
    return text if text[-1:] in ".?!" else f"{text}."
