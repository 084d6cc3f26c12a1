"""Seals: what of a draw is written down so that nobody can change it later unseen."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Literal, TypeAlias, get_args

import msgspec
from msgspec import Struct

from survey.campaigns import Quota
from survey.lots import METHOD, Lot, given_by, in_order
from survey.quotas import Stratum
from survey.sample_plans import Rule, StratumPlan, planned, refilled, strata_of, topped_up

__all__ = [
    "KINDS",
    "Drawn",
    "FrameFacts",
    "Kind",
    "Problem",
    "Record",
    "SealedRecord",
    "canonical",
    "hash_of_lines",
    "hash_of_lots",
    "plan_of",
    "problems",
    "sealed",
]

Kind: TypeAlias = Literal[
    "first",
    "top_up",  # from transactions that came later (R9)
    "substitution",  # more reserves, from who was not drawn before
]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)

Problem: TypeAlias = Literal[
    "seal",  # the record was changed after it was sealed
    "method",  # it was drawn by other rules than these
    "frame",  # the frame is not the one that was drawn from
    "plan",  # the rules do not give the numbers that were drawn
    "drawn",  # the lots do not give the people who were drawn
]


class FrameFacts(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a draw was made from."""

    hash: str
    """SHA-256 over all lines in the order of their bytes, each with its line end."""
    rows: int
    lists: Mapping[str, str] = {}
    """The lists of transactions that it holds → the SHA-256 of the file that each was."""
    api_from: str = ""
    api_upto: str = ""
    """Of transactions that came one by one: after which id, and up to which."""
    asked_lately: int = 0
    """Transactions left out because their person was asked a short while ago."""
    drawn_before: int = 0
    """Transactions left out because their person was drawn for this campaign before."""


class Drawn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What came out."""

    hash: str
    """SHA-256 over `key,role,rank` of all who were drawn, in the order of bytes."""
    main: int
    reserve: int


class Record(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All that it takes to repeat a draw from its frame, and nothing about people."""

    method: int = METHOD
    program: str
    campaign: str
    number: int
    """1, 2, 3 … within its campaign."""
    kind: Kind
    at: int
    """Epoch milliseconds."""
    seed: str
    from_day: str
    to_day: str
    frame: FrameFacts
    rules: tuple[Rule, ...]
    orders: tuple[Quota, ...] = ()
    basis: tuple[StratumPlan, ...] = ()
    """Of a later draw: the strata of the first one, whose fractions or reserves it takes."""
    strata: tuple[StratumPlan, ...]
    """The plan, with what the draw could give of it (`survey.lots.given_by`)."""
    drawn: Drawn


class SealedRecord(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A record as it is given away."""

    record: Record
    seal: str


_encode: Final = msgspec.json.Encoder(order="sorted").encode


def canonical(record: Record) -> str:
    """Return the record as JSON without blanks, keys in order: the same record, the same text."""
    return _encode(record).decode()


def sealed(record: Record) -> SealedRecord:
    """Return the record with the SHA-256 of its text."""
    return SealedRecord(record=record, seal=hashlib.sha256(_encode(record)).hexdigest())


def hash_of_lines(lines: Iterable[str]) -> str:
    """Return the SHA-256 of lines that are in the order of their bytes already."""
    found = hashlib.sha256()
    for line in lines:
        found.update(f"{line}\n".encode())
    return found.hexdigest()


def hash_of_lots(lots: Iterable[Lot]) -> str:
    """Return the SHA-256 of who was drawn as what."""
    return hash_of_lines(in_order(f"{one.key},{one.role},{one.rank}" for one in lots))


def plan_of(record: Record, frame: Mapping[Stratum, int]) -> tuple[StratumPlan, ...]:
    """Return the plan that the record's rules give for so many rows in each stratum."""
    if record.kind == "top_up":
        return topped_up(record.basis, frame)
    if record.kind == "substitution":
        return refilled(record.basis, frame)
    return strata_of(planned(record.rules, frame, record.orders))


def problems(
    given: SealedRecord, frame_hash: str, frame: Mapping[Stratum, int], lots: Sequence[Lot]
) -> tuple[Problem, ...]:
    """Return what does not agree between a sealed record, the frame that is said to be its own
    (its hash, and its rows in each stratum), and the lots that were cast again from that; nothing:
    it is proved.
    """
    record = given.record
    agrees: dict[Problem, bool] = {
        "seal": sealed(record).seal == given.seal,
        "method": record.method == METHOD,
        "frame": record.frame.hash == frame_hash and record.frame.rows == sum(frame.values()),
        "plan": given_by(plan_of(record, frame), lots) == record.strata,
        "drawn": record.drawn.hash == hash_of_lots(lots),
    }
    return tuple(problem for problem, holds in agrees.items() if not holds)
