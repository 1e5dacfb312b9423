"""What readers said of answers, kept beside what they were shown; it goes when the conversation goes."""

import json
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import sqlalchemy as sql

from assistant.records import Answer, Json
from assistant.shapes import answer_from
from assistant.store.answers import body_of, moment, plain
from assistant.store.database import Database
from assistant.store.tables import ANSWERS, FEEDBACK, TURNS
from ingest.errors import NotHeldError, RequestError

Verdict = Literal["right", "wrong", "missing", "not_on_page"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """A verdict on an answer, or on its statement counted ``statement`` from 0. ``comment`` may be empty."""

    answer_id: str
    verdict: Verdict
    statement: int | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFeedback:
    """A verdict with what was shown. ``question`` is as typed; None for an answer outside a conversation."""

    id: str
    given: str
    feedback: Feedback
    question: str | None
    answer: Answer

    def as_json(self) -> Json:
        """One line of an export."""
        said = self.feedback
        return {
            "feedback_id": self.id, "given": self.given, "verdict": said.verdict, "statement": said.statement,
            "comment": said.comment, "question": self.question, "answer": self.answer.as_json(),
        }  # fmt: skip


class FeedbackKept:
    """The feedback of a store; ``only`` answers of one person's may be spoken of."""

    def __init__(self, database: Database, only: str | None = None) -> None:
        self._database, self._only = database, only

    def keep(self, feedback: Feedback) -> str:
        """Keep a verdict; its id.

        Raises NotHeldError when the answer is not kept, RequestError when it has no such statement.
        """
        name = uuid.uuid4().hex
        with self._database.begin() as connection:
            body = connection.execute(body_of(feedback.answer_id, self._only)).scalar()
            if body is None:
                raise NotHeldError(
                    "no such answer is kept", thing=feedback.answer_id, remedy="it may have been erased: ask again"
                )
            shown = len(answer_from(json.loads(body)).statements)
            if feedback.statement is not None and feedback.statement >= shown:
                raise RequestError(
                    f"the answer has {shown} statements", thing=f"statement {feedback.statement}",
                    remedy="count them from 0, or leave statement out to speak of the whole answer",
                )  # fmt: skip
            connection.execute(
                FEEDBACK.insert().values(
                    id=name, answer=feedback.answer_id, statement=feedback.statement, verdict=feedback.verdict,
                    comment=plain(feedback.comment), given=moment(),
                )
            )  # fmt: skip
        return name

    def all(self) -> Iterator[KeptFeedback]:
        """All feedback, oldest first, each with what was shown."""
        query = (
            sql.select(FEEDBACK, ANSWERS.c.body, TURNS.c.question)
            .join(ANSWERS, ANSWERS.c.id == FEEDBACK.c.answer)
            .outerjoin(TURNS, TURNS.c.answer == ANSWERS.c.id)
            .order_by(FEEDBACK.c.given, FEEDBACK.c.id)
        )
        with self._database.reading() as connection:
            rows = connection.execute(query).all()
        for r in rows:
            said = Feedback(answer_id=r.answer, verdict=r.verdict, statement=r.statement, comment=r.comment)
            yield KeptFeedback(
                id=r.id, given=r.given, feedback=said, question=r.question, answer=answer_from(json.loads(r.body))
            )

    def get(self, feedback_id: str) -> KeptFeedback:
        """The feedback with this id. Raises NotHeldError when it is not kept."""
        for kept in self.all():
            if kept.id == feedback_id:
                return kept
        raise NotHeldError(
            "no such feedback is kept", thing=feedback_id, remedy="`reviews feedback export` lists what there is"
        )
