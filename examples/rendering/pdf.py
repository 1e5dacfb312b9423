"""The PDF of a document, drawn as often as it takes until its contents page and page counts are right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from reportlab.platypus import doctemplate
from reportlab.platypus.doctemplate import BaseDocTemplate, FrameBreak, NextPageTemplate
from reportlab.platypus.flowables import Flowable, PageBreak

from examples.rendering.content import Content, Entry, HeadingPart, leaves
from examples.rendering.errors import LayoutError
from examples.rendering.fonts import Face, open_face
from examples.rendering.frames import FICTIONAL, PageNumbers, Pages
from examples.rendering.front import contents, cover, has_cover, height_of, title_block
from examples.rendering.ledger import Ledger
from examples.rendering.story import Typesetter
from examples.rendering.styles import TEXT_WIDTH, Styles

_MOST_DRAWINGS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """A finished PDF: its bytes, where everything stands, and the printed label of each page."""

    data: bytes
    ledger: Ledger
    page_labels: tuple[str, ...]


def draw_pdf(content: Content) -> Drawing:
    """Return the PDF of `content`, the same bytes every time.

    Raises LayoutError for letters that the face lacks, a table row taller than a page, or page numbers that do not
    settle.
    """
    styles = Styles(content.facts, _face_for(content))
    before = Ledger()
    for _ in range(_MOST_DRAWINGS):
        numbers = _numbers(content, before)
        data, ledger = _draw(content, styles, before=before, numbers=numbers)
        if ledger.settled(before):
            labels = tuple(numbers.label(page) for page in range(1, ledger.pages + 1))
            return Drawing(data=data, ledger=ledger, page_labels=labels)
        before = ledger
    raise LayoutError("the page numbers do not settle")


def _face_for(content: Content) -> Face:
    facts = content.facts
    words = [facts.title, facts.publisher, facts.date, *facts.authors, facts.layout.head, facts.layout.foot]
    for leaf in leaves(content.parts):
        if isinstance(leaf, HeadingPart):
            words.append(leaf.title)
        elif isinstance(leaf, Entry):
            words += [leaf.text, *(note.text for note in leaf.notes)]
    return open_face(facts.layout.face, ligatures=facts.layout.ligatures, text="".join(words))


def _numbers(content: Content, ledger: Ledger) -> PageNumbers:
    return PageNumbers(
        roman_front=content.facts.layout.front == "roman", first_body_page=ledger.first_body_page, pages=ledger.pages
    )


def _draw(content: Content, styles: Styles, *, before: Ledger, numbers: PageNumbers) -> tuple[bytes, Ledger]:
    facts = content.facts
    ledger = Ledger()
    pages = Pages(facts, styles, numbers=numbers, ledger=ledger)
    out = BytesIO()
    document = BaseDocTemplate(
        out,
        invariant=1,
        title=facts.title,
        author="; ".join(facts.authors),
        subject=FICTIONAL,
        creator=facts.publisher,
        lang="en-GB",
    )
    wide = Typesetter(content, pages, width=TEXT_WIDTH)
    first = "cover" if has_cover(facts) else "contents" if facts.layout.contents else "opening"
    title_height = height_of(title_block(facts, wide)) if not has_cover(facts) else 0.0
    document.addPageTemplates(pages.templates(first=first, title_height=title_height))
    try:
        document.build(list(_story(content, wide, before)))
    except doctemplate.LayoutError as error:
        raise LayoutError(f"reportlab cannot set this document: {error}") from error
    ledger.pages = document.page
    return out.getvalue(), ledger


def _story(content: Content, wide: Typesetter, before: Ledger) -> Iterator[Flowable]:
    facts, pages = content.facts, wide.pages
    body = Typesetter(content, pages, width=pages.styles.column_width(facts.layout.columns))
    text = "body" if has_cover(facts) else "opening"
    if has_cover(facts):
        yield from cover(facts, wide)
        yield NextPageTemplate("contents" if facts.layout.contents else text)
        yield PageBreak()
    if facts.layout.contents:
        headings = [leaf for leaf in leaves(content.parts) if isinstance(leaf, HeadingPart)]
        yield from contents(headings, wide, ledger=before, numbers=pages.numbers)
        yield NextPageTemplate(text)
        yield PageBreak()
    if not has_cover(facts):
        yield from title_block(facts, wide)
        yield NextPageTemplate("body")
        yield FrameBreak()
    yield from body.story(content.parts)
