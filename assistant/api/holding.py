"""Routes for what is held: list, look, add, remove."""

from typing import Annotated

from fastapi import APIRouter, File, Path, Response, UploadFile

from assistant.api import lookup
from assistant.api.jobs import Job
from assistant.api.replies import JobReply, PageReply, ReviewReply, ReviewsReply, problems
from assistant.api.state import Parts
from assistant.api.uploads import save
from assistant.records import Json
from assistant.shapes import document_json, page_json

router = APIRouter(tags=["library"])
ReviewId = Annotated[str, Path(description="the document's id", examples=["888055933a71"])]
PageNumber = Annotated[int, Path(ge=1, description="counted from 1 in the file", examples=[12])]
JobId = Annotated[str, Path(description="the job's id", examples=["5c1d7e"])]
MOST_FILES = 200
Files = Annotated[
    list[UploadFile],
    File(min_length=1, max_length=MOST_FILES, description="PDF, DOCX, HTML, Markdown or text; 100 MB together"),
]
WAIT_TO_REMOVE = 10.0


@router.get("/v1/reviews", response_model=ReviewsReply, responses=problems(503))
def list_reviews(parts: Parts) -> Json:
    """All documents held, by title."""
    return {"reviews": [document_json(held) for held in parts.assistant.library.catalogue.documents()]}


@router.get("/v1/reviews/{review_id}", response_model=ReviewReply, responses=problems(404, 422, 503))
def show_review(review_id: ReviewId, parts: Parts) -> Json:
    """One document with its quality card."""
    return document_json(lookup.document(parts.assistant.library, review_id))


@router.get("/v1/reviews/{review_id}/pages/{number}", response_model=PageReply, responses=problems(404, 422, 503))
def show_page(review_id: ReviewId, number: PageNumber, parts: Parts) -> Json:
    """The stored text of one page, as its reader gave it."""
    library = parts.assistant.library
    held = lookup.document(library, review_id)
    return page_json(held, number, lookup.page(library, held, number))


@router.post("/v1/reviews", status_code=202, response_model=JobReply, responses=problems(403, 413, 422, 503))
def add_reviews(files: Files, parts: Parts, response: Response) -> Json:
    """Add files to the library. They are read in the background; follow the job until it is done."""
    job = parts.jobs.submit(*save(files, parts.uploads))
    parts.audit.record(parts.who, "files sent", f"job {job.id}: {', '.join(job.files)}")
    response.headers["Location"] = f"/v1/jobs/{job.id}"
    return job_json(job)


@router.get("/v1/jobs/{job_id}", response_model=JobReply, responses=problems(404, 422))
def show_job(job_id: JobId, parts: Parts) -> Json:
    """How far a batch of added files is, and what became of each."""
    return job_json(parts.jobs.find(job_id))


@router.delete("/v1/reviews/{review_id}", status_code=204, responses=problems(403, 404, 422, 503))
def remove_review(review_id: ReviewId, parts: Parts) -> None:
    """Remove a document and everything derived from it."""
    library = parts.assistant.library
    lookup.document(library, review_id)
    with library.writing(wait=WAIT_TO_REMOVE):
        held = lookup.document(library, review_id)
        library.remove(held.id)
    parts.audit.record(parts.who, "document removed", f"{held.id} {held.file}")


def job_json(job: Job) -> Json:
    """A job in the shape of the API."""
    return {
        "job_id": job.id, "state": job.state, "files": list(job.files), "problem": job.problem, "outcomes": [
            {"file": o.path, "kind": o.kind, "review_id": o.review_id, "pages": o.pages, "passages": o.passages,
             "reason": o.reason} for o in job.outcomes
        ],
    }  # fmt: skip
