"""A scope in SQL: what an account may see, as a part of the WHERE of a statement (I20)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

import msgspec
from sqlalchemy import Boolean, ColumnElement, Text, and_, bindparam, or_, select, true, union
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.operators import OperatorType

from flows.desk.policy import Scope
from storage.desk_tables import case_parties
from storage.tables import complaints as t
from storage.tables import responses

__all__ = [
    "IS_MINE",
    "NOT_A_PARTY",
    "NOT_OF_OWN_CASE",
    "OF_OWN_CASES",
    "among",
    "case_rule",
    "is_clear",
    "is_placed",
    "is_seen",
    "is_unlocked",
    "listed",
    "scope_values",
    "shape_of",
]


class among(ColumnElement[bool]):  # noqa: N801 – reads as the operator that it is
    """`column IN` a list of any length that is given as one parameter, a JSON array."""

    inherit_cache = False
    type = Boolean()

    def __init__(self, column: ColumnElement[Any], name: str) -> None:
        self.column = column
        self.listed = bindparam(name, type_=Text)

    def self_group(self, against: OperatorType | None = None) -> ColumnElement[bool]:
        """Stand as it is: `IN (…) = 1`, as SQLAlchemy would write it, is no way into an index."""
        return self


@compiles(among, "sqlite")
def _among_sqlite(element: among, compiler: SQLCompiler, **more: Any) -> str:  # noqa: ANN401 – SQLAlchemy's
    column, given = _spelt(element, compiler, **more)
    return f"{column} IN (SELECT value FROM json_each({given}))"  # noqa: S608 – spelt by the compiler


@compiles(among, "postgresql")
def _among_postgresql(element: among, compiler: SQLCompiler, **more: Any) -> str:  # noqa: ANN401 – SQLAlchemy's
    column, given = _spelt(element, compiler, **more)
    kind = compiler.dialect.type_compiler_instance.process(element.column.type)
    values = f"jsonb_array_elements_text(CAST({given} AS jsonb))"
    return f"{column} IN (SELECT CAST({values} AS {kind}))"


def _spelt(element: among, compiler: SQLCompiler, **more: Any) -> tuple[str, str]:  # noqa: ANN401 – SQLAlchemy's
    return compiler.process(element.column, **more), compiler.process(element.listed, **more)


_encode = msgspec.json.Encoder().encode


def listed(values: Collection[str] | Collection[int]) -> str:
    """Return the parameter of `among`."""
    return _encode(sorted(values)).decode()


# -- cases

IS_MINE = t.c.officer_id == bindparam("account_id")
"""The officer of the case is the account."""

# A list that is read once, not a look-up for each row: an account is a party in a few cases.
NOT_A_PARTY = t.c.id.not_in(
    select(case_parties.c.complaint_id).where(case_parties.c.account_id == bindparam("account_id"))
)
"""The account has no conflict of interest in the case (domain §4.2)."""

_told, _beside = responses.alias("told"), responses.alias("beside")
_told_in = (
    select(t.c.response_id)
    .join(case_parties, case_parties.c.complaint_id == t.c.id)
    .where(case_parties.c.account_id == bindparam("account_id"))
)
# A union, for a response whose chat was erased is beside no other, but is still the case's own.
OF_OWN_CASES = union(
    _told_in,
    select(_beside.c.id)
    .join(_told, _told.c.session_id == _beside.c.session_id)
    .where(_told.c.id.in_(_told_in)),
)
"""The responses of the chats in which cases were told that the account is a party of: the survey
that a case came out of tells the same story (domain §4.2).
"""

NOT_OF_OWN_CASE = responses.c.id.not_in(OF_OWN_CASES)
"""The response is none of those."""


_restricted = (
    select(_told.c.id)
    .join(t, t.c.response_id == _told.c.id)
    .where(
        _told.c.session_id == responses.c.session_id,
        t.c.restricted,
        or_(t.c.owner_unit_id.is_(None), ~among(t.c.owner_unit_id, "restricted_units")),
    )
    .correlate(responses)
    .exists()
)


def is_unlocked(scope: Scope) -> ColumnElement[bool]:
    """Return the rule that no restricted case was told in the chat of a response, but those that
    the scope reaches: what stands in the survey beside it would tell the case (domain §4.2).
    """
    return true() if scope.restricted_units is None else ~_restricted


def case_rule(scope: Scope) -> ColumnElement[bool]:
    """Return the rule by which a case lies in a scope; `scope_values` gives its parameters."""
    return and_(is_placed(scope), is_clear(scope))


def is_placed(scope: Scope) -> ColumnElement[bool]:
    """Return the part of the rule that is about the unit that owns the case."""
    if scope.units is None:
        return true()
    whole = scope.own_units is None
    own = IS_MINE if whole else and_(IS_MINE, among(t.c.owner_unit_id, "own_units"))
    return or_(among(t.c.owner_unit_id, "units"), own)


def is_clear(scope: Scope) -> ColumnElement[bool]:
    """Return the rest of the rule: restricted cases, and conflicts of interest."""
    return and_(NOT_A_PARTY, is_seen(scope))


def is_seen(scope: Scope) -> ColumnElement[bool]:
    """Return the part of the rule that is about restricted cases."""
    if scope.restricted_units is None:
        return true()
    return or_(~t.c.restricted, among(t.c.owner_unit_id, "restricted_units"))


def scope_values(scope: Scope) -> dict[str, str]:
    """Return the parameters of every rule about a scope; those of other rules do no harm."""
    sets = {
        "units": scope.units,
        "own_units": scope.own_units,
        "restricted_units": scope.restricted_units,
    }
    return {
        "account_id": scope.account_id,
        **{name: listed(values or ()) for name, values in sets.items()},
    }


def shape_of(scope: Scope) -> Scope:
    """Return a scope with the same rules and no values: statements are built once for each."""
    some: frozenset[str] = frozenset()
    return Scope(
        account_id="",
        units=None if scope.units is None else some,
        own_units=None if scope.own_units is None else some,
        restricted_units=None if scope.restricted_units is None else some,
    )
