"""Responses that count, put straight into the figures."""

from collections.abc import Iterable

from flows.identifiers import Instant
from storage.base import Storage, UnitOfWork
from storage.figure_records import Change
from survey.cells import Counted
from tests.storage.records import response

CONTENT = {"A1/a": 5, "B2/b": 5, "B4/c": 4, "csat/d": 5}
UNCONTENT = {"A1/a": 4, "B2/b": 2, "B4/c": 4, "csat/d": 3}


def counted(name: str, **more: object) -> Counted:
    """One response of somebody of their own; `more` are fields of it."""
    fields = {
        "respondent": f"person of {name}",
        "day": "2026-11-02",
        "unit_id": "a",
        "form": "mc",
        "ratings": CONTENT,
        **more,
    }
    return Counted(
        response_id=name,
        version=1,
        labels={"channel": "web", "evidence": "V0"},
        kind="place",
        served_from=str(fields["day"]),
        served_to=str(fields["day"]),
        choices={},
        **fields,  # type: ignore[arg-type] # by name
    )


async def count(storage: Storage, responses: Iterable[Counted], *, at: int) -> None:
    """Let responses be there since then, and count as they are given."""
    given, unit = tuple(responses), UnitOfWork()
    known = await storage.figures.known([one.response_id for one in given])
    for one in given:
        if one.response_id not in known:
            record = response(
                one.response_id, trial=False, state="completed", completed_at=Instant(at)
            )
            storage.responses.add(unit, record)
    change = Change(turn=await storage.figures.turn(), counted=given)
    storage.figures.apply(unit, change)
    await storage.commit(unit)


async def uncount(storage: Storage, names: Iterable[str]) -> None:
    """Let responses count no more."""
    unit = UnitOfWork()
    change = Change(turn=await storage.figures.turn(), out=tuple(names))
    storage.figures.apply(unit, change)
    await storage.commit(unit)
