"""Stands before every route: bounds what is sent in, refuses other sites' writes, sets headers that protect readers."""

from fastapi import Request
from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.refusals import refusal

UPLOAD_BYTES = 100 * 1024 * 1024
BODY_BYTES = 1024 * 1024
SECURITY_HEADERS = {
    "content-security-policy": "default-src 'none'; style-src 'self'; img-src 'self'; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
}
_ELSEWHERE = "a page of another site sent this: send it from this server or from a program"
_UNCHANGING = ("GET", "HEAD", "OPTIONS")


class Guard:
    """Wraps the application."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request at once, or pass it on with its body counted."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        limit = UPLOAD_BYTES if scope["path"] == "/v1/reviews" else BODY_BYTES
        length = headers.get("content-length", "")
        if length.isdecimal() and int(length) > limit:
            refused = refusal(Request(scope), 413, _too_large(limit))
        elif scope["method"] not in _UNCHANGING and _from_elsewhere(headers):
            refused = refusal(Request(scope), 403, _ELSEWHERE)
        else:
            await self._app(scope, _counted(receive, limit), _with_headers(send))
            return
        await refused(scope, receive, _with_headers(send))


def _from_elsewhere(headers: Headers) -> bool:
    """Whether a browser says that the request comes from a page of another site."""
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        return True
    origin = headers.get("origin")
    return origin is not None and origin.partition("://")[2] != headers.get("host")


def _too_large(limit: int) -> str:
    return f"the request is larger than {limit // 1024 // 1024} MB: send less, or run `reviews ingest` on the server"


def _counted(receive: Receive, limit: int) -> Receive:
    """``receive`` that stops a body which turns out larger than ``limit``, whatever its headers said."""
    total = 0

    async def counting() -> Message:
        nonlocal total
        message = await receive()
        total += len(message.get("body", b""))
        if total > limit:
            raise HTTPException(413, _too_large(limit))
        return message

    return counting


def _with_headers(send: Send) -> Send:
    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in SECURITY_HEADERS.items():
                headers[name] = value
        await send(message)

    return sending
