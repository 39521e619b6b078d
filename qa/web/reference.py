"""The page that explains the REST interface, `/api`, made from its OpenAPI document."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response

from qa.web.responses import page


@dataclass(frozen=True, slots=True)
class Field:
    """A parameter of a query, or a field of a body."""

    name: str
    type: str
    text: str
    required: bool
    default: str


@dataclass(frozen=True, slots=True)
class Operation:
    """What one may ask for; `example` is what comes back."""

    method: str
    path: str
    summary: str
    text: str
    fields: tuple[Field, ...]
    command: str
    example: str


def routes(site: FastAPI) -> APIRouter:
    """Return the route of the page about `site`."""
    router = APIRouter(include_in_schema=False)

    @router.get("/api")
    def show(request: Request) -> Response:
        base = str(request.base_url).rstrip("/")
        return page(request, "reference", operations=list(operations(site.openapi(), base)))

    return router


def operations(described: Mapping[str, Any], base: str) -> Iterator[Operation]:
    """Yield the operations of an OpenAPI document that is served at `base`."""
    schemas = described.get("components", {}).get("schemas", {})
    for path, methods in described["paths"].items():
        for method, operation in methods.items():
            body = _media(operation.get("requestBody", {})).get("schema", {})
            schema = schemas.get(body.get("$ref", "").rpartition("/")[2], {})
            example = _media(operation["responses"]["200"]).get("example")
            yield Operation(
                method.upper(),
                path,
                operation["summary"],
                operation.get("description", ""),
                (*_parameters(operation), *_properties(schema)),
                _command(method, f"{base}{path}", bool(schema)),
                json.dumps(example, ensure_ascii=False, indent=2) if example else "",
            )


def _media(content: Mapping[str, Any]) -> Mapping[str, Any]:
    media: Mapping[str, Any] = content.get("content", {}).get("application/json", {})
    return media


def _parameters(operation: Mapping[str, Any]) -> Iterator[Field]:
    for one in operation.get("parameters", ()):
        yield _field(one["name"], one["schema"], one.get("required", False), one)


def _properties(schema: Mapping[str, Any]) -> Iterator[Field]:
    for name, one in schema.get("properties", {}).items():
        yield _field(name, one, name in schema.get("required", ()), one)


def _field(
    name: str, schema: Mapping[str, Any], required: bool, described: Mapping[str, Any]
) -> Field:
    default = schema.get("default")
    shown = "" if default in (None, "", []) else json.dumps(default)
    return Field(name, _type(schema), described.get("description", ""), required, shown)


def _type(schema: Mapping[str, Any]) -> str:
    """Return a type as a person reads it: `string | null`, `string[]`, `"a" | "b"`."""
    if choices := schema.get("enum"):
        return " | ".join(map(json.dumps, choices))
    if several := schema.get("anyOf"):
        return " | ".join(map(_type, several))
    kind = str(schema.get("type", "any"))
    return f"{_type(schema['items'])}[]" if kind == "array" else kind


def _command(method: str, url: str, has_body: bool) -> str:
    if not has_body:
        return f"curl '{url}'"
    body = json.dumps({"question": "…"}, ensure_ascii=False)
    return f"curl '{url}' \\\n  -H 'content-type: application/json' \\\n  -d '{body}'"
