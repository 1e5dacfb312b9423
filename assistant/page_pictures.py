"""Draws pages of originals in a process of its own: PDFium is not safe in threads, and a hostile page may hang it."""

from collections.abc import Callable, Sequence
from concurrent.futures import TimeoutError as Expired
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from assistant.picture_marks import PictureMarks, picture_marks
from ingest.catalogue import Held
from ingest.errors import UnreadableError
from ingest.library import Library
from ingest.readers.page_pictures import Box, draw_page, page_size, read_letters
from ingest.records import Sentence

DPI = 120.0
_SECONDS = 20.0  # a page of the example library takes a tenth of one
_MEMORY = 1 << 31
_PAGES_EACH = 500  # before the process is replaced, so that nothing PDFium keeps can pile up
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageShape:
    """A page that can be shown as a picture: its size in points."""

    width: float
    height: float


class PagePictures:
    """Pictures of the pages of ``library``'s PDFs. The process that draws starts with the first of them."""

    def __init__(self, library: Library) -> None:
        self._library = library
        self._pool: Any = None
        self._opening = Lock()

    def close(self) -> None:
        """End the process that draws."""
        if self._pool is not None:
            self._pool.stop()
            self._pool.join()

    def shape(self, held: Held, number: int) -> PageShape | None:
        """The size of page ``number``; None when there is no picture of it: no PDF, or one that cannot be drawn."""
        if not held.quality.pages or self._library.original(held).suffix != ".pdf":
            return None
        try:
            width, height = self._run(partial(page_size, self._library.original(held), number - 1))
        except UnreadableError:
            return None
        return PageShape(width=width, height=height)

    def marks(self, held: Held, number: int, quote: Sequence[Sentence]) -> PictureMarks | None:
        """Where ``quote`` stands on page ``number``; None when it cannot be located exactly.

        Raises UnreadableError when the page cannot be drawn.
        """
        path = self._library.original(held)
        wanted = sorted({n for s in quote for n in (s.page, s.page_end) if n is not None})
        pages = {n: self._run(partial(read_letters, path, n - 1)) for n in wanted}
        return picture_marks(quote, number, pages)

    def draw(self, held: Held, number: int, boxes: Sequence[Box] = ()) -> bytes:
        """Page ``number`` as a PNG, ``boxes`` marked.

        Raises UnreadableError.
        """
        return self._run(partial(draw_page, self._library.original(held), number - 1, boxes, DPI))

    def _run(self, work: Callable[[], _T]) -> _T:
        from pebble import ProcessExpired

        try:
            result: _T = self._process().schedule(work, timeout=_SECONDS).result()
        except Expired as error:
            raise UnreadableError(
                f"drawing the page took over {_SECONDS:.0f} seconds", remedy="read its text instead"
            ) from error
        except (ProcessExpired, MemoryError) as error:
            raise UnreadableError("the page cannot be drawn", remedy="read its text instead") from error
        return result

    def _process(self) -> Any:
        from pebble import ProcessPool

        with self._opening:
            if self._pool is None:
                spawn = get_context("spawn")
                self._pool = ProcessPool(
                    max_workers=1, max_tasks=_PAGES_EACH, context=spawn, initializer=_limit, initargs=[_MEMORY]
                )
            return self._pool


def is_pdf(path: Path) -> bool:
    """Whether a file is one whose pages can be drawn."""
    return path.suffix.lower() == ".pdf"


def _limit(memory: int) -> None:
    """Run in the process as it starts: hold its address space to ``memory`` bytes."""
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
