"""Routes for whoever runs the product, and the API reference."""

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from assistant.api.problems import ALL
from assistant.api.reference import describe
from assistant.api.replies import HealthReply, ReadyReply, problems
from assistant.api.state import Parts
from assistant.records import Json
from ingest.library import library_version

router = APIRouter(tags=["running"])


@router.get("/healthz", response_model=HealthReply)
async def alive() -> Json:
    """Whether the server answers at all."""
    return {"status": "alive"}


@router.get("/readyz", response_model=ReadyReply, responses=problems(503))
def ready(parts: Parts) -> Json:
    """Whether a question could be answered now: the model turns words into a vector and the library opens."""
    parts.assistant.embeddings.embed_query("ready")
    held = parts.assistant.library.catalogue.documents()
    passages = sum(document.passages for document in held)
    return {"status": "ready", "documents": len(held), "passages": passages, "library_version": library_version(held)}


@router.get("/docs", include_in_schema=False, response_class=HTMLResponse)
def reference(request: Request, parts: Parts) -> HTMLResponse:
    """The API reference, made from the OpenAPI document; it loads nothing from elsewhere."""
    return parts.pages.respond("reference.html", routes=describe(request.app.openapi()), problems=ALL)
