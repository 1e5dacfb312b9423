"""How a request is refused before it reaches a route: as a problem, in the OpenAI protocol's shape, or as a page."""

from collections.abc import Mapping
from urllib.parse import urlencode

from fastapi import Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from assistant.api.completion_shapes import failure
from assistant.api.problems import MEDIA_TYPE, plain_json, wants_page
from assistant.api.rendering import Pages

_PROTOCOL = ("/v1/chat/completions", "/v1/models")
_CODES = {401: "invalid_api_key", 403: "forbidden", 413: "too_large", 429: "rate_limit_exceeded"}


def refusal(
    request: Request, status: int, detail: str, pages: Pages | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """The answer that refuses ``request``; a page when ``pages`` are given and a person is looking."""
    if request.url.path.startswith(_PROTOCOL):
        kind = "server_error" if status >= 500 else "invalid_request_error"
        return JSONResponse(failure(detail, kind=kind, code=_CODES.get(status)), status, headers)
    body = plain_json(status, detail)
    if pages is not None and wants_page(request):
        page = pages.respond("error.html", status, problem=body)
        page.headers.update(headers or {})
        return page
    return JSONResponse(body, status, headers, media_type=MEDIA_TYPE)


def to_sign_in(request: Request) -> Response:
    """The way of a person to the sign-in form, and back to the page they wanted to see."""
    wanted = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    back = f"?{urlencode({'next': wanted})}" if request.method == "GET" and wanted != "/" else ""
    return RedirectResponse(f"/sign-in{back}", status_code=303, headers={"Cache-Control": "no-store"})


def back_to(wanted: str) -> str:
    """The address to go to after signing in: ``wanted`` when it is one of this server's pages, else the first page."""
    local = wanted.startswith("/") and not wanted.startswith(("//", "/\\")) and wanted.isprintable()
    return wanted if local else "/"
