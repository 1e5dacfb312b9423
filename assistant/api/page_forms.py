"""What the page's forms send, and the box in which a question is typed."""

from dataclasses import dataclass

from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field, field_validator

from assistant.api.narrowing import Narrowing, narrowing
from assistant.api.requests import MAX_QUESTION, FilterFields
from assistant.api.state import Opened
from assistant.live_case import spot, told
from assistant.records import Filters
from assistant.store.feedback import Verdict

EXAMPLES = (
    "What do reviews say about fathers who were not assessed?",
    "What should I have in mind when appointments for a baby are missed?",
    "Where was professional challenge a strength?",
)
_EMPTY = "Please type a question first."
_LONG = f"The question is longer than {MAX_QUESTION} characters; please shorten it."


class HomeQuery(FilterFields):
    """What an address may narrow the search to; whatever else stands in it is of no concern."""

    model_config = ConfigDict(extra="ignore")


class AskForm(FilterFields):
    """A question as the form sends it, with what was chosen. A list left at "any" comes as an empty string."""

    question: str = ""
    anyway: bool = False  # the asker was told of details of a live case in it

    @field_validator(
        "review_ids", "areas", "kinds", "source_kinds", "passage_kinds", "themes", "agencies", mode="before"
    )
    @classmethod
    def _chosen(cls, values: list[str]) -> list[str]:
        return [value for value in values if value]

    @field_validator("year_from", "year_to", mode="before")
    @classmethod
    def _given(cls, value: str | None) -> str | None:
        return value or None


class TitleForm(BaseModel):
    """Another name for a conversation."""

    title: str = Field(min_length=1, max_length=200)


class FeedbackForm(BaseModel):
    """What a reader thinks of an answer."""

    verdict: Verdict
    comment: str = Field(default="", max_length=2000)


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionBox:
    """What the box in which a question is typed shows, and where it sends it.

    ``seen`` are details of a live case in it, ``urgent`` where to turn when a child may be at risk now; ``withholds``
    that such a question is kept back, ``days`` for how long others are kept.
    """

    action: str
    question: str
    problem: str
    seen: str
    urgent: str
    withholds: bool
    days: int
    limit: int
    narrowing: Narrowing


def problem_of(form: AskForm) -> str:
    """Why a question cannot be asked as it is; empty when it can."""
    text = form.question.strip()
    if not text:
        return _EMPTY
    return _LONG if len(text) > MAX_QUESTION else ""


def live_case_in(parts: Opened, form: AskForm) -> str:
    """Which details of a live case the question seems to hold, in words; empty when it may be sent as it is."""
    if form.anyway or parts.chat.rules.live_case == "off":
        return ""
    return told(spot(form.question))


def question_box(parts: Opened, action: str, filters: Filters, form: AskForm | None = None, problem: str = ""
) -> QuestionBox:  # fmt: skip
    """The box with what was typed and chosen already, and what is to be said of it before it can be sent."""
    screening = parts.assistant.screening(form.question) if form else None
    return QuestionBox(
        action=action, question=form.question.strip() if form else "", problem=problem,
        seen=live_case_in(parts, form) if form else "",
        urgent=screening.reason if screening and screening.outcome == "signposted" else "",
        withholds=parts.chat.rules.live_case == "withhold", days=parts.retention_days, limit=MAX_QUESTION,
        narrowing=narrowing(parts.assistant.library, filters),
    )  # fmt: skip


def home_page(parts: Opened, form: AskForm | HomeQuery, problem: str = "") -> HTMLResponse:
    """The first page, with the question that could not be asked, if any, and the reason."""
    box = question_box(parts, "/ask", form.filters(), form if isinstance(form, AskForm) else None, problem)
    held = len(parts.assistant.library.catalogue.documents())
    return parts.pages.respond(
        "home.html", 422 if problem else 200, held=held, examples=EXAMPLES, box=box, days=parts.retention_days
    )
