"""The desk: accounts, the queue of cases, drafts, marks, the calendar, the seal of the audit log.

Revision ID: 0004
Revises: 0003

Additive only, with defaults in the database: the version before goes on writing its rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

_TABLES = (
    "audit_unsealed", "audit_chain", "response_marks", "calendar_changes", "saved_filters",
    "drafts", "case_links", "case_parties", "complaint_words", "desk_sessions", "account_links",
    "account_grants", "accounts",
)  # fmt: skip
_GUARDED = ("response_marks", "calendar_changes", "audit_chain")
_NOT_CLOSED = sa.text("state <> 'closed'")
_CLOSED = sa.text("state = 'closed'")
_RUNNING = sa.text("state IN ('assigned', 'forwarded', 'in_progress', 'new', 'reopened')")
_UNTIMED = sa.text("state <> 'closed' AND (due_at IS NULL OR state IN ('answered', 'waiting'))")
_UNTAKEN = sa.text(
    "(officer_id IS NULL AND state IN ('assigned', 'in_progress', 'new', 'reopened'))"
)
_SET_ASIDE = sa.text("set_aside")
_AUDIT_INDEXES = {
    f"ix_audit_{'_'.join(columns)}": columns
    for columns in (
        ["at", "id"], ["actor", "at", "id"], ["action", "at", "id"], ["target", "at", "id"],
    )
}  # fmt: skip
_RESPONSE_INDEXES = {
    f"ix_responses_{'_'.join(columns)}": columns
    for columns in (
        ["started_at", "id"], ["unit_id", "started_at", "id"], ["form", "started_at", "id"],
    )
}  # fmt: skip


def _text(name: str, *, null: bool = False, default: str | None = None) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null, server_default=default)


def _number(name: str, *, null: bool = False, default: str | None = None) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=null, server_default=default)


def _integer(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _binary(name: str, *, null: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=null)


def _flag(name: str, *, null: bool = False) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=null)


def _primary(table: str, *columns: str) -> sa.PrimaryKeyConstraint:
    return sa.PrimaryKeyConstraint(*columns, name=f"pk_{table}")


def _refers(
    table: str, column: str, target: str, *, along: bool = False
) -> sa.ForeignKeyConstraint:
    # The version before removes example cases without knowing of their new parts.
    ondelete = "CASCADE" if along else None
    return sa.ForeignKeyConstraint(
        [column], [target], name=f"fk_{table}_{column}", ondelete=ondelete
    )


def _check(table: str, name: str, rule: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(f"ix_{table}_{'_'.join(columns)}", table, list(columns))


def _partial(name: str, table: str, columns: list[str], where: sa.TextClause) -> None:
    op.create_index(name, table, columns, sqlite_where=where, postgresql_where=where)


# -- up


def upgrade() -> None:
    """Go one step up."""
    _create_accounts()
    _create_sessions()
    _create_words_and_parties()
    _create_links_and_drafts()
    _create_calendar_and_marks()
    _widen_complaints()
    _widen_responses()
    _create_seal()
    _keep_history("response_marks", ("response_id", "number"), demo=True)
    _let_erase("response_marks", "reason", "response_id, number, kind, at, actor, demo")
    _keep_history("calendar_changes", ("number",), demo=False)
    _keep_history("audit_chain", ("position",), demo=False)


def _create_accounts() -> None:
    op.create_table(
        "accounts", _text("id"), _text("login"), _text("name"), _text("language"), _text("state"),
        _text("password_hash", null=True), _binary("totp_secret", null=True),
        _number("totp_step"), _text("recovery"), _integer("failures"),
        _number("locked_until", null=True), _number("created_at"),
        _number("version", default="1"),
        _check("accounts", "state", "state IN ('active', 'disabled')"),
        _primary("accounts", "id"), sa.UniqueConstraint("login", name="uq_accounts_login"),
    )  # fmt: skip
    op.create_table(
        "account_grants", _text("account_id"), _text("role"), _text("unit_id"),
        _refers("account_grants", "account_id", "accounts.id"),
        _primary("account_grants", "account_id", "role", "unit_id"),
    )  # fmt: skip
    purposes = "purpose IN ('first_admin', 'invite', 'reset')"
    op.create_table(
        "account_links", _text("token_hash"), _text("purpose"), _text("account_id", null=True),
        _number("created_at"), _number("expires_at"), _number("used_at", null=True),
        _text("created_by"), _check("account_links", "purpose", purposes),
        _primary("account_links", "token_hash"),
    )  # fmt: skip
    _index("account_links", "account_id")


def _create_sessions() -> None:
    op.create_table(
        "desk_sessions", _text("id_hash"), _text("account_id"), _text("csrf"),
        _number("created_at"), _number("seen_at"), _text("agent"),
        _number("ended_at", null=True), _refers("desk_sessions", "account_id", "accounts.id"),
        _primary("desk_sessions", "id_hash"),
    )  # fmt: skip
    _index("desk_sessions", "account_id")
    _index("desk_sessions", "seen_at")


def _create_words_and_parties() -> None:
    op.create_table(
        "complaint_words", _binary("word_index"), _text("owner_unit_id", null=True),
        _text("complaint_id"),
        _refers("complaint_words", "complaint_id", "complaints.id", along=True),
        _primary("complaint_words", "word_index", "complaint_id"), sqlite_with_rowid=False,
    )  # fmt: skip
    _index("complaint_words", "word_index", "owner_unit_id", "complaint_id")
    _index("complaint_words", "complaint_id")
    op.create_table(
        "case_parties", _text("account_id"), _text("complaint_id"), _text("kind"),
        _refers("case_parties", "complaint_id", "complaints.id", along=True),
        _primary("case_parties", "account_id", "complaint_id"),
    )  # fmt: skip
    _index("case_parties", "complaint_id")


def _create_links_and_drafts() -> None:
    op.create_table(
        "case_links", _text("token_hash"), _text("complaint_id"), _number("created_at"),
        _number("expires_at"), _primary("case_links", "token_hash"),
    )  # fmt: skip
    _index("case_links", "complaint_id")
    _index("case_links", "expires_at")
    op.create_table(
        "drafts", _text("account_id"), _text("complaint_id"), _text("kind"), _binary("text"),
        _number("at"), _primary("drafts", "account_id", "complaint_id", "kind"),
    )  # fmt: skip
    _index("drafts", "complaint_id")
    _index("drafts", "at")
    op.create_table(
        "saved_filters", _text("account_id"), _text("list"), _text("name"), _binary("query"),
        _primary("saved_filters", "account_id", "list", "name"),
    )  # fmt: skip


def _create_calendar_and_marks() -> None:
    given = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "calendar_changes", sa.Column("number", given, nullable=False, autoincrement=True),
        _text("day"), _flag("works", null=True), _text("decision"), _number("at"),
        _text("actor"), _primary("calendar_changes", "number"),
    )  # fmt: skip
    op.create_table(
        "response_marks", _text("response_id"), _integer("number"), _text("kind"),
        _binary("reason", null=True), _number("at"), _text("actor"), _flag("demo"),
        _check("response_marks", "number", "number >= 1"),
        _check("response_marks", "kind", "kind IN ('set_aside', 'restored')"),
        _refers("response_marks", "response_id", "responses.id", along=True),
        _primary("response_marks", "response_id", "number"),
    )  # fmt: skip


def _widen_complaints() -> None:
    for column in (
        _text("officer_id", null=True), _number("version", default="1"),
        _number("waiting_since", null=True), _number("answered_at", null=True),
        _number("reopened", default="0"), _text("due_version", default=""),
        _number("term_at", null=True), _number("noticed", default="0"),
        _number("look_at", null=True),
    ):  # fmt: skip
        op.add_column("complaints", column)
    for name, columns, where in _queue_indexes():
        _partial(name, "complaints", columns, where)
    op.add_column("complaint_events", _binary("text", null=True))
    _let_erase("complaint_events", "text", "complaint_id, number, kind, at, actor, detail, demo")


def _queue_indexes() -> Iterator[tuple[str, list[str], sa.TextClause]]:
    """Yield (name, columns, rows) of the indexes by which pages of the queue are read."""
    orders = (
        ("due", ("due_at", "id"), _RUNNING), ("untimed", ("id",), _UNTIMED),
        ("newest", ("id",), _NOT_CLOSED),
    )  # fmt: skip
    facets = ((), ("state",), ("category",), ("severity",), ("officer_id",))
    units: tuple[tuple[str, ...], ...] = ((), ("owner_unit_id",))
    for unit, facet, (name, order, where) in product(units, facets, orders):
        parts = ("ix_complaints_open", *unit, *facet, name)
        by_state = name == "due" and facet == ("state",)
        yield "_".join(parts), [*unit, *facet, *order], _NOT_CLOSED if by_state else where
    for unit in units:
        untaken = "_".join(("ix_complaints_untaken", *unit))
        yield f"{untaken}_due", [*unit, "due_at", "id"], _UNTAKEN
        yield f"{untaken}_newest", [*unit, "id"], _UNTAKEN
        restricted = "_".join(("ix_complaints_open", *unit, "restricted"))
        yield restricted, [*unit, "restricted", "id"], _NOT_CLOSED
    for whose in ((), ("owner_unit_id",), ("officer_id",)):
        yield "_".join(("ix_complaints_closed", *whose)), [*whose, "id"], _CLOSED
    yield "ix_complaints_look", ["look_at", "id"], _NOT_CLOSED


def _widen_responses() -> None:
    # Not `_flag`: a default that both dialects take as "no".
    no: sa.Column[bool] = sa.Column(
        "set_aside", sa.Boolean(), nullable=False, server_default=sa.false()
    )
    op.add_column("responses", no)
    for columns in _RESPONSE_INDEXES.values():
        _index("responses", *columns)
    _partial("ix_responses_set_aside", "responses", ["started_at", "id"], _SET_ASIDE)


def _create_seal() -> None:
    for columns in _AUDIT_INDEXES.values():
        _index("audit", *columns)
    op.create_table(
        "audit_chain", sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        _number("audit_id"), _number("sealed_at"), _text("hash"),
        _primary("audit_chain", "position"),
    )  # fmt: skip
    _index("audit_chain", "audit_id")
    op.create_table(
        "audit_unsealed",
        sa.Column("audit_id", sa.BigInteger(), autoincrement=False, nullable=False),
        _primary("audit_unsealed", "audit_id"),
    )
    _collect_new_rows()
    # What was written before the seal was invented comes first in the chain.
    op.execute("INSERT INTO audit_unsealed SELECT id FROM audit WHERE NOT demo")


# -- triggers


def _is_sqlite() -> bool:
    return op.get_context().dialect.name == "sqlite"


def _on(table: str) -> str:
    """Return how a trigger's table is named when the trigger is dropped."""
    return "" if _is_sqlite() else f" ON {table}"


def _does(table: str, moment: str, rows: str = "") -> str:
    """Return when a trigger fires, and that it refuses."""
    if _is_sqlite():
        refuse = f"SELECT RAISE(ABORT, '{table} is append-only')"
        return f"{moment} ON {table}{f' WHEN {rows}' if rows else ''} BEGIN {refuse}; END"
    which = f" WHEN ({rows})" if rows else ""
    return f"{moment} ON {table} FOR EACH ROW{which} EXECUTE FUNCTION {table}_is_append_only()"


def _keep_history(table: str, keys: tuple[str, ...], *, demo: bool) -> None:
    if _is_sqlite():
        taken = " AND ".join(f"{key} = NEW.{key}" for key in keys)
        found = f"EXISTS (SELECT 1 FROM {table} WHERE {taken})"  # noqa: S608 – names of ours
        op.execute(f"CREATE TRIGGER {table}_no_replace BEFORE {_does(table, 'INSERT', found)}")
    else:
        op.execute(
            f"CREATE OR REPLACE FUNCTION {table}_is_append_only() RETURNS trigger "
            f"LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION '{table} is append-only' "
            "USING ERRCODE = 'restrict_violation'; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {table}_is_append_only()"
        )
    real = "NOT OLD.demo" if demo else ""
    op.execute(f"CREATE TRIGGER {table}_no_delete BEFORE {_does(table, 'DELETE', real)}")
    op.execute(f"CREATE TRIGGER {table}_no_update BEFORE {_does(table, 'UPDATE')}")


def _let_erase(table: str, column: str, fixed: str) -> None:
    """Narrow what may not be changed to `fixed`; `column` may be emptied (invariant I22)."""
    op.execute(f"DROP TRIGGER IF EXISTS {table}_no_update{_on(table)}")
    emptied = _does(table, f"UPDATE OF {column}", f"NEW.{column} IS NOT NULL")
    op.execute(f"CREATE TRIGGER {table}_only_erase BEFORE {emptied}")
    op.execute(f"CREATE TRIGGER {table}_no_update BEFORE {_does(table, f'UPDATE OF {fixed}')}")


def _collect_new_rows() -> None:
    insert = "INSERT INTO audit_unsealed VALUES (NEW.id) ON CONFLICT DO NOTHING"
    new = "CREATE TRIGGER audit_waits AFTER INSERT ON audit"
    if _is_sqlite():
        op.execute(f"{new} WHEN NOT NEW.demo BEGIN {insert}; END")
        return
    head = "CREATE OR REPLACE FUNCTION audit_waits() RETURNS trigger LANGUAGE plpgsql"
    op.execute(f"{head} AS $$ BEGIN {insert}; RETURN NULL; END $$")
    op.execute(f"{new} FOR EACH ROW WHEN (NOT NEW.demo) EXECUTE FUNCTION audit_waits()")


# -- down


def downgrade() -> None:
    """Go one step down: what officers did to cases is forgotten, the cases stay."""
    op.execute(f"DROP TRIGGER audit_waits{_on('audit')}")
    for table in _TABLES:
        op.drop_table(table)
    for name in _AUDIT_INDEXES:
        op.drop_index(name, "audit")
    for name in (*_RESPONSE_INDEXES, "ix_responses_set_aside"):
        op.drop_index(name, "responses")
    op.drop_column("responses", "set_aside")
    _narrow_complaints()
    if not _is_sqlite():
        for table in _GUARDED:
            op.execute(f"DROP FUNCTION {table}_is_append_only()")
        op.execute("DROP FUNCTION audit_waits()")


def _narrow_complaints() -> None:
    for name, _, _ in _queue_indexes():
        op.drop_index(name, "complaints")
    for column in (
        "look_at", "noticed", "term_at", "due_version", "reopened", "answered_at",
        "waiting_since", "version", "officer_id",
    ):  # fmt: skip
        op.drop_column("complaints", column)
    for name in ("only_erase", "no_update"):
        op.execute(f"DROP TRIGGER complaint_events_{name}{_on('complaint_events')}")
    op.drop_column("complaint_events", "text")
    op.execute(
        f"CREATE TRIGGER complaint_events_no_update BEFORE {_does('complaint_events', 'UPDATE')}"
    )
