"""What stands in the house: its files, the functions in them, the texts in those."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
PACKAGES = ("bot", "flows", "storage", "survey")
VIETNAMESE = frozenset("ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")


class Place(NamedTuple):
    """A line of a file, printed so that an editor can jump to it."""

    path: Path
    line: int

    def __str__(self) -> str:
        return f"{self.path.relative_to(ROOT)}:{self.line}"


def python_files(*folders: str) -> list[Path]:
    """Every Python file below these folders."""
    return sorted(
        path
        for folder in folders
        for path in (ROOT / folder).rglob("*.py")
        if "__pycache__" not in path.parts
    )


@cache
def parsed(path: Path) -> ast.Module:
    """Parse a file once."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def functions(path: Path) -> Iterator[tuple[str, Place, int]]:
    """Name, place and length (from `def` to the end) of every function."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = (node.end_lineno or node.lineno) - node.lineno + 1
            yield node.name, Place(path, node.lineno), length


def _docstrings(tree: ast.Module) -> set[int]:
    """Ids of string nodes that stand alone: docstrings and the notes below attributes."""
    return {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}


def _tables(tree: ast.Module) -> set[int]:
    """Ids of all nodes inside module-level constants: the words that people may type."""
    constants = (n for n in tree.body if isinstance(n, ast.Assign | ast.AnnAssign))
    return {id(inner) for node in constants for inner in ast.walk(node)}


def vietnamese_literals(path: Path, *, vocabulary: bool) -> Iterator[tuple[str, Place]]:
    """Strings with Vietnamese letters that are no documentation.

    Where `vocabulary` belongs to the floor, tables of words and single words are fine too.
    """
    tree = parsed(path)
    allowed = _docstrings(tree) | (_tables(tree) if vocabulary else set())
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            text = node.value
            if id(node) in allowed or (vocabulary and len(text.split()) < 2):
                continue
            if VIETNAMESE & set(text.lower()):
                yield text, Place(path, node.lineno)


def plugin_modules(package_name: str) -> set[str]:
    """Modules of a plug-in folder, without its base and its private ones."""
    package = importlib.import_module(package_name)
    return {
        f"{package_name}.{module.name}"
        for module in pkgutil.iter_modules(package.__path__)
        if module.name != "base" and not module.name.startswith("_")
    }


def homes(table: object) -> set[str]:
    """Modules in which the entries of a plug-in table were written."""
    entries = table.values() if isinstance(table, Mapping) else table
    assert hasattr(entries, "__iter__"), f"a plug-in table is a mapping or a sequence: {table!r}"
    return {home for entry in entries for home in _homes(entry)}


def _homes(entry: object) -> set[str]:
    if isinstance(entry, tuple | list):  # a row of several columns
        return {home for part in entry for home in _homes(part)}
    if isinstance(entry, ModuleType):
        return {entry.__name__}
    callback = getattr(entry, "callback", None)  # a click command is made by click
    owner = callback or (entry if hasattr(entry, "__qualname__") else type(entry))
    return {str(getattr(owner, "__module__", ""))}
