"""The audit log speaks people's language: nothing that the code notes is shown as its code."""

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

import bot
from bot.console.audit_values import Telling
from bot.console.audit_words import ACTIONS, ACTORS, DETAILS, TARGETS
from bot.i18n import Catalogues
from flows.desk.case_acts import AUDITED_AS

NOTING = frozenset({"note", "_note", "_commit", "_store_grants", "give"})
"""Functions that take an action, and what is noted beside it."""
DETAIL = frozenset({"detail", "noted", "chosen", "proof", "concerned", "means"})
"""What the rest of what is noted is called before it is passed on."""


def modules() -> Iterator[ast.Module]:
    for path in sorted(Path(bot.__file__).parent.rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        if "simulator" not in path.parts and (".note(" in text or " note" in text):
            yield ast.parse(text)


def called(node: ast.Call) -> str:
    return node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")


def words(node: ast.expr) -> Iterator[str]:
    """Yield the texts that an expression may be, not those inside of a dictionary."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    if isinstance(node, ast.IfExp):
        yield from (*words(node.body), *words(node.orelse))


def names_in(node: ast.AST) -> Iterator[str]:
    for found in ast.walk(node):
        if isinstance(found, ast.Dict):
            yield from (word for key in found.keys if key for word in words(key))


def noted(tree: ast.Module) -> Iterator[tuple[str, str]]:
    """Yield what a module notes: what it is (action, actor, target, detail), and its word."""
    yield from (("action", word) for node in tree.body for word in _named(node, {"_MARK"}))
    for function in ast.walk(tree):
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef)):
            calls = [node for node in ast.walk(function) if isinstance(node, ast.Call)]
            noting = [call for call in calls if called(call) in NOTING]
            for call in noting:
                yield from _passed(call)
            for node in ast.walk(function) if noting else ():
                yield from (("action", word) for word in _named(node, {"action"}))
                if isinstance(node, ast.Assign) and _name(node) in DETAIL:
                    yield from (("detail", word) for word in names_in(node.value))


def _name(node: ast.Assign | ast.AnnAssign) -> str:
    target = node.targets[0] if isinstance(node, ast.Assign) else node.target
    return target.id if isinstance(target, ast.Name) else ""


def _named(node: ast.AST, names: set[str]) -> Iterator[str]:
    if isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value and _name(node) in names:
        yield from words(node.value)


def _passed(call: ast.Call) -> Iterator[tuple[str, str]]:
    for argument in call.args:
        yield from (("action", word) for word in words(argument) if _is_action(word))
        if called(call) != "_commit":  # what changes in an account is no detail
            yield from (("detail", word) for word in names_in(argument))
    for keyword in call.keywords:
        yield from ((keyword.arg or "", word) for word in words(keyword.value))
        yield from (("detail", word) for word in names_in(keyword.value))


def _is_action(word: str) -> bool:
    return "." in word or word.startswith("misreadings_")


FOUND = sorted({one for tree in modules() for one in noted(tree)})
TABLES = {"action": ACTIONS, "actor": ACTORS, "target": TARGETS, "detail": DETAILS}


@pytest.mark.parametrize(("kind", "word"), [one for one in FOUND if one[0] in TABLES])
def test_whatever_is_noted_has_a_word(kind: str, word: str) -> None:
    assert word in TABLES[kind]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("table", [ACTIONS, ACTORS, DETAILS, TARGETS])
def test_all_words_begin_alike(table: Mapping[str, str], language: str) -> None:
    texts = Catalogues.load()
    assert [key for key in table.values() if not texts.text(language, key)[0].isupper()] == []


@pytest.mark.parametrize("action", sorted(set(AUDITED_AS.values())))
def test_every_act_on_a_case_has_a_word(action: str) -> None:
    assert action in ACTIONS


def test_the_search_for_what_is_noted_finds_it() -> None:
    assert {
        ("action", "account.refused"),
        ("action", "account.totp_begun"),
        ("action", "response.restored"),
        ("action", "example_data_planted"),
        ("action", "misreadings_read"),
        ("actor", "citizen"),
        ("target", "database"),
        ("detail", "tries"),
        ("detail", "purpose"),
        ("detail", "reason"),
        ("detail", "used_for"),
        ("detail", "words"),
    } <= set(FOUND)


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("state", "in_progress", "«case.state.in_progress»"),
        ("role", "unit_head", "«console.role.unit_head»"),
        ("roles", "unit_head@u1", "«console.role.unit_head» – Tổ Một"),
        ("unit", "u1", "Tổ Một"),
        ("found", "a1", "Lê An"),
        ("means", "recovery_code", "«console.audit.value.recovery_code»"),
        ("reason", "gọi 0912 345 678", "gọi [đã ẩn]"),
        ("used_for", "answer", "«console.template.purpose.answer»"),
        ("form", "mc", "mc"),
        ("docx", "changed", "«console.report.verified.changed»"),
    ],
)
def test_values_are_said_and_not_shown(name: str, value: str, told: str) -> None:
    telling = Telling(lambda key: f"«{key}»", {"a1": "Lê An"}, {"u1": "Tổ Một"}.__getitem__)
    assert telling.detail(name, value) == (f"«console.audit.detail.{name}»", told)


def test_actors_and_targets_are_said_and_not_shown() -> None:
    telling = Telling(lambda key: f"«{key}»", {"a1": "Lê An"}, str)
    assert telling.actor("account:a1") == telling.target("account:a1") == "Lê An"
    assert telling.actor("start") == "«console.audit.actor.start»"
    assert telling.actor("command:root") == "«console.audit.actor.command» (root)"
    assert telling.target("template:01m8") == "«console.audit.target.template»"
    assert telling.target("database") == "«console.audit.target.database»"
