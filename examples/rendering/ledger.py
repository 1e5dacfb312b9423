"""Where everything was set: filled while a document is drawn, read when its truth is written."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Fragment:
    """The text of a paragraph that stands on one page. `page` counts from 1 in the file; null without pages."""

    page: int | None
    text: str


@dataclass(slots=True, kw_only=True)
class Ledger:
    """What one drawing of a document has put where. Pages count from 1 in the file."""

    texts: dict[str, dict[int, dict[int, str]]] = field(default_factory=dict)
    first_body_page: int = 1
    pages: int = 0

    def wrote(self, ref: str, *, page: int, text: str, cell: int = 0) -> None:
        """Note that `text`, of the cell counted from 0, was drawn on `page`. Calls come in the order of drawing."""
        cells = self.texts.setdefault(ref, {}).setdefault(page, {})
        cells[cell] = cells.get(cell, "") + text

    def fragments(self, ref: str) -> tuple[Fragment, ...]:
        """Return what was drawn of a paragraph, page by page; the cells of a row are joined by ` | `."""
        pages: Mapping[int, Mapping[int, str]] = self.texts.get(ref, {})
        return tuple(
            Fragment(page=page, text=" | ".join(text.strip() for _, text in sorted(cells.items())))
            for page, cells in pages.items()
        )

    def page_of(self, ref: str) -> int | None:
        """Return the page on which a paragraph or heading begins; null where it was not drawn."""
        return next(iter(self.texts.get(ref, {})), None)

    def settled(self, other: Ledger) -> bool:
        """Whether another drawing put everything on the same pages."""
        return (self.texts, self.pages, self.first_body_page) == (other.texts, other.pages, other.first_body_page)
