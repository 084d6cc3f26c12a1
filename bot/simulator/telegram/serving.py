"""Requests over HTTP: who may call, which fault befalls the call, and Telegram's answer to it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.simulator.telegram.api import BotApi
from bot.simulator.telegram.chats import JsonObject
from bot.simulator.telegram.faults import Fault, Faults
from bot.simulator.telegram.ledger import Request
from bot.simulator.telegram.methods import METHODS, Method
from bot.simulator.telegram.requests import Address, read_address, read_payload
from bot.simulator.telegram.rules import RefusedError
from bot.simulator.telegram.setting_up import SettingUp
from bot.simulator.telegram.state import State
from bot.simulator.telegram.webhook import encode

__all__ = ["Serving"]

_TOKEN = re.compile(r"\d+:[\w-]{20,}")
_SAID = {"setWebhook": "Webhook was set", "deleteWebhook": "Webhook was deleted"}
_OK = 200
_FORBIDDEN = 403
_FLOOD = 429
_UNHEARD = {"withheld", "malformed"}
_NEVER_ANSWERED = 599  # in the ledger: there is no such answer


class Serving:
    """Answers every request, and enters it in the ledger."""

    def __init__(self, state: State, api: BotApi, setting_up: SettingUp, faults: Faults) -> None:
        self._state = state
        self._ledger = state.ledger
        self._api = api
        self._setting_up = setting_up
        self._faults = faults

    async def handle(self, request: web.BaseRequest) -> web.StreamResponse:
        """Answer one request."""
        address = read_address(request.raw_path)
        if address is None or address.token != self._state.token:
            return self._answer_stranger(address)
        if address.is_file:
            return await self._answer_file(request, address)
        try:
            payload = await read_payload(request, address.query)
        except RefusedError as error:
            return _response(*self._refuse(self._open(address.name, {}), error))
        method = _find(address.name)
        entry = self._open(method.name if method else address.name, payload)
        fault, delay = self._faults.draw(entry.method, payload)
        entry.fault = fault.kind if fault else ""
        status, body = await self._decide(method, entry, fault)
        if delay:
            await asyncio.sleep(delay)
        return await _reply(request, fault, status, body)

    def execute(self, name: str, payload: Mapping[str, Any]) -> None:
        """Do what a webhook's answer asks; nobody hears of the result."""
        method = _find(name)
        entry = self._ledger.open(
            method.name if method else name, payload, self._state.clock.now(), "webhook"
        )
        try:
            known = self._admit(method, entry, None)
            self._accept(entry, self._api.call(known, entry))
        except RefusedError as error:
            self._refuse(entry, error)
            press = self._ledger.presses.get(str(payload.get("callback_query_id")))
            if press is not None and error.status == _FLOOD and error.rule is None:
                press.excused = True

    # -- one call

    async def _decide(
        self, method: Method | None, entry: Request, fault: Fault | None
    ) -> tuple[int, bytes]:
        chat = self._state.chats.get(_number(entry.payload.get("chat_id")))
        told_at = None if chat is None else chat.told_at
        try:
            known = self._admit(method, entry, fault)
            if known.name == "getUpdates":
                parameters = self._api.read(known, entry)
                result: object = await self._setting_up.get_updates(entry, parameters)
            else:
                result = self._api.call(known, entry)
        except RefusedError as error:
            if chat is not None and entry.fault in _UNHEARD:
                chat.told_at = told_at  # it will not hear that nobody may write here
            return self._refuse(entry, error)
        return self._accept(entry, result)

    def _admit(self, method: Method | None, entry: Request, fault: Fault | None) -> Method:
        """Let a call through, or let a fault befall it that keeps it from its effect."""
        if method is None:
            raise RefusedError("unknown_method", "Not Found: method not found", 404)
        self._api.check_patience(method)
        if fault is not None and fault.kind == "reset":
            raise RefusedError(None, "the connection was cut", _NEVER_ANSWERED)
        if fault is not None and fault.kind == "refused":
            raise self._refusal(entry, fault)
        return method

    def _refusal(self, entry: Request, fault: Fault) -> RefusedError:
        now = self._state.clock.now()
        chat = self._state.chats.get(_number(entry.payload.get("chat_id")))
        if fault.status == _FORBIDDEN and chat is not None and chat.told_at is None:
            chat.told_at = now
        parameters = None
        if fault.retry_after is not None:
            self._state.flood.close(fault.retry_after, now)
            parameters = {"retry_after": fault.retry_after}
        return RefusedError(None, fault.description, fault.status, parameters)

    # -- the ledger

    def _open(self, method: str, payload: Mapping[str, Any]) -> Request:
        return self._ledger.open(method, payload, self._state.clock.now())

    def _accept(self, entry: Request, result: object) -> tuple[int, bytes]:
        body = _success(entry.method, result)
        self._ledger.close(entry, _OK, body)
        return _OK, body

    def _refuse(self, entry: Request, error: RefusedError) -> tuple[int, bytes]:
        if error.rule is not None:
            self._ledger.breach(error.rule, self._state.clock.now(), error.description, entry)
        body = _failure(error)
        self._ledger.close(entry, error.status, body)
        return error.status, body

    # -- what is no call

    def _answer_stranger(self, address: Address | None) -> web.Response:
        """Answer who does not know the token; what was tried stays out of the ledger."""
        is_token = address is not None and _TOKEN.fullmatch(address.token)
        error = (
            RefusedError("wrong_token", "Unauthorized", 401)
            if is_token
            else RefusedError("wrong_token", "Not Found", 404)
        )
        return _response(*self._refuse(self._open(address.name if address else "", {}), error))

    async def _answer_file(self, request: web.BaseRequest, address: Address) -> web.StreamResponse:
        """Give out a file; for the faults its method is called "file"."""
        entry = self._open("file", {"path": address.name})
        fault, delay = self._faults.draw("file", entry.payload)
        entry.fault = fault.kind if fault else ""
        try:
            if fault is not None and fault.kind == "refused":
                raise self._refusal(entry, fault)
            content = self._state.files.open(address.name, self._state.clock.now())
        except RefusedError as error:
            return _response(*self._refuse(entry, error))
        self._ledger.close(entry, _OK, b"")
        await asyncio.sleep(delay)
        return await _reply(request, fault, _OK, content, "application/octet-stream")


def _find(name: str) -> Method | None:
    return METHODS.get(name) or METHODS.get(name.lower())


async def _reply(
    request: web.BaseRequest,
    fault: Fault | None,
    status: int,
    body: bytes,
    content_type: str = "application/json",
) -> web.StreamResponse:
    if fault is not None and fault.kind == "malformed":
        body = body[: len(body) // 2]
    elif fault is not None and fault.kind in {"reset", "withheld"}:
        await asyncio.sleep(fault.seconds)
        if request.transport is not None:
            request.transport.abort()
    return _response(status, body, content_type)


def _number(chat_id: object) -> int:
    try:
        return int(str(chat_id))
    except ValueError:
        return 0


def _success(method: str, result: object) -> bytes:
    answer: JsonObject = {"ok": True, "result": result}
    if method in _SAID:
        answer["description"] = _SAID[method]
    return encode(answer).encode()


def _failure(error: RefusedError) -> bytes:
    answer: JsonObject = {
        "ok": False,
        "error_code": error.status,
        "description": error.description,
    }
    if error.parameters:
        answer["parameters"] = dict(error.parameters)
    return encode(answer).encode()


def _response(status: int, body: bytes, content_type: str = "application/json") -> web.Response:
    return web.Response(status=status, body=body, content_type=content_type)
