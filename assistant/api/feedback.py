"""The route of feedback: what a reader says of an answer or of one statement, kept with what was shown."""

from fastapi import APIRouter

from assistant.api.chat_replies import FeedbackReply, FeedbackRequest
from assistant.api.replies import problems
from assistant.api.state import Parts
from assistant.records import Json
from assistant.store.feedback import Feedback

router = APIRouter(tags=["feedback"])


@router.post("/v1/feedback", status_code=201, response_model=FeedbackReply, responses=problems(400, 403, 404, 422, 503))
def give_feedback(body: FeedbackRequest, parts: Parts) -> Json:
    """Keep a verdict on an answer, or on one of its statements, with what was shown.

    It can become an evaluation case (`reviews feedback`). It is erased with its conversation.
    """
    said = Feedback(answer_id=body.answer_id, verdict=body.verdict, statement=body.statement, comment=body.comment)
    return {"feedback_id": parts.chat.feedback.keep(said)}
