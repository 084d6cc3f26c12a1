"""What notices to officers say, in the language of who reads them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from flows.desk.notices import Kind
from flows.identifiers import Instant
from flows.texts import text_key
from storage.trust import NoticeRecord

__all__ = ["NOTICES", "Wording"]

NOTICES: Final[Mapping[Kind, str]] = {
    "case.assigned": text_key("notice.case.assigned"),
    "case.arrived": text_key("notice.case.arrived"),
    "case.supplied": text_key("notice.case.supplied"),
    "case.reopened": text_key("notice.case.reopened"),
    "case.agreed": text_key("notice.case.agreed"),
    "case.waiting_over": text_key("notice.case.waiting_over"),
    "case.not_begun": text_key("notice.case.not_begun"),
    "case.due_soon": text_key("notice.case.due_soon"),
    "case.overdue": text_key("notice.case.overdue"),
    "account.role_given": text_key("notice.account.role_given"),
    "account.role_taken": text_key("notice.account.role_taken"),
    "account.disabled": text_key("notice.account.disabled"),
    "account.enabled": text_key("notice.account.enabled"),
    "account.link_made": text_key("notice.account.link_made"),
    "account.password_reset": text_key("notice.account.password_reset"),
    "account.reset_asked": text_key("notice.account.reset_asked"),
    "account.reset_wanted": text_key("notice.account.reset_wanted"),
    "account.reset_refused": text_key("notice.account.reset_refused"),
    "account.new_device": text_key("notice.account.new_device"),
    "account.other_invited": text_key("notice.account.other_invited"),
    "account.other_joined": text_key("notice.account.other_joined"),
    "account.other_role_given": text_key("notice.account.other_role_given"),
    "campaign.behind": text_key("notice.campaign.behind"),
    "campaign.waiting": text_key("notice.campaign.waiting"),
    "campaign.approved": text_key("notice.campaign.approved"),
    "campaign.returned": text_key("notice.campaign.returned"),
    "campaign.wave_waits": text_key("notice.campaign.wave_waits"),
    "campaign.texts_waiting": text_key("notice.campaign.texts_waiting"),
    "campaign.texts_taken": text_key("notice.campaign.texts_taken"),
    "campaign.texts_refused": text_key("notice.campaign.texts_refused"),
    "report.waiting": text_key("notice.report.waiting"),
    "report.approved": text_key("notice.report.approved"),
    "report.returned": text_key("notice.report.returned"),
    "report.reply_wanted": text_key("notice.report.reply_wanted"),
    "report.due_soon": text_key("notice.report.due_soon"),
    "report.overdue": text_key("notice.report.overdue"),
    "report.overdue_below": text_key("notice.report.overdue_below"),
}
_DEVICE_LOST: Final[Mapping[Kind, str]] = {
    "account.link_made": text_key("notice.account.link_made.lost"),
    "account.reset_asked": text_key("notice.account.reset_asked.lost"),
    "account.reset_wanted": text_key("notice.account.reset_wanted.lost"),
}
"""Used where the authenticator is forgotten with the password."""


class _Text(Protocol):
    def __call__(self, key: str, **params: object) -> str: ...


@dataclass(frozen=True, slots=True)
class Wording:
    """Says notices: `text` of a key; who an `actor` of the audit log is; `unit` and `role` by
    their names; a `moment` in words.
    """

    text: _Text
    actor: Callable[[str], str]
    unit: Callable[[str], str]
    role: Callable[[str], str]
    moment: Callable[[Instant], str]

    def said(self, notice: NoticeRecord) -> str:
        """Return what a notice says."""
        given = notice.params
        lost = given.get("authenticator") == "lost"
        key = _DEVICE_LOST.get(notice.kind) if lost else None
        due = given.get("due_at")
        return self.text(
            key or NOTICES[notice.kind],
            code=notice.object,
            who=self.actor(given.get("by", "")),
            owner=self.actor(f"account:{notice.object}"),
            role=self.role(given.get("role", "")),
            unit=self.unit(given.get("unit", "")),
            device=given.get("device", ""),
            valid=given.get("valid", ""),
            wanted=given.get("wanted", ""),
            missing=given.get("missing", ""),
            title=given.get("title", ""),
            reason=self.text(why) if (why := given.get("why")) else given.get("reason", ""),
            due=self.moment(Instant(int(due))) if due else "",
        )
