"""Routes of the desk's pages: collections, briefings, documents side by side. All work by plain forms."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Form, Query
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field, StringConstraints

from assistant.api.exports import file_response
from assistant.api.readers import Reader, carried, remember
from assistant.api.state import Parts
from assistant.desk.briefings import MAX_TOPIC, briefing
from assistant.desk.collected import freeze, frozen_paper
from assistant.desk.collections import MOST_WORDS, Direction
from assistant.desk.comparing import compare
from assistant.desk.exports import Format, exported
from assistant.desk.gathered import blocks_of
from assistant.desk.papers import OwnWords
from assistant.desk.standing import care, making
from ingest.themes import load_themes

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
FORMATS: tuple[tuple[Format, str], ...] = (
    ("docx", "Word"),
    ("pptx", "PowerPoint"),
    ("html", "HTML"),
    ("md", "Markdown"),
    ("json", "JSON"),
)
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST_WORDS)]
_NEW = "Quotes"


class BriefingForm(BaseModel):
    """A topic and a format."""

    topic: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_TOPIC)]
    format: Format = "docx"


class CollectForm(BaseModel):
    """Which quotes of an answer go into which collection; none named makes a new one."""

    answer: str = Field(max_length=64)
    citation: list[str] = Field(default=[], max_length=50)
    collection: str = Field(default="", max_length=64)
    title: Annotated[str, StringConstraints(strip_whitespace=True, max_length=200)] = ""


@router.get("/desk")
def desk(parts: Parts, reader: Reader) -> HTMLResponse:
    """The collections of this browser, and what else can be made here."""
    held = parts.collections.listed(reader) if reader else []
    documents = parts.assistant.library.catalogue.documents()
    return parts.pages.respond(
        "desk_home.html", held=held, documents=documents, themes=load_themes(), formats=FORMATS, most=MAX_TOPIC
    )


@router.post("/desk/briefing")
def make_briefing(form: Annotated[BriefingForm, Form()], parts: Parts) -> Response:
    """A seven-minute briefing as a file."""
    return file_response(exported(briefing(parts.assistant, form.topic), form.format))


@router.get("/desk/compare")
def side_by_side(
    parts: Parts, review: Annotated[list[str], Query(max_length=3)], theme: Annotated[str, Query(max_length=200)] = ""
) -> HTMLResponse:
    """Two or three documents side by side; a choice left open comes as an empty string."""
    ids = [name for name in review if name]
    paper = compare(parts.assistant.library, ids, theme)
    address = f"/v1/compare?{urlencode([*(('review_id', name) for name in ids), ('theme', theme)])}"
    return parts.pages.respond(
        "desk_paper.html", paper=paper, care=care(paper), making=making(paper), address=address, formats=FORMATS
    )


@router.get("/desk/collect")
def choose(answer: Annotated[str, Query(max_length=64)], parts: Parts, reader: Reader) -> HTMLResponse:
    """The quotes of an answer with a box to tick at each."""
    kept = parts.chat.answers.get(answer)
    held = parts.collections.listed(reader) if reader else []
    return parts.pages.respond("desk_collect.html", answer=kept, held=held)


@router.post("/desk/collect")
def collect(form: Annotated[CollectForm, Form()], parts: Parts, reader: Reader) -> Response:
    """Put the ticked quotes into a collection, a new one if none was chosen."""
    blocks = blocks_of(parts.chat.answers.get(form.answer), form.citation)
    named = Response()
    whose = remember(named, reader, parts)
    collection_id = form.collection or parts.collections.make(form.title or _NEW, whose)
    for block in blocks:
        parts.collections.add(collection_id, block)
    return carried(named, _to(collection_id))


@router.post("/desk/collections")
def make(title: Annotated[Title, Form()], parts: Parts, reader: Reader) -> Response:
    """Make an empty collection."""
    named = Response()
    return carried(named, _to(parts.collections.make(title, remember(named, reader, parts))))


@router.get("/desk/collections/{collection_id}")
def collection(collection_id: str, parts: Parts) -> HTMLResponse:
    """A collection: quotes locked, own words to be changed, the order, the files."""
    kept = parts.collections.find(collection_id)
    return parts.pages.respond("desk_collection.html", kept=kept, formats=FORMATS, most=MOST_WORDS)


@router.post("/desk/collections/{collection_id}/title")
def rename(collection_id: str, title: Annotated[Title, Form()], parts: Parts) -> RedirectResponse:
    """Give it another title."""
    parts.collections.rename(collection_id, title)
    return _to(collection_id)


@router.post("/desk/collections/{collection_id}/erase")
def erase(collection_id: str, parts: Parts) -> RedirectResponse:
    """Erase it."""
    parts.collections.erase(collection_id)
    return RedirectResponse("/desk", status_code=303)


@router.post("/desk/collections/{collection_id}/words")
def add_words(collection_id: str, words: Annotated[Words, Form(min_length=1)], parts: Parts) -> RedirectResponse:
    """Put own words at the end."""
    parts.collections.add(collection_id, OwnWords(text=words))
    return _to(collection_id)


@router.post("/desk/collections/{collection_id}/items/{item_id}/words")
def reword(
    collection_id: str, item_id: str, words: Annotated[Words, Form(min_length=1)], parts: Parts
) -> RedirectResponse:
    """Change own words."""
    parts.collections.reword(collection_id, item_id, words)
    return _to(collection_id, item_id)


@router.post("/desk/collections/{collection_id}/items/{item_id}/note")
def annotate(collection_id: str, item_id: str, parts: Parts, note: Annotated[Words, Form()] = "") -> RedirectResponse:
    """Write a note under an item."""
    parts.collections.annotate(collection_id, item_id, note)
    return _to(collection_id, item_id)


@router.post("/desk/collections/{collection_id}/items/{item_id}/move")
def move(collection_id: str, item_id: str, direction: Annotated[Direction, Form()], parts: Parts) -> RedirectResponse:
    """Move an item by one place."""
    parts.collections.move(collection_id, item_id, direction)
    return _to(collection_id, item_id)


@router.post("/desk/collections/{collection_id}/items/{item_id}/out")
def take_out(collection_id: str, item_id: str, parts: Parts) -> RedirectResponse:
    """Take an item out."""
    parts.collections.take_out(collection_id, item_id)
    return _to(collection_id)


@router.post("/desk/collections/{collection_id}/frozen")
def freeze_it(collection_id: str, parts: Parts) -> RedirectResponse:
    """Keep a copy that never changes."""
    number = freeze(parts.collections, collection_id, parts.assistant.library)
    return RedirectResponse(f"/desk/collections/{collection_id}/frozen/{number}", status_code=303)


@router.get("/desk/collections/{collection_id}/frozen/{number}")
def frozen(collection_id: str, number: int, parts: Parts) -> HTMLResponse:
    """A frozen copy as it was made, and what was left out of it."""
    paper = frozen_paper(parts.collections, collection_id, number)
    return parts.pages.respond(
        "desk_paper.html", paper=paper, care=care(paper), making=making(paper), formats=FORMATS,
        address=f"/v1/collections/{collection_id}/frozen/{number}?",
    )  # fmt: skip


def _to(collection_id: str, item_id: str = "") -> RedirectResponse:
    at = f"#item-{item_id}" if item_id else ""
    return RedirectResponse(f"/desk/collections/{collection_id}{at}", status_code=303)
