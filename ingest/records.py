"""The values that travel through ingest. Frozen, without I/O; each says in its name what it is."""

from dataclasses import dataclass, field
from typing import Literal

SourceKind = Literal["review", "inquiry", "press", "commentary", "minutes", "guidance", "other"]
PassageKind = Literal[
    "finding", "recommendation", "learning", "good_practice", "chronology", "response", "narrative", "other"
]
FindingKind = Literal["finding", "recommendation", "learning"]
Role = Literal["body", "bullet", "row", "note", "heading"]

SOURCE_KINDS: tuple[SourceKind, ...] = ("review", "inquiry", "press", "commentary", "minutes", "guidance", "other")
PASSAGE_KINDS: tuple[PassageKind, ...] = (
    "finding", "recommendation", "learning", "good_practice", "chronology", "response", "narrative", "other"
)  # fmt: skip
FOOTNOTES = ("Footnotes",)  # the section in which notes stand, apart from the text that refers to them
FINDING_KINDS: tuple[FindingKind, ...] = ("finding", "recommendation", "learning")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line of a document as its reader met it, ligatures and soft hyphens resolved, no other change.

    ``x``, ``y`` and ``size`` are points from the page's lower left corner; None where the source has no layout.
    ``bold`` and ``italic`` say that all of it is set so. ``heading`` is the level that the source itself declares
    (HTML, DOCX), not one that was inferred. ``ends`` says that the source itself ends the paragraph here. ``markers``
    are (start, end) of footnote references.
    """

    text: str
    x: float | None = None
    y: float | None = None
    size: float | None = None
    bold: bool = False
    italic: bool = False
    heading: int | None = None
    bullet: bool = False
    row: bool = False
    ends: bool = False
    gap: bool = False
    markers: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page as read. ``number`` counts from 1 in the file and is None where the source has no pages.

    ``reader`` is the one whose text this is, empty where none found any; ``failure`` says why none could read it.
    ``blank``: nothing is drawn on it.
    """

    number: int | None
    lines: tuple[Line, ...]
    text: str
    height: float = 842.0
    label: str | None = None
    reader: str = ""
    failure: str | None = None
    blank: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RawDocument:
    """What a reader returns: pages in order, and what the file says of itself."""

    pages: tuple[Page, ...]
    reader: str
    title: str | None = None
    notes: tuple[str, ...] = ()

    @property
    def paged(self) -> bool:
        """Whether the source has pages that a citation can name."""
        return bool(self.pages) and self.pages[0].number is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """From ``offset`` in a paragraph's text onwards the characters stand on this page and line."""

    offset: int
    page: int | None
    line: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """One paragraph in whole, also where it runs over a page. ``number`` is the document's own, as printed.

    ``label`` is what stands over or before it without being a heading or its number: the title of its box, the number
    in the first cell of its row. ``dated`` is the date over the post or article of which it is part. ``reason`` says
    which rules decided its kind and voice. ``voice`` is whose words most of it is when not the document's own;
    ``spoken`` are (start, end, voice) of the stretches that are somebody's direct or reported speech.
    """

    text: str
    number: str | None
    section: tuple[str, ...]
    role: Role
    kind: PassageKind
    anchors: tuple[Anchor, ...]
    markers: tuple[tuple[int, int], ...] = ()
    label: str | None = None
    dated: str | None = None
    reason: str = ""
    voice: str | None = None
    spoken: tuple[tuple[int, int, str], ...] = ()

    def page_at(self, offset: int) -> int | None:
        """The page on which the character at ``offset`` stands."""
        page = self.anchors[0].page if self.anchors else None
        for anchor in self.anchors:
            if anchor.offset > offset:
                break
            page = anchor.page
        return page


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A whole sentence: the unit of quotation. ``text`` equals the paragraph's characters from start to end.

    ``voice`` is whose words or report it gives, None when they are the document's own.
    """

    text: str
    start: int
    end: int
    page: int | None
    page_end: int | None
    paragraph: str | None
    voice: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A run of whole sentences of one section that fits into the embedding model with its heading.

    ``id`` is derived from the document's content and the passage's words. ``context`` is what is embedded before it.
    """

    id: str
    ordinal: int
    kind: PassageKind
    section: tuple[str, ...]
    context: str
    text: str
    sentences: tuple[Sentence, ...]

    @property
    def page(self) -> int | None:
        """The page on which the passage begins."""
        return self.sentences[0].page

    @property
    def page_end(self) -> int | None:
        """The page on which the passage ends."""
        return self.sentences[-1].page_end

    @property
    def paragraph(self) -> str | None:
        """The number of the first numbered paragraph in it."""
        return next((s.paragraph for s in self.sentences if s.paragraph), None)


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingPlace:
    """One place where a finding is printed. ``paragraph`` is the number of the paragraph in which it begins."""

    page: int | None
    page_end: int | None
    paragraph: str | None
    section: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A finding, recommendation or learning point of a document: one record, however often it is printed.

    ``parts`` are its paragraphs and sub-points, each word for word as on the page, without the lead-in that announces
    it. ``title`` is that of a finding, or the few words that run in with a recommendation. ``places`` begin with the
    one where it is made; repeats follow in the order of their pages. ``themes`` are ids of the vocabulary.
    """

    id: str
    kind: FindingKind
    number: str | None
    title: str | None
    parts: tuple[str, ...]
    places: tuple[FindingPlace, ...]
    addressed_to: tuple[str, ...] = ()
    agencies: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """Its whole words, sub-points among them."""
        return " ".join(self.parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentFacts:
    """What the document says of itself. None means that it does not say; nothing is guessed.

    ``reason`` says what decided the kind of source.
    """

    title: str
    kind: str | None
    source_kind: SourceKind
    year: int | None
    area: str | None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    pseudonyms: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesRead:
    """The pages, counted from 1, that one reader read."""

    reader: str
    pages: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quality:
    """How well a document was read, for its card: counts over its pages and the notes of its reader.

    ``numbering_gaps`` are numbers, or runs of them, that no paragraph or heading carries though those around them do.
    ``suspected_furniture`` are lines of the text that look like a head, a foot or a web page's own. ``announced`` is
    the number of recommendations that the document says it makes, ``recommendations`` the number found; None: not said,
    not counted. ``ocr``: scans were looked at with OCR.
    """

    pages: int
    pages_without_text: tuple[int, ...]
    numbered_paragraphs: int
    furniture_lines: int
    reader: str
    notes: tuple[str, ...] = ()
    readers: tuple[PagesRead, ...] = ()
    blank_pages: tuple[int, ...] = ()
    garbled_pages: tuple[int, ...] = ()
    garbled_glyphs: int = 0
    numbering_gaps: tuple[str, ...] = ()
    suspected_furniture: tuple[str, ...] = ()
    recommendations: int | None = None
    announced: int | None = None
    ocr: bool = False

    @property
    def scans(self) -> tuple[int, ...]:
        """The pages that OCR could help: something is drawn on them, and it cannot be read."""
        unread = {*self.pages_without_text, *self.garbled_pages} - set(self.blank_pages)
        return tuple(sorted(unread))


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document read whole, ready to be stored. ``id`` and ``sha256`` come from the file's bytes."""

    id: str
    sha256: str
    file: str
    facts: DocumentFacts
    pages: tuple[Page, ...]
    paragraphs: tuple[Paragraph, ...]
    passages: tuple[Passage, ...]
    quality: Quality = field(repr=False)
    findings: tuple[Finding, ...] = ()
