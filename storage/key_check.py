"""The proof that a key ring belongs to a database: a sealed word that only its keys open."""

from __future__ import annotations

import msgspec
from sqlalchemy import select

from flows.texts import text_key
from storage.base import Database, UnitOfWork
from storage.dialects import ByDialect, named_values
from storage.secrets import CiphertextError, KeyMissingError, KeyRing, KeyRingError
from storage.tables import meta

__all__ = ["KEY_CHECK", "WrongKeyRingError", "key_check", "opens", "prove_key_ring"]

KEY_CHECK = "key_check"
"""The row of `meta` that holds the proof."""

_WORD = b"the keys of this house"
_NOBODY = "+00"  # no telephone number: tells index keys apart

_FIND = select(meta.c.value).where(meta.c.key == KEY_CHECK)
_STORE = ByDialect(lambda insert: insert(meta).values(named_values(meta)).on_conflict_do_nothing())


class WrongKeyRingError(KeyRingError):
    """This key ring does not open this database: some other one did the sealing."""


class _Proof(msgspec.Struct, frozen=True):
    word: bytes
    index: bytes


def key_check(ring: KeyRing) -> str:
    """Return the proof for a new database."""
    word = ring.encrypt("meta", "value", KEY_CHECK, _WORD)
    return msgspec.json.encode(_Proof(word, ring.blind_index(_NOBODY))).decode()


def opens(ring: KeyRing, check: str) -> bool:
    """Return whether the ring that made this proof is this one, or an older state of it."""
    proof = msgspec.json.decode(check, type=_Proof)
    try:
        word = ring.decrypt("meta", "value", KEY_CHECK, proof.word)
    except (KeyMissingError, CiphertextError):
        return False
    return word == _WORD and proof.index == ring.blind_index(_NOBODY)


async def prove_key_ring(database: Database, ring: KeyRing) -> None:
    """Check that the ring belongs to the database; bind it to the database if that is new.

    Raises:
        WrongKeyRingError: going on would write values that the real ring cannot open.

    """
    if not await database.rows(_FIND):
        unit = UnitOfWork()
        unit.add(_STORE, {"key": KEY_CHECK, "value": key_check(ring)})
        await database.commit(unit)
    [[check]] = await database.rows(_FIND)
    if not opens(ring, check):
        message = f"{ring.path} is not the key ring of this database"
        raise WrongKeyRingError(message).saying(text_key("storage.wrong_key_ring"), file=ring.path)
