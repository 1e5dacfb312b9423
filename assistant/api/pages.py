"""Routes of the page: everything is made on the server and works without a script."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Depends, Form, Path, Query
from fastapi.responses import FileResponse, HTMLResponse

from assistant.api import lookup
from assistant.api.rendering import FOLDER
from assistant.api.requests import MAX_QUESTION
from assistant.api.state import Parts
from assistant.card import quality_rows
from assistant.marking import Marking, mark, segments
from assistant.records import Citation
from ingest.catalogue import Held, StoredPage
from ingest.errors import NotHeldError
from ingest.library import Library
from ingest.records import Sentence

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
ASSETS = {"style.css": "text/css", "script.js": "text/javascript", "icon.svg": "image/svg+xml"}
EXAMPLES = (
    "What do reviews say about fathers who were not assessed?",
    "What should I have in mind when appointments for a baby are missed?",
    "Where was professional challenge a strength?",
)
_EMPTY = "Please type a question first."
_LONG = f"The question is longer than {MAX_QUESTION} characters; please shorten it."

NOT_FOUND = "The quoted sentence could not be located exactly on this page, so nothing is marked."
NOT_HELD = "The passage that the link names is no longer held, so nothing is marked."
_PARTS = {
    "beginning": "The sentence runs on to the next page; its beginning is marked here.",
    "end": "The sentence begins on the page before; its end is marked here.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The quoted place that a link asks to see: ``sentences`` of them, from the one counted ``sentence`` from 0."""

    passage_id: str
    sentence: int
    sentences: int


async def _place(
    passage_id: str = "", sentence: Annotated[int, Query(ge=0)] = 0, sentences: Annotated[int, Query(ge=1, le=50)] = 1
) -> Place:
    return Place(passage_id=passage_id, sentence=sentence, sentences=sentences)


@router.get("/")
def home(parts: Parts) -> HTMLResponse:
    """The question box."""
    return _question_box(parts)


@router.post("/ask")
def answer(parts: Parts, question: Annotated[str, Form()] = "") -> HTMLResponse:
    """The answer. The question comes in the body, so that it stands in no log and no list of visited pages."""
    text = question.strip()
    if not text:
        return _question_box(parts, problem=_EMPTY)
    if len(text) > MAX_QUESTION:
        return _question_box(parts, problem=_LONG, question=text)
    found = parts.assistant.ask(text)
    return parts.pages.respond(
        "answer.html", question=text, answer=found, limit=MAX_QUESTION, problem="",
        groups=grouped(found.citations), nearest=grouped(found.nearest),
    )  # fmt: skip


@router.get("/reviews")
def library(parts: Parts) -> HTMLResponse:
    """The documents held."""
    return parts.pages.respond("library.html", held=parts.assistant.library.catalogue.documents())


@router.get("/reviews/{review_id}")
def review(review_id: str, parts: Parts) -> HTMLResponse:
    """One document's quality card."""
    held = lookup.document(parts.assistant.library, review_id)
    pages = parts.assistant.library.catalogue.pages(held.id) if held.quality.pages else []
    return parts.pages.respond("review.html", held=held, stored=pages, card=quality_rows(held.quality))


@router.get("/reviews/{review_id}/pages/{number}")
def page(
    review_id: str, number: Annotated[int, Path(ge=1)], parts: Parts, place: Annotated[Place, Depends(_place)]
) -> HTMLResponse:
    """The text of one page, the quoted sentence marked."""
    documents = parts.assistant.library
    held = lookup.document(documents, review_id)
    stored = lookup.page(documents, held, number)
    marking, notes = _mark(documents, held, stored, place)
    return parts.pages.respond(
        "page.html", held=held, number=number, stored=stored, notes=notes, last=held.quality.pages or 1,
        segments=segments(stored.text, marking.spans if marking else ()),
    )  # fmt: skip


@router.get("/about")
def about(parts: Parts) -> HTMLResponse:
    """What the product can and cannot do."""
    return parts.pages.respond("about.html", held=len(parts.assistant.library.catalogue.documents()))


@router.get("/assets/{name}")
def asset(name: str) -> FileResponse:
    """Style, script and icon."""
    if name not in ASSETS:
        raise NotHeldError("there is no such file", thing=name, remedy="reload the page")
    return FileResponse(FOLDER / name, media_type=ASSETS[name], headers={"Cache-Control": "no-cache"})


def grouped(citations: Sequence[Citation]) -> list[list[Citation]]:
    """The citations of each document together, in their order."""
    return [list(group) for _, group in groupby(citations, key=lambda c: c.review_id)]


def _question_box(parts: Parts, *, problem: str = "", question: str = "") -> HTMLResponse:
    held = len(parts.assistant.library.catalogue.documents())
    values = {"held": held, "examples": EXAMPLES, "limit": MAX_QUESTION, "problem": problem, "question": question}
    return parts.pages.respond("home.html", 422 if problem else 200, **values)


def _mark(documents: Library, held: Held, stored: StoredPage, place: Place) -> tuple[Marking | None, list[str]]:
    """What is marked on a page, and what the reader is told about it."""
    if not place.passage_id:
        return None, []
    quote = lookup.quoted(documents, held, place.passage_id, place.sentence, place.sentences)
    if not quote:
        return None, [NOT_HELD]
    marking = mark(quote, stored.number, documents.catalogue.page_texts(held.id, _pages_of(quote)))
    if marking is None:
        return None, [NOT_FOUND]
    notes = [_PARTS[marking.part]] if marking.part in _PARTS else []
    if marking.times > 1:
        notes.append(f"The same words stand {marking.times} times on this page; each is marked.")
    return marking, notes


def _pages_of(quote: Sequence[Sentence]) -> set[int | None]:
    return {number for sentence in quote for number in (sentence.page, sentence.page_end)}
