"""What is sealed of a draw, and how it is kept."""

from __future__ import annotations

import secrets
import zlib
from collections.abc import Iterator, Sequence
from importlib.metadata import PackageNotFoundError, version
from itertools import islice
from typing import Final

from msgspec.structs import replace

from bot.accounts import By
from bot.drawing.frame_files import FrameFile
from storage.campaign_records import CampaignRecord
from storage.draw_records import DrawnRow, DrawRecord
from survey.campaigns import Parts
from survey.lots import Lot, given_by
from survey.sample_plans import StratumPlan, rule_of
from survey.seals import (
    Drawn,
    FrameFacts,
    Kind,
    Record,
    SealedRecord,
    canonical,
    hash_of_lots,
    sealed,
)

__all__ = [
    "LONGEST_SEED",
    "begun",
    "finished",
    "pieces_of",
    "row_of_draw",
    "rows_of",
    "seed_of",
    "told_of",
]

LONGEST_SEED: Final = 100
"""Characters of a seed."""
_SEED_BYTES: Final = 16
_PIECE: Final = 4_000
"""Lines of a frame that are kept together."""


def begun(
    campaign: CampaignRecord,
    parts: Parts,
    kind: Kind,
    draws: Sequence[DrawRecord],
    at: int,
    seed: str = "",
) -> Record:
    """Return the record of a draw as far as it is known before."""
    return Record(
        program=_program(),
        campaign=campaign.id,
        number=len(draws) + 1,
        kind=kind,
        at=at,
        seed=seed,
        from_day=campaign.terms.from_day,
        to_day=campaign.terms.to_day,
        frame=FrameFacts(hash="", rows=0),
        rules=tuple(map(rule_of, parts.groups)),
        orders=parts.quotas,
        basis=() if kind == "first" else draws[0].sealed.record.strata,
        strata=(),
        drawn=Drawn(hash="", main=0, reserve=0),
    )


def seed_of(wish: str) -> str:
    """Return a seed as it is written down; where nobody wished one, by chance."""
    return wish.strip()[:LONGEST_SEED] or secrets.token_hex(_SEED_BYTES)


def _program() -> str:
    try:
        return f"langnghe {version('lang-nghe')}"
    except PackageNotFoundError:
        return "langnghe"  # run from a clone, without an installed package


def finished(
    blank: Record, frame: FrameFacts, strata: tuple[StratumPlan, ...], lots: Sequence[Lot]
) -> SealedRecord:
    """Return the record of a draw with all that came of it, sealed."""
    drawn = Drawn(
        hash=hash_of_lots(lots),
        main=sum(lot.role == "main" for lot in lots),
        reserve=sum(lot.role == "reserve" for lot in lots),
    )
    given = given_by(strata, lots)
    return sealed(replace(blank, frame=frame, strata=given, drawn=drawn))


def row_of_draw(draw_id: str, given: SealedRecord, by: By) -> DrawRecord:
    """Return a draw as it is stored."""
    record = given.record
    return DrawRecord(
        id=draw_id,
        campaign_id=record.campaign,
        number=record.number,
        kind=record.kind,
        seed=record.seed,
        frame_hash=record.frame.hash,
        frame_size=record.frame.rows,
        program=record.program,
        record=canonical(record),
        seal=given.seal,
        at=by.at,
        by=by.actor,
    )


def rows_of(lots: Sequence[Lot], strata: Sequence[StratumPlan]) -> list[DrawnRow]:
    """Return who was drawn as they are stored."""
    places = {one.stratum: place for place, one in enumerate(strata)}
    return [
        DrawnRow(lot.key, lot.stratum.group, places[lot.stratum], lot.role, lot.rank)
        for lot in lots
    ]


def pieces_of(frame: FrameFile) -> Iterator[bytes]:
    """Give a frame, compressed, in pieces that are read one by one."""
    lines = frame.lines()
    while some := "".join(f"{line}\n" for line in islice(lines, _PIECE)):
        yield zlib.compress(some.encode())


def told_of(given: SealedRecord) -> dict[str, str]:
    """Return what the log tells of a draw: enough to know another one from it."""
    record = given.record
    return {
        "draw": record.kind,
        "number": str(record.number),
        "seed": record.seed,
        "seal": given.seal,
        "rows": str(record.frame.rows),
        "main": str(record.drawn.main),
        "reserve": str(record.drawn.reserve),
    }
