"""The OpenAPI description of `/api/v1`, made from the shapes that requests are read by."""

from __future__ import annotations

from functools import cache
from typing import Any, Final, get_args

import msgspec

from bot.handing_in import Batch
from bot.imports.faults import FAULTS, NOTES
from bot.inviting import Outcome

__all__ = ["description"]

_JSON: Final = "application/json"
_PROBLEM: Final = "application/problem+json"
_TEXT: Final = {"type": "string"}
_NUMBER: Final = {"type": "integer"}


@cache
def description() -> dict[str, Any]:
    """Return the description, as OpenAPI 3.1."""
    (batch,), shapes = msgspec.json.schema_components(
        [Batch], ref_template="#/components/schemas/{name}"
    )
    return {
        "openapi": "3.1.0",
        "info": {"title": "langnghe", "version": "1"},
        "paths": {"/api/v1/transactions": {"post": _hand_in(batch)}},
        "components": {
            "schemas": {**shapes, "Result": _RESULT, "Problem": _PROBLEM_SHAPE},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer"}},
        },
        "security": [{"key": []}],
    }


def _hand_in(batch: dict[str, Any]) -> dict[str, Any]:
    problem = {"schema": {"$ref": "#/components/schemas/Problem"}}
    refused = {_PROBLEM: problem}
    return {
        "operationId": "handInTransactions",
        "summary": "Hand in transactions; get the links of their invitations",
        "parameters": [
            {
                "name": "Idempotency-Key",
                "in": "header",
                "required": True,
                "schema": {**_TEXT, "pattern": "^[\\x21-\\x7e]{8,200}$"},
            }
        ],
        "requestBody": {"required": True, "content": {_JSON: {"schema": batch}}},
        "responses": {
            "201": {"description": "Taken in", "content": {_JSON: {"schema": _RESULTS}}},
            **{
                status: {"description": text, "content": refused}
                for status, text in _REFUSALS.items()
            },
        },
    }


_REFUSALS: Final = {
    "400": "Not readable, or without an idempotency key",
    "401": "No key, or one that opens nothing",
    "413": "More than 64 KiB",
    "422": "Something is wrong with a transaction, or the key stood for another request",
    "429": "Too many requests",
    "503": "Busy: try again with the same idempotency key",
}
_RESULT: Final = {
    "type": "object",
    "required": ["transaction", "outcome"],
    "properties": {
        "transaction": _TEXT,
        "outcome": {"enum": list(get_args(Outcome))},
        "link": {**_TEXT, "format": "uri"},
        "printed_code": _TEXT,
    },
}
_RESULTS: Final = {
    "type": "object",
    "required": ["results"],
    "properties": {"results": {"type": "array", "items": {"$ref": "#/components/schemas/Result"}}},
}
_PROBLEM_SHAPE: Final = {
    "type": "object",
    "required": ["title", "status"],
    "properties": {
        "title": _TEXT,
        "status": _NUMBER,
        "where": _TEXT,
        "retry_after": _NUMBER,
        "faults": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["index", "field", "code", "message"],
                "properties": {
                    "index": _NUMBER,
                    "field": _TEXT,
                    "code": {"enum": sorted(set(FAULTS) - NOTES)},
                    "message": _TEXT,
                },
            },
        },
    },
}
