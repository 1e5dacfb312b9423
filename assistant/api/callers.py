"""Who sends a request: by a key, by the cookie of a session, or by the header of a named proxy; all else are strangers.

A header that names a person counts only when it comes straight from a proxy that the settings name.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import Literal

from fastapi import Request, Response
from starlette.types import Scope

from assistant.settings import Settings
from assistant.store.database import Database
from assistant.store.keys import ROLES, Key, Keys, Role, person_of
from assistant.store.sessions import Sessions
from ingest.errors import SetupError

Networks = tuple[IPv4Network | IPv6Network, ...]
_LONGEST = 320  # of a name in a proxy's header; an e-mail address is no longer


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who calls. ``person`` is whose what is kept for them is; ``by`` how they are known."""

    name: str
    role: Role
    person: str
    by: Literal["key", "session", "proxy"]


class Door:
    """Knows callers. ``in_force``: keys are asked for; where they are not, everybody may everything."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.in_force = asks_for_keys(settings)
        self.keys, self._sessions = Keys(database), Sessions(database)
        self._hours = settings.session_hours
        self._user_header = settings.proxy_user_header
        self._named_by_proxy = bool(settings.proxies and settings.proxy_user_header)
        self._where = settings.host if not is_loopback(settings.host) else f"REVIEWS_ACCESS={settings.access}"
        self._role_header, self._role = settings.proxy_role_header, settings.proxy_role
        self._secure = not is_loopback(settings.host) or bool(settings.proxies)
        self._cookie = "__Host-reviews_session" if self._secure else "reviews_session"

    def require(self) -> None:
        """Raises SetupError when keys are in force and nothing could let anybody in."""
        if self.in_force and not self._named_by_proxy and not self.keys.lets_in():
            raise SetupError(
                "this is not served without keys", thing=self._where,
                remedy="make one with `reviews keys add NAME --role maintainer`, or serve on 127.0.0.1",
            )  # fmt: skip

    def caller(self, request: Request, *, by_proxy: bool) -> Caller | None:
        """Who sent ``request``; None for a stranger. ``by_proxy``: a named proxy handed it on."""
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        if scheme.lower() == "bearer":
            key = self.keys.find(given.strip())
            return _with(key, "key") if key else None
        if by_proxy and (named := self._named(request.headers)):
            return named
        token = request.cookies.get(self._cookie)
        key = self._sessions.find(token) if token else None
        return _with(key, "session") if key else None

    def sign_in(self, text: str, response: Response) -> bool:
        """Exchange a key for a session whose cookie ``response`` sets; whether the key lets in."""
        key = self.keys.find(text)
        if key is None:
            return False
        token = self._sessions.start(key, self._hours)
        response.set_cookie(
            self._cookie, token, max_age=self._hours * 3600, httponly=True, samesite="lax", secure=self._secure
        )
        return True

    def sign_out(self, request: Request, response: Response) -> None:
        """End the session of ``request`` and have its cookie forgotten."""
        if token := request.cookies.get(self._cookie):
            self._sessions.end(token)
        response.delete_cookie(self._cookie, httponly=True, samesite="lax", secure=self._secure)

    def unsafe(self, request: Request) -> bool:
        """Whether a key typed on the page would travel in the clear, and its cookie be refused."""
        return self._secure and request.url.scheme != "https"

    def _named(self, headers: Mapping[str, str]) -> Caller | None:
        name = headers.get(self._user_header, "").strip() if self._user_header else ""
        if not name or len(name) > _LONGEST:
            return None
        role: Role | None = self._role
        if self._role_header:
            groups = {group.strip() for group in headers.get(self._role_header, "").split(",")}
            role = next((role for role in reversed(ROLES) if role in groups), None)
        return Caller(name=name, role=role, person=person_of(name, "proxy"), by="proxy") if role else None


def _with(key: Key, by: Literal["key", "session"]) -> Caller:
    return Caller(name=key.name, role=key.role, person=key.person, by=by)


def asks_for_keys(settings: Settings) -> bool:
    """Whether keys are in force: anywhere but on loopback, and there too when the settings say so."""
    return settings.access == "keys" or not is_loopback(settings.host)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def handed_on(scope: Scope, proxies: Networks) -> tuple[Scope, bool]:
    """``scope`` as its sender sent it, and whether a named proxy handed it on.

    Only then are the forwarded address and scheme believed; of the addresses the last that is no named proxy counts.
    """
    peer = scope["client"][0] if scope.get("client") else ""
    if not _among(peer, proxies):
        return scope, False
    headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
    chain = [part.strip() for part in headers.get(b"x-forwarded-for", "").split(",") if part.strip()]
    sender = next((part for part in reversed(chain) if not _among(part, proxies)), peer)
    scheme = "https" if headers.get(b"x-forwarded-proto", "").strip() == "https" else scope["scheme"]
    return {**scope, "client": (sender, 0), "scheme": scheme}, True


def _among(address: str, networks: Networks) -> bool:
    try:
        known = ip_address(address)
    except ValueError:
        return False
    return any(known in network for network in networks)
