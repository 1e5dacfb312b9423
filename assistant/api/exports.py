"""Routes that hand out files: an answer, a briefing, the register."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from assistant.api.conversations import AnswerId
from assistant.api.findings import RegisterQuery
from assistant.api.replies import problems
from assistant.api.state import Parts
from assistant.desk.answers import answer_paper
from assistant.desk.exports import MEDIA_TYPES, Export, Format, exported
from assistant.desk.register_csv import register_csv
from assistant.register import read_register

router = APIRouter(tags=["exports"])
AnyFormat = Annotated[Format, Query(description="Word, PowerPoint, Markdown, HTML or JSON")]
FILES: dict[int | str, dict[str, Any]] = {
    200: {"content": {kind.partition(";")[0]: {"example": "the file"} for kind in MEDIA_TYPES.values()}}
}
_CSV = "finding_id,review_id,title,…\r\n888055933a71-7f0c21ab09,888055933a71,Serious Case Review: Child D,…\r\n"


@router.get("/v1/answers/{answer_id}/export", response_class=Response, responses={**FILES, **problems(404, 422, 503)})
def export_answer(answer_id: AnswerId, parts: Parts, format: AnyFormat = "docx") -> Response:
    """A kept answer as a file, every quote with its citation, the references and the quotes' hashes."""
    answer = parts.chat.answers.get(answer_id)
    return file_response(exported(answer_paper(answer, parts.assistant.library), format))


@router.get(
    "/v1/findings/export",
    response_class=Response,
    responses={200: {"content": {"text/csv": {"example": _CSV}}}, **problems(400, 422, 503)},
)
def export_findings(query: Annotated[RegisterQuery, Query()], parts: Parts) -> Response:
    """The register as the filters narrow it, as CSV for a spreadsheet; no cell of it is a formula."""
    register = read_register(parts.assistant.library, query.filters())
    data = register_csv(register.entries)
    return file_response(Export(data=data, name="register.csv", media_type="text/csv; charset=utf-8"))


def file_response(file: Export) -> Response:
    """A file that a browser saves under its name."""
    headers = {"Content-Disposition": f'attachment; filename="{file.name}"', "Cache-Control": "no-store"}
    return Response(file.data, media_type=file.media_type, headers=headers)
