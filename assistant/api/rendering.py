"""The one door to Jinja2: a template and its values become a page; what is put in is escaped."""

from pathlib import Path

import jinja2
from fastapi.responses import HTMLResponse

from assistant.place import passage_label, source_label, titled, where_of

FOLDER = Path(__file__).resolve().parent.parent / "page"


class Pages:
    """Renders the templates of ``assistant/page``. An undefined name in a template is an error, not a gap."""

    def __init__(self) -> None:
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
        )

    def respond(self, template: str, status: int = 200, **values: object) -> HTMLResponse:
        """The page made of ``template`` and ``values``."""
        return HTMLResponse(self._templates.get_template(template).render(values), status_code=status)


def first_upper(text: str) -> str:
    """``text`` with its first letter in upper case and the others as they are."""
    return text[:1].upper() + text[1:]
