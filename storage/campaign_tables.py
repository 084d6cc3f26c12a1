"""Tables of campaigns: what is planned, who is asked how, and what is written to them."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Index, Integer, Table, UniqueConstraint

from storage.columns import (
    added_flag,
    flag,
    inside,
    instant,
    key,
    metadata,
    one_of,
    perhaps,
    sealed,
    text,
)
from storage.draw_records import WORK_STATES
from survey.campaigns import CHANNELS, FRAMES, STATES
from survey.lots import ROLES
from survey.seals import KINDS

__all__ = [
    "campaign_groups",
    "campaign_quotas",
    "campaign_targets",
    "campaign_testers",
    "campaign_texts",
    "campaigns",
    "draw_frames",
    "draw_outlooks",
    "draw_strata",
    "draw_works",
    "drawn",
    "draws",
]


def _whole(name: str, *, needed: bool = True) -> Column[int]:
    return Column(name, Integer, nullable=not needed)


def _share(name: str) -> Column[float]:
    return Column(name, Float, nullable=False)


def _part(name: str) -> Column[int]:
    return Column(name, Integer, primary_key=True)


campaigns = Table(
    "campaigns", metadata, key(), text("state"), text("title"), text("plan_number"),
    text("plan_date"), perhaps("unit_id"), text("from_day"), text("to_day"), text("opens_on"),
    text("closes_on"), text("languages"), _whole("min_evidence"), _whole("quiet_from"),
    _whole("quiet_to"), flag("quiet_days"), text("reminders"), _whole("approve_above"),
    flag("test"), perhaps("copied_from"), instant("made_at"), text("made_by"),
    instant("changed_at"), text("changed_by"), instant("approved_at", needed=False),
    perhaps("approved_by"), perhaps("returned_by"), perhaps("reason"),
    instant("closed_at", needed=False), perhaps("closed_by"), _whole("version"),
    Index(None, "made_at", "id"), one_of("state", STATES),
)  # fmt: skip
campaign_groups = Table(
    "campaign_groups", metadata, inside("campaigns.id", "campaign_id"), key("group_id"),
    _whole("position"), text("title"), text("frame"), text("form"), text("modes"),
    text("procedures"), text("unit_ids"), _share("margin"), _share("response_rate"),
    _whole("floor"), _share("reserve_share"), _whole("size", needed=False),
    one_of("frame", FRAMES),
)  # fmt: skip
campaign_targets = Table(
    "campaign_targets", metadata, inside("campaigns.id", "campaign_id"), _part("position"),
    text("indicator"), _share("percent"), text("source"),
)  # fmt: skip
campaign_texts = Table(
    "campaign_texts", metadata, inside("campaigns.id", "campaign_id"), key("channel"),
    key("language"), _part("wave"), text("subject"), text("text"), one_of("channel", CHANNELS),
)  # fmt: skip
campaign_quotas = Table(
    "campaign_quotas", metadata, inside("campaigns.id", "campaign_id"), key("group_id"),
    key("area"), key("mode"), _whole("wanted"),
)  # fmt: skip
# Whom a campaign in test mode asks, in the place of the people of its frame.
campaign_testers = Table(
    "campaign_testers", metadata, inside("campaigns.id", "campaign_id"), _part("position"),
    sealed("name", needed=True), sealed("phone"), sealed("phone_index"), sealed("email"),
)  # fmt: skip

# -- who was drawn

# The record is what is sealed; what else stands here is read out of it. Rows of a partial draw
# count for nothing: it is being stored bit by bit, or removed.
draws = Table(
    "draws", metadata, key(), text("campaign_id"), _whole("number"), text("kind"), text("seed"),
    text("frame_hash"), _whole("frame_size"), text("program"), text("record"), text("seal"),
    instant("at"), text("by"), added_flag("partial"), UniqueConstraint("campaign_id", "number"),
    one_of("kind", KINDS),
)  # fmt: skip
draw_strata = Table(
    "draw_strata", metadata, inside("draws.id", "draw_id"), _part("position"), text("group_id"),
    text("unit_id"), text("area"), text("mode"), _whole("frame"), _whole("wanted"),
    _whole("main"), _whole("reserve"),
)  # fmt: skip
# The frame itself, compressed, in pieces: what counts changes, a draw can be repeated for ever.
draw_frames = Table(
    "draw_frames", metadata, inside("draws.id", "draw_id"), _part("number"),
    sealed("data", needed=True),
)  # fmt: skip
# Nobody is drawn twice for one campaign: its transactions are the key.
drawn = Table(
    "drawn", metadata, key("campaign_id"), key("transaction_id"),
    Column("draw_id", ForeignKey("draws.id"), nullable=False), text("group_id"),
    _whole("stratum"), text("role"), _whole("rank"), perhaps("stands_for"),
    instant("changed_at", needed=False), Index(None, "campaign_id", "group_id", "role", "rank"),
    one_of("role", ROLES), sqlite_with_rowid=False,
)  # fmt: skip
# The long work of a draw: one at a time for a campaign, whose row is taken over by the next.
draw_works = Table(
    "draw_works", metadata, key("campaign_id"), text("draw_id"), text("kind"), text("seed"),
    text("state"), _whole("progress"), _whole("size"), text("reason"), instant("lease_until"),
    _whole("campaign_version"), instant("at"), text("by"), _whole("version"),
    one_of("kind", KINDS), one_of("state", WORK_STATES),
)  # fmt: skip
# What a draw would be, where counting that takes longer than anybody waits for a page.
draw_outlooks = Table(
    "draw_outlooks", metadata, key("campaign_id"), key("kind"), text("stamp"), text("figures"),
    instant("wanted_at"), instant("counted_at"), instant("lease_until"), one_of("kind", KINDS),
)  # fmt: skip
