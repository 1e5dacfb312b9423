"""Stands before every route and says who may pass: who calls, what the table of rules asks, how much one may send.

A route is found as the application finds it, so that the rule that is asked is that of the route that will answer.
"""

import math
import re
from collections.abc import Iterable, Sequence
from functools import partial
from ipaddress import ip_address

from anyio import to_thread
from fastapi import Request
from fastapi.routing import APIRoute
from starlette.datastructures import MutableHeaders
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assistant.api.callers import Caller, Door, handed_on
from assistant.api.limits import AtOnce, Rate
from assistant.api.problems import wants_page
from assistant.api.refusals import refusal, to_sign_in
from assistant.api.rendering import Pages
from assistant.api.rules import Rule, least, may, without_rule
from assistant.settings import Settings
from ingest.errors import StoreError

RATE_WITH_KEYS = 300
UNCOUNTED = ("/healthz", "/assets/")
UNKNOWN = "a key is needed: give it as `Authorization: Bearer KEY`; whoever runs this makes it with `reviews keys add`"
_HOST = "without keys this is served to its own machine only: name it as 127.0.0.1, or set REVIEWS_ACCESS=keys"
_FORGED = "the browser does not say that this comes from a page of this server: send the form from its own page"
_HOST_FORM = re.compile(r"\[(?P<six>[0-9A-Fa-f:.]*)\]|(?P<name>[^:]*)")
_UNCHANGING = ("GET", "HEAD", "OPTIONS")


class Access:
    """Wraps the application. ``routes`` are those of the application in their order."""

    def __init__(self, app: ASGIApp, routes: Sequence[APIRoute], settings: Settings, pages: Pages) -> None:
        """Raises LookupError when a route has no rule."""
        if bare := without_rule(named(routes)):
            raise LookupError(f"give them a rule in assistant/api/rules.py: {bare}")
        self._app, self._routes, self._pages = app, routes, pages
        self._proxies = settings.proxies
        self._rates = {
            True: Rate(settings.requests_a_minute or RATE_WITH_KEYS),
            False: Rate(settings.requests_a_minute),
        }
        self._at_once = {True: AtOnce(settings.at_once, settings.at_once_each), False: AtOnce(settings.at_once, None)}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse a request, or pass it on with its caller."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope, by_proxy = handed_on(scope, self._proxies)
        request, door = Request(scope), _door(scope)
        counted = scope["method"] != "GET" or not scope["path"].startswith(UNCOUNTED)
        find = partial(door.caller, request, by_proxy=by_proxy)
        try:
            caller = await to_thread.run_sync(find) if door.in_force and counted else None
        except StoreError as error:
            await refusal(request, 503, str(error))(scope, receive, send)
            return
        who = caller.person if caller else f"from {request.client.host[:64] if request.client else ''}"
        pages = self._pages.to(caller) if door.in_force else self._pages
        rate, at_once = self._rates[door.in_force], self._at_once[door.in_force]
        if counted and (wait := rate.wait(who)):
            later = {"Retry-After": str(math.ceil(wait))}
            answer = refusal(request, 429, "too many requests: send the next one later", pages, later)
        elif counted and (full := at_once.problem(who)):
            again = "too many requests are being answered: try again in a moment"
            answer = refusal(request, full, again, pages, {"Retry-After": "1"})
        else:
            with at_once.place(who):
                await self._pass(request, caller, pages, receive, send)
            return
        await answer(scope, receive, send)

    async def _pass(self, request: Request, caller: Caller | None, pages: Pages, receive: Receive, send: Send) -> None:
        scope = dict(request.scope)
        if _door(scope).in_force:
            answer = self._refused(request, caller, self._rule(scope), pages)
            scope["state"] = {**scope["state"], "caller": caller}
            send = _kept_private(send)
        else:
            answer = None if _names_this_machine(request) else refusal(request, 403, _HOST)
        await (answer or self._app)(scope, receive, send)

    def _rule(self, scope: Scope) -> Rule | None:
        """The rule of the route that will answer; None when there is none."""
        path, method = scope["path"], scope["method"]
        if path == "/openapi.json":
            return least(method, path)
        found = (r for r in self._routes if method in (r.methods or ()) and r.path_regex.match(path))
        route = next(found, None)
        return least(method, route.path) if route else None

    def _refused(self, request: Request, caller: Caller | None, rule: Rule | None, pages: Pages) -> "ASGIApp | None":
        """The refusal of a request; None when it may pass. Without a rule none passes, whatever the application has."""
        if rule == "anyone":
            return None if not _changes(request) or _from_here(request) else refusal(request, 403, _FORGED, pages)
        if caller is None:
            if wants_page(request):
                return to_sign_in(request)
            return refusal(request, 401, UNKNOWN, headers={"WWW-Authenticate": "Bearer"})
        if rule is None:
            return self._nowhere(request, pages)
        if not may(caller.role, rule):
            needed = f"a {caller.role} may not do this, a {rule} may: ask whoever runs this for another key"
            return refusal(request, 403, needed, pages)
        if caller.by != "key" and _changes(request) and not _from_here(request):
            return refusal(request, 403, _FORGED, pages)
        return None

    def _nowhere(self, request: Request, pages: Pages) -> ASGIApp:
        """The refusal of a request for which there is no route."""
        methods = {m for r in self._routes if r.path_regex.match(request.scope["path"]) for m in r.methods or ()}
        if methods:
            allowed = {"Allow": ", ".join(sorted(methods))}
            return refusal(request, 405, "this address does not take this method", pages, allowed)
        return refusal(request, 404, "there is nothing at this address: /docs lists what there is", pages)


def named(routes: Iterable[BaseRoute]) -> list[tuple[str, str]]:
    """Each route by method and path as it is declared."""
    return [(m, route.path) for route in routes if isinstance(route, APIRoute) for m in sorted(route.methods or ())]


def _door(scope: Scope) -> Door:
    door: Door = scope["state"]["opened"].door
    return door


def _changes(request: Request) -> bool:
    return request.method not in _UNCHANGING


def _from_here(request: Request) -> bool:
    """Whether a browser says that a page of this server sends this. Every browser in use says so by either header."""
    site, origin = request.headers.get("sec-fetch-site"), request.headers.get("origin")
    if site is not None:
        return site == "same-origin"
    return origin is not None and origin.partition("://")[2] == request.headers.get("host")


def _names_this_machine(request: Request) -> bool:
    """Whether a request names its server as no foreign site can: by an address, or by a name without a domain.

    A site whose name is turned to 127.0.0.1 while its page is open would otherwise be taken for the page itself.
    """
    name = _host_name(request)
    try:
        return bool(ip_address(name))
    except ValueError:
        return "." not in name or name.endswith(".localhost")


def _host_name(request: Request) -> str:
    """The name in the header ``Host``, without port and brackets."""
    found = _HOST_FORM.match(request.headers.get("host", ""))
    return (found["six"] or found["name"] or "") if found else ""


def _kept_private(send: Send) -> Send:
    """``send`` that forbids keeping what was answered, where the answer itself does not say."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            MutableHeaders(scope=message).setdefault("cache-control", "private, no-store")
        await send(message)

    return sending
