"""Reads the OpenAPI document into what a person looks up: the routes, what they take, what they answer."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

_METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True, kw_only=True)
class Parameter:
    """One parameter of a route."""

    name: str
    place: str
    required: bool
    type: str
    description: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One thing that a route may answer or take; ``example`` is ready to be read."""

    status: str
    media_type: str
    description: str
    example: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RouteCard:
    """One route as the reference shows it."""

    method: str
    path: str
    anchor: str
    description: str
    parameters: tuple[Parameter, ...]
    takes: tuple[Reply, ...]
    answers: tuple[Reply, ...]


def describe(document: Mapping[str, Any]) -> list[RouteCard]:
    """The routes of an OpenAPI ``document`` in its order."""
    schemas = document.get("components", {}).get("schemas", {})
    return [
        _card(method, path, operation, schemas)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if method in _METHODS
    ]


def _card(method: str, path: str, operation: Mapping[str, Any], schemas: Mapping[str, Any]) -> RouteCard:
    body = operation.get("requestBody", {}).get("content", {})
    return RouteCard(
        method=method.upper(),
        path=path,
        anchor=operation["operationId"],
        description=operation.get("description", ""),
        parameters=tuple(_parameter(p) for p in operation.get("parameters", ())),
        takes=tuple(_reply("", kind, {}, content, schemas) for kind, content in body.items()),
        answers=tuple(
            _reply(status, kind, response, content, schemas)
            for status, response in operation["responses"].items()
            for kind, content in (response.get("content") or {"": {}}).items()
        ),
    )


def _parameter(item: Mapping[str, Any]) -> Parameter:
    return Parameter(
        name=item["name"], place=item["in"], required=item.get("required", False), type=_type(item["schema"]),
        description=item.get("description") or item["schema"].get("description", ""),
    )  # fmt: skip


def _type(schema: Mapping[str, Any]) -> str:
    """A schema's type in a few words."""
    if "anyOf" in schema:
        return " or ".join(_type(option) for option in schema["anyOf"])
    if "enum" in schema:
        return ", ".join(map(str, schema["enum"]))
    if schema.get("type") == "array":
        return f"list of {_type(schema.get('items', {}))}"
    return str(schema.get("type", "object"))


def _reply(
    status: str, media_type: str, response: Mapping[str, Any], content: Mapping[str, Any], schemas: Mapping[str, Any]
) -> Reply:
    schema = content.get("schema", {})
    named = schemas.get(schema.get("$ref", "").rpartition("/")[2], schema)
    example = content.get("example", next(iter(named.get("examples", ())), ""))
    text = example if isinstance(example, str) else json.dumps(example, ensure_ascii=False, indent=2)
    return Reply(status=status, media_type=media_type, description=response.get("description", ""), example=text)
