"""What the lines of the audit log say to people: who, did what, and what is written beside it.

What officers typed may name a citizen's number against the advice beside the box: it is shown
without (invariant I19). Everything else in the log is ids, codes and words of ours.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from flows.redaction import HIDDEN
from flows.texts import text_key

__all__ = [
    "ACTIONS",
    "ACTORS",
    "COMMAND",
    "DETAILS",
    "TARGETS",
    "account_in",
    "without_numbers",
]

ACTIONS: Final[Mapping[str, str]] = {
    "case.take": text_key("console.audit.action.case.take"),
    "case.assign": text_key("console.audit.action.case.assign"),
    "case.note": text_key("console.audit.action.case.note"),
    "case.ask": text_key("console.audit.action.case.ask"),
    "case.answer": text_key("console.audit.action.case.answer"),
    "case.forward": text_key("console.audit.action.case.forward"),
    "case.recategorise": text_key("console.audit.action.case.recategorise"),
    "case.close": text_key("console.audit.action.case.close"),
    "case.reveal": text_key("console.audit.action.case.reveal"),
    "case.export": text_key("console.audit.action.case.export"),
    "case.print": text_key("console.audit.action.case.print"),
    "case.file": text_key("console.audit.action.case.file"),
    "case.declare_conflict": text_key("console.audit.action.case.declare_conflict"),
    "response.set_aside": text_key("console.audit.action.response.set_aside"),
    "response.restored": text_key("console.audit.action.response.restored"),
    "response.export": text_key("console.audit.action.response.export"),
    "calendar.change": text_key("console.audit.action.calendar.change"),
    "audit.export": text_key("console.audit.action.audit.export"),
    "audit.verified": text_key("console.audit.action.audit.verified"),
    "account.signed_in": text_key("console.audit.action.account.signed_in"),
    "account.signed_out": text_key("console.audit.action.account.signed_out"),
    "account.refused": text_key("console.audit.action.account.refused"),
    "account.locked": text_key("console.audit.action.account.locked"),
    "account.first_link": text_key("console.audit.action.account.first_link"),
    "account.invited": text_key("console.audit.action.account.invited"),
    "account.joined": text_key("console.audit.action.account.joined"),
    "account.link_made": text_key("console.audit.action.account.link_made"),
    "account.password_reset": text_key("console.audit.action.account.password_reset"),
    "account.password_changed": text_key("console.audit.action.account.password_changed"),
    "account.totp_begun": text_key("console.audit.action.account.totp_begun"),
    "account.authenticator_changed": text_key(
        "console.audit.action.account.authenticator_changed"
    ),
    "account.codes_renewed": text_key("console.audit.action.account.codes_renewed"),
    "account.role_given": text_key("console.audit.action.account.role_given"),
    "account.role_taken": text_key("console.audit.action.account.role_taken"),
    "account.disabled": text_key("console.audit.action.account.disabled"),
    "account.enabled": text_key("console.audit.action.account.enabled"),
    "account.session_ended": text_key("console.audit.action.account.session_ended"),
    "account.sessions_ended": text_key("console.audit.action.account.sessions_ended"),
    "account.language_changed": text_key("console.audit.action.account.language_changed"),
    "erased_on_request": text_key("console.audit.action.erased_on_request"),
    "human_requested": text_key("console.audit.action.human_requested"),
    "opted_out": text_key("console.audit.action.opted_out"),
    "place_added": text_key("console.audit.action.place_added"),
    "kiosk_added": text_key("console.audit.action.kiosk_added"),
    "invitation_revoked": text_key("console.audit.action.invitation_revoked"),
    "form_imported": text_key("console.audit.action.form_imported"),
    "responses_exported": text_key("console.audit.action.responses_exported"),
    "complaints_exported": text_key("console.audit.action.complaints_exported"),
    "complaints_read": text_key("console.audit.action.complaints_read"),
    "misreadings_read": text_key("console.audit.action.misreadings_read"),
    "misreadings_forgotten": text_key("console.audit.action.misreadings_forgotten"),
    "example_data_planted": text_key("console.audit.action.example_data_planted"),
    "demo_removed": text_key("console.audit.action.demo_removed"),
}
"""What is done, in the order in which a filter offers it; others stand for themselves."""

ACTORS: Final[Mapping[str, str]] = {
    "citizen": text_key("console.audit.actor.citizen"),
    "nobody": text_key("console.audit.actor.nobody"),
    "start": text_key("console.audit.actor.start"),
    "system": text_key("console.audit.actor.system"),
}
"""Who acts, beside accounts and commands."""

DETAILS: Final[Mapping[str, str]] = {
    "authenticator": text_key("console.audit.detail.authenticator"),
    "consent": text_key("console.audit.detail.consent"),
    "decision": text_key("console.audit.detail.decision"),
    "declared": text_key("console.audit.detail.declared"),
    "demo": text_key("console.audit.detail.demo"),
    "faults": text_key("console.audit.detail.faults"),
    "field": text_key("console.audit.detail.field"),
    "file": text_key("console.audit.detail.file"),
    "form": text_key("console.audit.detail.form"),
    "format": text_key("console.audit.detail.format"),
    "found": text_key("console.audit.detail.found"),
    "means": text_key("console.audit.detail.means"),
    "mode": text_key("console.audit.detail.mode"),
    "phones": text_key("console.audit.detail.phones"),
    "purpose": text_key("console.audit.detail.purpose"),
    "query": text_key("console.audit.detail.query"),
    "question": text_key("console.audit.detail.question"),
    "reason": text_key("console.audit.detail.reason"),
    "role": text_key("console.audit.detail.role"),
    "roles": text_key("console.audit.detail.roles"),
    "rows": text_key("console.audit.detail.rows"),
    "sha256": text_key("console.audit.detail.sha256"),
    "state": text_key("console.audit.detail.state"),
    "trial": text_key("console.audit.detail.trial"),
    "tries": text_key("console.audit.detail.tries"),
    "unit": text_key("console.audit.detail.unit"),
    "where": text_key("console.audit.detail.where"),
}
"""What is written beside an action, by its name."""

TARGETS: Final[Mapping[str, str]] = {
    "accounts": text_key("console.audit.target.accounts"),
    "audit": text_key("console.audit.target.audit"),
    "case": text_key("console.audit.target.case"),
    "database": text_key("console.audit.target.database"),
    "demo": text_key("console.audit.target.demo"),
    "misreadings": text_key("console.audit.target.misreadings"),
    "queue": text_key("console.audit.target.case"),
    "response": text_key("console.audit.target.response"),
}
"""What is acted on as a whole; single things are named by their id or code."""

COMMAND: Final = "command:"
"""Begins the name of who acts by a command of the machine."""

_TYPED: Final = frozenset({"decision", "query", "reason"})
_NUMBER: Final = re.compile(r"\+?\d(?:[\s.\-()]*\d){7,}")
"""Eight digits and more: a telephone number, or worse."""
_ACCOUNT: Final = "account:"


def without_numbers(name: str, value: str) -> str:
    """Return what is written beside an action as people may read it."""
    return _NUMBER.sub(HIDDEN, value) if name in _TYPED else value


def account_in(actor: str) -> str | None:
    """Return the id of the account that acted; None: no account did."""
    return actor.removeprefix(_ACCOUNT) if actor.startswith(_ACCOUNT) else None
