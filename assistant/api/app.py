"""The application: what it opens, what stands before its routes, which routes there are."""

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from anyio import to_thread
from fastapi import FastAPI
from starlette.middleware import Middleware

from assistant.api import asking, browsing, findings, health, holding, pages
from assistant.api.guard import Guard
from assistant.api.jobs import Jobs
from assistant.api.problems import handlers
from assistant.api.rendering import Pages
from assistant.api.state import Opened, State
from assistant.api.uploads import FOLDER, clear_stale
from assistant.settings import Settings
from assistant.wiring import open_assistant, reader_for

DESCRIPTION = (
    "Answers questions from child safeguarding reviews with whole-sentence quotes, each checked on its page. "
    "Problems are answered as application/problem+json."
)
_NOTHING_RECORDED = {"tracing": False, "metrics": False, "logs": False, "auto_configure": False}


def make_app(settings: Settings) -> FastAPI:
    """The API and the page over the library that ``settings`` name. Nothing is opened before the application starts."""
    templates = Pages()
    app = FastAPI(
        title="Review Assistant",
        version="1",
        description=DESCRIPTION,
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan(settings, templates),
        middleware=[Middleware(Guard)],
        exception_handlers=handlers(templates),  # type: ignore[arg-type]  # each handler takes the error it is listed under
        telemetry=_NOTHING_RECORDED,  # type: ignore[arg-type]  # a question must not reach a collector of traces
    )
    for module in (asking, holding, findings, health, pages, browsing):
        app.include_router(module.router)
    return app


def _lifespan(settings: Settings, templates: Pages) -> Callable[[FastAPI], AbstractAsyncContextManager[State]]:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[State]:
        """Open the library and the model, and use both once, so that no two requests open the same index at a time."""
        with open_assistant(settings) as assistant:
            uploads = settings.library / FOLDER
            await to_thread.run_sync(clear_stale, uploads)
            await to_thread.run_sync(assistant.search, "ready", 1)
            jobs = Jobs(assistant, reader_for(settings))
            try:
                yield {"opened": Opened(assistant=assistant, jobs=jobs, pages=templates, uploads=uploads)}
            finally:
                await to_thread.run_sync(jobs.close)

    return lifespan
