"""Every statement of the repositories can be spelt for both databases."""

import importlib
import re

import pytest
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine.interfaces import Dialect
from sqlalchemy.sql.base import Executable

from storage.dialects import ByDialect, compiled

MODULES = (
    "account_resets", "accounts", "answers", "audit", "audit_chain", "audit_verification",
    "call_backs", "case_links", "case_queue", "case_words", "complaints", "conversations", "demo",
    "desk_sessions", "drafts", "forms", "hotlines", "inbox", "invitations", "key_check",
    "notices", "opening", "outbox", "places", "procedures", "response_desk", "responses",
    "roster", "sessions", "swaps", "timers", "transaction_imports", "transactions",
)  # fmt: skip
DIALECTS: dict[str, Dialect] = {
    "sqlite": sqlite.dialect(paramstyle="named"),
    "postgresql": postgresql.dialect(paramstyle="named"),  # type: ignore[no-untyped-call]
}


def statements(module: str) -> list[object]:
    found: list[object] = []
    for value in vars(importlib.import_module(f"storage.{module}")).values():
        inside = list(value.values()) if isinstance(value, dict) else value
        each = inside if isinstance(inside, list) else [value]
        found += [one for one in each if isinstance(one, ByDialect | Executable)]
    return found


@pytest.mark.parametrize("name", DIALECTS)
@pytest.mark.parametrize("module", MODULES)
def test_all_statements_compile(module: str, name: str) -> None:
    found = statements(module)
    assert found
    for statement in found:
        sql, fixed = compiled(statement, DIALECTS[name])
        assert re.match(r"(SELECT|INSERT|UPDATE|DELETE|WITH) ", sql)
        assert all(f":{parameter}" in sql for parameter in fixed)
