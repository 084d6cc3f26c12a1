"""The tables on the page about the desk's rules say what the code does."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from flows.desk.case_acts import (
    Act,
    Agreed,
    Answer,
    Ask,
    Assign,
    Close,
    DeclareConflict,
    Disagreed,
    FindConflict,
    Forward,
    Note,
    Passed,
    Recategorise,
    Release,
    Supplied,
    Take,
)
from flows.desk.cases import Case, CaseRefusedError
from flows.desk.roles import ROLES
from flows.identifiers import Instant
from tests.flows.desk.samples import (
    CASES,
    TUESDAY,
    at,
    done,
)

PAGE = Path(__file__).parents[3] / "docs" / "desk-rules.md"
LATER = at("2026-03-20 09:00")

ACTS: dict[str, Act] = {
    "Take": Take(),
    "Release": Release(),
    "Assign": Assign("minh"),
    "Note": Note("Đã gọi."),
    "Ask": Ask("Ngày nào?"),
    "Answer": Answer("Xong."),
    "Forward to a unit": Forward("east", "BHXH Đông", "Đúng địa bàn."),
    "Forward to an authority": Forward(None, "Sở Y tế", "Thẩm quyền."),
    "Close": Close("Trùng."),
    "Recategorise": Recategorise("PA04"),
    "DeclareConflict": DeclareConflict("Người nhà."),
    "FindConflict of its officer": FindConflict("lan", "Người nhà."),
    "Supplied": Supplied("Hôm qua."),
    "Agreed": Agreed(),
    "Disagreed": Disagreed(),
    "Passed, in time": Passed(),
}


def table(first: str) -> Iterator[list[str]]:
    """Yield the rows of the page's table whose first column is headed so."""
    lines = iter(PAGE.read_text(encoding="utf-8").splitlines())
    found = (line for line in lines if line.startswith(f"| {first} |"))
    yield cells(next(found))
    next(lines)
    for line in lines:
        if not line.startswith("|"):
            return
        yield cells(line)


def cells(line: str) -> list[str]:
    return [cell.strip().replace("`", "") for cell in line.strip("|").split("|")]


def test_the_table_of_roles_is_that_of_the_code() -> None:
    (_, *actions), *rows = table("Role")
    assert [role for role, *_ in rows] == list(ROLES)
    for role, *marks in rows:
        held = next(rights.actions for name, rights in ROLES.items() if name == role)
        assert marks == ["x" if action in held else "" for action in actions], role


def outcome(case: Case, act: Act, now: Instant) -> str:
    if isinstance(act, Take) and case.state == "waiting":
        case = replace(case, officer_id=None)
    if isinstance(act, Close):
        case = replace(case, reply_promised=False)
    try:
        return done(case, act, now).case.state
    except CaseRefusedError:
        return "–"


_, *STATES = next(table("Act"))


@pytest.mark.parametrize("name", ACTS)
def test_the_table_of_acts_is_that_of_the_code(name: str) -> None:
    now = LATER if name.startswith("Passed") else TUESDAY
    [told] = [row[1:] for row in table("Act") if row[0] == name]
    assert told == [outcome(case, ACTS[name], now) for state, case in CASES.items()]
    assert list(CASES) == STATES
