"""What the application holds open while it runs, handed to each request; there is nothing else global."""

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, TypedDict, cast

from fastapi import Depends, Request

from assistant.answering import Assistant
from assistant.api.callers import Caller, Door
from assistant.api.jobs import Jobs
from assistant.api.rendering import Pages
from assistant.chat import Chat
from assistant.desk.collections import Collections
from assistant.metrics import Metrics
from assistant.page_pictures import PagePictures
from assistant.store.audit import LOCAL, Audit
from assistant.store.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptDays:
    """For how many days collections and the audit trail are kept."""

    collections: int
    audit: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The parts a request may use. ``uploads`` is the folder in which files wait to be ingested.

    ``caller`` is who sends the request where keys are in force; None elsewhere, and for a stranger.
    """

    assistant: Assistant
    chat: Chat
    collections: Collections
    jobs: Jobs
    pages: Pages
    pictures: PagePictures
    uploads: Path
    retention_days: int
    kept_days: KeptDays
    database: Database
    metrics: Metrics
    door: Door
    caller: Caller | None = None

    @property
    def audit(self) -> Audit:
        """The trail of who did what to the library."""
        return Audit(self.database)

    @property
    def who(self) -> str:
        """Who sends the request, as the trail names them."""
        return self.caller.name if self.caller else LOCAL

    def to(self, caller: Caller | None) -> "Opened":
        """The parts as ``caller`` may use them: of what is kept only their own is there."""
        pages = self.pages.to(caller)
        if caller is None:
            return replace(self, pages=pages)
        chat, collections = self.chat.of(caller.person), self.collections.of(caller.person)
        return replace(self, pages=pages, chat=chat, collections=collections, caller=caller)


class State(TypedDict):
    """The state that the lifespan hands to every request."""

    opened: Opened


async def _opened(request: Request) -> Opened:
    opened = cast(Opened, request.state.opened)
    return opened.to(request.state.caller) if opened.door.in_force else opened


Parts = Annotated[Opened, Depends(_opened)]
