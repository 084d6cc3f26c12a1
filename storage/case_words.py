"""The words of cases, each as a keyed hash: a search needs no plain text in the database (I19)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from sqlalchemy import Boolean, LargeBinary, bindparam, delete, exists, or_, select, update

from flows.spelling import fold
from storage.desk_tables import complaint_words as t
from storage.dialects import ByDialect
from storage.records import ComplaintRecord
from storage.secrets import KeyRing
from storage.tables import complaints
from storage.work import UnitOfWork

__all__ = ["REMOVE_WORDS", "UNINDEXED", "keep_words", "move_words", "word_hashes"]

c = complaints.c

_HASH: Final = 8  # bytes: words are told apart, and a hash alone says less about its word
_MOST_WORDS: Final = 500  # of one case; the longest story that is taken has fewer
_WORD = re.compile(r"\w+")

# Only of the case as it was read: whose story was erased since, or closed to most, is not in the
# index again (invariants I19 and I22). Its unit is that of the row.
_as_read = select(bindparam("word_index", type_=LargeBinary), c.owner_unit_id, c.id).where(
    c.id == bindparam("of_complaint"),
    c.version == bindparam("known_version"),
    ~c.restricted,
    or_(c.story.is_not(None), bindparam("storyless", type_=Boolean)),
)
_ADD = ByDialect(
    lambda insert: (
        insert(t)
        .from_select(["word_index", "owner_unit_id", "complaint_id"], _as_read)
        .on_conflict_do_nothing()
    )
)
_MOVE = (
    update(t)
    .where(
        t.c.complaint_id == bindparam("of_complaint"),
        t.c.owner_unit_id.is_distinct_from(bindparam("new_owner")),
    )
    .values(owner_unit_id=bindparam("new_owner"))
)
REMOVE_WORDS = delete(t).where(t.c.complaint_id == bindparam("of_complaint"))
"""Removes the words of the case `of_complaint`."""

# The code is a word of every case: who has none was written without the index.
UNINDEXED = ~complaints.c.restricted & ~exists().where(t.c.complaint_id == complaints.c.id)
"""The rule by which a case should be in the index, and is not."""


def word_hashes(ring: KeyRing, texts: Iterable[str]) -> list[bytes]:
    """Return what the words of texts are looked up by: without accents and case, each once."""
    words = dict.fromkeys(word for text in texts for word in _WORD.findall(fold(text)))
    # A telephone number begins with "+": no word shares its index with one.
    return [ring.blind_index(f"word|{word}")[:_HASH] for word in words]


def keep_words(unit: UnitOfWork, ring: KeyRing, record: ComplaintRecord) -> None:
    """Add the words of a case's story and code, if it is still as it was read; a restricted case
    is not in the index at all.
    """
    if record.restricted:
        return
    own = {
        "of_complaint": record.id,
        "known_version": record.version,
        "storyless": record.story is None,
    }
    for index in word_hashes(ring, (record.code, record.story or ""))[:_MOST_WORDS]:
        unit.add(_ADD, {**own, "word_index": index})


def move_words(unit: UnitOfWork, record: ComplaintRecord) -> None:
    """Let the words of a case follow it to the unit that owns it now, or out of the index."""
    if record.restricted:
        unit.add(REMOVE_WORDS, {"of_complaint": record.id})
    else:
        unit.add(_MOVE, {"of_complaint": record.id, "new_owner": record.owner_unit_id})
