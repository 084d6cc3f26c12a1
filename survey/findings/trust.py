"""How far the figures may be trusted: proof of who answered, odd forms, and what is missing."""

from __future__ import annotations

from collections.abc import Iterator

from survey.editions import GAPS, Edition, Gap, Proofs, Variant
from survey.findings.base import Finding, Names, Percent, Points, Tally, overall_of

__all__ = ["limits", "objectivity"]


def objectivity(edition: Edition) -> Iterator[Finding]:
    """Return the evidence (domain §8.2), the kinds of invitation, the odd forms, and what the
    index would be with others or without some.
    """
    yield from _evidence(edition)
    yield from _calls(edition)
    yield from _suspicions(edition)
    yield from (
        _variant(one)
        for one in edition.variants
        if one.first.best is not None and one.second.best is not None
    )


def _evidence(edition: Edition) -> Iterator[Finding]:
    levels = edition.proofs.by_level
    valid = sum(levels)
    if not valid:
        return
    yield Finding(
        section="objectivity",
        rule=_proved(levels),
        values={
            "valid": valid,
            "proved": valid - levels[0],
            "rate": Percent((valid - levels[0]) / valid),
            "matched": sum(levels[3:]),
            "matched_rate": Percent(sum(levels[3:]) / valid),
        },
        figures=("proofs/by_level",),
    )
    if kinds := tuple(pair for pair in edition.proofs.by_kind if pair[1]):
        yield Finding(
            section="objectivity",
            rule="kinds",
            values={"kinds": Tally("invitation", kinds)},
            figures=("proofs/by_kind",),
        )


def _proved(levels: tuple[int, ...]) -> str:
    """Return the rule for the evidence; whoever was called need not be on a list."""
    if sum(levels) == levels[0]:
        return "no_evidence"
    return "evidence_called" if levels[-1] else "evidence"


def _calls(edition: Edition) -> Iterator[Finding]:
    """Return what calls came to (domain §8.3), where somebody could be asked."""
    called, refuted = edition.proofs.called, edition.proofs.refuted
    if called:
        yield Finding(
            section="objectivity",
            rule="called" if refuted else "called_none_refuted",
            values={
                "called": called,
                "confirmed": called - refuted,
                "rate": Percent(1 - refuted / called),
                "refuted": refuted,
            },
            figures=("proofs/by_level", "proofs/refuted") if refuted else ("proofs/by_level",),
        )


def _suspicions(edition: Edition) -> Iterator[Finding]:
    """Return what was found odd and what people made of it; nothing, where nobody answered."""
    proofs = edition.proofs
    found = tuple(pair for pair in proofs.suspicions if pair[1])
    if not found and not _has_forms(edition):
        return
    yield Finding(
        section="objectivity",
        rule=_odd(proofs) if found else "nothing_odd",
        values={
            "signs": Tally("suspicion", found),
            "set_aside": proofs.set_aside,
            "cleared": proofs.cleared,
            "waiting": proofs.waiting,
        },
        figures=("proofs/suspicions", "proofs/set_aside", "proofs/cleared", "proofs/waiting"),
    )


def _has_forms(edition: Edition) -> bool:
    """Tell whether there is anything that could be odd."""
    return any(edition.proofs.by_level) or any(row.counts.returned for row in edition.counts)


def _odd(proofs: Proofs) -> str:
    """Return the rule for what is odd: nobody is told of nought judged or nought waiting forms."""
    if not proofs.set_aside and not proofs.cleared:
        return "odd_unjudged"
    return "odd" if proofs.waiting else "odd_judged"


def _variant(one: Variant) -> Finding:
    return Finding(
        section="objectivity",
        rule=one.kind if one.direction != "not_proven" else f"{one.kind}_not_proven",
        values={
            "first": Percent(one.first.best or 0.0),
            "second": Percent(one.second.best or 0.0),
            "points": Points(one.points),  # with its sign, as its interval has one
            "low": Points(one.low),
            "high": Points(one.high),
        },
        figures=(f"variants/{one.kind}",),
    )


def limits(edition: Edition) -> Iterator[Finding]:
    """Return what the report cannot say, each kind of gap once, and what no survey can: of an
    index that there is.
    """
    for gap in GAPS:
        found = [one for one in edition.missing if one.gap == gap]
        if found:
            about = tuple(dict.fromkeys(one.about for one in found if one.about))
            yield _gap(gap, about, sum(one.count for one in found))
    whole = overall_of(edition)
    if whole.best is not None:
        rule = "silence" if whole.weighted is None else "silence_weighted"
        yield Finding(section="limits", rule=rule, figures=("levels/overall",))


def _gap(gap: Gap, about: tuple[str, ...], count: int) -> Finding:
    return Finding(
        section="limits",
        rule=gap,
        values={"about": Names(about), "count": count},
        figures=(f"missing/{gap}",),
    )
