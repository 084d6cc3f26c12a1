"""How names of an XLSForm become ids of ours: always the same, and never two alike."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Collection, Iterable

__all__ = ["form_id", "question_ids", "section_ids", "values_of"]

_ID, _VALUE, _SECTION = 24, 30, 32  # characters at the most: flows.question_reader, flows.reader
_MARK = 4


def question_ids(names: Iterable[str], taken: Collection[str] = ()) -> dict[str, str]:
    """Return an id in CAPITALS for each name: `hh_size` is HH_SIZE."""
    return _distinct(names, _question, _ID, taken)


def values_of(names: Iterable[str]) -> dict[str, str]:
    """Return what is stored for each name of a choice: itself, where it can be."""
    return _distinct(names, _plain, _VALUE, ())


def section_ids(names: Iterable[str], taken: Collection[str] = ()) -> dict[str, str]:
    """Return an id in small letters for each name of a group."""
    return _distinct(names, _small, _SECTION, taken)


def form_id(name: str) -> str:
    """Return the id of a form in small letters."""
    return section_ids([name])[name]


def _distinct(
    names: Iterable[str], shaped: Callable[[str], str], most: int, taken: Collection[str]
) -> dict[str, str]:
    """Give each name its own id. Where two would get the same one, whoever is written exactly so
    keeps it, and the others get a mark made from their name: it does not depend on the order.
    """
    wanted = {name: shaped(name) for name in names}
    shapes = list(wanted.values())
    found: dict[str, str] = {}
    for name, shape in wanted.items():
        is_alone = shapes.count(shape) == 1 or name == shape
        fits = is_alone and len(shape) <= most and shape not in taken
        found[name] = shape if fits else _marked(name, shape, most)
    return found


def _marked(name: str, shape: str, most: int) -> str:
    digest = hashlib.sha256(name.encode()).hexdigest()[:_MARK]
    mark = digest.upper() if shape.isupper() else digest
    return f"{shape[: most - _MARK - 1].rstrip('_')}_{mark}"


def _plain(name: str) -> str:
    shape = re.sub(r"[^A-Za-z0-9]+", "_", name) if not _is_plain(name) else name
    return shape.strip("_") if _is_plain(shape.strip("_")) else f"v{shape}"


def _is_plain(name: str) -> bool:
    return re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_]*", name) is not None


def _question(name: str) -> str:
    shape = re.sub(r"[^A-Z0-9_]+", "_", name.upper()).lstrip("_")
    return shape if re.match(r"[A-Z]", shape) else f"Q{shape}"


def _small(name: str) -> str:
    shape = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")
    return shape if re.match(r"[a-z]", shape) else f"f_{shape}".rstrip("_")
