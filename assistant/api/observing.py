"""Stands before everything else: gives each request an id, and tells logs and figures what became of it.

Of a request only its method, the route it matched, status and time are told: no path, no query, no body.
"""

import logging
import re
import time
import uuid
from collections.abc import Sequence

from fastapi.routing import APIRoute
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.logs import REQUESTS
from assistant.metrics import Metrics

HEADER = "X-Request-ID"
UNMATCHED = "unmatched"
_FORM = re.compile(r"[0-9a-fA-F-]{8,64}")  # others could carry words into the logs
_METHODS = frozenset(("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"))
_QUIET = frozenset(("/healthz", "/readyz", "/metrics", "/assets/{name}"))
_LOG = logging.getLogger(REQUESTS)


class Observed:
    """Wraps the application. ``routes`` are those of the application in their order."""

    def __init__(self, app: ASGIApp, routes: Sequence[APIRoute], metrics: Metrics) -> None:
        self._app, self._routes, self._metrics = app, routes, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; what became of it is told when its answer is out, also when it failed."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = Headers(scope=scope).get(HEADER, "")
        name = given if _FORM.fullmatch(given) else uuid.uuid4().hex
        started, status = time.perf_counter(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                MutableHeaders(scope=message)[HEADER] = name
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            seconds = time.perf_counter() - started
            method = scope["method"] if scope["method"] in _METHODS else "OTHER"
            route = self._route(method, scope["path"])
            self._metrics.requested(method, route, status, seconds)
            level = logging.DEBUG if route in _QUIET and status < 400 else logging.INFO
            more = {"request_id": name, "method": method, "route": route, "status": status, "ms": round(1000 * seconds)}
            _LOG.log(level, "request", extra=more)

    def _route(self, method: str, path: str) -> str:
        """The template of the route that answered; a path that fits none is not told."""
        wanted = "GET" if method == "HEAD" else method
        fitting = (r for r in self._routes if r.path_regex.match(path) and wanted in (r.methods or ()))
        route = next(fitting, None)
        return route.path if route else UNMATCHED
