"""Asking in conversation: a question is read with the turns before it, and its answer is kept as it was shown."""

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from assistant.answering import Assistant, OnStatement
from assistant.follow_ups import CitedDocument, Turn
from assistant.records import Answer, Citation, Filters, Notice
from assistant.rewriting import Rewriter
from assistant.store.answers import Answers
from assistant.store.conversations import Conversations
from assistant.store.database import Database
from assistant.store.feedback import FeedbackKept
from assistant.withholding import LiveCase, care_for, shown_question, without_details

REMEMBERED = 8  # turns that a follow-up is read with


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A question as it is sent.

    ``conversation_id`` None starts a conversation. ``earlier`` are turns that the asker's own client keeps, oldest
    first; they stand before those of the conversation. ``reader`` is whose list of conversations is to show it.
    """

    question: str
    filters: Filters = field(default_factory=Filters)
    max_statements: int = 6
    conversation_id: str | None = None
    reader: str | None = None
    earlier: tuple[Turn, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingRules:
    """What holds for every question asked.

    ``live_case`` is what is done with one that seems to hold details of a live case; ``on_answer`` is called with each
    answer, once it is kept.
    """

    live_case: LiveCase = "warn"
    on_answer: Callable[[Answer], None] | None = None


class Chat:
    """Conversations over one library. It holds no state of its own and may be shared by threads."""

    def __init__(
        self, assistant: Assistant, database: Database, rewriter: Rewriter | None = None, *, only: str | None = None,
        rules: AskingRules | None = None,
    ) -> None:  # fmt: skip
        """``rewriter`` puts follow-ups as questions of their own; without one, rules do. ``only``: of one person."""
        self.assistant = assistant
        self.rules = rules or AskingRules()
        self._rewriter, self._database = rewriter, database
        self.conversations = Conversations(database, only)
        self.answers = Answers(database, only)
        self.feedback = FeedbackKept(database, only)

    def of(self, person: str) -> "Chat":
        """The same, with what is kept of one person only: to it nothing else is there."""
        return Chat(self.assistant, self._database, self._rewriter, only=person, rules=self.rules)

    def ask(self, message: Message, on_statement: OnStatement | None = None) -> Answer:
        """The answer to ``message``, kept as a turn of its conversation once it is whole.

        ``on_statement`` is called with each verified statement in order; what it raises ends the asking, and nothing
        is kept. Raises NotHeldError when the conversation is not kept, or was erased meanwhile.
        """
        name = message.conversation_id
        turns = (*message.earlier, *(self.turns(name) if name else ()))
        care = care_for(message.question, self.rules.live_case, (turn.question for turn in turns))
        if care.withheld:
            turns = tuple(replace(turn, question=without_details(turn.question)) for turn in turns)
        question, notices = (care.text, ()) if care.withheld else self._put(care.text, turns)
        made = care.quoting(self.assistant).ask(
            question, message.filters, max_statements=message.max_statements,
            turns=turns if question == care.text else (), on_statement=on_statement,
        )  # fmt: skip
        answer = replace(made, conversation_id=name or uuid.uuid4().hex, notices=(*notices, *made.notices))
        answer = care.told(answer)
        if name:
            self.conversations.add(shown_question(message.question, answer), answer)
        else:
            self.conversations.start(shown_question(message.question, answer), answer, reader=message.reader)
        if self.rules.on_answer:
            self.rules.on_answer(answer)
        return answer

    def _put(self, question: str, turns: Sequence[Turn]) -> tuple[str, tuple[Notice, ...]]:
        """A follow-up as the model puts it, if it keeps to what was said, and what the reader is told about it.

        A message that is met with signposts, or of which a part is declined, is left as it was written.
        """
        if self._rewriter is None or not turns or self.assistant.screening(question).outcome:
            return question, ()
        put = self._rewriter.rewrite(question, turns)
        if put.aside:
            text = f"How {self._rewriter.name} put this follow-up was left aside ({put.aside}); rules read it."
            return question, (Notice(kind="model_aside", text=text),)
        if put.text == question:
            return question, ()
        return put.text, (Notice(kind="follow_up", text=f"Read as: {put.text} (put by {self._rewriter.name})"),)

    def turns(self, conversation_id: str) -> tuple[Turn, ...]:
        """The latest turns of a conversation as a follow-up is read with them. Raises NotHeldError when not kept."""
        kept = self.conversations.find(conversation_id, last=REMEMBERED).turns
        cited = self.documents([c for turn in kept for c in turn.answer.citations])
        return tuple(
            Turn(
                question=turn.answer.standalone_question,
                documents=tuple(cited[i] for i in dict.fromkeys(c.review_id for c in turn.answer.citations)),
            )
            for turn in kept
        )

    def documents(self, citations: Sequence[Citation]) -> dict[str, CitedDocument]:
        """The documents that ``citations`` cite, by id; one that is no longer held as it was cited."""
        wanted = {c.review_id: CitedDocument(id=c.review_id, title=c.title, area=None, year=c.year) for c in citations}
        return {**wanted, **self.held(tuple(wanted))}

    def held(self, ids: Sequence[str]) -> dict[str, CitedDocument]:
        """Those of the documents with these ids that are held."""
        return {
            held.id: CitedDocument(
                id=held.id, title=held.facts.title, area=held.facts.area, year=held.facts.year,
                pseudonyms=held.facts.pseudonyms,
            )
            for held in (self.assistant.library.catalogue.documents() if ids else ())
            if held.id in ids
        }  # fmt: skip
