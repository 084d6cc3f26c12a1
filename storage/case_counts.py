"""Which cases the figures of a scope count: pages of the queue that are read for their length."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from flows.desk.deadlines import SOON
from flows.desk.policy import Scope
from flows.identifiers import Instant
from storage.desk_records import CaseFilter

__all__ = ["figures"]


def figures(scope: Scope, now: Instant) -> Iterator[tuple[str, Scope, CaseFilter]]:
    """Yield each field of `CaseCounts` with the cases it counts, and the scope they lie in."""
    yield "open", scope, CaseFilter(order="newest")
    yield "reopened", scope, CaseFilter(order="newest", states=("reopened",))
    yield "late", scope, CaseFilter(late_at=now)
    yield "soon", scope, CaseFilter(late_at=Instant(now + SOON))
    yield "mine", scope, CaseFilter(order="newest", mine=True)
    yield "unowned", scope, CaseFilter(order="newest", unowned=True)
    # A number is all that whoever may not see them learns of them (domain §4.2).
    sighted = replace(scope, restricted_units=None)
    yield "restricted", sighted, CaseFilter(order="newest", restricted=True)
