"""A document's quality card as the API gives it."""

from pydantic import BaseModel


class PagesReadReply(BaseModel):
    """The pages that one reader read: pypdf, pdfium, or tesseract (OCR)."""

    reader: str
    pages: list[int]


class QualityReply(BaseModel):
    """How well a document was read.

    ``announced``: recommendations that it says it makes, ``recommendations``: those found; null: not said, not counted.
    """

    pages: int
    pages_without_text: list[int]
    numbered_paragraphs: int
    furniture_lines: int
    reader: str
    notes: list[str]
    readers: list[PagesReadReply]
    blank_pages: list[int]
    garbled_pages: list[int]
    garbled_glyphs: int
    numbering_gaps: list[str]
    suspected_furniture: list[str]
    recommendations: int | None
    announced: int | None
    ocr: bool
