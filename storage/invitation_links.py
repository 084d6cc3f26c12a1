"""Links to one invitation: whichever somebody has got leads there, and it is answered once."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import bindparam, func, literal_column, select
from sqlalchemy.types import Text

from storage.dialects import ByDialect
from storage.inviting_tables import invitation_links as links
from storage.records import InvitationRecord
from storage.tables import invitations as t

__all__ = [
    "BY_LINK_CODE",
    "BY_LINK_TOKEN",
    "INVITATION_COLUMNS",
    "KEEP_OTHERS",
    "RENEW_BESIDE",
    "renewed_beside",
]

_FIELDS: Final = InvitationRecord.__struct_fields__
_OFFICE: Final = literal_column("'office'", Text)
"""Where links come from that no campaign sends: slips, and what other systems are answered."""
_OF_LINK: Final = ("token_hash", "code_hash", "expires_at")
_COLUMNS: Final = ("invitation_id", "source", *_OF_LINK)

INVITATION_COLUMNS: Final = tuple(t.c[name] for name in _FIELDS)
"""The fields of a record, in their order."""
_by_link = select(*(links.c[name] if name in _OF_LINK else t.c[name] for name in _FIELDS)).join(
    links, links.c.invitation_id == t.c.id
)
BY_LINK_TOKEN: Final = _by_link.where(links.c.token_hash == bindparam("token_hash"))
BY_LINK_CODE: Final = _by_link.where(links.c.code_hash == bindparam("code_hash"))

_OPEN = (t.c.session_id.is_(None), t.c.revoked_at.is_(None))
_its_source = func.coalesce(t.c.campaign_id, _OFFICE)
_BESIDE = select(
    t.c.id, _OFFICE, *(bindparam(f"new_{name}", type_=t.c[name].type) for name in _OF_LINK)
).where(t.c.id == bindparam("invitation_id"), *_OPEN)
_OTHERS = select(t.c.id, _its_source, *(t.c[name] for name in _OF_LINK)).where(
    t.c.transaction_id == bindparam("transaction_id"),
    _its_source != bindparam("campaign_id"),
    *_OPEN,
)


def _upsert(insert: Any, rows: Any) -> Any:  # noqa: ANN401 – as `storage.dialects.Insert`
    added = insert(links).from_select(_COLUMNS, rows)
    return added.on_conflict_do_update(
        index_elements=[links.c.invitation_id, links.c.source],
        set_={name: added.excluded[name] for name in _OF_LINK},
    )


RENEW_BESIDE: Final = ByDialect(lambda insert: _upsert(insert, _BESIDE))
"""Gives an invitation whose own link is a campaign's another one of the office's."""
KEEP_OTHERS: Final = ByDialect(lambda insert: _upsert(insert, _OTHERS))
"""Keeps the link of a transaction's invitation before `:campaign_id` puts its own there."""


def renewed_beside(record: InvitationRecord) -> dict[str, Any]:
    """Return the parameters of `RENEW_BESIDE`."""
    new = {f"new_{name}": getattr(record, name) for name in _OF_LINK}
    return {"invitation_id": record.id, **new}
