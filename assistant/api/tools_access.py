"""Stands before the tools served over HTTP where keys are in force: a key is asked for, and its caller passed on."""

import math
from functools import partial

from anyio import to_thread
from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from assistant.api.access import RATE_WITH_KEYS, UNKNOWN
from assistant.api.callers import Caller, Door, handed_on
from assistant.api.limits import AtOnce, Rate
from assistant.api.refusals import refusal
from assistant.settings import Settings
from ingest.errors import StoreError


class ToolsAccess:
    """Wraps the application of the tools. Every role may use them all: they ask and read."""

    def __init__(self, app: ASGIApp, door: Door, settings: Settings) -> None:
        self._app, self._door, self._proxies = app, door, settings.proxies
        self._rate = Rate(settings.requests_a_minute or RATE_WITH_KEYS)
        self._at_once = AtOnce(settings.at_once, settings.at_once_each)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request, or pass it on with its caller."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope, by_proxy = handed_on(scope, self._proxies)
        request = Request(scope)
        try:
            caller = await to_thread.run_sync(partial(self._door.caller, request, by_proxy=by_proxy))
        except StoreError as error:
            await refusal(request, 503, str(error))(scope, receive, send)
            return
        who = caller.person if caller else f"from {request.client.host[:64] if request.client else ''}"
        if wait := self._rate.wait(who):
            later = {"Retry-After": str(math.ceil(wait))}
            answer = refusal(request, 429, "too many requests: send the next one later", headers=later)
        elif caller is None or caller.by == "session":
            answer = refusal(request, 401, UNKNOWN, headers={"WWW-Authenticate": "Bearer"})
        elif full := self._at_once.problem(who):
            answer = refusal(request, full, "too many requests are being answered: try again in a moment")
        else:
            with self._at_once.place(who):
                await self._app({**scope, "state": {**scope.get("state", {}), "caller": caller}}, receive, send)
            return
        await answer(scope, receive, send)


def person_of(request: object) -> str | None:
    """Whose the request is that reached a tool; None where no keys are in force, or it came otherwise than by HTTP."""
    caller = getattr(request.state, "caller", None) if isinstance(request, Request) else None
    return caller.person if isinstance(caller, Caller) else None
