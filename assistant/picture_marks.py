"""Where a quoted sentence stands on the picture of its page: one rectangle for each line that it covers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from assistant.marking import Part, Span, mark
from ingest.catalogue import StoredPage
from ingest.readers.page_pictures import Box, PageLetters
from ingest.records import Sentence

_GAP = 0.05  # of the page's width, between two letters of one line at most; wider is another column
_PAD = 0.12  # of a line's height, above and below
_LEAST_DRAWN = 0.95  # share of the quote's letters that must have a place; a mark with holes is no mark


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureMarks:
    """What of a quote stands on a page's picture, line by line. ``times``: how often the same words stand there."""

    boxes: tuple[Box, ...]
    part: Part
    times: int


def picture_marks(sentences: Sequence[Sentence], number: int, pages: Mapping[int, PageLetters]) -> PictureMarks | None:
    """Where the quote of ``sentences`` stands on page ``number``; None when any of it cannot be located exactly.

    ``pages`` holds the letters of the pages on which the quote begins and ends.
    """
    texts: dict[int | None, StoredPage] = {
        n: StoredPage(number=n, label=None, text=letters.text) for n, letters in pages.items()
    }
    marking = mark(sentences, number, texts)
    if marking is None:
        return None
    letters = pages[number]
    wanted = [i for start, end in marking.spans for i in range(start, end) if not letters.text[i].isspace()]
    drawn = [box for i in wanted if (box := letters.boxes[i]) is not None and _has_area(box)]
    if len(drawn) < _LEAST_DRAWN * len(wanted):
        return None
    boxes = tuple(dict.fromkeys(box for span in marking.spans for box in _lines(letters, span)))
    return PictureMarks(boxes=boxes, part=marking.part, times=marking.times)


def _lines(letters: PageLetters, span: Span) -> list[Box]:
    """The rectangles of the lines that the letters from start to end of ``span`` stand on."""
    lines: list[Box] = []
    for box in letters.boxes[slice(*span)]:
        if box is None or not _has_area(box):
            continue
        if lines and _goes_on(lines[-1], box):
            last = lines[-1]
            lines[-1] = Box(
                left=last.left, top=min(last.top, box.top), right=max(last.right, box.right),
                bottom=max(last.bottom, box.bottom),
            )  # fmt: skip
        else:
            lines.append(box)
    return [_padded(line) for line in lines]


def _goes_on(line: Box, box: Box) -> bool:
    """Whether ``box`` is the next letter of ``line``."""
    overlap = min(line.bottom, box.bottom) - max(line.top, box.top)
    low = min(line.bottom - line.top, box.bottom - box.top)
    near = line.left <= box.left and box.left - line.right < _GAP
    return near and (overlap > 0.3 * low or _between(line, box))


def _between(line: Box, box: Box) -> bool:
    """Whether a small letter, as a quotation mark or a full stop, stands within the height of its line or on it."""
    height = line.bottom - line.top
    return line.top - 0.6 * height < (box.top + box.bottom) / 2 < line.bottom + 0.4 * height


def _padded(line: Box) -> Box:
    pad = _PAD * (line.bottom - line.top)
    return Box(
        left=max(0.0, line.left - pad / 2), top=max(0.0, line.top - pad), right=min(1.0, line.right + pad / 2),
        bottom=min(1.0, line.bottom + pad),
    )  # fmt: skip


def _has_area(box: Box) -> bool:
    return box.right > box.left and box.bottom > box.top
