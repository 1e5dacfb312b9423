"""A paper as data: what is exported as JSON, kept as a frozen copy, and read back."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, cast

from assistant.desk.checks import citation_words, mark
from assistant.desk.papers import (
    Block,
    Column,
    EmptySlot,
    OwnWords,
    Paper,
    Quoted,
    Said,
    Section,
    Source,
    Stated,
)
from assistant.desk.standing import care, making
from assistant.records import Citation, Dropped, Json, Notice

FORMAT = 1
_KINDS: dict[type[Block], str] = {OwnWords: "own_words", Said: "said", EmptySlot: "empty"}


def paper_json(paper: Paper) -> Json:
    """``paper`` as JSON. ``quote`` is the document's own words, ``own_words`` those of whoever made the paper."""
    return {
        "format": FORMAT, "kind": paper.kind, "title": paper.title, "subtitle": paper.subtitle, "made": paper.made,
        "library_version": paper.library_version, "model": paper.model,
        "care": [f"{label} {words}" for label, words in care(paper)],
        "how_made": dict(making(paper)),
        "sections": [_section_json(section) for section in paper.sections],
        "left_out": [asdict(item) for item in paper.left_out],
        "notices": [asdict(item) for item in paper.notices],
        "references": [{**asdict(source), "authors": list(source.authors)} for source in paper.sources],
    }  # fmt: skip


def block_json(block: Block) -> Json:
    """One block as JSON."""
    match block:
        case Quoted():
            return {
                "kind": "quote", "text": block.text, "sha256": block.sha256, "words": citation_words(block.citation),
                "check": mark(block), "citation": block.citation.as_json(),
            }  # fmt: skip
        case Stated():
            return {"kind": "statement", "text": block.text, "carried_by": [block_json(q) for q in block.carried_by]}
        case _:
            return {"kind": _KINDS[type(block)], "text": block.text}


def paper_from(data: Mapping[str, Any]) -> Paper:
    """The paper that ``paper_json`` wrote.

    Raises KeyError or TypeError when it is something else.
    """
    return Paper(
        kind=data["kind"], title=data["title"], subtitle=data["subtitle"], made=data["made"], model=data["model"],
        library_version=data["library_version"], sections=tuple(_section_from(item) for item in data["sections"]),
        sources=tuple(Source(**{**item, "authors": tuple(item["authors"])}) for item in data["references"]),
        left_out=tuple(Dropped(**item) for item in data["left_out"]),
        notices=tuple(Notice(**item) for item in data["notices"]),
    )  # fmt: skip


def block_from(data: Mapping[str, Any]) -> Block:
    """The block that ``block_json`` wrote."""
    match data["kind"]:
        case "quote":
            return Quoted(citation=citation_from(data["citation"]))
        case "statement":
            return Stated(
                text=data["text"], carried_by=tuple(cast(Quoted, block_from(item)) for item in data["carried_by"])
            )
        case "own_words":
            return OwnWords(text=data["text"])
        case "empty":
            return EmptySlot(text=data["text"])
        case _:
            return Said(text=data["text"])


def citation_from(data: Mapping[str, Any]) -> Citation:
    """The citation that ``Citation.as_json`` wrote."""
    return Citation(**{**data, "section": tuple(data["section"])})


def _section_json(section: Section) -> Json:
    return {
        "title": section.title,
        "level": section.level,
        "facilitator": section.facilitator,
        "blocks": [block_json(block) for block in section.blocks],
        "columns": [{"title": c.title, "blocks": [block_json(block) for block in c.blocks]} for c in section.columns],
    }


def _section_from(data: Mapping[str, Any]) -> Section:
    columns = (
        Column(title=item["title"], blocks=tuple(block_from(block) for block in item["blocks"]))
        for item in data["columns"]
    )
    blocks = tuple(block_from(block) for block in data["blocks"])
    level, facilitator = data["level"], data["facilitator"]
    return Section(title=data["title"], level=level, facilitator=facilitator, blocks=blocks, columns=tuple(columns))
