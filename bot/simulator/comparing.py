"""Answers given against answers stored, one by one, for each question of each response."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Iterable

import msgspec

from bot.simulator.ledger import Ledger, Sent
from bot.simulator.snapshot import AnswerRow, Snapshot
from flows.session import Value

__all__ = ["Comparison", "compare_answers"]

_PREFILL = "prefill"
_PASSED_OVER = frozenset({"button", "skip"})


class Comparison(msgspec.Struct, kw_only=True):
    """What became of the answers. The lists hold evidence, a line each."""

    given: int = 0
    stored: int = 0
    lost: list[str] = []
    repeated: list[str] = []
    strange: list[str] = []
    """Stored, but never given to that question."""
    misread: list[str] = []
    """Typed words that were taken for another answer: nothing is lost, but it was not meant."""


class _Given(msgspec.Struct, frozen=True):
    """An answer by the ledger. Not `sure`: asked back, or its fate is not known yet."""

    value: Value
    sure: bool
    sent: str
    typed: bool


def compare_answers(snapshot: Snapshot, ledgers: Iterable[Ledger]) -> Comparison:
    """Compare all answers of these citizens with the rows of their sessions."""
    result = Comparison()
    sessions = {row.user_key: row.session_id for row in snapshot.conversations}
    by_session: defaultdict[str, list[str]] = defaultdict(list)
    for response in snapshot.responses.values():
        by_session[response.session_id or ""].append(response.id)
    for ledger in ledgers:
        own = by_session.get(sessions.get(ledger.user_key, ""), [])
        nobodys = by_session.get("", [])  # erased ones: to be known, so that none is missed
        _compare_ledger(snapshot, ledger, [*own, *nobodys], result)
    return result


def _compare_ledger(
    snapshot: Snapshot, ledger: Ledger, responses: list[str], result: Comparison
) -> None:
    given = _given(ledger.sent)
    tags = {response_id[-8:]: response_id for response_id in responses}
    stored: defaultdict[tuple[str, str], list[AnswerRow]] = defaultdict(list)
    for tag, response_id in tags.items():
        for row in snapshot.answers.get(response_id, ()):
            stored[tag, row.question].append(row)
    for tag, question in given.keys() | stored.keys():
        rows = stored[tag, question]
        if _is_compared(snapshot, tags.get(tag), question, rows):
            name = f"citizen {ledger.citizen} {tags.get(tag, tag)} {question}"
            _match(name, given.get((tag, question), []), rows, result)


def _given(sent: list[Sent]) -> dict[tuple[str, str], list[_Given]]:
    given: defaultdict[tuple[str, str], list[_Given]] = defaultdict(list)
    for one in sent:
        meant = one.meant
        if meant is not None:
            sure = one.given and one.is_acknowledged and not meant.vague
            given[meant.tag, meant.question].append(
                _Given(meant.value, sure, one.id, one.kind == "text")
            )
    return dict(given)


def _is_compared(
    snapshot: Snapshot, response_id: str | None, question: str, rows: list[AnswerRow]
) -> bool:
    """Whether answers to this question are rows now: the bot's own control questions never
    become any, and nothing is left of who refused consent or had it all erased, nor of a phone
    number that was taken back.
    """
    if response_id is None:
        return True
    response = snapshot.responses[response_id]
    asked = snapshot.forms[response.form, response.version].by_id.get(question)
    if response.state in {"declined", "erased"}:
        return False
    if asked is None:
        return True
    return asked.kind != "control" and not (asked.type == "phone" and _is_taken_back(rows))


def _is_taken_back(rows: list[AnswerRow]) -> bool:
    """Whether a number was let go of: its question left the path, or was passed over after all.
    Then no revision of it has a value any more.
    """
    if not rows or any(row.value is not None for row in rows):
        return False
    return rows[-1].retracted or (len(rows) > 1 and rows[-1].method in _PASSED_OVER)


def _match(name: str, given: list[_Given], rows: list[AnswerRow], result: Comparison) -> None:
    """Find each given answer among the revisions, in order. Giving the same answer again makes
    no new revision; what the invitation knew was given by nobody.
    """
    result.given += sum(one.sure for one in given)
    result.stored += sum(row.method != _PREFILL for row in rows)
    left = deque(rows)
    newest: Value | type[_Nothing] = _Nothing
    for one in given:
        while left and left[0].method == _PREFILL:
            newest = left.popleft().value
        if left and _same(left[0].value, one.value):
            newest = left.popleft().value
        elif one.sure and not _same(newest, one.value):
            found = [row.value for row in rows]
            evidence = f"{name}: {one.value!r} of {one.sent} is not in {found}"
            if one.typed and left:
                newest = left.popleft().value
                result.misread.append(evidence)
            else:
                result.lost.append(evidence)
    _note_rest(name, given, [row for row in left if row.method != _PREFILL], result)


def _note_rest(name: str, given: list[_Given], rows: list[AnswerRow], result: Comparison) -> None:
    for row in rows:
        known = any(_same(row.value, one.value) for one in given)
        kind = result.repeated if known else result.strange
        kind.append(f"{name}: revision {row.revision} is {row.value!r}")


class _Nothing:
    """Stands for "no answer yet", since None is an answer: skipped."""


def _same(left: object, right: object) -> bool:
    return type(left) is type(right) and left == right
