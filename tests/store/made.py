"""Answers for tests of the store, with something in every field."""

import uuid

from assistant.records import Answer, Citation, Dropped, Filters, Notice, Searched, Statement

CITATION = Citation(
    id="c1", review_id="0a1b2c3d4e5f", title="Serious Case Review: Child Q", source_kind="review", year=2015, page=4,
    page_end=5, page_label="iv", paragraph="2.3", section=("2 Findings", "Fathers"), passage_kind="finding", voice=None,
    quote="Father wasn’t asked — “ever” — about his own childhood.", passage_id="0a1b2c3d4e5f-1",
    url="/reviews/0a1b2c3d4e5f/pages/4",
)  # fmt: skip


def made_answer(conversation_id: str | None = None, text: str = CITATION.quote) -> Answer:
    """An answer with a fresh id that shows ``text``."""
    return Answer(
        answer_id=uuid.uuid4().hex, conversation_id=conversation_id, standalone_question="Was the father asked?",
        outcome="answered", headline="1 of 2 documents held bears on this",
        statements=(Statement(text=text, support="verbatim", citations=("c1",)),), citations=(CITATION,),
        dropped=(Dropped(text="He was.", why="not on the page"),), notices=(Notice(kind="voice", text="press"),),
        reason=None, nearest=(CITATION,), model="extractive", timings_ms={"total": 1.5}, library_version="abc",
        searched=Searched(documents=2, passages=9, filters=Filters(areas=("Linfold",), year_from=2010)),
    )  # fmt: skip
