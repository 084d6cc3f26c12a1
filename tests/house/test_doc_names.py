"""What documents on figures call by name is there: files, modules, functions, classes."""

import importlib
import re
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec

import pytest

from tests.house.sources import PACKAGES, ROOT, python_files

DOCUMENTS = ("figures.md", "method.md", "reports.md", "results.md")
CODE = (*PACKAGES, "tests")
QUOTED = re.compile(r"`([^`\n]+)`")
FENCED = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)


def named(document: str) -> list[str]:
    """The names that a document quotes, each once."""
    text = (ROOT / "docs" / document).read_text(encoding="utf-8")
    found = (one.strip().removesuffix("()") for one in QUOTED.findall(FENCED.sub("", text)))
    return list(dict.fromkeys(found))


@cache
def sources() -> dict[str, str]:
    """The text of every Python file but this one."""
    files = (path for path in python_files(*CODE) if path.name != "test_doc_names.py")
    return {str(path): path.read_text(encoding="utf-8") for path in files}


def is_runnable(module: str) -> bool:
    return find_spec(module) is not None


def is_defined(name: str) -> bool:
    """Whether a module is there, or a module that has this attribute."""
    parts = name.split(".")
    for size in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:size]))
        except ModuleNotFoundError:
            continue
        for attribute in parts[size:]:
            found = getattr(found, attribute, None)
        return found is not None
    return False


def has_attribute(owner: str, name: str) -> bool:
    """Whether a class of that name has a field or a method of that one."""
    body = re.compile(rf"^class {owner}\b.*?(?=^[^\s)]|\Z)", re.MULTILINE | re.DOTALL)
    member = re.compile(rf"^    (?:(?:async )?def )?{name}\b *[(:=]", re.MULTILINE)
    found = (one[0] for text in sources().values() for one in body.finditer(text))
    return any(member.search(one) for one in found)


def is_a_file(name: str) -> bool:
    """Whether a file or folder is there; of a name alone, anywhere in the code."""
    folders = (ROOT / folder for folder in CODE if "/" not in name)
    return any(ROOT.glob(name.rstrip("/"))) or any(any(one.rglob(name)) for one in folders)


def is_said(word: str) -> bool:
    return any(re.search(rf"\b{word}\b", text) for text in sources().values())


SHAPES: tuple[tuple[str, Callable[..., bool]], ...] = (
    (r"python -m ([\w.]+).*", is_runnable),
    (rf"((?:{'|'.join(CODE)})(?:\.\w+)+)", is_defined),
    (r"([A-Z]\w*[a-z]\w*)\.(\w+)", has_attribute),
    (r"(\.?[\w*]+(?:/[\w*]+)*(?:\.(?:py|typ|md|html)|/)|(?:[\w*.]+/)+[\w*]+\.\w+)", is_a_file),
    # A name of several words, which nobody writes for anything else.
    (r"([a-z][a-z0-9]*(?:_[a-z0-9]+)+|[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)", is_said),
)
"""What names of the code look like, and how each kind is looked for."""


def is_there(name: str) -> bool:
    """Whether something of that name is in the code; what looks like no name of code is."""
    for shape, is_known in SHAPES:
        if (found := re.fullmatch(shape, name)) is not None:
            return is_known(*found.groups())
    return True


@pytest.mark.parametrize("document", DOCUMENTS)
def test_what_a_document_names_is_there(document: str) -> None:
    gone = [name for name in named(document) if not is_there(name)]
    assert not gone, f"docs/{document} names what is not in the code (any more): {gone}"


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("survey/cells.py", True),
        ("survey/cell.py", False),
        ("bot/web/results*.py", True),
        ("bot/web/resultz*.py", False),
        ("survey/findings/", True),
        ("survey/finding/", False),
        ("placing.py", True),
        ("plaicing.py", False),
        ("survey.designs.unheard", True),
        ("survey.designs.unseen", False),
        ("survey.moments", True),
        ("survey.moment", False),
        ("python -m tests.benchmarks.coverage", True),
        ("python -m tests.benchmarks.uncovered", False),
        ("Figures.responses_of", True),
        ("Figures.responses_for", False),
        ("Row.within", True),
        ("Rows.within", False),
        ("figures_pending", True),
        ("figures_" + "pondering", False),
        ("/results.json", True),
        ("result.hold", True),
        ("FORM/VERSION", True),
    ],
)
def test_only_names_that_are_gone_are_told(name: str, wanted: bool) -> None:
    assert is_there(name) == wanted
