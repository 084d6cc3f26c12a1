"""Rows of `meta`: what a database knows of itself, one value by key."""

from __future__ import annotations

from typing import Final

from storage.dialects import ByDialect, named_values
from storage.tables import meta

__all__ = ["KEEP_META"]

KEEP_META: Final = ByDialect(
    lambda insert: (
        insert(meta)
        .values(named_values(meta))
        .on_conflict_do_update(
            index_elements=[meta.c.key], set_={"value": insert(meta).excluded.value}
        )
    )
)
"""Writes the `value` of a `key`, whether it has one or not."""
