"""The one door to tesseract, run as a program of its own: a page's picture becomes lines with their place and size."""

import csv
import io
import resource
import shutil
import subprocess
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from ingest.errors import SetupError, UnreadableError
from ingest.readers.pdfium import Picture
from ingest.records import Line
from ingest.text import fold_space, resolve_glyphs

DPI = 300
SECONDS = 60.0  # for one page; a dense page of A4 takes about five
_SURE = 35.0  # mean confidence, from 0 to 100, below which a line is taken for a drawing
_BELOW = frozenset("gjpqyQ,;()[]")  # letters that reach below the line
_BULLETS = "•●○▪◦■□–‣⁃∙*»"
_ASCENT = 0.93  # height of a line with high and low letters, as a share of its type size


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """What tesseract reads on one page: lines, their text, and how sure it is, from 0 to 100."""

    lines: tuple[Line, ...]
    text: str
    confidence: float


@dataclass(frozen=True, slots=True, kw_only=True)
class _Word:
    line: tuple[int, int, int]
    text: str
    left: int
    top: int
    bottom: int
    confidence: float


def require_tesseract() -> str:
    """Where tesseract is.

    Raises SetupError when it is not installed.
    """
    found = shutil.which("tesseract")
    if not found:
        raise SetupError("tesseract is not installed", thing="--ocr", remedy="apt install tesseract-ocr")
    return found


def read_picture(picture: Picture, *, body_size: float | None, seconds: float = SECONDS) -> PageRead:
    """The text on a page's picture, in tesseract's reading order.

    A scan does not tell the size of its type to half a point; lines near the usual size take ``body_size``, that of the
    document's other pages, so that they are not taken for headings or footnotes.

    Raises SetupError without tesseract, UnreadableError when it fails or takes over ``seconds``.
    """
    words = list(_words(_run(picture, seconds)))
    groups: dict[tuple[int, int, int], list[_Word]] = {}
    for word in words:
        groups.setdefault(word.line, []).append(word)
    kept = [g for g in groups.values() if sum(w.confidence for w in g) / len(g) >= _SURE]
    if not kept:
        return PageRead(lines=(), text="", confidence=0.0)
    lines = _lines(kept, picture, body_size)
    sure = [w.confidence for g in kept for w in g]
    return PageRead(lines=lines, text="\n".join(x.text for x in lines), confidence=sum(sure) / len(sure))


def _run(picture: Picture, seconds: float) -> str:
    """Tesseract's table of words. It gets ``seconds`` of one processor, also when it outlives its caller."""
    image = b"P5 %d %d 255\n" % (picture.width, picture.height) + picture.pixels
    program = ["env", "OMP_THREAD_LIMIT=1", require_tesseract(), "stdin", "stdout", "--dpi", str(round(picture.dpi))]
    pipe = subprocess.PIPE
    process = subprocess.Popen([*program, "-l", "eng", "--psm", "3", "tsv"], stdin=pipe, stdout=pipe, stderr=pipe)
    with process:
        if hasattr(resource, "prlimit"):  # Linux only
            resource.prlimit(process.pid, resource.RLIMIT_CPU, (int(seconds) + 1, int(seconds) + 2))
        try:
            out, err = process.communicate(image, timeout=seconds)
        except subprocess.TimeoutExpired as error:
            process.kill()
            raise UnreadableError(f"tesseract took over {seconds:.0f} seconds") from error
    if process.returncode:
        why = fold_space(err.decode("utf-8", "replace"))[:200] or f"exit code {process.returncode}"
        raise UnreadableError(f"tesseract failed: {why}")
    return out.decode("utf-8", "replace")


def _words(table: str) -> Sequence[_Word]:
    """The words of tesseract's table (level 5); its columns are named in its first row."""
    found = []
    for row in csv.DictReader(io.StringIO(table), delimiter="\t", quoting=csv.QUOTE_NONE):
        text = fold_space(resolve_glyphs(row["text"] or ""))
        if row["level"] == "5" and text:
            place = int(row["block_num"]), int(row["par_num"]), int(row["line_num"])
            top = int(row["top"])
            found.append(
                _Word(line=place, text=text, left=int(row["left"]), top=top, bottom=top + int(row["height"]),
                      confidence=float(row["conf"]))
            )  # fmt: skip
    return found


def _lines(groups: Sequence[Sequence[_Word]], picture: Picture, body_size: float | None) -> tuple[Line, ...]:
    unit = 72 / picture.dpi
    heights = [(max(w.bottom for w in g) - min(w.top for w in g)) * unit / _ASCENT for g in groups]
    usual = _usual(heights, groups)
    starts = _aligned([min(w.left for w in g) * unit for g in groups])
    lines = []
    for group, height, x in zip(groups, heights, starts, strict=True):
        ratio = height / usual
        size = (body_size or round(usual * 2) / 2) * (1.0 if 0.7 < ratio < 1.3 else ratio)
        text = " ".join(w.text for w in group)
        y = (picture.height - _baseline(group)) * unit
        bullet = len(text) > 1 and text[0] in _BULLETS and text[1] == " "
        lines.append(Line(text=text, x=x, y=round(y, 1), size=round(size, 1), bullet=bullet))
    return tuple(lines)


def _usual(heights: Sequence[float], groups: Sequence[Sequence[_Word]]) -> float:
    """The height of most lines, long ones counting for more; never 0."""
    weighted = [h for h, g in zip(heights, groups, strict=True) for _ in g]
    return max(1.0, median(weighted))


def _baseline(words: Sequence[_Word]) -> float:
    """The row of pixels on which most words of a line stand."""
    standing = [w.bottom for w in words if not _BELOW.intersection(w.text)]
    return median(standing) if standing else median(w.bottom - 0.22 * (w.bottom - w.top) for w in words)


def _aligned(starts: Sequence[float]) -> list[float]:
    """``starts`` of lines in points, those within 4 points of each other made equal: a scan is never quite straight."""
    groups: list[list[float]] = []
    for x in sorted(starts):
        if groups and x - groups[-1][0] < 4.0:
            groups[-1].append(x)
        else:
            groups.append([x])
    place = {x: round(Counter(round(v, 1) for v in g).most_common(1)[0][0], 1) for g in groups for x in g}
    return [place[x] for x in starts]
