"""Every answer of Telegram, and what it means for the message that was sent."""

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.base import Outcome, Permanent, Retry, Sent, Unknown
from bot.channels.telegram.answers import outcome_of
from tests.bot.hostile_bodies import JSON

OK = b'{"ok":true,"result":{"message_id":13,"date":1,"chat":{"id":1,"type":"private"}}}'


def refusal(code: int, description: str, **parameters: object) -> bytes:
    body = {"ok": False, "error_code": code, "description": description}
    return json.dumps(body | ({"parameters": parameters} if parameters else {})).encode()


TELEGRAM_OUTCOMES: Mapping[str, tuple[int, bytes, Outcome]] = {
    "sent": (200, OK, Sent("13")),
    "done": (200, b'{"ok":true,"result":true}', Sent()),
    "flood": (
        429,
        refusal(429, "Too Many Requests: retry after 5", retry_after=5),
        Retry(5.0, everybody=True, reason="429 Too Many Requests: retry after 5"),
    ),
    "flood without a number": (
        429,
        b"<html>",
        Retry(everybody=True, reason="HTTP 429"),
    ),
    "server error": (
        500,
        refusal(500, "Internal Server Error"),
        Retry(reason="500 Internal Server Error"),
    ),
    # The gateway had it, and may have passed it on: it is not Telegram that says no.
    "page of a gateway": (502, b"<html>Bad Gateway</html>", Unknown("HTTP 502")),
    "gateway timeout": (504, b"", Unknown("HTTP 504")),
    # A wall in between knows neither the person nor the account: neither is given up for it.
    "forbidden by a wall": (403, b"<html>Blocked</html>", Retry(reason="HTTP 403")),
    "forbidden by a wall's JSON": (403, b'{"ok":false}', Retry(reason="HTTP 403")),
    "not found by a proxy": (404, b"not found", Retry(reason="HTTP 404")),
    "unauthorised by a proxy": (401, b"", Retry(reason="HTTP 401")),
    "bad request of a proxy": (400, b"<html>", Retry(reason="HTTP 400")),
    "proxy that wants a name": (407, b"<html>", Retry(reason="HTTP 407")),
    "yes under a no": (403, OK, Retry(reason="HTTP 403")),
    "no under another no": (
        502,
        refusal(403, "Forbidden: bot was blocked by the user"),
        Permanent("403 Forbidden: bot was blocked by the user", stop=True),
    ),
    "redirect": (302, b"", Retry(reason="HTTP 302")),
    "answer cut off": (200, OK[:40], Unknown("unreadable answer")),
    "no JSON": (200, b"OK", Unknown("unreadable answer")),
    "blocked": (
        403,
        refusal(403, "Forbidden: bot was blocked by the user"),
        Permanent("403 Forbidden: bot was blocked by the user", stop=True),
    ),
    "deactivated": (
        403,
        refusal(403, "Forbidden: user is deactivated"),
        Permanent("403 Forbidden: user is deactivated", stop=True),
    ),
    "never started": (
        403,
        refusal(403, "Forbidden: bot can't initiate conversation with a user"),
        Permanent("403 Forbidden: bot can't initiate conversation with a user", stop=True),
    ),
    "chat not found": (
        400,
        refusal(400, "Bad Request: chat not found"),
        Permanent("400 Bad Request: chat not found", stop=True),
    ),
    "our fault": (
        400,
        refusal(400, "Bad Request: BUTTON_DATA_INVALID"),
        Permanent("400 Bad Request: BUTTON_DATA_INVALID"),
    ),
    "not modified": (
        400,
        refusal(400, "Bad Request: message is not modified: specified new content is the same"),
        Sent(),
    ),
    "query too old": (
        400,
        refusal(
            400,
            "Bad Request: query is too old and response timeout expired or query ID is invalid",
        ),
        Sent(),
    ),
    "revoked": (
        401,
        refusal(401, "Unauthorized"),
        Permanent("401 Unauthorized", account=True),
    ),
    "no such bot": (
        404,
        refusal(404, "Not Found"),
        Permanent("404 Not Found", account=True),
    ),
    "refusal behind a friendly status": (
        200,
        refusal(403, "Forbidden: bot was blocked by the user"),
        Permanent("403 Forbidden: bot was blocked by the user", stop=True),
    ),
}


@pytest.mark.parametrize("case", TELEGRAM_OUTCOMES)
def test_every_answer_of_telegram_is_one_of_the_four_outcomes(case: str) -> None:
    status, payload, expected = TELEGRAM_OUTCOMES[case]
    assert outcome_of(status, payload) == expected


@given(
    status=st.integers(100, 599),
    payload=st.binary(max_size=100) | JSON.map(lambda v: json.dumps(v).encode()),
)
def test_any_answer_is_one_of_the_four_outcomes(status: int, payload: bytes) -> None:
    outcome = outcome_of(status, payload)
    assert isinstance(outcome, Sent | Retry | Permanent | Unknown)
    assert not isinstance(outcome, Sent) or status < 300 or status == 400
