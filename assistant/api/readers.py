"""Whose list shows a conversation: a browser says so by a cookie that the page gives it.

A conversation itself is opened by its id, which cannot be guessed; only lists go by reader. Where keys are in force
the reader is whoever calls, no such cookie is given, and what is of another cannot be opened at all.
"""

import re
import uuid
from typing import Annotated

from fastapi import Cookie, Depends, Response

from assistant.api.state import Opened, Parts

COOKIE = "reviews_reader"
_FORM = re.compile(r"[0-9a-f]{32}")


async def _reader(
    parts: Parts, reviews_reader: Annotated[str | None, Cookie(include_in_schema=False)] = None
) -> str | None:
    if parts.caller:
        return parts.caller.person
    return reviews_reader if reviews_reader and _FORM.fullmatch(reviews_reader) else None


Reader = Annotated[str | None, Depends(_reader)]  # None for a program, or a browser that has no list yet


def remember(response: Response, reader: str | None, parts: Opened) -> str:
    """The reader, a new one if there was none; ``response`` has the browser keep it while conversations are kept."""
    if parts.caller:
        return parts.caller.person
    reader = reader or uuid.uuid4().hex
    response.set_cookie(COOKIE, reader, max_age=parts.retention_days * 86400, httponly=True, samesite="strict")
    return reader


def carried(named: Response, response: Response) -> Response:
    """``response`` with the cookies that ``named`` sets."""
    response.raw_headers += [(name, value) for name, value in named.raw_headers if name == b"set-cookie"]
    return response
