"""An edition: all that one report or publication says in figures, sealed, for ever the same.

It is a value: whoever has it can write the report again to the byte, years later, with no other
row of the database (design §1.6 and 7). It names what it was reckoned with, and holds no answer of
a single person but a few of their own words, redacted, never of texts that are locked.
"""

from __future__ import annotations

from typing import Final, Literal, TypeAlias, get_args

from msgspec import Struct

from survey.comparisons import Direction
from survey.counts import Counts
from survey.drivers import Quadrant
from survey.edition_scopes import Period, Pin, Scope, Tree
from survey.edition_words import Comment, Theme, Words
from survey.index import OVERALL
from survey.targets import Verdict

__all__ = [
    "DIMENSIONS",
    "GAPS",
    "Change",
    "Comment",
    "Dimension",
    "Driven",
    "Edition",
    "FaceLine",
    "Gap",
    "Missing",
    "NotSettledError",
    "Period",
    "Pin",
    "Place",
    "PlanLine",
    "ProcedureLine",
    "Proofs",
    "Row",
    "Scope",
    "Share",
    "StepLine",
    "TargetLine",
    "Theme",
    "Tree",
    "UnitCounts",
    "UnitRow",
    "Variant",
    "Words",
]

Dimension: TypeAlias = Literal[
    "form", "group", "place", "officer", "procedure", "area", "mode", "channel", "evidence",
]  # fmt: skip
"""By what figures are told apart within a unit and a period."""
DIMENSIONS: Final[tuple[Dimension, ...]] = get_args(Dimension)

Gap: TypeAlias = Literal[
    "unit_without_forms",  # a unit of the plan that returned nothing
    "factor_without_answers",  # it stays in the table, without a figure
    "no_frame",  # nothing to weight by
    "frame_parted",  # a unit that was split or gave communes away: its frame is not told apart
    "stratum_unheard",  # part of the frame from which nobody answered
    "criterion_reworded",  # other words or another factor under one code, pooled or compared
    "no_target",
    "no_earlier_period",
    "no_call_backs",
    "open_words",  # of editions of before `words`: what people write at the end was not counted
    "to_be_judged",  # responses that look odd and that two people have not judged yet
    "table_unapproved",  # a table of counts from elsewhere with open flags
    "small_cells",  # withheld
    "counted_since",  # an issued report says the same of a few people more or fewer
    "not_proven_cells",  # intervals that prove nothing
]
GAPS: Final[tuple[Gap, ...]] = get_args(Gap)


class Share(Struct, frozen=True, kw_only=True):
    """A share with all that is needed to judge it; 0–1. None everywhere: nobody answered, or
    `withheld`.
    """

    raw: float | None = None
    raw_low: float | None = None
    raw_high: float | None = None
    weighted: float | None = None
    """None: there is no frame, or too few of its people are among them (`survey.shares`)."""
    low: float | None = None
    """Of the 95 % interval of the weighted share, or of the raw one where there is no frame."""
    high: float | None = None
    answers: int = 0
    """Ratings of the raw share, and who gave them."""
    respondents: int = 0
    drawn: int = 0
    """Respondents of the weighted share: those who were drawn from a frame; 0: there is none."""
    proven: bool = False
    """Whether the interval may be relied upon (`survey.intervals.Interval.dependable`)."""
    withheld: bool = False
    """Too small to be shown, or it would give a small one away: counts are 0 as well."""

    @property
    def best(self) -> float | None:
        """The share to judge by."""
        return self.raw if self.weighted is None else self.weighted

    @property
    def people(self) -> int:
        """Respondents of the share to judge by."""
        return self.respondents if self.weighted is None else self.drawn


class Row(Struct, frozen=True, kw_only=True):
    """One value of a dimension, or one level of the index (`survey.index.LEVELS`, criteria)."""

    key: str
    label: str
    """As it is called in the pinned form, tree or catalogue; in Vietnamese."""
    share: Share
    part: Share | None = None
    """Of a value of a dimension: how policy is carried out (part A)."""
    service: Share | None = None
    """And how services are given (part B)."""
    factors: tuple[Row, ...] = ()
    """Of a value of a dimension: all of `survey.index.FACTORS`; none in editions that were stored
    before they were told."""
    factor: str | None = None
    """Of a criterion: its factor."""
    within: tuple[str, ...] = ()
    """Of a value of a dimension: `unit/UNIT` and `DIMENSION/VALUE` that all of its forms are of as
    well, such as the unit of a place: sums that tell of it (`survey.cell_sums`)."""


class UnitCounts(Struct, frozen=True, kw_only=True):
    """Forms of one unit (R32)."""

    unit_id: str | None
    """None: forms of no unit of the tree, named by `label`."""
    label: str
    counts: Counts
    planned: int | None = None
    """Valid forms that campaigns wanted of it."""


class PlanLine(Struct, frozen=True, kw_only=True):
    """What a campaign wants as a whole whose field work lies in the period only in part."""

    key: str
    """The campaign."""
    label: str
    from_day: str
    to_day: str
    """Its field work, as ISO days."""
    planned: int
    """Valid forms that it wants of the units of the scope."""
    valid: int = 0
    """Those that came of its forms issued until the end of the period."""


class UnitRow(Struct, frozen=True, kw_only=True):
    """One unit's factors."""

    unit_id: str
    label: str
    levels: tuple[Row, ...]
    """In the order of `survey.index.LEVELS`, all of them."""


class Place(Struct, frozen=True, kw_only=True):
    """One place of a ranking (internal unless somebody decides otherwise; right of reply, R38)."""

    key: str
    label: str
    share: Share
    first: int
    last: int
    tied: tuple[str, ...]
    """Labels of those from whom it is not proved to differ."""
    reply: str = ""
    """What the unit or officer says to it."""


class Change(Struct, frozen=True, kw_only=True):
    """Of a level since the period before, in points 0–1."""

    key: str
    label: str
    before: Share
    points: float
    low: float
    high: float
    direction: Direction
    after: Share | None = None
    """The share that `before` is compared with: as answered, unless both are weighted. None: the
    level's own, in editions that were stored before it was told."""


class TargetLine(Struct, frozen=True, kw_only=True):
    """A target and what came of it (R40)."""

    indicator: str
    label: str
    percent: float
    source: str
    share: Share
    verdict: Verdict
    number: int = 1
    """Which one it is of those of so many per cent: two decisions may set the same."""

    @property
    def key(self) -> str:
        """Tells it from the other targets of an edition: `overall-85`, `overall-85-2`."""
        known = f"{self.indicator}-{self.percent:g}"
        return known if self.number == 1 else f"{known}-{self.number}"


class Driven(Struct, frozen=True, kw_only=True):
    """A factor's importance and performance (`survey.drivers`)."""

    factor: str
    label: str
    respondents: int
    correlation: float
    low: float
    high: float
    performance: float
    quadrant: Quadrant


class Variant(Struct, frozen=True, kw_only=True):
    """The overall index reckoned otherwise, beside the usual way."""

    kind: Literal["mode_direct_online", "without_refuted", "without_assisted", "without_place"]
    first: Share
    second: Share
    points: float
    low: float
    high: float
    direction: Direction


class StepLine(Struct, frozen=True, kw_only=True):
    """One step of online procedures (UX)."""

    key: str
    label: str
    easy: Share
    passed: Share
    reasons: tuple[tuple[str, int], ...] = ()
    """Labels and counts, the most frequent first."""
    procedure: str = ""
    """Whose step it is, as its form is called; "" in editions of before, where a step was of all
    procedures together and its `key` has no form.
    """

    @property
    def named(self) -> str:
        """What it is called among the steps of other procedures."""
        return f"{self.label} ({self.procedure})" if self.procedure else self.label


class ProcedureLine(Struct, frozen=True, kw_only=True):
    """One online procedure (UX)."""

    key: str
    """Its form."""
    label: str
    easy: Share
    """Ratings of "easy" and "very easy" of all its steps."""
    completion: Share
    median_minutes: float | None = None
    median_over: int | None = None
    """As those of an edition."""
    timed: int = 0
    reasons: tuple[tuple[str, int], ...] = ()
    """What was hard in any step: labels and counts, the most frequent first."""


class FaceLine(Struct, frozen=True, kw_only=True):
    """One question of the kiosk: how often each face was pressed, from worst to best."""

    key: str
    label: str
    presses: tuple[int, int, int]
    withheld: bool = False
    """Pressed too seldom to be shown; the presses are 0."""


class Proofs(Struct, frozen=True, kw_only=True):
    """How objective the survey was (R31, domain §8.2)."""

    by_level: tuple[int, int, int, int, int]
    """Valid responses by evidence V0–V4."""
    refuted: int = 0
    """Of these, by a call (`survey.call_backs`)."""
    by_kind: tuple[tuple[str, int], ...]
    """Valid responses by kind of invitation: personal, place, assisted, none."""
    suspicions: tuple[tuple[str, int], ...]
    """Reason (`survey.suspicion`) → responses that it was found in."""
    set_aside: int = 0
    cleared: int = 0
    waiting: int = 0
    """Not judged yet."""

    @property
    def called(self) -> int:
        """Responses of people who could be asked about them in a call."""
        return self.by_level[-1] + self.refuted


class Missing(Struct, frozen=True, kw_only=True):
    """What the report cannot say, and about whom."""

    gap: Gap
    about: str = ""
    count: int = 0


class NotSettledError(Exception):
    """Not all that has happened is counted yet: an edition would show a part as the whole."""


class Edition(Struct, frozen=True, kw_only=True):
    """All figures of one scope and period."""

    id: str
    scope: Scope
    period: Period
    made_at: int
    """Milliseconds since 1970, UTC."""
    pins: tuple[Pin, ...]
    counts: tuple[UnitCounts, ...]
    levels: tuple[Row, ...]
    """`survey.index.LEVELS` in their order, all of them, then the criteria by form."""
    csat: Share
    units: tuple[UnitRow, ...] = ()
    tables: dict[Dimension, tuple[Row, ...]] = {}
    targets: tuple[TargetLine, ...] = ()
    changes: tuple[Change, ...] = ()
    ranking: tuple[Place, ...] = ()
    unranked: tuple[str, ...] = ()
    officers: tuple[Place, ...] = ()
    officers_by: str = OVERALL
    """The level that officers are ranked by; editions have had `B` since it was told."""
    unranked_officers: tuple[str, ...] = ()
    drivers: tuple[Driven, ...] = ()
    variants: tuple[Variant, ...] = ()
    steps: tuple[StepLine, ...] = ()
    procedures: tuple[ProcedureLine, ...] = ()
    online_changes: tuple[Change, ...] = ()
    """Of `survey.cells` levels `completed`, `completed/FORM`, `ux/FORM` and `easy/FORM.STEP`."""
    completion: Share | None = None
    median_minutes: float | None = None
    median_over: int | None = None
    """Minutes that the median lies beyond, in the class without an end; `median_minutes` is None
    then.
    """
    timed: int = 0
    """Responses that the median is of: of all who finished, online or at last in person."""
    faces: tuple[FaceLine, ...] = ()
    themes: tuple[Theme, ...] = ()
    words: Words = Words()
    proofs: Proofs
    missing: tuple[Missing, ...] = ()
    trend: tuple[tuple[str, Share], ...] = ()
    """First day of a month → its overall index, oldest first."""
    plans: tuple[PlanLine, ...] = ()
    """Of longer campaigns than the period; what the others want stands in `counts`."""
    served: tuple[str, str] | None = None
    """First and last ISO day of the services that responses which count are about."""
