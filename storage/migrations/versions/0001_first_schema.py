"""The first schema: everything from a citizen's message to a case and its history."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

NULL = True
_PENDING = sa.text("state = 'pending'")
_TABLES = (
    "units",
    "places",
    "counters",
    "forms",
    "invitations",
    "conversations",
    "sessions",
    "timers",
    "inbox",
    "outbox",
    "responses",
    "answers",
    "consents",
    "phones",
    "misreadings",
    "complaints",
    "complaint_events",
    "audit",
    "meta",
)
_APPEND_ONLY = {"complaint_events": ("complaint_id", "number"), "audit": ("id",)}


def upgrade() -> None:
    """Build all tables, then the triggers that keep history as it is."""
    _create_places()
    _create_invitations()
    _create_conversations()
    _create_messages()
    _create_responses()
    _create_answers()
    _create_complaints()
    _create_house()
    for table, keys in _APPEND_ONLY.items():
        if op.get_bind().dialect.name == "sqlite":
            _keep_history_sqlite(table, keys)
        else:
            _keep_history_postgresql(table)


def downgrade() -> None:
    """Remove all tables; triggers and indexes go with them."""
    for table in reversed(_TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name != "sqlite":
        for table in _APPEND_ONLY:
            op.execute(f"DROP FUNCTION {table}_is_append_only()")


def _keep_history_sqlite(table: str, keys: tuple[str, ...]) -> None:
    # Written out, not taken from storage.triggers: a step must not change when the code does.
    taken = " AND ".join(f"{key} = NEW.{key}" for key in keys)
    refuse = f"SELECT RAISE(ABORT, '{table} is append-only')"
    op.execute(f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN {refuse}; END")
    op.execute(
        f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} "
        f"WHEN NOT OLD.demo BEGIN {refuse}; END"
    )
    found = f"SELECT 1 FROM {table} WHERE {taken}"  # noqa: S608 – names from above, no input
    op.execute(
        f"CREATE TRIGGER {table}_no_replace BEFORE INSERT ON {table} "
        f"WHEN EXISTS ({found}) BEGIN {refuse}; END"
    )


def _keep_history_postgresql(table: str) -> None:
    function = f"{table}_is_append_only"
    refuse = f"RAISE EXCEPTION '{table} is append-only' USING ERRCODE = 'restrict_violation'"
    op.execute(
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {refuse}; END $$"
    )
    for name, moment in (
        ("no_update", f"UPDATE ON {table} FOR EACH ROW"),
        ("no_delete", f"DELETE ON {table} FOR EACH ROW WHEN (NOT OLD.demo)"),
        ("no_truncate", f"TRUNCATE ON {table} FOR EACH STATEMENT"),
    ):
        op.execute(f"CREATE TRIGGER {table}_{name} BEFORE {moment} EXECUTE FUNCTION {function}()")


def _text(name: str, null: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=null)


def _instant(name: str, null: bool = False) -> sa.Column[int]:
    return sa.Column(name, sa.BigInteger(), nullable=null)


def _integer(name: str) -> sa.Column[int]:
    return sa.Column(name, sa.Integer(), nullable=False)


def _flag(name: str) -> sa.Column[bool]:
    return sa.Column(name, sa.Boolean(), nullable=False)


def _binary(name: str, null: bool = False) -> sa.Column[bytes]:
    return sa.Column(name, sa.LargeBinary(), nullable=null)


def _number(name: str) -> sa.Column[int]:
    kind = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    return sa.Column(name, kind, autoincrement=True, nullable=False)


def _one_of(table: str, column: str, values: str) -> sa.CheckConstraint:
    listed = ", ".join(f"'{value}'" for value in values.split())
    return sa.CheckConstraint(f"{column} IN ({listed})", name=op.f(f"ck_{table}_{column}"))


def _create_places() -> None:
    op.create_table(
        "units", _text("id"), _text("name"), _text("parent_id", NULL), _flag("demo"),
        sa.ForeignKeyConstraint(["parent_id"], ["units.id"], name="fk_units_parent_id"),
        sa.PrimaryKeyConstraint("id", name="pk_units"),
    )  # fmt: skip
    op.create_table(
        "places", _text("id"), _text("name"), _text("unit_id"), _flag("demo"),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name="fk_places_unit_id"),
        sa.PrimaryKeyConstraint("id", name="pk_places"),
    )  # fmt: skip
    op.create_table(
        "counters", _text("place_id"), _text("id"), _text("name"), _integer("position"),
        sa.ForeignKeyConstraint(["place_id"], ["places.id"], name="fk_counters_place_id"),
        sa.PrimaryKeyConstraint("place_id", "id", name="pk_counters"),
    )  # fmt: skip


def _create_invitations() -> None:
    op.create_table(
        "forms", _text("form"), _integer("version"), _text("content_hash"), _text("sources"),
        _instant("published_at"), sa.PrimaryKeyConstraint("form", "version", name="pk_forms"),
    )  # fmt: skip
    op.create_table(
        "invitations", _text("id"), _text("kind"), _text("token_hash"), _text("code_hash"),
        _text("form"), _text("language"), _instant("created_at"), _instant("expires_at", NULL),
        _instant("revoked_at", NULL), _text("unit_id", NULL), _text("place_id", NULL),
        _text("counter_id", NULL), _text("service", NULL), _text("period_from", NULL),
        _text("period_to", NULL), _text("session_id", NULL), _text("label", NULL), _flag("demo"),
        _one_of("invitations", "kind", "personal place assisted"),
        sa.PrimaryKeyConstraint("id", name="pk_invitations"),
        sa.UniqueConstraint("code_hash", name="uq_invitations_code_hash"),
        sa.UniqueConstraint("token_hash", name="uq_invitations_token_hash"),
    )  # fmt: skip


def _create_conversations() -> None:
    op.create_table(
        "conversations", _text("channel"), _text("user_key"), _text("session_id"),
        _instant("created_at"),
        sa.PrimaryKeyConstraint("channel", "user_key", name="pk_conversations"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "sessions", _text("id"), _integer("version"), _integer("last_seq"), _text("channel"),
        _text("state"), _text("form", NULL), _text("invitation_id", NULL), _instant("touched_at"),
        _flag("trial"), _binary("data"),
        _one_of(
            "sessions", "state", "asking reviewing paused stopped completed declined ineligible "
            "erased",
        ),
        sa.CheckConstraint("version >= 0 AND last_seq >= 0", name=op.f("ck_sessions_counts")),
        sa.PrimaryKeyConstraint("id", name="pk_sessions"),
    )  # fmt: skip
    op.create_table(
        "timers", _text("id"), _text("session_id"), _text("kind"), _integer("wait"),
        _instant("due_at"), _integer("attempts"),
        sa.PrimaryKeyConstraint("id", name="pk_timers"),
        sa.UniqueConstraint("session_id", "kind", name="uq_timers_session_id_kind"),
    )  # fmt: skip
    op.create_index("ix_timers_due_at", "timers", ["due_at"], unique=False)


def _create_messages() -> None:
    op.create_table(
        "inbox", _number("arrival"), _text("id"), _text("channel"), _text("dedupe_key"),
        _text("session_id"), _binary("body", NULL), _instant("received_at"), _text("state"),
        _integer("attempts"), _instant("retry_at"), _text("reason", NULL),
        _one_of("inbox", "state", "pending applied ignored dead"),
        sa.PrimaryKeyConstraint("arrival", name="pk_inbox"),
        sa.UniqueConstraint("channel", "dedupe_key", name="uq_inbox_channel_dedupe_key"),
    )  # fmt: skip
    for name, columns in (
        ("uq_inbox_pending_id", ["id"]),
        ("ix_inbox_pending_session", ["session_id", "arrival"]),
        ("ix_inbox_pending_received", ["received_at"]),
    ):
        op.create_index(
            name, "inbox", columns, unique=name.startswith("uq"),
            sqlite_where=_PENDING, postgresql_where=_PENDING,
        )  # fmt: skip
    op.create_table(
        "outbox", _text("session_id"), _integer("seq"), _binary("body"), _instant("created_at"),
        _text("state"),
        _one_of("outbox", "state", "pull queued claimed sent unknown dead cancelled"),
        sa.CheckConstraint("seq >= 1", name=op.f("ck_outbox_seq")),
        sa.PrimaryKeyConstraint("session_id", "seq", name="pk_outbox"),
    )  # fmt: skip


def _create_responses() -> None:
    op.create_table(
        "responses", _text("id"), _text("session_id", NULL), _text("form"), _integer("version"),
        _text("channel"), _text("language"), _text("state"), _instant("started_at"),
        _instant("completed_at", NULL), _text("code", NULL), _text("restricted", NULL),
        _text("invitation_id", NULL), _text("invitation_kind", NULL), _text("unit_id", NULL),
        _text("place_id", NULL), _text("counter_id", NULL), _flag("trial"), _flag("demo"),
        _one_of("responses", "restricted", "formal_complaint denunciation"),
        _one_of(
            "responses", "state", "in_progress completed declined ineligible stopped superseded "
            "redirected abandoned erased",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_responses"),
        sa.UniqueConstraint("code", name="uq_responses_code"),
    )  # fmt: skip
    op.create_index("ix_responses_session_id", "responses", ["session_id"], unique=False)
    op.create_index("ix_responses_started_at", "responses", ["started_at"], unique=False)


def _create_answers() -> None:
    op.create_table(
        "answers", _text("response_id"), _text("question"), _integer("revision"),
        _text("value", NULL), _binary("sealed_value", NULL), _text("method"),
        sa.Column("confidence", sa.Float(), nullable=False), _binary("comment", NULL),
        _flag("private"), _text("flags"), _instant("at"), _flag("retracted"),
        sa.CheckConstraint("NOT private OR value IS NULL", name=op.f("ck_answers_private")),
        sa.CheckConstraint("confidence BETWEEN 0 AND 1", name=op.f("ck_answers_confidence")),
        sa.CheckConstraint("revision >= 1", name=op.f("ck_answers_revision")),
        sa.ForeignKeyConstraint(["response_id"], ["responses.id"], name="fk_answers_response_id"),
        sa.PrimaryKeyConstraint("response_id", "question", "revision", name="pk_answers"),
        sqlite_with_rowid=False,
    )  # fmt: skip
    op.create_table(
        "consents", _number("id"), _text("response_id"), _text("consent"), _flag("given"),
        _text("form"), _integer("version"), _text("question"), _text("text_hash"),
        _text("language"), _text("channel"), _text("method"), _instant("at"),
        sa.ForeignKeyConstraint(["response_id"], ["responses.id"], name="fk_consents_response_id"),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
    )  # fmt: skip
    op.create_index("ix_consents_response_id", "consents", ["response_id"], unique=False)
    op.create_table(
        "phones", _text("response_id"), _text("purpose"), _binary("number"),
        _binary("blind_index"), _instant("at"),
        sa.ForeignKeyConstraint(["response_id"], ["responses.id"], name="fk_phones_response_id"),
        sa.PrimaryKeyConstraint("response_id", "purpose", name="pk_phones"),
    )  # fmt: skip
    op.create_index("ix_phones_blind_index", "phones", ["blind_index"], unique=False)
    op.create_table(
        "misreadings", _number("id"), _text("response_id"), _text("question"), _binary("text"),
        _instant("at"), sa.PrimaryKeyConstraint("id", name="pk_misreadings"),
    )  # fmt: skip
    op.create_index("ix_misreadings_response_id", "misreadings", ["response_id"], unique=False)


def _create_complaints() -> None:
    op.create_table(
        "complaints", _text("id"), _text("code"), _text("response_id"),
        _text("session_id", NULL),
        _text("kind"), _text("category"),
        sa.Column("severity", sa.SmallInteger(), nullable=False), _flag("restricted"),
        _flag("reply_promised"), _text("state"), _text("owner_unit_id", NULL),
        _text("owner_role"), _instant("due_at", NULL), _instant("created_at"),
        _text("unit_id", NULL), _text("place_id", NULL), _text("counter_id", NULL),
        _text("cause_question", NULL), _binary("story", NULL), _binary("name", NULL),
        _binary("address", NULL), _binary("phone", NULL), _binary("phone_index", NULL),
        _flag("trial"), _flag("demo"), sa.PrimaryKeyConstraint("id", name="pk_complaints"),
        sa.UniqueConstraint("code", name="uq_complaints_code"),
    )  # fmt: skip
    op.create_index("ix_complaints_created_at", "complaints", ["created_at"], unique=False)
    op.create_index("ix_complaints_phone_index", "complaints", ["phone_index"], unique=False)
    op.create_index("ix_complaints_response_id", "complaints", ["response_id"], unique=False)
    op.create_table(
        "complaint_events", _text("complaint_id"), _integer("number"), _text("kind"),
        _instant("at"), _text("actor"), _text("detail"), _flag("demo"),
        sa.CheckConstraint("number >= 1", name=op.f("ck_complaint_events_number")),
        sa.ForeignKeyConstraint(
            ["complaint_id"], ["complaints.id"], name="fk_complaint_events_complaint_id",
        ),
        sa.PrimaryKeyConstraint("complaint_id", "number", name="pk_complaint_events"),
    )  # fmt: skip


def _create_house() -> None:
    op.create_table(
        "audit", _number("id"), _instant("at"), _text("actor"), _text("action"), _text("target"),
        _text("detail"), _flag("demo"), sa.PrimaryKeyConstraint("id", name="pk_audit"),
    )  # fmt: skip
    op.create_table(
        "meta", _text("key"), _text("value"), sa.PrimaryKeyConstraint("key", name="pk_meta"),
        sqlite_with_rowid=False,
    )  # fmt: skip
