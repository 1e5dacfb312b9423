"""What of an answer goes into a collection: quotes by their ids, a statement with the quotes that carry it."""

from collections.abc import Sequence

from assistant.desk.papers import Quoted, Stated
from assistant.records import Answer
from ingest.errors import NotHeldError


def blocks_of(answer: Answer, citations: Sequence[str], statement: int | None = None) -> list[Quoted | Stated]:
    """The quotes with these ids in the order of the answer, then the statement; what came nearest counts too.

    Raises NotHeldError when the answer has no such quote or statement.
    """
    held = {citation.id: citation for citation in (*answer.citations, *answer.nearest)}
    unknown = [name for name in citations if name not in held]
    if unknown or statement is not None and statement >= len(answer.statements) or not citations and statement is None:
        raise NotHeldError(
            "the answer has no such quote or statement", thing=", ".join(unknown) or str(statement),
            remedy="name citations as the answer does, or a statement counted from 0",
        )  # fmt: skip
    blocks: list[Quoted | Stated] = [Quoted(citation=held[name]) for name in held if name in citations]
    if statement is not None:
        said = answer.statements[statement]
        carried = tuple(Quoted(citation=held[name]) for name in said.citations)
        blocks += [Stated(text=said.text, carried_by=carried)] if said.support == "verified" else carried
    return blocks
