"""The OpenAPI page: FastAPI's own, with every error as the problem that it is."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel, Field


class Flaw(BaseModel):
    """One value that cannot be taken."""

    pointer: str | None = Field(None, description="A JSON pointer into what was sent.")
    parameter: str | None = Field(None, description="Or the parameter of the address.")
    detail: str


class Candidate(BaseModel):
    """One of those whom a name fits."""

    id: str
    name: str


class Problem(BaseModel):
    """An error (RFC 9457)."""

    type: str = Field(examples=["/problems/not-found"])
    title: str = Field(examples=["Not found"])
    status: int = Field(examples=[404])
    detail: str | None = None
    instance: str | None = Field(None, description="Finds the request in the log.")
    errors: list[Flaw] | None = None
    candidates: list[Candidate] | None = None


def install(app: FastAPI) -> None:
    """Let the application describe its errors."""
    plain = app.openapi

    def described() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _with_problems(plain())
        return app.openapi_schema

    app.openapi = described  # type: ignore[method-assign]


def _with_problems(page: dict[str, Any]) -> dict[str, Any]:
    schemas = page["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    schema = Problem.model_json_schema(ref_template="#/components/schemas/{model}")
    schemas.update(schema.pop("$defs"))
    schemas["Problem"] = schema
    content = {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    for operations in page["paths"].values():
        for operation in operations.values():
            responses = operation["responses"]
            if "HTTPValidationError" in str(responses.get("422")):
                responses["422"] = {"description": "Values that cannot be taken; `errors` point to each."}
            for status, response in responses.items():
                if status.isdecimal() and int(status) >= 400:
                    response["content"] = content
            responses["default"] = {"description": "Any other error.", "content": content}
    return page
