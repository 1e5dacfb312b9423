"""A follow-up made a question of its own from the turns before, without a language model: rules over what was said."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.antecedents import names_something
from assistant.choices import ONE, YEAR_ONE, chosen_document, together
from assistant.earlier_turns import (
    NAME,
    CitedDocument,
    Reading,
    Turn,
    child_pattern,
    known,
    label,
    mentions,
    named_documents,
)
from assistant.ellipsis import LEAD, complete
from assistant.references import resolve
from ingest.lexical import stems

__all__ = ["CitedDocument", "Standalone", "Turn", "search_text", "standalone"]

_EMPTY = re.compile(
    r"(?:what|how|why) (?:did|does|do|was|were|is|are) (?P<who>.+?)"
    r"(?: (?:say|find|do|conclude|think)(?: (?:about|on) (?:it|this|that))?)?[ ?.!]*$",
    re.IGNORECASE,
)
_SAYING = re.compile(r"\b(?:says?|said|finds?|found|look(?:s|ed)? at|mentions?|shows?|thinks?)\b", re.IGNORECASE)
_LONGEST = 60  # words: whoever writes more says what is meant
_REMEMBERED = 8  # turns
_SHORT = 6  # words that carry a subject


@dataclass(frozen=True, slots=True, kw_only=True)
class Standalone:
    """A question on its own.

    ``how`` says in one plain phrase how a changed one was read. ``about`` are the documents that it is held to, empty
    when it is open to all; ``excluded`` are those that it asks to go beyond.
    """

    text: str
    changed: bool = False
    how: str = ""
    about: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()


def standalone(question: str, turns: Sequence[Turn]) -> Standalone:
    """``question`` as it reads without the ``turns`` before it, oldest first; unchanged when it stands alone."""
    turns = turns[-_REMEMBERED:]
    if not turns or not question.strip() or len(question.split()) > _LONGEST:
        return Standalone(text=question)
    reading = (
        complete(question, turns)
        or together(question, turns)
        or _chosen(question, turns)
        or _emptied(question, turns)
        or resolve(question, turns)
    )
    if reading is None or reading.text == question:
        return Standalone(text=question)
    return Standalone(
        text=reading.text, changed=True, how="; ".join(reading.how), about=reading.about, excluded=reading.excluded
    )


def search_text(question: str, turns: Sequence[Turn]) -> str:
    """The text to find passages with, by words and by meaning; what a question names is to be read from ``standalone``.

    Words count as often as they stand: a follow-up's own twice, those of the question before once. A short question
    that stands alone but names nothing of its own leans on the question before too, without the reviews named there.
    (BM25 on the half of MTRAG-UN it was not tuned on, nDCG@10: 0.830, against 0.779, 0.820 and 0.760 for the last turn,
    the last two and all turns of the user.)
    """
    alone = standalone(question, turns)
    if not turns:
        return alone.text
    last = turns[-1].question
    if not alone.changed:
        documents = known(turns)
        if names_something(question, documents) or len(set(stems(question))) > _SHORT:
            return question
        last = _without_reviews(last, documents)
    return f"{alone.text} {question} {last}".strip()


def _without_reviews(question: str, documents: Sequence[CitedDocument]) -> str:
    for mention in reversed(mentions(question, documents)):
        question = question[: mention.start] + question[mention.end :]
    return re.sub(child_pattern(documents), "", question)


def _chosen(question: str, turns: Sequence[Turn]) -> Reading | None:
    """A whole question about "the other one" or "the first review", with the document's name in its place."""
    found = ONE.search(question) or YEAR_ONE.search(question)
    chosen = chosen_document(found.group(), turns) if found else None
    if not found or chosen is None:
        return None
    asked = _EMPTY.match(LEAD.sub("", question, count=1))
    said = _SAYING.search(turns[-1].question)
    if asked and said and asked.group("who") == found.group():
        return complete(f"and {found.group()}?", turns)
    text = question[: found.start()] + label(chosen) + question[found.end() :]
    text = LEAD.sub("", text, count=1)
    read = resolve(text, turns)
    told = f"“{found.group()}” read as {label(chosen)}"
    return Reading(
        text=(read.text if read else text[:1].upper() + text[1:]),
        how=(told, *(read.how if read else ())), about=(chosen.id,),
    )  # fmt: skip


def _emptied(question: str, turns: Sequence[Turn]) -> Reading | None:
    """ "And what did the Tolverton review say?": names another review and leaves out what was asked of it."""
    lead = LEAD.match(question)
    asked = _EMPTY.match(question[lead.end() :]) if lead and lead.group().strip() else None
    who = asked.group("who") if asked else ""
    documents = known(turns)
    of_review = mentions(who, documents) or named_documents(who, documents) or re.fullmatch(NAME, who)
    return complete(f"and {who}?", turns) if of_review else None
