"""The rules of the house that a machine can check; each failure says where and what to do."""

import ast
import importlib
import inspect
import re
import tomllib
from importlib.util import find_spec
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.house import catalogues
from tests.house.sources import (
    PACKAGES,
    ROOT,
    Place,
    functions,
    homes,
    parsed,
    plugin_modules,
    python_files,
    vietnamese_literals,
)

FILE_CAP = 400
FUNCTION_CAP = 50
CODE = (*PACKAGES, "tests")
NAMELESS = {"utils", "util", "common", "helpers", "helper", "managers", "manager", "misc"}
# The words that people type, and the language itself, belong to these floors.
FLOORS_WITH_VOCABULARY = ("flows",)

PLUGINS = {
    "flows.questions": "QUESTION_TYPES",
    "bot.commands": "COMMANDS",
    "bot.jobs": "JOBS",
}
MIGRATIONS = ROOT / "storage" / "migrations" / "versions"
MIGRATION_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.py")


# -- sizes and names


def test_no_file_is_longer_than_the_cap() -> None:
    lengths = {p: len(p.read_text(encoding="utf-8").splitlines()) for p in python_files(*CODE)}
    too_long = [f"{Place(p, n)} lines" for p, n in lengths.items() if n > FILE_CAP]
    assert not too_long, f"split before {FILE_CAP} lines: {too_long}"


def test_no_function_is_longer_than_the_cap() -> None:
    too_long = [
        f"{place} {name}: {length} lines"
        for path in python_files(*CODE)
        for name, place, length in functions(path)
        if length > FUNCTION_CAP
    ]
    assert not too_long, f"split before {FUNCTION_CAP} lines: {too_long}"


def test_every_module_says_in_its_name_what_it_owns() -> None:
    nameless = [
        str(path.relative_to(ROOT))
        for path in python_files(*CODE)
        if NAMELESS & {path.stem, *path.relative_to(ROOT).parts[:-1]}
    ]
    assert not nameless, f"name these after what they own: {nameless}"


def test_every_module_opens_with_a_sentence() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in python_files(*CODE)
        if (tree := parsed(path)).body and not ast.get_docstring(tree)
    ]
    assert not silent, f"open these with one sentence on what they own: {silent}"


# -- texts


@pytest.mark.parametrize("floor", PACKAGES)
def test_no_text_for_people_is_a_literal(floor: str) -> None:
    literals = [
        f"{place} {text!r}"
        for path in python_files(floor)
        for text, place in vietnamese_literals(path, vocabulary=floor in FLOORS_WITH_VOCABULARY)
    ]
    assert not literals, f"texts belong into locales/ or a form: {literals}"


def test_templates_hold_no_text_of_their_own() -> None:
    silent = re.compile(
        r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<!--.*?-->|<(script|style|svg)\b.*?</\1>|<[^>]*>"
        r"|&\w+;|Lắng Nghe",
        re.DOTALL,
    )
    texts = {
        str(path.relative_to(ROOT)): left
        for path in (ROOT / "bot").rglob("templates/**/*.html")
        if (left := re.findall(r"[^\W\d_]{2,}", silent.sub(" ", path.read_text("utf-8"))))
    }
    assert not texts, f"templates take their texts from locales/: {texts}"


def test_catalogues_are_fresh_complete_and_agree() -> None:
    assert catalogues.problems() == []


# -- tables: one file and one line


@pytest.mark.parametrize("package", PLUGINS)
def test_every_plugin_stands_in_its_table(package: str) -> None:
    table = getattr(importlib.import_module(package), PLUGINS[package])
    missing = plugin_modules(package) - homes(table)
    assert not missing, f"{package}.{PLUGINS[package]} lacks: {sorted(missing)}"


def test_every_event_is_handled_or_ignored_by_name() -> None:
    events = importlib.import_module("flows.events")
    handlers = importlib.import_module("bot.handlers")
    every = {
        item
        for _, item in inspect.getmembers(events, inspect.isclass)
        if item.__module__ == events.__name__ and not item.__name__.startswith("_")
    }
    handled, ignored = set(handlers.EVENT_HANDLERS), set(handlers.IGNORED_EVENTS)
    assert every - handled - ignored == set(), "these events have no handler"
    assert handled & ignored == set(), "handled or ignored, not both"
    assert (handled | ignored) - every == set(), "these are no events"


def test_every_handler_module_is_used() -> None:
    handlers = importlib.import_module("bot.handlers")
    unused = plugin_modules("bot.handlers") - homes(handlers.EVENT_HANDLERS)
    imported = {name for path in python_files("bot/handlers") for name in _imports(path)}
    assert not unused - imported, f"nothing uses {sorted(unused - imported)}"


def _imports(path: Path) -> set[str]:
    nodes = [node for node in ast.walk(parsed(path)) if isinstance(node, ast.ImportFrom)]
    modules = {node.module or "" for node in nodes}
    return modules | {f"{node.module}.{alias.name}" for node in nodes for alias in node.names}


# -- migrations


def test_migrations_are_numbered_without_a_gap_in_one_line() -> None:
    names = sorted(path.name for path in MIGRATIONS.glob("[!_]*.py"))
    assert names, "there is no migration"
    assert all(MIGRATION_NAME.fullmatch(name) for name in names), names
    assert [int(name[:4]) for name in names] == list(range(1, len(names) + 1))
    expected = [None, *(name[:4] for name in names)]
    for before, name in zip(expected, names, strict=False):
        said = _revisions(MIGRATIONS / name)
        assert said == (name[:4], before), f"{name}: revision and down_revision are {said}"


def _revisions(path: Path) -> tuple[object, object]:
    said: dict[str, object] = {}
    for node in parsed(path).body:
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        for target in targets:
            if isinstance(target, ast.Name) and isinstance(node, ast.Assign | ast.AnnAssign):
                value = node.value
                said[target.id] = value.value if isinstance(value, ast.Constant) else None
    return said.get("revision"), said.get("down_revision")


# -- packaging


def _locked(lock: str) -> dict[str, str]:
    lines = (ROOT / lock).read_text(encoding="utf-8").splitlines()
    pins = (line.split(" ")[0].split("==") for line in lines if re.match(r"[a-z0-9]", line))
    return {pin[0]: pin[1] for pin in pins}


def _wanted(lock: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    if lock == "requirements-oracle.lock":
        return [Requirement(line) for line in project["dependency-groups"]["oracle"]]
    lines = [
        *project["project"]["dependencies"],
        *project["project"]["optional-dependencies"]["speed"],
    ]
    if lock == "requirements-dev.lock":
        groups = project["dependency-groups"]
        lines += [line for group in ("test", "lint", "mutation") for line in groups[group]]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize(
    "lock", ["requirements.lock", "requirements-dev.lock", "requirements-oracle.lock"]
)
def test_locks_hold_what_the_project_asks_for(lock: str) -> None:
    pins = _locked(lock)
    stale = [
        str(wanted)
        for wanted in _wanted(lock)
        if not wanted.specifier.contains(pins.get(wanted.name.lower(), "0"))
    ]
    assert not stale, f"{lock} is stale for {stale}; run: make lock"


def test_developing_and_running_lock_the_same_versions() -> None:
    run, dev = _locked("requirements.lock"), _locked("requirements-dev.lock")
    assert {name: dev.get(name) for name in run} == run


@pytest.mark.parametrize(
    "lock",
    [
        "requirements.lock",
        "requirements-dev.lock",
        "requirements-oracle.lock",
        ".ci/installer.lock",
    ],
)
def test_locks_carry_no_address_and_no_local_build(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert " @ " not in text
    assert not re.search(r"==\S*\+", text), "a local version got in"
    names = len(re.findall(r"^[a-z0-9]", text, re.MULTILINE))
    assert names <= text.count("--hash=sha256:")


# -- documents


def test_the_architecture_page_has_a_line_for_every_folder() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    folders = {
        f"{path.parent.relative_to(ROOT).as_posix()}/"
        for floor in PACKAGES
        for path in python_files(floor)
        if "versions" not in path.parts
    }
    missing = sorted(folder for folder in folders if f"`{folder}`" not in page)
    assert not missing, f"docs/architecture.md lacks {missing}"


@pytest.mark.parametrize("page", ["README.md", "README.vi.md"])
def test_the_readme_names_every_command(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    commands = importlib.import_module("bot.commands").COMMANDS
    entries = commands.values() if hasattr(commands, "values") else commands
    missing = sorted(c.name for c in entries if f"`{c.name}" not in text)
    assert not missing, f"{page} lacks the commands {missing}"


def test_the_example_of_settings_names_settings_that_exist() -> None:
    assert find_spec("bot.settings"), "bot/settings.py is not there yet"
    source = (ROOT / "bot" / "settings.py").read_text(encoding="utf-8").upper()
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    now, _, later = example.partition("later release")
    assert later, "the part for the later release has gone"
    names = re.findall(r"^#?\s?([A-Z][A-Z0-9_]+)=", now, re.MULTILINE)
    unknown = [name for name in names if not re.search(rf"\b{name}\b", source)]
    assert not unknown, f".env.example names what bot/settings.py does not know: {unknown}"
