"""The quality card of a document: what was read, what was not, and what looks wrong and wants a person's eye."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from ingest.cleaning import CleanText, PlacedLine
from ingest.furniture import recurring
from ingest.glyphs import broken_glyphs, measure_glyphs
from ingest.numbering import Key, part_in_print, read_label
from ingest.records import Line, Page, PagesRead, Paragraph, Quality, RawDocument, SourceKind

MAKES_RECOMMENDATIONS: frozenset[SourceKind] = frozenset({"review", "inquiry"})
_UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_COUNT = rf"(?P<n>\d{{1,3}}|(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS[:9])}))?|{'|'.join(_UNITS)})"
_THINGS = rf"{_COUNT}(?:\s(?:[a-z-]+|SMART)){{0,3}}?\srecommendations?\b(?!\smade\sby)"
_SELF = r"(?:review|report|overview|panel|inquiry|partnership|board|author|reviewer|chair)"
_ANNOUNCED = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"\bthis\s(?:[\w-]+\s){{0,4}}{_SELF}\s(?:makes|make|made|has\smade|sets\sout|contains|offers)\s(?:a\stotal\sof\s|the\sfollowing\s)?{_THINGS}",
        rf"\bthe\s(?:[\w-]+\s){{0,3}}{_SELF}\s(?:makes|sets\sout|offers)\s(?:a\stotal\sof\s|the\sfollowing\s)?{_THINGS}",
        rf"\b(?:I|we)\s(?:have\s)?(?:make|made)\s(?:a\stotal\sof\s|the\sfollowing\s)?{_THINGS}",
        rf"\bthere\sare\s{_THINGS}(?=[.,;:]|\sin\s(?:all|total|this)|\smade\sin|\swhich\b)",
        rf"\b{_THINGS}\sare\s(?:made|set\sout)\b",
    )
)
_LONGEST_RUN = 300  # numbers missing at once; more means that two counts were taken for one
_SHOWN = 12
_BARE_NUMBER = re.compile(r"^\W*(?:page\s*)?\d{1,3}(?:\s*(?:of|/)\s*\d{1,4})?\W*$", re.IGNORECASE)
_FOOTNOTE = re.compile(r"\d{1,3}(?!\d)")
_NOTES_LOST = 6  # at once; a greater step is another count, or a number in a figure
_MARGIN = 0.09  # share of the page's height that is surely margin


def measure_quality(
    raw: RawDocument, text: CleanText, paragraphs: Sequence[Paragraph], *, source_kind: SourceKind,
    recommendations: int | None = None, ocr: bool = False,
) -> Quality:  # fmt: skip
    """The card of a document from what was read, its clean text, its paragraphs and the recommendations found."""
    read = [p for p in raw.pages if p.text.strip()]
    makes = source_kind in MAKES_RECOMMENDATIONS
    return Quality(
        pages=len(raw.pages) if raw.paged else 0,
        pages_without_text=_numbers(p for p in raw.pages if not p.text.strip()),
        numbered_paragraphs=len({(p.number, p.section[:1]) for p in paragraphs if p.number}),
        furniture_lines=text.furniture,
        reader=raw.reader,
        notes=(*raw.notes, *missing_footnotes(paragraphs)),
        readers=_readers(raw),
        blank_pages=_numbers(p for p in raw.pages if p.blank),
        garbled_pages=_numbers(p for p in read if measure_glyphs(p.text).fault),
        garbled_glyphs=sum(broken_glyphs(p.text) for p in read),
        numbering_gaps=numbering_gaps(paragraphs),
        suspected_furniture=suspected_furniture(raw.pages, text.body),
        recommendations=recommendations if makes else None,
        announced=announced_recommendations(paragraphs) if makes else None,
        ocr=ocr,
    )


def announced_recommendations(paragraphs: Iterable[Paragraph]) -> int | None:
    """How many recommendations the document says that it makes itself; None when it does not say, or says two numbers.

    Those of agencies, of earlier reviews and of others do not count.
    """
    found: Counter[int] = Counter()
    for paragraph in paragraphs:
        for match in (m for pattern in _ANNOUNCED if (m := pattern.search(paragraph.text))):
            found[_count(match.group("n"))] += 1
    most = found.most_common(2)
    return most[0][0] if most and (len(most) == 1 or most[0][1] > most[1][1]) else None


def numbering_gaps(paragraphs: Sequence[Paragraph]) -> tuple[str, ...]:
    """Numbers that are missing between those of paragraphs: "4.3", "6.12–6.15", in order of print.

    A heading may carry a number of the same count. The numbers of chapters are no paragraph's.
    """
    last: dict[Key, int] = {}
    seen: defaultdict[Key, set[int]] = defaultdict(set)
    gaps: list[tuple[Key, int, int]] = []
    counted = {label.key[:-1] for p in paragraphs if p.number and (label := read_label(p.number))}
    for paragraph in paragraphs:
        label = read_label(paragraph.text if paragraph.role == "heading" else paragraph.number or "")
        if not label or label.key[:-1] not in counted or label.depth == 1 and paragraph.role == "heading":
            continue
        group, number = label.key[:-1], label.key[-1]
        before = last.get(group, 0 if label.depth > 1 else number)
        if before < number - 1 <= before + _LONGEST_RUN:
            gaps.append((group, before + 1, number - 1))
        last[group] = number
        seen[group].add(number)
    missing = ((group, [n for n in range(a, b + 1) if n not in seen[group]]) for group, a, b in gaps)
    return tuple(dict.fromkeys(_run(group, numbers) for group, numbers in missing if numbers))


def missing_footnotes(paragraphs: Sequence[Paragraph]) -> tuple[str, ...]:
    """A note for the card that names the footnotes missing between those found, page by page; empty when none is."""
    missing: list[str] = []
    last = 0
    for paragraph in (p for p in paragraphs if p.role == "note"):
        match = _FOOTNOTE.match(paragraph.text)
        if not match:
            continue
        number = int(match.group())
        if last and last + 1 < number <= last + _NOTES_LOST:
            missing.append(f"{_run((), range(last + 1, number))} (page {paragraph.page_at(0)})")
        last = number
    return (f"footnotes not found: {', '.join(missing[:_SHOWN])}",) if missing else ()


def suspected_furniture(pages: Sequence[Page], body: Sequence[PlacedLine]) -> tuple[str, ...]:
    """Lines left in the text that look like a head, a foot or a web page's own, with their first page; at most 12.

    Such a line is a bare page number in the margin, stands in the margin of three pages at one height with its numbers
    the same or counting with the pages, or, in a source without pages, comes back three times.
    """
    heights = {p.number: p.height for p in pages}
    margin = [x for x in body if _in_margin(x, heights)]
    lines: dict[int, list[Line]] = defaultdict(list)
    for x in margin:
        lines[x.page or 0].append(x.line)
    seen = recurring([lines[n] for n in range(max(lines, default=-1) + 1)])
    found = [x for x in margin if _BARE_NUMBER.match(x.line.text) or seen.pages(x.line, x.page or 0) >= 3]
    pageless = [x for x in body if x.page is None and not x.line.heading and not x.line.row and len(x.line.text) < 60]
    again = Counter(x.line.text for x in pageless)
    found += [x for x in pageless if again[x.line.text] >= 3]
    first: dict[str, int | None] = {}
    for x in found:
        first.setdefault(_signature(x.line.text), x.page)
    shown = {_signature(x.line.text): x.line.text for x in reversed(found)}
    return tuple(f"{shown[s]} (page {page})" if page else shown[s] for s, page in first.items())[:_SHOWN]


def _in_margin(placed: PlacedLine, heights: Mapping[int | None, float]) -> bool:
    if placed.page is None or placed.line.y is None or placed.line.row:
        return False
    share = placed.line.y / (heights.get(placed.page) or 842.0)
    return share > 1 - _MARGIN or share < _MARGIN


def _signature(text: str) -> str:
    return re.sub(r"\d+", "#", text.lower())


def attention(quality: Quality, passages: int) -> str | None:
    """What a person should know of how a document was read, and do; None when all of it was."""
    empty, blank = quality.pages_without_text, quality.blank_pages
    remedy = "OCR found nothing more" if quality.ocr else "scans are read with --ocr"
    if quality.pages and len(empty) == quality.pages:
        if len(blank) == quality.pages:
            return "it holds no text: nothing is drawn on its pages"
        return f"it holds no text; its pages may be scans or drawings: {remedy}"
    parts = []
    if not passages:
        parts.append("it holds no sentence that could be quoted")
    pictures = [n for n in empty if n not in blank]
    if pictures:
        parts.append(f"no text on {_pages(pictures)} of {quality.pages}, perhaps scans: {remedy}")
    if quality.garbled_pages:
        parts.append(f"the text of {_pages(quality.garbled_pages)} is garbled: look at the original")
    return "; ".join(parts) or None


def _pages(numbers: Sequence[int]) -> str:
    return f"page{'' if len(numbers) == 1 else 's'} {page_ranges(numbers)}"


def page_ranges(numbers: Iterable[int]) -> str:
    """Page numbers as people write them: "1–3, 7"."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs)


def _numbers(pages: Iterable[Page]) -> tuple[int, ...]:
    return tuple(p.number for p in pages if p.number is not None)


def _readers(raw: RawDocument) -> tuple[PagesRead, ...]:
    names = dict.fromkeys(p.reader for p in raw.pages if p.reader)
    found = ((name, _numbers(p for p in raw.pages if p.reader == name)) for name in names)
    return tuple(PagesRead(reader=name, pages=pages) for name, pages in found if pages)


def _run(group: Key, numbers: Sequence[int]) -> str:
    prefix = "".join(f"{part_in_print(part)}." for part in group)
    ends = dict.fromkeys((numbers[0], numbers[-1]))
    return "–".join(f"{prefix}{n}" for n in ends)


def _count(words: str) -> int:
    if words.isdigit():
        return int(words)
    total = 0
    for word in re.split(r"[- ]", words.lower()):
        total += 20 + 10 * _TENS.index(word) if word in _TENS else 1 + _UNITS.index(word)
    return total
