"""Routes for whoever runs the product, and the API reference."""

from dataclasses import asdict

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from assistant.api.problems import ALL
from assistant.api.reference import describe
from assistant.api.replies import HealthReply, ReadyReply, problems
from assistant.api.state import Parts
from assistant.metrics import MEDIA_TYPE
from assistant.readiness import readiness
from assistant.records import Json

router = APIRouter(tags=["running"])
_FIGURES = 'reviews_answers_total{outcome="answered",model="extractive"} 12.0\n'


@router.get("/healthz", response_model=HealthReply)
async def alive() -> Json:
    """Whether the server answers at all."""
    return {"status": "alive"}


@router.get("/readyz", response_model=ReadyReply, responses=problems(503))
def ready(parts: Parts) -> Json:
    """Whether a question could be answered now: model, catalogue, both indexes and the database are each tried.

    A 503 names everything that is wrong.
    """
    return {"status": "ready", **asdict(readiness(parts.assistant, parts.database))}


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {"example": _FIGURES}}}})
def figures(parts: Parts) -> Response:
    """Figures of this process for Prometheus: requests, answers, time by stage, the model, sizes of the indexes."""
    return Response(parts.metrics.text(parts.assistant.library), media_type=MEDIA_TYPE)


@router.get("/docs", include_in_schema=False, response_class=HTMLResponse)
def reference(request: Request, parts: Parts) -> HTMLResponse:
    """The API reference, made from the OpenAPI document; it loads nothing from elsewhere."""
    return parts.pages.respond("reference.html", routes=describe(request.app.openapi()), problems=ALL)
