"""What a free text tells: a complaint and its category, praise, a wish, or nothing of these."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

import msgspec

from flows.cue_table import CueTable, Found
from flows.cue_words import SUBJECTS, TROUBLES
from flows.story_routes import ROUTES, TONES, Shares
from flows.story_signs import Told, told_in, weight_of
from flows.story_text import Heard, hear_story, spans_of
from flows.vietnamese import Utterance

__all__ = ["Story", "StoryKind", "categories_of", "cues_in", "story_of"]

StoryKind: TypeAlias = Literal["complaint", "praise", "wish", "none"]


class Story(msgspec.Struct, frozen=True):
    """What a text tells, and the words of it that say so."""

    kind: StoryKind
    categories: tuple[str, ...] = ()
    """The likely category of domain §4.2 first; a second one where it is as plausible."""
    confidence: float = 0.0
    """0–1: how surely it is that. 0.5 is a tone, 0.75 one plain telling of what went wrong."""
    spans: tuple[tuple[int, int], ...] = ()
    """Start and end of the words that led to it, in the person's own text."""
    signs: frozenset[str] = frozenset()
    """What went wrong: keys of `flows.cue_words.TROUBLES`."""


_Evidence: TypeAlias = Mapping[tuple[str, str], float]
"""(Category, kind of trouble) → weight."""

_NOTHING = Story("none")
_ALONE = ("praise", "wish", "shadow", "asks_for_action", "better", "on_time")
"""What tells something, or takes it back, where nothing went wrong as well."""
_CUES = CueTable({**TROUBLES, **{sign: SUBJECTS[sign] for sign in _ALONE}})
_TOPICS = CueTable({sign: cues for sign, cues in SUBJECTS.items() if sign not in _ALONE})

_ENOUGH = 2.0  # weight: what went wrong is told, if only softly
_SURE = 4.0
_AS_PLAUSIBLE = 0.75  # of the first category's weight
_TONE = 0.5  # confidence where only the tone tells
_TONE_ADDS, _MOST_TONES = 0.5, 2
_PRAISED, _PRAISED_SURELY = 2.0, 4.0


def story_of(utterance: Utterance) -> Story:
    """Return what a text tells. The person chooses what becomes of it and a human confirms it
    (domain §4.1); that something is no complaint binds nobody either.
    """
    heard = hear_story(utterance)
    found = _CUES.find(heard.text)
    if not found:
        return _NOTHING  # most of what people write
    if any(one.sign in TROUBLES for one in found):  # what it was with matters only then
        found = sorted([*found, *_TOPICS.find(heard.text)], key=_place)
    told = told_in(found, heard)
    return (
        _complaint(told, heard, utterance)
        or _tone(told, heard, utterance)
        or _other(told, heard, utterance)
    )


def cues_in(heard: Heard) -> list[Found]:
    """Return every cue of a text, those of what it is about among them."""
    return sorted([*_CUES.find(heard.text), *_TOPICS.find(heard.text)], key=_place)


def categories_of(told: Told, heard: Heard) -> frozenset[str]:
    """Return the category of each trouble that by itself would make a complaint, by what stands
    nearest to it. Words that tell of two troubles tell of the weightier one.
    """
    led = [_led(one, told, heard) for one in told.troubles if one.sign in ROUTES]
    return frozenset(
        category
        for points, category, one in led
        if points >= _ENOUGH
        and not any(points < more and _overlap(one, other) for more, _, other in led)
    )


def _led(found: Found, told: Told, heard: Heard) -> tuple[float, str, Found]:
    """Return where a trouble leads to, and how much it says for it."""
    routes = ROUTES[found.sign]
    shares = routes[_nearest(found, told.subjects, routes)]
    category = max(shares, key=lambda one: (shares[one], one))
    return weight_of(found, told, heard) * shares[category], category, found


def _overlap(one: Found, other: Found) -> bool:
    return one.start < other.end and other.start < one.end


def _place(found: Found) -> int:
    return found.start


def _complaint(told: Told, heard: Heard, utterance: Utterance) -> Story | None:
    """Return the complaint of a text that tells what went wrong."""
    led = [one for one in told.troubles if one.sign in ROUTES]
    evidence = _evidence(led, told, heard)
    points = _points(evidence)
    if max(points.values(), default=0.0) < _ENOUGH:
        return None
    weight = _strength(evidence)
    weight += min(len(told.troubles) - len(led), _MOST_TONES) * _TONE_ADDS
    return Story(
        "complaint",
        _likely(points),
        min(1.0, weight / _SURE),
        spans_of(led, heard, utterance),
        frozenset(one.sign for one in led),
    )


def _evidence(led: Sequence[Found], told: Told, heard: Heard) -> _Evidence:
    """Return what each kind of trouble says for each category, at its strongest."""
    best: dict[tuple[str, str], float] = {}
    for found in led:
        routes = ROUTES[found.sign]
        weight = weight_of(found, told, heard)
        for category, share in routes[_nearest(found, told.subjects, routes)].items():
            key = (category, found.sign)
            best[key] = max(best.get(key, 0), weight * share)
    return best


def _points(evidence: _Evidence) -> dict[str, float]:
    """Return the weight of each category: every kind of trouble counts once."""
    points: dict[str, float] = {}
    for (category, _), weight in evidence.items():
        points[category] = points.get(category, 0) + weight
    return points


def _strength(evidence: _Evidence) -> float:
    """Return how much a text tells at all, whatever its category."""
    kinds: dict[str, float] = {}
    for (_, sign), weight in evidence.items():
        kinds[sign] = max(kinds.get(sign, 0), weight)
    return sum(kinds.values())


def _nearest(found: Found, subjects: Sequence[Found], routes: Mapping[str, Shares]) -> str:
    """Return the subject that stands nearest to a trouble, of those that matter for it. Who does
    not pay in is the employer, wherever one is named.
    """
    if found.sign == "unpaying" and any(one.sign == "employer" for one in subjects):
        return "employer"
    distances = [
        (max(one.start - found.end, found.start - one.end, 0), one.sign)
        for one in subjects
        if one.sign in routes
    ]
    return min(distances)[1] if distances else ""


def _likely(points: Mapping[str, float]) -> tuple[str, ...]:
    ranked = sorted(points, key=lambda category: (-points[category], category))
    return tuple(c for c in ranked[:2] if points[c] >= points[ranked[0]] * _AS_PLAUSIBLE)


def _tone(told: Told, heard: Heard, utterance: Utterance) -> Story | None:
    """Return the complaint of a text of which only the tone tells that something went wrong."""
    tones = [one for one in told.troubles if one.sign not in ROUTES]
    weights = [weight_of(one, told, heard) for one in tones]
    praised = sum(one.weight for one in told.praises)
    if max(weights, default=0.0) < _ENOUGH or praised >= _PRAISED or told.wishes:
        return None
    loudest = tones[weights.index(max(weights))]
    categories = tuple(TONES[_nearest(loudest, told.subjects, TONES)])
    return Story("complaint", categories, _TONE, spans_of(tones, heard, utterance))


def _other(told: Told, heard: Heard, utterance: Utterance) -> Story:
    if told.wishes:
        return Story("wish", confidence=_TONE, spans=spans_of(told.wishes, heard, utterance))
    praised = sum(one.weight for one in told.praises)
    if praised < _PRAISED:
        return _NOTHING
    spans = spans_of(told.praises, heard, utterance)
    return Story("praise", ("PA14",), min(1.0, praised / _PRAISED_SURELY), spans)
