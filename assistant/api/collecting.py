"""Routes of collections: gather, order, annotate, freeze; and documents side by side."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Path, Query, Response
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from assistant.api.exports import FILES, AnyFormat, file_response
from assistant.api.readers import Reader
from assistant.api.replies import problems
from assistant.api.requests import Counted
from assistant.api.state import Opened, Parts
from assistant.desk.collected import collection_paper, freeze, frozen_paper
from assistant.desk.collections import MOST_WORDS, Collection, Collections
from assistant.desk.comparing import compare
from assistant.desk.exports import exported
from assistant.desk.gathered import blocks_of
from assistant.desk.paper_json import block_json
from assistant.desk.papers import OwnWords
from assistant.records import Json

router = APIRouter(tags=["collections"])
CollectionId = Annotated[str, Path(max_length=64, description="as it was given when it was made", examples=["7d1f…"])]
ItemId = Annotated[str, Path(max_length=64, description="as the collection names it", examples=["3c0b…"])]
Title = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200, pattern=r"\S")]
Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=MOST_WORDS)]
_ITEM: dict[str, Any] = {"item_id": "3c0b…", "locked": True, "note": "", "kind": "quote", "text": "…", "sha256": "…"}
_COLLECTION: dict[str, Any] = {
    "collection_id": "7d1f…", "title": "Fathers", "changed": "2026-11-23T10:00:00.000000+00:00", "items": [_ITEM],
    "frozen": [12],
}  # fmt: skip


class TitleBody(BaseModel):
    """A collection's title."""

    model_config = ConfigDict(extra="forbid", json_schema_extra={"examples": [{"title": "Fathers"}]})

    title: Title


class ItemBody(BaseModel):
    """What to put at the end: quotes of a kept answer by their ids, a statement of it by its number, or own words."""

    model_config = ConfigDict(
        extra="forbid",
        json_schema_extra={
            "examples": [{"answer_id": "0b6e…", "citations": ["c1", "c3"]}],
            "oneOf": [
                {
                    "required": ["own_words"],
                    "properties": {"own_words": {"pattern": r"\S"}, "answer_id": {"const": ""}},
                },
                {"required": ["answer_id"], "properties": {"answer_id": {"minLength": 1}, "own_words": {"const": ""}}},
            ],
        },
    )

    answer_id: str = Field(default="", max_length=64)
    citations: list[str] = Field(default=[], max_length=50, description="ids of citations of the answer")
    statement: Counted | None = Field(default=None, description="counted from 0, of the answer")
    own_words: Words = ""
    note: Words = ""

    @model_validator(mode="after")
    def _one_thing(self) -> "ItemBody":
        if bool(self.own_words) == bool(self.answer_id):
            raise ValueError("give either own_words, or an answer_id with citations or a statement")
        return self


class ChangeBody(BaseModel):
    """What to change of an item. The words of a quote or a statement are locked."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"note": "Begin with this", "move": "up"}]}
    )

    note: Words | None = None
    own_words: Annotated[Words, Field(min_length=1, pattern=r"\S")] | None = None
    move: Literal["up", "down"] | None = None


class CollectionReply(BaseModel):
    """A collection whole."""

    model_config = ConfigDict(json_schema_extra={"examples": [_COLLECTION]})

    collection_id: str
    title: str
    changed: str
    items: list[dict[str, Any]] = Field(description="`kind` is quote, statement or own_words; `locked` says which are")
    frozen: list[int] = Field(description="the numbers of its frozen copies")


class CollectionsReply(BaseModel):
    """The collections of a browser."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [{"collections": [{"collection_id": "7d1f…", "title": "Fathers", "changed": "…", "items": 3}]}]
        }
    )

    collections: list[dict[str, Any]]


class FrozenReply(BaseModel):
    """A frozen copy's number, and what was left out of it and why."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"number": 12, "left_out": []}]})

    number: int
    left_out: list[dict[str, str]]


@router.get("/v1/collections", response_model=CollectionsReply, responses=problems(422, 503))
def list_collections(parts: Parts, reader: Reader) -> Json:
    """The collections of this browser, the one changed last first. A program keeps the ids it was given instead."""
    lines = parts.collections.listed(reader) if reader else []
    return {
        "collections": [
            {"collection_id": line.id, "title": line.title, "changed": line.changed, "items": line.items}
            for line in lines
        ]
    }


@router.post("/v1/collections", status_code=201, response_model=CollectionReply, responses=problems(403, 422, 503))
def make_collection(body: TitleBody, parts: Parts, reader: Reader) -> Json:
    """Make an empty collection."""
    return _reply(parts, parts.collections.make(body.title, reader))


@router.get("/v1/collections/{collection_id}", response_model=CollectionReply, responses=problems(404, 422, 503))
def show_collection(collection_id: CollectionId, parts: Parts) -> Json:
    """A collection with its items in order."""
    return _reply(parts, collection_id)


@router.patch("/v1/collections/{collection_id}", response_model=CollectionReply, responses=problems(403, 404, 422, 503))
def rename_collection(collection_id: CollectionId, body: TitleBody, parts: Parts) -> Json:
    """Give a collection another title."""
    parts.collections.rename(collection_id, body.title)
    return _reply(parts, collection_id)


@router.delete("/v1/collections/{collection_id}", status_code=204, responses=problems(403, 404, 422, 503))
def erase_collection(collection_id: CollectionId, parts: Parts) -> None:
    """Erase a collection with its items. Its frozen copies stay."""
    parts.collections.erase(collection_id)


@router.post(
    "/v1/collections/{collection_id}/items",
    status_code=201,
    response_model=CollectionReply,
    responses=problems(400, 403, 404, 422, 503),
)
def add_items(collection_id: CollectionId, body: ItemBody, parts: Parts) -> Json:
    """Put quotes, a statement or own words at the end of a collection."""
    if body.own_words:
        parts.collections.add(collection_id, OwnWords(text=body.own_words), body.note)
    else:
        answer = parts.chat.answers.get(body.answer_id)
        for block in blocks_of(answer, body.citations, body.statement):
            parts.collections.add(collection_id, block, body.note)
    return _reply(parts, collection_id)


@router.patch(
    "/v1/collections/{collection_id}/items/{item_id}",
    response_model=CollectionReply,
    responses=problems(400, 403, 404, 422, 503),
)
def change_item(collection_id: CollectionId, item_id: ItemId, body: ChangeBody, parts: Parts) -> Json:
    """Annotate or move an item, or change own words; a quote's words are locked."""
    if body.own_words is not None:
        parts.collections.reword(collection_id, item_id, body.own_words)
    if body.note is not None:
        parts.collections.annotate(collection_id, item_id, body.note)
    if body.move is not None:
        parts.collections.move(collection_id, item_id, body.move)
    return _reply(parts, collection_id)


@router.delete(
    "/v1/collections/{collection_id}/items/{item_id}", status_code=204, responses=problems(403, 404, 422, 503)
)
def take_out_item(collection_id: CollectionId, item_id: ItemId, parts: Parts) -> None:
    """Take an item out of a collection."""
    parts.collections.take_out(collection_id, item_id)


@router.post(
    "/v1/collections/{collection_id}/frozen",
    status_code=201,
    response_model=FrozenReply,
    responses=problems(403, 404, 422, 503),
)
def freeze_collection(collection_id: CollectionId, parts: Parts) -> Json:
    """Keep a copy that never changes. Each quote is held against the library; one that no longer stands is left out."""
    number = freeze(parts.collections, collection_id, parts.assistant.library)
    left_out = parts.collections.frozen(collection_id, number).left_out
    return {"number": number, "left_out": [{"text": item.text, "why": item.why} for item in left_out]}


@router.get(
    "/v1/collections/{collection_id}/frozen/{number}",
    response_class=Response,
    responses={**FILES, **problems(404, 422, 503)},
)
def show_frozen(
    collection_id: CollectionId,
    number: Annotated[int, Path(ge=1, le=2**31 - 1, examples=[12])],
    parts: Parts,
    format: AnyFormat = "json",
) -> Response:
    """A frozen copy as it was made."""
    return file_response(exported(frozen_paper(parts.collections, collection_id, number), format))


@router.get(
    "/v1/collections/{collection_id}/export", response_class=Response, responses={**FILES, **problems(404, 422, 503)}
)
def export_collection(collection_id: CollectionId, parts: Parts, format: AnyFormat = "docx") -> Response:
    """A collection as it is now, as a file; what no longer stands is left out and named with the reason."""
    paper = collection_paper(parts.collections.find(collection_id), parts.assistant.library)
    return file_response(exported(paper, format))


@router.get("/v1/compare", response_class=Response, responses={**FILES, **problems(400, 404, 422, 503)})
def compare_documents(
    parts: Parts,
    review_id: Annotated[
        list[str],
        Query(
            min_length=2, max_length=3, description="two or three documents", json_schema_extra={"uniqueItems": True}
        ),
    ],
    theme: Annotated[str, Query(max_length=200, description="only this theme of the register")] = "",
    format: AnyFormat = "json",
) -> Response:
    """Two or three documents side by side: what they are, what they found, learnt and recommended."""
    return file_response(exported(compare(parts.assistant.library, review_id, theme), format))


def collection_json(kept: Collection) -> Json:
    """A collection in the shape of the API."""
    items = [
        {"item_id": item.id, "locked": item.locked, "note": item.note, **block_json(item.block)} for item in kept.items
    ]
    return {
        "collection_id": kept.id, "title": kept.title, "changed": kept.changed, "items": items,
        "frozen": list(kept.frozen),
    }  # fmt: skip


def _reply(parts: Opened, collection_id: str) -> Json:
    held: Collections = parts.collections
    return collection_json(held.find(collection_id))
