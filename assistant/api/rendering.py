"""The one door to Jinja2: a template and its values become a page; what is put in is escaped."""

import copy
import re
from functools import partial
from pathlib import Path

import jinja2
from fastapi.responses import HTMLResponse

from assistant.api.callers import Caller
from assistant.api.narrowing import filter_words
from assistant.api.rules import least, may
from assistant.place import cited_text, passage_label, source_label, titled, where_of
from assistant.signposts import COMMITTED, load_signposts

FOLDER = Path(__file__).resolve().parent.parent / "page"
PLACES = (
    ("Ask", "/"), ("Findings", "/findings"), ("Library", "/reviews"), ("Desk", "/desk"),
    ("Your questions", "/conversations"), ("About", "/about"),
)  # fmt: skip
_NUMBER = re.compile(r"\b(?:999|112|111|101|0\d{2,4}(?:[ \u00a0]?\d{2,4}){1,3})\b")


class Pages:
    """Renders the templates of ``assistant/page``. An undefined name in a template is an error, not a gap.

    ``signposts`` is the operator's file of where to turn when a child is at risk now; they stand on every page.
    """

    def __init__(self, signposts: Path | None = None) -> None:
        self._templates = jinja2.Environment(
            loader=jinja2.FileSystemLoader(FOLDER), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
            lstrip_blocks=True,
        )  # fmt: skip
        self._templates.filters.update(
            titled=titled,
            where=where_of,
            source_label=source_label,
            passage_label=passage_label,
            first_upper=first_upper,
            dialled=dialled,
            after_colon=after_colon,
            in_words=filter_words,
        )
        self._templates.globals["cited_text"] = cited_text
        self._signposts = partial(load_signposts, signposts or COMMITTED)
        self._caller: Caller | None = None
        self._for_all = True

    def to(self, caller: Caller | None) -> "Pages":
        """The same as ``caller`` is to see them: without the ways that are closed to them; None is a stranger."""
        pages = copy.copy(self)
        pages._caller, pages._for_all = caller, False
        return pages

    def respond(self, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """The page made of ``template`` and ``values``."""
        return HTMLResponse(self.render(template, **values), status_code=status)

    def render(self, template: str, **values: object) -> str:
        """The text made of ``template`` and ``values``."""
        found = self._templates.get_template(template)
        places = [(name, address) for name, address in PLACES if self._open("GET", address)]
        return found.render(
            values, signposts=self._signposts().lines, places=places, caller=self._caller, is_open=self._open
        )

    def _open(self, method: str, path: str) -> bool:
        """Whether the route is open to whom the page is shown."""
        rule = least(method, path)
        return self._for_all or (rule is not None and may(self._caller.role if self._caller else None, rule))


def first_upper(text: str) -> str:
    """``text`` with its first letter in upper case and the others as they are."""
    return text[:1].upper() + text[1:]


def after_colon(text: str) -> str:
    """What stands after the first colon of ``text``; all of it when there is none."""
    return text.partition(": ")[2] or text


def dialled(text: str) -> list[tuple[str, str]]:
    """``text`` in pieces, each with the digits to dial when it is a telephone number, else with nothing."""
    pieces: list[tuple[str, str]] = []
    at = 0
    for match in _NUMBER.finditer(text):
        pieces += [(text[at : match.start()], ""), (match.group(), re.sub(r"\D", "", match.group()))]
        at = match.end()
    return [(piece, number) for piece, number in (*pieces, (text[at:], "")) if piece]
