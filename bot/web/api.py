"""`/api/v1`: other systems hand in transactions and get the links of the invitations.

Errors are problem details (RFC 9457); a request that is sent again with the same idempotency key
is answered as it was the first time (draft-ietf-httpapi-idempotency-key-header).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec
import structlog
from aiohttp import web

from bot.api_keys import key_hash
from bot.handing_in import Batch, FaultyBatchError, hand_in
from bot.imports.faults import FAULTS
from bot.invitations import link
from bot.inviting import Asked, inviting_rules
from bot.locks import OverloadedError
from bot.services import Services
from bot.web.api_description import description
from bot.web.doors import LIMITS, SERVICES
from bot.web.limits import address_of
from flows.identifiers import Instant
from flows.texts import text_key
from flows.workdays import local_date
from storage.base import (
    MissingRowError,
    StaleSessionError,
    StorageRefusedError,
    StorageUnavailableError,
    UnitOfWork,
)
from storage.inviting_base import AskedLatelyError, SameRequestError
from storage.inviting_records import ApiAnswer, ApiKeyRecord

__all__ = ["api_routes"]

_LANGUAGE: Final = "vi"
_TRIES: Final = 3
_PAUSE_S: Final = 5
_NO_KEY: Final = 401
_IDEMPOTENCY_KEY: Final = re.compile(r"[\x21-\x7e]{8,200}")
_OVERTAKEN: Final = (
    AskedLatelyError,  # the same person was asked at this moment
    MissingRowError,
    SameRequestError,  # the same request
    StaleSessionError,  # a link that was to be renewed was opened
    StorageRefusedError,  # the same transaction
)
_log = structlog.get_logger(__name__)
_decode: Final = msgspec.json.Decoder(Batch).decode


class _ProblemError(Exception):
    """What is wrong with a request: status, and the text key that says it."""

    def __init__(self, status: int, key: str, **more: Any) -> None:  # noqa: ANN401 – of JSON
        super().__init__(key)
        self.status = status
        self.key = key
        self.more = more


async def describe(_request: web.Request) -> web.Response:
    """Answer with the OpenAPI description."""
    return web.json_response(description())


async def transactions(request: web.Request) -> web.Response:
    """Take transactions in, and answer with the links of the invitations."""
    services = request.app[SERVICES]
    try:
        key = await _key_of(request, services)
        return await _answered(request, services, key)
    except _ProblemError as problem:
        return _said(services, problem)
    except (OverloadedError, StorageUnavailableError):
        return _said(services, _ProblemError(503, text_key("api.busy"), retry_after=_PAUSE_S))


async def _key_of(request: web.Request, services: Services) -> ApiKeyRecord:
    """Return the key that a request carries; who asks too often waits, with or without one."""
    lookups = request.app[LIMITS].lookups
    if wait := lookups.take(address_of(request, services.settings)):
        raise _ProblemError(429, text_key("api.too_many"), retry_after=int(wait) + 1)
    scheme, _, secret = request.headers.get("Authorization", "").partition(" ")
    found = None
    if scheme.lower() == "bearer" and secret.isascii():
        found = await services.storage.api_keys.by_hash(key_hash(secret.strip()))
    if found is None or not found.is_good(services.runner.turns.clock()):
        raise _ProblemError(_NO_KEY, text_key("api.no_key"))
    return found


async def _answered(request: web.Request, services: Services, key: ApiKeyRecord) -> web.Response:
    name = request.headers.get("Idempotency-Key", "")
    if _IDEMPOTENCY_KEY.fullmatch(name) is None:
        raise _ProblemError(400, text_key("api.no_idempotency_key"))
    try:
        body = await request.read()
    except web.HTTPRequestEntityTooLarge:
        raise _ProblemError(413, text_key("api.too_large")) from None
    batch = _batch(body)
    digest = services.storage.api_keys.digest(body)
    refused: Exception | None = None
    for _ in range(_TRIES):
        before = await services.storage.api_keys.answer(key.id, name)
        if before is not None:
            return _again(before, digest)
        try:
            return await _taken_in(services, key, name, digest, batch)
        except _OVERTAKEN as error:
            refused = error  # somebody else was faster: what they did is seen now
        except FaultyBatchError as faulty:
            raise _ProblemError(
                422, text_key("api.faults"), faults=_faults(services, faulty)
            ) from None
    _log.error("api_request_refused", reason=type(refused).__name__)
    raise _ProblemError(503, text_key("api.busy"), retry_after=_PAUSE_S)


def _batch(body: bytes) -> Batch:
    try:
        return _decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise _ProblemError(400, text_key("api.unreadable"), where=str(error)) from None


def _again(before: ApiAnswer, digest: str) -> web.Response:
    if before.request_hash != digest:
        raise _ProblemError(422, text_key("api.other_request"))
    return web.Response(
        body=before.body,
        status=before.status,
        content_type="application/json",
        headers={"Idempotency-Replayed": "true"},
    )


async def _taken_in(
    services: Services, key: ApiKeyRecord, name: str, digest: str, batch: Batch
) -> web.Response:
    storage, now, unit = services.storage, services.runner.turns.clock(), UnitOfWork()
    known = services.runner.turns.renderer.rules
    rules = await inviting_rules(storage, known, services.settings)
    asked = await hand_in(storage, unit, key, batch, rules, now)
    body = json.dumps({"results": [_result(services, one) for one in asked]}).encode()
    answer = ApiAnswer(
        key_id=key.id, idempotency_key=name, request_hash=digest, status=201, body=body, at=now
    )
    storage.api_keys.keep_answer(unit, answer)
    storage.api_keys.used(unit, key.id, local_date(now).isoformat())
    _note(services, unit, key, asked, now)
    await services.runner.guarded_commit(unit)
    return web.Response(body=body, status=201, content_type="application/json")


def _result(services: Services, one: Asked) -> dict[str, str]:
    found = {"transaction": one.transaction.id, "outcome": one.outcome}
    if one.invitation is None:
        return found
    address = link(services.settings.base_url, one.invitation.token)
    return {**found, "link": address, "printed_code": one.invitation.code}


def _note(
    services: Services, unit: UnitOfWork, key: ApiKeyRecord, asked: list[Asked], now: Instant
) -> None:
    outcomes: dict[str, int] = {}
    for one in asked:
        outcomes[one.outcome] = outcomes.get(one.outcome, 0) + 1
    services.storage.audit.note(
        unit,
        at=now,
        actor=f"api:{key.id}",
        action="transactions_handed_in",
        target=key.unit_id,
        detail={"rows": str(len(asked)), **{name: str(n) for name, n in outcomes.items()}},
    )


# -- what is wrong


def _faults(services: Services, faulty: FaultyBatchError) -> list[dict[str, object]]:
    return [
        {
            "index": at,
            "field": fault.column,
            "code": fault.code,
            "message": services.texts.text(_LANGUAGE, _meaning(fault.code), fault.params),
        }
        for at, fault in faulty.faults
    ]


def _meaning(code: str) -> str:
    """Return the text of a fault; days are written here as programs write them."""
    return text_key("api.day") if code == "day_unreadable" else FAULTS[code]


def _said(services: Services, problem: _ProblemError) -> web.Response:
    body: Mapping[str, Any] = {
        "title": services.texts.text(_LANGUAGE, problem.key, {}),
        "status": problem.status,
        **problem.more,
    }
    headers = {}
    if problem.status == _NO_KEY:
        headers["WWW-Authenticate"] = "Bearer"
    if "retry_after" in problem.more:
        headers["Retry-After"] = str(problem.more["retry_after"])
    text = json.dumps(body, ensure_ascii=False)
    return web.Response(
        text=text, status=problem.status, content_type="application/problem+json", headers=headers
    )


def api_routes() -> list[web.RouteDef]:
    """Return the addresses of other systems."""
    return [
        web.get("/api/v1/openapi.json", describe),
        web.post("/api/v1/transactions", transactions),
    ]
