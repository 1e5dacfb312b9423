"""The seven-minute briefing: the seven headings usual in the UK, each filled by verified quotes or empty."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.answering import Assistant
from assistant.desk.answers import today
from assistant.desk.gathering import Gathering, unused
from assistant.desk.papers import Block, EmptySlot, Paper, Quoted, Said, Section
from assistant.desk.sources import sources_of
from assistant.notices import notices
from assistant.records import Filters
from ingest.errors import RequestError
from ingest.library import library_version
from ingest.records import FindingKind, PassageKind

MAX_TOPIC = 200
WORDS_A_MINUTE = 180
_WORDS = 150  # for one heading, so that the six that quote stay within seven minutes
_QUOTES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """A heading that quotes fill: the kinds of passage that may, the register's kind if it has one, what is asked."""

    name: str
    title: str
    kinds: tuple[PassageKind, ...]
    registered: FindingKind | None = None
    question: str = ""


SLOTS = (
    Slot(name="why", title="1 Background: why it matters", kinds=("finding", "narrative", "other")),
    Slot(name="happened", title="2 What happened", kinds=("chronology", "narrative")),
    Slot(
        name="concerns", title="3 Safeguarding concerns", kinds=("finding", "narrative"),
        question="What concerns were there about {topic}?",
    ),
    Slot(name="findings", title="4 Findings", kinds=("finding",), registered="finding"),
    Slot(name="learning", title="5 Learning: what to do differently", kinds=("learning",), registered="learning"),
    Slot(
        name="recommendations", title="6 Recommendations", kinds=("recommendation",), registered="recommendation",
        question="What do reviews recommend about {topic}?",
    ),
)  # fmt: skip
GOOD_PRACTICE = Slot(name="good", title="Good practice", kinds=("good_practice",))
REFLECTION = "7 Questions for reflection"
SHEET = "Facilitator’s sheet"
# (question to the group, whose quotes answer it); an empty name: the group alone can answer
QUESTIONS = (
    ("What did the reviews find out about {topic}? Say what you expect before you read on.", "findings"),
    ("What was seen, heard or written down at the time, and what might it have meant for the child?", "happened"),
    ("What made it hard to act, for practitioners and for their organisations?", "concerns"),
    ("Where did practice go well, and what made that possible?", "good"),
    ("What would the learning look like in our service?", "learning"),
    ("Which recommendations concern us, and what has been done about them?", "recommendations"),
    ("What will each of us do differently from tomorrow?", ""),
)
_FILL_ORDER = ("recommendations", "learning", "findings", "happened", "concerns", "why")  # the register’s own first
_NO_QUOTE = "No verified quote in the documents held fills this heading. Other reviews may have more to say."
_FURTHER = 2  # quotes that answer a question and do not stand above
_HOW_TO_LEAD = "For whoever leads the discussion: what the documents say to each question. Let the group speak first."
_GROUP = "Only the group can answer this; no document is quoted."


def briefing(assistant: Assistant, topic: str, filters: Filters | None = None) -> Paper:
    """A seven-minute briefing on ``topic`` from the reviews and inquiries that ``filters`` leave.

    Raises RequestError when the topic is empty, too long, or one on which nothing is answered from reviews.
    """
    topic = " ".join(topic.split())
    if not 1 <= len(topic) <= MAX_TOPIC:
        raise RequestError("the topic is empty or too long", remedy=f"name it in 1 to {MAX_TOPIC} characters")
    gathering = Gathering(assistant, topic, filters or Filters())
    found = {slot.name: _gathered(slot, gathering, topic) for slot in (*SLOTS, GOOD_PRACTICE)}
    filled = _filled(found)
    sections = [Section(title=slot.title, blocks=_blocks(filled[slot.name])) for slot in SLOTS]
    sections.append(Section(title=REFLECTION, blocks=_numbered(topic)))
    minutes = max(1, round(_words(sections) / WORDS_A_MINUTE))
    sections += _sheet(topic, found, filled)
    quotes = [quote for section in sections for quote in section.quotes()]
    held = assistant.library.catalogue.documents()
    sources = sources_of(quotes, assistant.library)
    return Paper(
        kind="briefing", title=f"Seven-minute briefing: {topic}", sections=tuple(sections), sources=sources,
        subtitle=f"From {len(sources)} of {len(held)} documents held; about {minutes} minutes to read",
        library_version=library_version(held), made=today(), notices=notices([q.citation for q in quotes]),
    )  # fmt: skip


def _gathered(slot: Slot, gathering: Gathering, topic: str) -> list[Quoted]:
    """What could stand under a heading, the register's own entries first, no words twice."""
    found = gathering.registered(slot.registered) if slot.registered else []
    question = "" if topic.endswith("?") else slot.question.format(topic=topic)
    seen = {quote.text for quote in found}
    return [*found, *unused(gathering.asked(slot.kinds, question), seen)]


def _filled(found: Mapping[str, list[Quoted]]) -> dict[str, list[Quoted]]:
    """The quotes of each heading, none under two; at most so many, and so many words."""
    used: set[str] = set()
    filled: dict[str, list[Quoted]] = {}
    for name in _FILL_ORDER:
        chosen: list[Quoted] = []
        words = 0
        for quote in unused(found[name], used)[:_QUOTES]:
            words += len(quote.text.split())
            if chosen and words > _WORDS:
                break
            chosen.append(quote)
        used.update(quote.text for quote in chosen)
        filled[name] = chosen
    return filled


def _sheet(topic: str, found: Mapping[str, list[Quoted]], filled: Mapping[str, list[Quoted]]) -> list[Section]:
    """The questions again, answered with quotes for whoever leads: the first from above, then further ones."""
    sections = [Section(title=SHEET, blocks=(Said(text=_HOW_TO_LEAD),))]
    used = {quote.text for quotes in filled.values() for quote in quotes}
    for number, ((_, name), text) in enumerate(zip(QUESTIONS, _questions(topic), strict=True), start=1):
        if name:
            chosen = [*filled.get(name, [])[:1], *unused(found[name], used)[:_FURTHER]]
            used.update(quote.text for quote in chosen)
            blocks = _blocks(chosen)
        else:
            blocks = (EmptySlot(text=_GROUP),)
        sections.append(Section(title=f"{number}. {text}", level=2, facilitator=True, blocks=blocks))
    return sections


def _numbered(topic: str) -> tuple[Said, ...]:
    return tuple(Said(text=f"{number}. {text}") for number, text in enumerate(_questions(topic), start=1))


def _questions(topic: str) -> list[str]:
    subject = "this" if topic.endswith("?") else topic
    return [text.format(topic=subject) for text, _ in QUESTIONS]


def _blocks(quotes: list[Quoted]) -> tuple[Block, ...]:
    return tuple(quotes) or (EmptySlot(text=_NO_QUOTE),)


def _words(sections: Iterable[Section]) -> int:
    return sum(len(block.text.split()) for section in sections for block in section.blocks)
