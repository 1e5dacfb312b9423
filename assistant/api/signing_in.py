"""Routes of signing in on the page: a key is exchanged for a cookie, and the cookie given back."""

from typing import Annotated

from fastapi import APIRouter, Form, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response
from pydantic import BaseModel, Field

from assistant.api.refusals import back_to
from assistant.api.state import Parts

router = APIRouter(include_in_schema=False, default_response_class=HTMLResponse)
_WRONG = "This key does not let in: it is mistyped, has run out or was revoked."


class SignInForm(BaseModel):
    """A key, and the page that was wanted."""

    key: str = Field(default="", max_length=200)
    next: str = Field(default="/", max_length=2000)


@router.get("/sign-in")
def ask_for_key(request: Request, parts: Parts, next: Annotated[str, Query(max_length=2000)] = "/") -> Response:
    """The form; whoever needs no key, or is signed in, goes on at once."""
    if parts.caller or not parts.door.in_force:
        return RedirectResponse(back_to(next), status_code=303)
    clear = parts.door.unsafe(request)
    return parts.pages.respond("sign_in.html", next=back_to(next), problem="", clear=clear)


@router.post("/sign-in")
def sign_in(request: Request, form: Annotated[SignInForm, Form()], parts: Parts) -> Response:
    """Take a key. It comes in the body, so that it stands in no log."""
    response = RedirectResponse(back_to(form.next), status_code=303)
    if not parts.door.in_force or parts.door.sign_in(form.key.strip(), response):
        return response
    clear = parts.door.unsafe(request)
    return parts.pages.respond("sign_in.html", 401, next=back_to(form.next), problem=_WRONG, clear=clear)


@router.post("/sign-out")
def sign_out(request: Request, parts: Parts) -> Response:
    """End the session."""
    response = RedirectResponse("/sign-in", status_code=303)
    parts.door.sign_out(request, response)
    return response
