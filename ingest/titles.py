"""Titles: of the whole document, which stands on no section path, and of a post, which stands under its date."""

from collections.abc import Sequence

from ingest.cleaning import PlacedLine
from ingest.headings import Styles, is_date, style_of
from ingest.records import Line, Paragraph


def is_title(
    line: Line, lines: Sequence[PlacedLine], before: Sequence[Paragraph], styles: Styles, *, placed: bool
) -> bool:
    """Whether a heading is the title of the whole document: before all text, of a style met nowhere else.

    ``placed``: a section has begun. A web page may have the name of its site above the title.
    """
    if line.heading:
        levels = [x.line.heading for x in lines if x.line.heading]
        return line.heading == min(levels) and levels.count(line.heading) == 1 and len(levels) > 1
    if any(p.role != "heading" for p in before):
        return False
    if line.size is None:
        return line is lines[0].line and not is_date(line.text)
    alike = [x for x in lines if not x.line.heading and style_of(x.line) == style_of(line)]
    below = bool(before) and not placed  # the publisher's name under the title
    large = line.size > (1.0 if below else 1.3) * (styles.body_size or 0.0)
    return large and all(x.page == lines[0].page for x in alike)


def names_post(line: Line, before: Sequence[Paragraph]) -> bool:
    """Whether a short line directly under the date of a post is its title, however it ends: "Gone ... at last!" """
    dated = bool(before) and before[-1].role == "heading" and is_date(before[-1].text)
    return dated and line.size is None and line.ends and len(line.text.split()) <= 14
