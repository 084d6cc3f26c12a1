"""From a row of a list to a transaction: what it is made of, and by what it is known again."""

from __future__ import annotations

from bot.imports.lines import Line
from bot.imports.names import Meant
from flows.spelling import fold
from storage.transaction_records import ImportRecord, NewTransaction, row_id

__all__ = ["key_of", "transaction_of", "who_in"]


def key_of(
    unit_id: str, code: str, *, done_on: str, procedure: str | None, who: str | None
) -> str | None:
    """Return what a transaction is known again by: the code of its file within its unit, else
    who had what done there on which day. None: it has neither, and is like no other.
    """
    if code:
        return f"{unit_id}|{fold(code)}"
    return f"{unit_id}|{done_on}|{procedure or ''}|{who}" if who else None


def who_in(line: Line) -> str | None:
    """Return who somebody is, as far as the list says: an employer's code, or a personal number.
    A telephone says less: a family shares it.
    """
    return f"employer {line.employer_code}" if line.employer_code else line.person or None


def transaction_of(record: ImportRecord, line: Line, meant: Meant) -> NewTransaction:
    """Return the transaction that a row without faults tells of."""
    own_id = row_id(record.id, line.row)
    person = who_in(line)
    key = key_of(
        meant.unit_id,
        line.code,
        done_on=line.done_on,
        procedure=meant.procedure,
        who=person or line.phone or None,
    )
    return NewTransaction(
        id=own_id,
        key=key or own_id,
        source="import",
        frame=record.frame,
        unit_id=meant.unit_id,
        done_on=line.done_on,
        import_id=record.id,
        row=line.row,
        place_id=meant.place_id,
        counter_id=meant.counter_id,
        procedure=meant.procedure,
        mode=line.mode or None,
        commune=line.commune or None,
        area=line.area or None,
        phone=line.phone or None,
        email=line.email or None,
        person=person,
        employer_code=line.employer_code or None,
        employer_name=line.employer_name or None,
        size=line.size,
    )
