"""The logs: one line an event, as text or as JSON. Nothing that was typed or shown stands in any of them.

What the product logs of itself is written so. Of what other packages log only the place is kept, of an exception its
kind and the lines of code it passed: their words may repeat a question.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from typing import Any, Literal

LogForm = Literal["text", "json"]
REQUESTS = "reviews.requests"
FIELDS = ("request_id", "method", "route", "status", "ms")
_OWN = ("reviews", "assistant", "ingest", "uvicorn")
_WARNED = re.compile(r"^(.+?:\d+: \w+)")


class LineFormatter(logging.Formatter):
    """Makes one line of a record."""

    def __init__(self, form: LogForm) -> None:
        super().__init__()
        self._form = form

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line; the fields of a request stand in it by name."""
        when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"time": when, "level": record.levelname, "logger": record.name, "message": said(record)}
        line.update((name, getattr(record, name)) for name in FIELDS if hasattr(record, name))
        if record.exc_info and record.exc_info[1]:
            line["exception"] = passed(record.exc_info[1])
        if self._form == "json":
            return json.dumps(line, ensure_ascii=False)
        more = " ".join(f"{name}={value}" for name, value in line.items() if name in (*FIELDS, "exception"))
        return f"{when} {record.levelname} {line['message']}{' ' if more else ''}{more}"


def said(record: logging.LogRecord) -> str:
    """The words of a record, if they are the product's own or the server's; else only where it comes from."""
    if record.name.split(".")[0] in _OWN:
        words = record.getMessage()
        return " ".join(words.split("Traceback")[0].split())
    if record.name == "py.warnings":
        found = _WARNED.match(record.getMessage())
        return found[1] if found else "warning"
    return f"{record.module}:{record.lineno}"


def passed(error: BaseException) -> str:
    """The kind of an exception and of those that led to it, each with the places in code it passed."""
    chain: list[str] = []
    at: BaseException | None = error
    while at is not None and len(chain) < 5:
        places = " < ".join(
            f"{f.filename}:{f.lineno} {f.name}" for f in reversed(traceback.extract_tb(at.__traceback__))
        )
        chain.append(f"{type(at).__name__} in {places}" if places else type(at).__name__)
        at = at.__cause__ or at.__context__
    return " after ".join(chain)


def log_settings(form: LogForm) -> dict[str, Any]:
    """The configuration of ``logging`` (dictConfig) under which a server writes its lines to standard error."""
    logging.captureWarnings(True)
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": LineFormatter, "form": form}},
        "handlers": {"line": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["line"], "level": "WARNING"},
        "loggers": {REQUESTS: {"level": "INFO"}},
    }
