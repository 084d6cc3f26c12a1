"""Campaigns with honest collectors and one who invents responses: made without the detector.

What people do is drawn from ranges that are wider than any one office: places differ, collectors
differ, so do ways to cheat. Nothing in here was chosen by what the rules under test find.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import count
from random import Random
from typing import Final, Literal, TypeAlias, get_args

from survey.suspicion import Given

Style: TypeAlias = Literal["evening", "lunch", "copies", "slips", "patient", "windows"]
STYLES: Final[tuple[Style, ...]] = get_args(Style)
"""evening: all in a few long sittings after work; lunch: a handful a day between real people;
copies: some responses typed again with small changes; slips: other people's links, opened at
home; patient: with breaks, at a believable pace; windows: own telephone, a new window each time.
"""
Way: TypeAlias = Literal["tablet", "poster", "links"]
"""How people answer: on one tablet, on their telephones by a poster, or by links of their own."""

ITEMS: Final = tuple(f"Q{number}" for number in range(1, 16))
_DAY: Final = 86_400.0
_OPENS: Final = 7.5 * 3600


@dataclass
class Collector:
    """Somebody through whom responses come in, and what their people are like."""

    name: str
    way: Way
    content: float
    """How content people are here, beside those elsewhere."""
    easy: float
    """Share of people who rate the same throughout."""
    reads_aloud: bool
    """Whether the pace is the collector's own."""
    meeting: bool
    """Whether half of them came on one morning, and handed the tablet on from one to the next."""
    pace: float
    break_between: float
    """Seconds between two people where others wait."""
    given: list[Given] = field(default_factory=list)
    invented: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Campaign:
    """What came in, by whom, and how the cheat cheated."""

    collectors: list[Collector]
    cheat: Collector
    style: Style

    @property
    def given(self) -> list[Given]:
        return [one for collector in self.collectors for one in collector.given]


def campaign(seed: int) -> Campaign:
    """Return the campaign of a seed: 12–30 collectors, 600–1,600 responses in 20 days, a
    twentieth of them invented by one collector.
    """
    chance = Random(f"campaign {seed}")
    many = chance.randint(600, 1600)
    collectors = [_collector(chance, number) for number in range(chance.randint(12, 30))]
    sizes = [chance.lognormvariate(0, 0.6) for _ in collectors]
    ids = count()
    for collector, size in zip(collectors, sizes, strict=True):
        _fill(chance, collector, max(5, round(many * size / sum(sizes))), ids)
    cheat = chance.choice(collectors)
    style = chance.choice(STYLES)
    invented = round(sum(len(one.given) for one in collectors) * 0.05 / 0.95)
    _invent(chance, cheat, style, invented, ids)
    return Campaign(collectors, cheat, style)


def _collector(chance: Random, number: int) -> Collector:
    return Collector(
        name=f"c{number}",
        way=chance.choices(("tablet", "poster", "links"), (5, 3, 2))[0],
        content=chance.gauss(0, 0.45),
        easy=chance.uniform(0.15, 0.55),
        reads_aloud=chance.random() < 0.2,
        meeting=chance.random() < 0.1,
        pace=chance.lognormvariate(0, 0.2),
        break_between=chance.uniform(15, 120),
    )


# -- people


def _fill(chance: Random, collector: Collector, many: int, ids: count[int]) -> None:
    """Let people come in, most of them in the first hours of the morning."""
    free = 0.0
    met = 9 * _DAY + _OPENS + 3600
    moments = [met if collector.meeting and n % 2 else _moment(chance) for n in range(many)]
    for moment in sorted(moments):
        begun = moment
        if collector.way == "tablet" and moment < free:
            usual = 12.0 if moment == met else collector.break_between
            begun = free + max(5.0, usual * chance.lognormvariate(0, 0.5))
        one = _person(chance, collector, begun, f"r{next(ids)}")
        free = one.ended
        collector.given.append(one)


def _moment(chance: Random) -> float:
    """Return when somebody comes: rush from opening on, quieter after noon, Saturdays few."""
    day = chance.choices(range(28), [1 if d % 7 < 5 else 0.3 if d % 7 == 5 else 0.02
                                     for d in range(28)])[0]  # fmt: skip
    if chance.random() < 0.65:
        hour = chance.betavariate(1.6, 3.0) * 4.5
    else:
        hour = 6 + chance.betavariate(2, 2.2) * 3.5
    return day * _DAY + _OPENS + hour * 3600


def _person(chance: Random, collector: Collector, begun: float, name: str) -> Given:
    """Return what a real person answers: some are young and fast, some are content with all."""
    habit = chance.random()
    taste = chance.gauss(0.9 + collector.content, 0.9)
    if habit < collector.easy * 0.6:
        ratings = [5] * len(ITEMS)
    elif habit < collector.easy:
        ratings = [4] * len(ITEMS)
    else:
        ratings = [_rating(taste + chance.gauss(0, 0.7)) for _ in ITEMS]
    if collector.reads_aloud:
        speed = collector.pace * chance.lognormvariate(0, 0.22)
    else:
        age = chance.choices((0.55, 1.0, 1.7), (25, 55, 20))[0]
        speed = age * chance.lognormvariate(0, 0.3) * (0.7 if habit < collector.easy else 1.0)
    took = [_of_item(number) * speed * chance.lognormvariate(0, 0.45) for number in range(15)]
    beside = chance.uniform(15, 60) + (chance.uniform(10, 90) if chance.random() < 0.2 else 0)
    return _given(collector, name, begun, ratings, took, beside,
                  None if collector.way != "tablet" else collector.name)  # fmt: skip


def _of_item(number: int) -> float:
    """Return what an item takes in the middle, in seconds: some texts are longer."""
    return (5.0, 6.5, 8.0, 4.5, 7.0)[number % 5]


def _rating(felt: float) -> int:
    return 1 + sum(felt > edge for edge in (-1.9, -1.1, -0.2, 0.9))


def _given(  # noqa: PLR0917 – the parts of a response
    collector: Collector, name: str, begun: float, ratings: list[int], took: list[float],
    beside: float, device: str | None,
) -> Given:  # fmt: skip
    own = device or f"phone {name}"
    return Given(
        id=name,
        line=collector.name,
        device=own,
        shared=device is not None and collector.way == "tablet" and device == collector.name,
        begun=begun,
        ended=begun + sum(took) + beside,
        ratings=dict(zip(ITEMS, ratings, strict=True)),
        took=dict(zip(ITEMS, took, strict=True)),
    )


# -- the cheat


def _invent(chance: Random, cheat: Collector, style: Style, many: int, ids: count[int]) -> None:
    """Add invented responses: in sittings, by one hand, with similar ratings, at times that an
    overseer would believe.
    """
    hand = _Hand(chance, style)
    for size, begun in _sittings(chance, style, many):
        now = begun
        for _ in range(size):
            one = hand.types(cheat, now, f"r{next(ids)}")
            cheat.given.append(one)
            cheat.invented.add(one.id)
            now = one.ended + hand.rest()
    cheat.given.sort(key=lambda one: one.begun)


def _sittings(chance: Random, style: Style, many: int) -> list[tuple[int, float]]:
    sizes: dict[Style, Callable[[], int]] = {
        "lunch": lambda: chance.randint(3, 8),
        "patient": lambda: chance.randint(6, 20),
    }
    size = sizes.get(style, lambda: chance.randint(10, 40))
    found, left = [], many
    while left > 0:
        part = min(left, size())
        found.append((part, _when(chance, style)))
        left -= part
    return found


def _when(chance: Random, style: Style) -> float:
    day = chance.choice([d for d in range(28) if d % 7 < 5])
    hour = {"lunch": 11.7, "patient": 14.0, "copies": 9.5}.get(style, 18.0)
    return day * _DAY + (hour + chance.uniform(-1.0, 1.5)) * 3600


class _Hand:
    """How one cheat types: a taste, a pace, pauses, and how much each response differs."""

    def __init__(self, chance: Random, style: Style) -> None:
        self.chance, self.style = chance, style
        self.pace = chance.uniform(0.35, 1.1)
        self.steady = chance.uniform(0.08, 0.4)
        self.changes = chance.uniform(0.08, 0.5)
        self.pause = chance.uniform(40, 240) if style == "patient" else chance.uniform(6, 45)
        self.bases = [
            self._base() for _ in range(chance.randint(2, 5) if style == "copies" else 1)
        ]

    def _base(self) -> list[int]:
        return [_rating(self.chance.gauss(1.0, 0.6)) for _ in ITEMS]

    def rest(self) -> float:
        """Return seconds until the next one is begun."""
        return self.pause * self.chance.lognormvariate(0, 0.6)

    def types(self, cheat: Collector, begun: float, name: str) -> Given:
        """Return one invented response."""
        chance = self.chance
        changes = 0.05 if self.style == "copies" else self.changes
        ratings = [
            chance.choice((3, 4, 4, 5, 5)) if chance.random() < changes else rating
            for rating in chance.choice(self.bases)
        ]
        speed = self.pace * chance.lognormvariate(0, self.steady)
        took = [_of_item(n) * speed * chance.lognormvariate(0, 0.4) for n in range(15)]
        return _given(cheat, name, begun, ratings, took, chance.uniform(10, 40),
                      self._device(cheat, name))  # fmt: skip

    def _device(self, cheat: Collector, name: str) -> str:
        if self.style == "windows":
            return f"window {name}"
        if self.style == "slips" or cheat.way != "tablet":
            return "the cheat's own"
        return cheat.name
