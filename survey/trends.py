"""The months of a trend in their order, those in which nobody answered among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from survey.editions import Share

__all__ = ["every_month", "unbroken"]

_MONTH = len("2026-01")


def every_month(trend: Iterable[tuple[str, Share]]) -> list[tuple[str, Share]]:
    """Return a trend, oldest month first, with a share without a figure for each month left out:
    else months far apart would stand side by side. Months as `2026-01`, or as a day of theirs.
    """
    known = {day[:_MONTH]: (day, share) for day, share in trend}
    if not known:
        return []
    begin, end = (_number(month) for month in (min(known), max(known)))
    rest = known[min(known)][0][_MONTH:]
    months = (_written(number) for number in range(begin, end + 1))
    return [known.get(month, (month + rest, Share())) for month in months]


def unbroken(
    places: Iterable[tuple[float, float | None]],
) -> Iterator[tuple[tuple[float, float], ...]]:
    """Yield the places that a line may join, run by run: one without a height breaks it."""
    run: list[tuple[float, float]] = []
    for x, y in places:
        if y is not None:
            run.append((x, y))
        elif run:
            yield tuple(run)
            run = []
    if run:
        yield tuple(run)


def _number(month: str) -> int:
    year, number = month.split("-")
    return 12 * int(year) + int(number) - 1


def _written(number: int) -> str:
    return f"{number // 12:04}-{number % 12 + 1:02}"
