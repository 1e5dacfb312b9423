"""What several commands share: settings from options, filters from ``key=value``, and printing."""

import json
from pathlib import Path

import click

from assistant.records import Filters, Json
from assistant.settings import Settings
from assistant.topic_filters import checked
from ingest.errors import LibraryError, RequestError, SetupError
from ingest.library import CATALOGUE

_LISTS = ("review_ids", "areas", "kinds", "source_kinds", "passage_kinds", "themes", "agencies")
_YEARS = ("year_from", "year_to")


def settings_from(**given: object) -> Settings:
    """The settings, options given on the command line first.

    Raises SetupError when a setting has no valid value.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]  # pydantic checks
    except ValueError as error:
        raise SetupError(f"a setting is wrong: {error}", remedy="check the REVIEWS_ variables") from error


def library_settings(library: Path | None, **given: object) -> Settings:
    """The settings with the library folder given, if one was, and other options of the command line.

    Raises LibraryError when no library is there: asking must not make one at a mistyped place.
    """
    settings = settings_from(library=library, **given)
    if settings.chroma_url is None and not (settings.library / CATALOGUE).is_file():
        raise LibraryError(
            "no library is there", thing=str(settings.library), remedy="make one with `reviews ingest PATH`"
        )
    return settings


def parse_filters(pairs: tuple[str, ...]) -> Filters:
    """The filters that ``key=value`` pairs set; a list is given by repeating its key or with commas.

    Raises RequestError for an unknown key, a year that is no number, a theme or an agency that is not known.
    """
    values: dict[str, tuple[str, ...]] = {}
    years: dict[str, int] = {}
    for pair in pairs:
        key, _, value = pair.partition("=")
        if key in _YEARS and value.isdigit():
            years[key] = int(value)
        elif key in _LISTS and value:
            values[key] = (*values.get(key, ()), *(v.strip() for v in value.split(",") if v.strip()))
        else:
            known = ", ".join((*_LISTS, *_YEARS))
            raise RequestError("a filter is not understood", thing=pair, remedy=f"write key=value with one of {known}")
    filters = Filters(**values, **years)  # type: ignore[arg-type]  # keys were checked against the names above
    return checked(filters)


def print_json(value: Json) -> None:
    """Print one JSON object."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=2))
