"""The methods that set a bot up: its webhook, polling, kinds of updates, commands and menu."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import urlsplit

from bot.simulator.telegram.api import Acts
from bot.simulator.telegram.backlog import UPDATE_KINDS
from bot.simulator.telegram.chats import JsonObject
from bot.simulator.telegram.delivery import Deliverer
from bot.simulator.telegram.ledger import Request
from bot.simulator.telegram.limits import flood_error
from bot.simulator.telegram.polling import Poller
from bot.simulator.telegram.rules import RefusedError
from bot.simulator.telegram.state import State
from bot.simulator.telegram.webhook import Webhook

__all__ = ["SettingUp"]

_COMMAND = re.compile(r"[a-z0-9_]{1,32}")
_ABOUT = 256  # characters that describe a command
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_PORTS = frozenset({80, 88, 443, 8443})
_MOST_CONNECTIONS = 100


class SettingUp:
    """Sets and removes the webhook, and lets one poller ask while there is none; commands and
    menu are only checked.
    """

    def __init__(self, state: State, deliverer: Deliverer) -> None:
        self._state = state
        self._deliverer = deliverer
        self._poller = Poller(state.backlog, state.clock, state.limits)
        self._set_at = float("-inf")

    @property
    def acts(self) -> Acts:
        """The methods, for BotApi."""
        return {
            "setWebhook": self._set_webhook,
            "deleteWebhook": self._delete_webhook,
            "getWebhookInfo": self._webhook_info,
            "setMyCommands": _set_commands,
            "setChatMenuButton": _set_menu_button,
        }

    # -- webhook

    def _set_webhook(self, request: Request, parameters: JsonObject) -> bool:
        now = self._state.clock.now()
        if now - self._set_at < self._state.limits.webhook_interval:
            raise flood_error("webhook_set_too_often", 1)
        self._set_at = now
        hook = self._hook(request, parameters)
        self._allow(request, parameters)
        self._drop(parameters)
        self._poller.interrupt()
        self._deliverer.set(hook)
        return True

    def _hook(self, request: Request, parameters: JsonObject) -> Webhook | None:
        url = parameters["url"]
        if not url:
            return None
        _check_address(url)
        secret = parameters.get("secret_token", "")
        if secret and not _SECRET.fullmatch(secret):
            raise RefusedError(
                "secret_token_invalid",
                "Bad Request: secret token contains unallowed characters",
            )
        wanted = parameters.get("max_connections", 40)
        connections = self._clamped(request, "max_connections", wanted, 1, _MOST_CONNECTIONS)
        return Webhook(
            url=url,
            secret_token=secret,
            max_connections=connections,
            ip_address=parameters.get("ip_address", ""),
        )

    def _delete_webhook(self, _request: Request, parameters: JsonObject) -> bool:
        self._drop(parameters)
        self._deliverer.set(None)
        return True

    def _webhook_info(self, _request: Request, _parameters: JsonObject) -> JsonObject:
        hook, error = self._deliverer.hook, self._deliverer.last_error
        info: JsonObject = {
            "url": hook.url if hook else "",
            "has_custom_certificate": False,
            "pending_update_count": len(self._state.backlog.pending),
        }
        if hook:
            info["max_connections"] = hook.max_connections
            info["ip_address"] = hook.ip_address or "127.0.0.1"
            info["allowed_updates"] = sorted(self._state.backlog.allowed)
        if error:
            info["last_error_date"], info["last_error_message"] = int(error[0]), error[1]
        return info

    # -- polling

    async def get_updates(self, request: Request, parameters: JsonObject) -> list[JsonObject]:
        """Answer getUpdates.

        Raises:
            RefusedError: a webhook is set, or another poller came meanwhile.

        """
        if self._deliverer.hook is not None:
            raise RefusedError(
                "polling_with_webhook",
                "Conflict: can't use getUpdates method while webhook is active; "
                "use deleteWebhook to delete the webhook first",
                409,
            )
        if await self._poller.supersede():
            self._note(request, "two_pollers", "one was waiting")
        self._allow(request, parameters)
        limits = self._state.limits
        limit = parameters.get("limit", limits.poll_limit)
        timeout = parameters.get("timeout", 0)
        return await self._poller.get(
            parameters.get("offset", 0),
            self._clamped(request, "limit", limit, 1, limits.poll_limit),
            self._clamped(request, "timeout", timeout, 0, limits.poll_timeout),
        )

    # -- both

    def _allow(self, request: Request, parameters: JsonObject) -> None:
        kinds = parameters.get("allowed_updates")
        if kinds is None:
            return
        for kind in set(kinds) - UPDATE_KINDS:
            self._note(request, "unknown_field", f"{kind} in allowed_updates")
        self._state.backlog.allow(UPDATE_KINDS.intersection(kinds))

    def _drop(self, parameters: JsonObject) -> None:
        if parameters.get("drop_pending_updates"):
            self._state.backlog.drop()

    def _clamped(self, request: Request, name: str, value: int, least: int, most: int) -> int:
        if not least <= value <= most:
            self._note(request, "value_out_of_range", f"{name} is {value}")
        return min(max(value, least), most)

    def _note(self, request: Request, rule: str, detail: str) -> None:
        self._state.ledger.breach(rule, self._state.clock.now(), detail, request)


def _set_commands(_request: Request, parameters: JsonObject) -> bool:
    for command in parameters["commands"]:
        name = command.get("command", "") if isinstance(command, dict) else ""
        about = command.get("description", "") if isinstance(command, dict) else ""
        if not _COMMAND.fullmatch(name) or not 1 <= len(about) <= _ABOUT:
            raise RefusedError("command_invalid", "Bad Request: BOT_COMMAND_INVALID")
    return True


def _set_menu_button(_request: Request, _parameters: JsonObject) -> bool:
    return True


def _check_address(url: str) -> None:
    """Telegram wants HTTPS on four ports; for this machine plain HTTP will do."""
    address = urlsplit(url)
    host = address.hostname or ""
    if address.scheme == "http" and _is_here(host):
        return
    if address.scheme == "https" and not _is_here(host) and (address.port or 443) not in _PORTS:
        what = "Webhook can be set up only on ports 80, 88, 443 or 8443"
        raise RefusedError("webhook_url_invalid", f"Bad Request: bad webhook: {what}")
    # HTTPS is right, but here are no certificates: a simulator that posted to the outside
    # would be none.
    what = (
        "the simulator delivers to http addresses of this machine only"
        if address.scheme == "https"
        else "An HTTPS URL must be provided for webhook"
    )
    raise RefusedError(
        None if address.scheme == "https" else "webhook_url_invalid",
        f"Bad Request: bad webhook: {what}",
    )


def _is_here(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
