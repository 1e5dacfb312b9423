"""Routes that open the source: the page as a picture with the quoted sentence marked, the text beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import HTMLResponse, Response

from assistant.api import lookup
from assistant.api.replies import problems
from assistant.api.state import Opened, Parts
from assistant.marking import Marking, mark, segments
from assistant.page_pictures import PageShape
from assistant.picture_marks import PictureMarks
from ingest.catalogue import Held, StoredPage
from ingest.errors import UnreadableError
from ingest.library import Library
from ingest.records import Passage, Sentence

router = APIRouter()
PNG = "image/png"

NOT_FOUND = "The quoted sentence could not be located exactly on this page, so nothing is marked."
NOT_ON_PICTURE = "The sentence could not be located exactly on the picture, so nothing is marked there; see the text."
NOT_HELD = "The passage that the link names is no longer held, so nothing is marked."
NO_PICTURE = "This page cannot be shown as a picture; its text is below."
_PARTS = {
    "beginning": "The sentence runs on to the next page; its beginning is marked here.",
    "end": "The sentence begins on the page before; its end is marked here.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """The quoted place that a link asks to see: ``sentences`` of a passage, from the one counted ``sentence`` from 0.

    Without ``sentence`` it is the whole passage.
    """

    passage_id: str
    sentence: int | None
    sentences: int

    @property
    def query(self) -> str:
        """The place as it stands in an address; empty when no place is asked for."""
        if not self.passage_id:
            return ""
        given = {} if self.sentence is None else {"sentence": self.sentence, "sentences": self.sentences}
        return "?" + urlencode({"passage_id": self.passage_id, **given})


async def _place(
    passage_id: Annotated[str, Query(max_length=200, description="the passage to mark")] = "",
    sentence: Annotated[int | None, Query(ge=0, le=10_000, description="only from this sentence of it, from 0")] = None,
    sentences: Annotated[int, Query(ge=1, le=50, description="how many sentences from there")] = 1,
) -> Place:
    return Place(passage_id=passage_id, sentence=sentence, sentences=sentences)


AskedPlace = Annotated[Place, Depends(_place)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quoted:
    """The sentences that a link asks to see, and the passage in which they stand."""

    passage: Passage
    sentences: Sequence[Sentence]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A page made ready to be shown: what is marked on its picture and in its text, and what the reader is told."""

    stored: StoredPage
    shape: PageShape | None
    picture: PictureMarks | None
    text: Marking | None
    notes: tuple[str, ...]
    quoted: Quoted | None

    @property
    def over(self) -> set[int | None]:
        """The pages on which the quote stands."""
        return _pages_of(self.quoted.sentences) if self.quoted else set()


@router.get(
    "/v1/reviews/{review_id}/pages/{number}.png",
    response_class=Response,
    responses={200: {"content": {PNG: {}}, "description": "The page as a picture"}, **problems(404, 422, 503)},
    tags=["library"],
)
def picture(review_id: str, number: Annotated[int, Path(ge=1)], parts: Parts, place: AskedPlace) -> Response:
    """The page as a picture, the passage marked, or only the sentences named.

    Nothing is marked, and the header `Marked` says `no`, when the words cannot be located exactly.
    """
    library = parts.assistant.library
    held = lookup.document(library, review_id)
    stored = lookup.page(library, held, number)
    if parts.pictures.shape(held, number) is None:
        raise UnreadableError("there is no picture of this page", thing=held.file, remedy="read its text instead")
    quoted = _quoted(library, held, place)
    marks = parts.pictures.marks(held, number, quoted.sentences) if quoted and stored.number else None
    body = parts.pictures.draw(held, number, marks.boxes if marks else ())
    headers = {"Cache-Control": "private, max-age=300", "Marked": "yes" if marks else "no"}
    return Response(body, media_type=PNG, headers=headers)


@router.get("/reviews/{review_id}/pages/{number}", response_class=HTMLResponse, include_in_schema=False)
def page(review_id: str, number: Annotated[int, Path(ge=1)], parts: Parts, place: AskedPlace) -> HTMLResponse:
    """One page as it looks with the quoted sentence marked, and its text."""
    library = parts.assistant.library
    held = lookup.document(library, review_id)
    source = _source(parts, held, lookup.page(library, held, number), place)
    marked = source.text.spans if source.text else ()
    return parts.pages.respond(
        "page.html", held=held, number=number, source=source, last=held.quality.pages or 1, query=place.query,
        over=source.over, segments=segments(source.stored.text, marked),
    )  # fmt: skip


def _source(parts: Opened, held: Held, stored: StoredPage, place: Place) -> Source:
    library, number = parts.assistant.library, stored.number
    shape = parts.pictures.shape(held, number) if number else None
    quoted = _quoted(library, held, place)
    notes = [NO_PICTURE] if number and shape is None else []
    text: Marking | None = None
    picture: PictureMarks | None = None
    if place.passage_id and quoted is None:
        notes.append(NOT_HELD)
    elif quoted:
        text = mark(quoted.sentences, number, library.catalogue.page_texts(held.id, _pages_of(quoted.sentences)))
        if shape and number and text:
            picture = parts.pictures.marks(held, number, quoted.sentences)
        notes += _told(text, picture, drawn=shape is not None)
    return Source(stored=stored, shape=shape, picture=picture, text=text, notes=tuple(notes), quoted=quoted)


def _told(text: Marking | None, picture: PictureMarks | None, *, drawn: bool) -> list[str]:
    """What a reader is told about the marks."""
    if text is None:
        return [NOT_FOUND]
    notes = [NOT_ON_PICTURE] if drawn and picture is None else []
    if text.part in _PARTS:
        notes.append(_PARTS[text.part])
    if text.times > 1:
        notes.append(f"The same words stand {text.times} times on this page; each is marked.")
    return notes


def _quoted(library: Library, held: Held, place: Place) -> Quoted | None:
    found = library.catalogue.passages([place.passage_id]).get(place.passage_id) if place.passage_id else None
    if found is None or found.document_id != held.id:
        return None
    if place.sentence is None:
        return Quoted(passage=found.passage, sentences=found.passage.sentences)
    chosen = lookup.quoted(library, held, place.passage_id, place.sentence, place.sentences)
    return Quoted(passage=found.passage, sentences=chosen) if chosen else None


def _pages_of(quote: Sequence[Sentence]) -> set[int | None]:
    return {number for sentence in quote for number in (sentence.page, sentence.page_end)}
