"""The why-questions after low ratings: one written block, spread over factors or steps."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec

from flows.definition import Choice, FollowUps, Question, Texts
from flows.documents import Node
from flows.faults import suggestion
from flows.fields import Context, Fields, read_list
from flows.identifiers import QuestionId
from flows.question_reader import ID, Tables, read_choices, read_question
from flows.vocabulary import FACTORS, STEPS

__all__ = ["Plan", "part_of", "read_plan", "spread"]

RATINGS = (1, 2, 3, 4, 5)
EVERY_STEP = "STEPS"
PARTS = frozenset({"A", "B", EVERY_STEP})
"""Policy, service and online procedures: reasons for every factor or step of theirs."""


class Plan(msgspec.Struct, frozen=True):
    """The block `follow_ups` as it is written."""

    node: Node
    ratings: frozenset[int]
    prefix: str
    limit: int
    text: Texts
    hint: Texts | None
    reasons: Mapping[str, tuple[Choice, ...]]
    offer: Question | None


def part_of(topic: str) -> str:
    """Return the part that a factor or a step belongs to."""
    return EVERY_STEP if topic.islower() else topic[:1]


def read_plan(node: Node, tables: Tables, context: Context) -> Plan | None:
    """Return the block; None if it cannot be built (faults say why)."""
    fields = Fields(node, context)
    ratings = _ratings(fields)
    prefix = fields.text("prefix", required=True, pattern=ID)
    limit = fields.whole("limit", required=True)
    text, hint = fields.texts("text", required=True), fields.texts("hint")
    reasons = _reasons(fields)
    # The offer belongs to no section of the form: it is asked wherever a low rating was given.
    written = fields.node("offer")
    offer = read_question(written, "", tables, context) if written else None
    fields.close()
    if not (ratings and prefix and limit and text) or (written and not offer):
        return None
    return Plan(node, ratings, prefix, limit, text, hint, reasons, offer)


def _reasons(fields: Fields) -> dict[str, tuple[Choice, ...]]:
    fields.node("reasons", required=True)
    reasons: dict[str, tuple[Choice, ...]] = {}
    known = FACTORS | STEPS | PARTS
    for topic, node in fields.mapping("reasons"):
        if topic not in known:
            message = f"there is no factor or step {topic!r}{suggestion(topic, known)}"
            fields.context.fault(node.place, "unknown-factor", message)
        reasons[topic] = read_choices(read_list(node, fields.context), fields.context)
    return reasons


def _ratings(fields: Fields) -> frozenset[int]:
    found: set[int] = set()
    for node in fields.items("ratings", required=True):
        if type(node.value) is int and node.value in RATINGS:
            found.add(node.value)
        else:
            message = f"expected a rating from 1 to 5, found {node.value!r}"
            fields.context.fault(node.place, "bad-value", message)
    return frozenset(found)


def spread(
    plan: Plan, questions: Iterable[Question], context: Context
) -> tuple[FollowUps, dict[str, Question]]:
    """Return the follow-ups and one why-question for each factor or step that is rated.

    Reasons are looked up by factor (`B3`) or step, else by its part (`B`).
    """
    first: dict[str, Question] = {}
    for question in questions:
        if question.topic is not None:
            first.setdefault(question.topic, question)
    reasons: dict[str, Question] = {}
    for topic, question in first.items():
        choices = plan.reasons.get(topic) or plan.reasons.get(part_of(topic))
        if choices is None:
            what = "factor" if question.factor else "step"
            message = f"no reasons are given for the {what} {topic!r} (nor for {part_of(topic)!r})"
            context.fault(plan.node.place, "missing-reasons", message)
            continue
        reasons[topic] = _why(plan, topic, question.section, choices)
    offer = plan.offer.id if plan.offer else None
    follow_ups = FollowUps(
        ratings=plan.ratings, reason_prefix=plan.prefix, offer=offer, limit=plan.limit
    )
    return follow_ups, reasons


def _why(plan: Plan, topic: str, section: str, choices: tuple[Choice, ...]) -> Question:
    return Question(
        id=QuestionId(plan.prefix + topic.upper()),
        type="choice",
        text=plan.text,
        hint=plan.hint,
        section=section,
        choices=choices,
        skippable=True,
        open=any(choice.value == "other" for choice in choices),
        follows=topic,
    )
