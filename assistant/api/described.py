"""The OpenAPI document with what stands before every route: who may use it, and how a request may be refused there."""

from typing import Any

from fastapi import FastAPI

from assistant.api.completion_shapes import failure
from assistant.api.problems import MEDIA_TYPE, plain_json
from assistant.api.replies import PROBLEM_SCHEMA, FieldReply, ProblemReply
from assistant.api.rules import least

_KEY = {
    "type": "http",
    "scheme": "bearer",
    "description": "A key, where keys are in force: `reviews keys add` makes one. On loopback none is needed.",
}
_REFUSED = {
    400: "The body cannot be read",
    401: "No key that lets in was given",
    403: "The key's role does not suffice, or a page of another site sent this",
    413: "The request is too large",
    429: "Too many requests; `Retry-After` says when to send the next",
    503: "The set-up is not right, or too many requests are being answered",
}
_METHODS = ("get", "post", "put", "patch", "delete")
_PROTOCOL = ("/v1/chat/completions", "/v1/models")
_UNREFUSED = "/healthz"


class DescribedApp(FastAPI):
    """An application whose OpenAPI document names, for each route, the least role and the refusals.

    ``keys_in_force``, which is set before the document is first asked for: whether a key must be given.
    """

    keys_in_force = False

    def openapi(self) -> dict[str, Any]:
        """The document, made once."""
        if self.openapi_schema is None:
            document = super().openapi()
            for reply in (FieldReply, ProblemReply):
                schema = reply.model_json_schema(ref_template="#/components/schemas/{model}")
                schema.pop("$defs", None)
                document["components"]["schemas"][reply.__name__] = schema
            document["components"]["securitySchemes"] = {"key": _KEY}
            for path, operations in document["paths"].items():
                for method in (m for m in _METHODS if m in operations):
                    _describe(method, path, operations[method], self.keys_in_force)
        return self.openapi_schema or {}


def _describe(method: str, path: str, operation: dict[str, Any], in_force: bool) -> None:
    rule = least(method.upper(), path)
    if rule != "anyone":
        operation["security"] = [{"key": []}] if in_force else [{}, {"key": []}]
        operation["description"] += f"\n\nWhere keys are in force: {rule} and above."
    for status, what in _REFUSED.items():
        needless = (status == 401 and rule == "anyone") or (status in (400, 413) and "requestBody" not in operation)
        if path != _UNREFUSED and not needless and str(status) not in operation["responses"]:
            operation["responses"][str(status)] = _refused(path, status, what)
    operation["responses"] = dict(sorted(operation["responses"].items()))


def _refused(path: str, status: int, what: str) -> dict[str, Any]:
    if path.startswith(_PROTOCOL):
        example = failure(what, kind="invalid_request_error")
        return {"description": what, "content": {"application/json": {"example": example}}}
    example = plain_json(status, what)
    return {"description": what, "content": {MEDIA_TYPE: {"schema": PROBLEM_SCHEMA, "example": example}}}
