"""Routes of the page: everything is made on the server and works without a script."""

from collections import Counter
from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import FileResponse, HTMLResponse

from assistant.api import lookup
from assistant.api.browsing import KINDS, place_link
from assistant.api.page_forms import HomeQuery, home_page
from assistant.api.rendering import FOLDER
from assistant.api.state import Parts
from assistant.card import at_a_glance, quality_rows
from assistant.register import RegisterFilters, place_words, read_register
from ingest.errors import NotHeldError
from ingest.records import SourceKind

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
ASSETS = {"style.css": "text/css", "script.js": "text/javascript", "icon.svg": "image/svg+xml"}


@router.get("/")
def home(parts: Parts, query: Annotated[HomeQuery, Query()]) -> HTMLResponse:
    """The question box. An address may narrow what is searched; it never holds a question."""
    return home_page(parts, query)


@router.get("/reviews")
def library(parts: Parts, source_kind: SourceKind | None = None) -> HTMLResponse:
    """The documents held, each with its quality at a glance."""
    held = parts.assistant.library.catalogue.documents()
    shown = [(d, at_a_glance(d)) for d in held if source_kind in (None, d.facts.source_kind)]
    kinds = Counter(d.facts.source_kind for d in held).most_common()
    return parts.pages.respond("library.html", held=held, shown=shown, kinds=kinds, kind=source_kind)


@router.get("/reviews/{review_id}")
def review(review_id: str, parts: Parts) -> HTMLResponse:
    """One document: what it found and recommends, what it says of itself, and how well it was read."""
    documents = parts.assistant.library
    held = lookup.document(documents, review_id)
    pages = documents.catalogue.pages(held.id) if held.quality.pages else []
    return parts.pages.respond(
        "review.html", held=held, stored=pages, card=quality_rows(held.quality), kinds=KINDS, link=place_link,
        entries=read_register(documents, RegisterFilters(review_id=held.id)).entries, where=place_words,
    )  # fmt: skip


@router.get("/about")
def about(parts: Parts) -> HTMLResponse:
    """What the product can and cannot do."""
    held = len(parts.assistant.library.catalogue.documents())
    return parts.pages.respond("about.html", held=held, days=parts.retention_days)


@router.get("/accessibility")
def accessibility(parts: Parts) -> HTMLResponse:
    """How accessible the page is, and what is known to be wanting."""
    return parts.pages.respond("accessibility.html")


@router.get("/data-protection")
def data_protection(parts: Parts) -> HTMLResponse:
    """What is kept of whom, for how long, and who is given it."""
    writer = parts.assistant.writer
    return parts.pages.respond(
        "data_protection.html", for_days=parts.retention_days, kept=parts.kept_days,
        model=writer.name if writer else "", live_case=parts.chat.rules.live_case, keys=parts.door.in_force,
    )  # fmt: skip


@router.get("/assets/{name}")
def asset(name: str) -> FileResponse:
    """Style, script and icon."""
    if name not in ASSETS:
        raise NotHeldError("there is no such file", thing=name, remedy="reload the page")
    return FileResponse(FOLDER / name, media_type=ASSETS[name], headers={"Cache-Control": "no-cache"})
