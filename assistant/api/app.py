"""The application: what it opens, what stands before its routes, which routes there are."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial

from anyio import to_thread
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.middleware import Middleware

from assistant.api import (
    asking,
    briefings,
    browsing,
    chatting,
    collecting,
    completions,
    conversations,
    desk_pages,
    exports,
    feedback,
    findings,
    health,
    holding,
    pages,
    signing_in,
    sources,
)
from assistant.api.access import Access
from assistant.api.callers import Door, asks_for_keys
from assistant.api.described import DescribedApp
from assistant.api.guard import Guard
from assistant.api.jobs import Jobs
from assistant.api.observing import Observed
from assistant.api.problems import handlers
from assistant.api.rendering import Pages
from assistant.api.retention import retention
from assistant.api.state import KeptDays, Opened, State
from assistant.api.uploads import FOLDER, clear_stale
from assistant.chat import AskingRules
from assistant.desk.collections import Collections
from assistant.metrics import Metrics
from assistant.page_pictures import PagePictures
from assistant.settings import Settings
from assistant.store.audit import Audit
from assistant.wiring import chat_over, expire_others, open_assistant, open_store, reader_for, watched

DESCRIPTION = (
    "Answers questions from child safeguarding reviews with whole-sentence quotes, each checked on its page. "
    "Problems are answered as application/problem+json."
)
ROUTERS: tuple[APIRouter, ...] = tuple(
    module.router
    for module in (
        asking, conversations, feedback, completions, sources, holding, findings, health, pages, browsing, chatting,
        exports, briefings, collecting, desk_pages, signing_in,
    )
)  # fmt: skip
_NOTHING_RECORDED = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}


def make_app(settings: Settings) -> FastAPI:
    """The API and the page over the library that ``settings`` name. Nothing is opened before the application starts."""
    templates = Pages(settings.signposts)
    routes = [route for router in ROUTERS for route in router.routes if isinstance(route, APIRoute)]
    metrics = Metrics()
    app = DescribedApp(
        title="Review Assistant",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(settings, templates, metrics),
        middleware=[
            Middleware(Observed, routes=routes, metrics=metrics),
            Middleware(Guard),
            Middleware(Access, routes=routes, settings=settings, pages=templates),
        ],
        exception_handlers=handlers(templates),  # type: ignore[arg-type]  # each handler takes the error it is listed under
        telemetry=_NOTHING_RECORDED,  # type: ignore[arg-type]  # a question must not reach a collector of traces
    )
    app.keys_in_force = asks_for_keys(settings)
    for router in ROUTERS:
        app.include_router(router)
    return app


def _lifespan(
    settings: Settings, templates: Pages, metrics: Metrics
) -> Callable[[FastAPI], AbstractAsyncContextManager[State]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[State]:
        """Open the library and the model, and use both once, so that no two requests open the same index at a time."""
        with (
            open_assistant(settings) as assistant, open_store(settings) as database, watched(settings, metrics) as told
        ):  # fmt: skip
            door = Door(settings, database)
            door.require()
            chat = chat_over(assistant, database, AskingRules(live_case=settings.live_case, on_answer=told))
            if assistant.writer:
                assistant.writer.model.on_call = metrics.model_called
            uploads = settings.library / FOLDER
            await to_thread.run_sync(clear_stale, uploads)
            await to_thread.run_sync(assistant.search, "ready", 1)
            jobs = Jobs(assistant, reader_for(settings), uploads, works=settings.ingest_here,
                        on_outcome=Audit(database).record_of_job)  # fmt: skip
            pictures = PagePictures(assistant.library)
            try:
                opened = Opened(
                    assistant=assistant, chat=chat, collections=Collections(database), jobs=jobs,
                    pages=templates, pictures=pictures, uploads=uploads,
                    retention_days=settings.retention_days,
                    kept_days=KeptDays(collections=settings.collection_days, audit=settings.audit_days),
                    database=database, metrics=metrics,
                    door=door,
                )  # fmt: skip
                also = partial(expire_others, settings, database)
                async with retention(chat.conversations, settings.retention_days, also=also):
                    yield {"opened": opened}
            finally:
                await to_thread.run_sync(pictures.close)
                await to_thread.run_sync(jobs.close)

    return lifespan
