"""Tables of invitations by transaction: their links, who was asked when, keys of other systems."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, LargeBinary, Table, UniqueConstraint

from storage.columns import (
    added_flag,
    added_inside,
    instant,
    key,
    metadata,
    perhaps,
    sealed,
    text,
)

__all__ = ["api_answers", "api_keys", "asked_people", "invitation_links"]

api_keys = Table(
    "api_keys", metadata, key(), text("name"), text("key_hash"), text("unit_id"),
    text("legal_basis"), instant("created_at"), text("created_by"),
    instant("expires_at", needed=False), instant("revoked_at", needed=False), perhaps("used_on"),
    UniqueConstraint("key_hash"),
)  # fmt: skip
# What a request was answered, for a while: the same request again is answered the same.
api_answers = Table(
    "api_answers", metadata, key("key_id"), key("idempotency_key"), text("request_hash"),
    Column("status", Integer, nullable=False), sealed("body", needed=True), instant("at"),
    Index(None, "at"),
)  # fmt: skip
# One row a person, by a keyed hash: nobody is asked twice within the days that are set.
asked_people = Table(
    "asked_people", metadata, Column("person_index", LargeBinary, primary_key=True),
    instant("asked_at"), text("invitation_id"), added_flag("shared"), Index(None, "asked_at"),
)  # fmt: skip
# Further links of an invitation, one of each source (a campaign's id, or the office that prints
# slips and answers other systems): a newer one ends the older of its own source only.
invitation_links = Table(
    "invitation_links", metadata, added_inside("invitations.id", "invitation_id"), key("source"),
    text("token_hash"), text("code_hash"), instant("expires_at", needed=False),
    UniqueConstraint("token_hash"), UniqueConstraint("code_hash"),
)  # fmt: skip
