"""What the application holds open while it runs, handed to each request; there is nothing else global."""

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, TypedDict, cast

from fastapi import Depends, Request

from assistant.answering import Assistant
from assistant.api.jobs import Jobs
from assistant.api.rendering import Pages


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The parts a request may use. ``uploads`` is the folder in which files wait to be ingested."""

    assistant: Assistant
    jobs: Jobs
    pages: Pages
    uploads: Path


class State(TypedDict):
    """The state that the lifespan hands to every request."""

    opened: Opened


async def _opened(request: Request) -> Opened:
    return cast(Opened, request.state.opened)


Parts = Annotated[Opened, Depends(_opened)]
