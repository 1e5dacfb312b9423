"""One table from errors to ``application/problem+json`` (RFC 9457); a reader of pages gets the same as a page."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from assistant.api.rendering import Pages
from assistant.records import Json
from ingest.errors import (
    AssistantError,
    LibraryError,
    ModelFilesError,
    NotHeldError,
    RemoteError,
    RequestError,
    SetupError,
    StoreError,
    UnreadableError,
)

MEDIA_TYPE = "application/problem+json"
Handler = Callable[[Request, Any], Awaitable[Response]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """A kind of problem. ``name`` is its anchor in the API reference, which the ``type`` of the answer points to."""

    name: str
    title: str
    status: int


# The most particular class comes first: the first that fits is taken.
TABLE: tuple[tuple[type[AssistantError], Problem], ...] = (
    (NotHeldError, Problem(name="not-held", title="Not in the library", status=404)),
    (UnreadableError, Problem(name="unreadable", title="The file cannot be read", status=422)),
    (RequestError, Problem(name="request", title="The request cannot be met as it is", status=400)),
    (ModelFilesError, Problem(name="model-files", title="The embedding model is not right", status=503)),
    (LibraryError, Problem(name="library", title="The library cannot be used just now", status=503)),
    (StoreError, Problem(name="store", title="Conversations cannot be kept just now", status=503)),
    (SetupError, Problem(name="set-up", title="The set-up is not right", status=503)),
    (RemoteError, Problem(name="remote", title="A model or remote service failed", status=502)),
    (AssistantError, Problem(name="internal", title="Something went wrong inside the product", status=500)),
)
INVALID = Problem(name="invalid", title="The request does not have the right shape", status=422)
INTERNAL = TABLE[-1][1]
ALL = (*(problem for _, problem in TABLE), INVALID)

_WHAT_TO_DO = {
    "missing": "is missing; add it",
    "extra_forbidden": "is not known; remove it, or correct its spelling",
    "json_invalid": "is not valid JSON; correct it",
    "string_too_short": "is empty; give at least one character that is not white space",
    "model_attributes_type": "is not a JSON object; send one with the header Content-Type: application/json",
}

_NOWHERE = "there is nothing at this address: /docs lists what there is"


def problem_of(error: AssistantError) -> Problem:
    """The kind of problem that ``error`` is."""
    return next(problem for kind, problem in TABLE if isinstance(error, kind))


def problem_json(problem: Problem, detail: str, errors: list[dict[str, str]] | None = None) -> Json:
    """The body for ``problem``; ``errors`` names each field that is wrong."""
    body: Json = {"type": f"/docs#{problem.name}", "title": problem.title, "status": problem.status, "detail": detail}
    return {**body, "errors": errors} if errors else body


def error_json(error: AssistantError) -> Json:
    """The body for an error of the product."""
    return problem_json(problem_of(error), str(error))


def fault_json() -> Json:
    """The body for a fault of the product itself."""
    return problem_json(INTERNAL, "this is a fault of the product: the server's log has more")


def plain_json(status: int, detail: str) -> Json:
    """The body for a problem that its HTTP status says all about."""
    return {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}


def field_errors(error: RequestValidationError) -> list[dict[str, str]]:
    """Each field that is wrong and what to do. What was sent is not repeated: it may be a question."""
    found = []
    for item in error.errors():
        place, *path = (str(part) for part in item["loc"])
        field = "body" if item["type"] == "json_invalid" else ".".join(path) or place
        found.append({"field": field, "detail": _WHAT_TO_DO.get(item["type"], f"is wrong: {item['msg']}")})
    return found


def handlers(pages: Pages) -> dict[int | type[Exception], Handler]:
    """The handlers of an application: one for each branch, none in any endpoint."""

    def respond(request: Request, body: Json, headers: Mapping[str, str] | None = None) -> Response:
        status = int(str(body["status"]))
        if wants_page(request):
            keyed = hasattr(request.state, "caller")  # keys are in force
            shown = pages.to(request.state.caller) if keyed else pages
            return shown.respond("error.html", status, problem=body)
        return JSONResponse(body, status_code=status, headers=headers, media_type=MEDIA_TYPE)

    async def product(request: Request, error: AssistantError) -> Response:
        return respond(request, error_json(error))

    async def invalid(request: Request, error: RequestValidationError) -> Response:
        errors = field_errors(error)
        detail = "; ".join(f"{e['field']} {e['detail']}" for e in errors)
        return respond(request, problem_json(INVALID, detail, errors))

    async def plain(request: Request, error: HTTPException) -> Response:
        detail = _NOWHERE if error.status_code == 404 else error.detail
        return respond(request, plain_json(error.status_code, detail), error.headers)

    async def fault(request: Request, error: Exception) -> Response:
        return respond(request, fault_json())

    return {AssistantError: product, RequestValidationError: invalid, HTTPException: plain, Exception: fault}


def wants_page(request: Request) -> bool:
    """Whether a person with a browser is looking, not a program."""
    path = request.url.path
    api = path.startswith("/v1/") or path in ("/healthz", "/readyz", "/metrics", "/openapi.json")
    return not api and "text/html" in request.headers.get("accept", "")
