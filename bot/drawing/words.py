"""How draws are said to people: why nothing is drawn, what does not agree, what is left out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bot.drawing.drawing import Refusal
from bot.drawing.gathering import OutOfFrame
from flows.texts import text_key
from storage.draw_records import WorkState
from survey.seals import Kind, Problem

__all__ = ["KINDS", "OUT", "PROBLEMS", "REFUSALS", "WORK_STATES"]

KINDS: Final[Mapping[Kind, str]] = {
    "first": text_key("draw.kind.first"),
    "top_up": text_key("draw.kind.top_up"),
    "substitution": text_key("draw.kind.substitution"),
}
REFUSALS: Final[Mapping[Refusal, str]] = {
    "test": text_key("draw.refused.test"),
    "not_approved": text_key("draw.refused.not_approved"),
    "drawn_already": text_key("draw.refused.drawn_already"),
    "not_drawn": text_key("draw.refused.not_drawn"),
    "empty": text_key("draw.refused.empty"),
    "no_period": text_key("draw.refused.no_period"),
    "asked_already": text_key("draw.refused.asked_already"),
    "no_work": text_key("draw.refused.no_work"),
    "changed": text_key("draw.refused.changed"),
}
PROBLEMS: Final[Mapping[Problem, str]] = {
    "seal": text_key("draw.problem.seal"),
    "method": text_key("draw.problem.method"),
    "frame": text_key("draw.problem.frame"),
    "plan": text_key("draw.problem.plan"),
    "drawn": text_key("draw.problem.drawn"),
}
OUT: Final[Mapping[OutOfFrame, str]] = {
    "asked_lately": text_key("draw.out.asked_lately"),
    "drawn_before": text_key("draw.out.drawn_before"),
    "no_group": text_key("draw.out.no_group"),
}
WORK_STATES: Final[Mapping[WorkState, str]] = {
    "waiting": text_key("draw.work.waiting"),
    "gathering": text_key("draw.work.gathering"),
    "drawing": text_key("draw.work.drawing"),
    "storing": text_key("draw.work.storing"),
    "done": text_key("draw.work.done"),
    "refused": text_key("draw.work.refused"),
    "cancelled": text_key("draw.work.cancelled"),
}
