"""The groups of a campaign: who is asked which form, and how sure the answer has to be."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import Final, cast

import msgspec
from aiohttp import web
from msgspec.structs import replace

from bot.campaigns.words import FRAMES, MODES, fault_sentence
from bot.console.campaign_found import ONE, Found, found_campaign, must_be_seen, survey_titles
from bot.console.campaign_page import store
from bot.console.campaign_wish import NO_NUMBER, whole_number
from bot.console.forms import Form, number_in
from bot.console.routes import Route, Visit
from flows.spelling import clean, fold
from flows.texts import text_key
from survey.campaign_inspection import Fault, blocking, group_faults
from survey.campaigns import Frame, Group, Mode

__all__ = ["ROUTES", "percent_in", "percent_of"]

_PERCENT: Final = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,2})?")
_CODES: Final = re.compile(r"[\s,;]+")
_ID_LENGTH: Final = 24
"""Characters of a group's short name, with room for a number behind it."""


def percent_in(text: str) -> float:
    """Return the number before a percent sign; `NO_NUMBER` for anything else."""
    return float(text.replace(",", ".")) if _PERCENT.fullmatch(text) else NO_NUMBER


def percent_of(share: float) -> str:
    """Return a share as a form shows it: "5", "12.5"."""
    return f"{share * 100:.2f}".rstrip("0").rstrip(".")


def _share(text: str) -> float:
    return round(percent_in(text) / 100, 4)


class _Wish(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody wants a group to be, as they typed it; shares are percentages."""

    id: str = ""
    title: str = ""
    form: str = ""
    frame: str = "person"
    modes: tuple[str, ...] = ("direct", "online")
    procedures: str = ""
    unit_ids: tuple[str, ...] = ()
    margin: str = "5"
    response_rate: str = "50"
    floor: str = "30"
    reserve_share: str = "50"
    size: str = ""
    version: int = 0

    @classmethod
    def of(cls, form: Form) -> _Wish:
        plain = (
            "id",
            "form",
            "frame",
            "margin",
            "response_rate",
            "floor",
            "reserve_share",
            "size",
        )
        return cls(
            **{name: form[name] for name in plain},
            title=clean(form["title"]).replace("\n", " "),
            modes=form.all("modes"),
            procedures=clean(form["procedures"]),
            unit_ids=form.all("unit_ids"),
            version=number_in(form["version"]),
        )

    @classmethod
    def like(cls, group: Group, version: int) -> _Wish:
        shares = ("margin", "response_rate", "reserve_share")
        return cls(
            **{name: percent_of(getattr(group, name)) for name in shares},
            id=group.id,
            title=group.title,
            form=group.form,
            frame=group.frame,
            modes=group.modes,
            procedures=", ".join(group.procedures),
            unit_ids=group.unit_ids,
            floor=str(group.floor),
            size="" if group.size is None else str(group.size),
            version=version,
        )

    def group(self, others: Collection[str]) -> Group:
        """Return the group. `others`: the short names of the other groups."""
        return Group(
            id=self.id or _short_name(self.title, others),
            title=self.title,
            frame=cast("Frame", self.frame if self.frame in FRAMES else "person"),
            form=self.form,
            modes=cast("tuple[Mode, ...]", tuple(mode for mode in MODES if mode in self.modes)),
            procedures=tuple(code for code in _CODES.split(self.procedures) if code),
            unit_ids=self.unit_ids,
            margin=_share(self.margin),
            response_rate=_share(self.response_rate),
            floor=whole_number(self.floor),
            reserve_share=_share(self.reserve_share),
            size=whole_number(self.size) if self.size else None,
        )


def _short_name(title: str, others: Collection[str]) -> str:
    """Return a name out of a title that no other group has: "mot_cua", "mot_cua_2"."""
    words = re.sub(r"[^a-z0-9]+", "_", fold(title))[:_ID_LENGTH].strip("_")
    base = words if words[:1].isalpha() else f"g_{words}".rstrip("_")
    numbered = (f"{base}_{number}" for number in range(2, len(others) + 3))
    return next(name for name in (base, *numbered) if name not in others)


async def group_page(visit: Visit) -> web.StreamResponse:
    """Show a group to be changed, or ask for a new one."""
    found = await found_campaign(visit, "campaign.change")
    asked = visit.request.query.get("group", "")
    group = next((one for one in found.parts.groups if one.id == asked), None)
    version = found.record.version
    wish = _Wish(version=version) if group is None else _Wish.like(group, version)
    return await _show(visit, found, wish)


async def _show(
    visit: Visit, found: Found, wish: _Wish, faults: Iterable[Fault] = ()
) -> web.Response:
    wrong = {fault.field: fault_sentence(visit.text, fault) for fault in faults}
    names = {unit.id: unit.name for unit in await visit.services.storage.places.units()}
    units = ((unit, names.get(unit, unit)) for unit in found.known.inside)
    return visit.show(
        "campaign_group.html",
        status=422 if wrong else 200,
        found=found,
        wish=wish,
        faults=wrong,
        forms=[("", "–"), *survey_titles(visit).items()],
        frames=[(name, visit.text(key)) for name, key in FRAMES.items()],
        modes=[(name, visit.text(key)) for name, key in MODES.items()],
        units=sorted(units, key=lambda one: one[1]),
    )


async def keep_group(visit: Visit) -> web.StreamResponse:
    """Store a group in its place, or behind the others."""
    form, found = await visit.form(), await found_campaign(visit, "campaign.change")
    wish = _Wish.of(form)
    groups = found.parts.groups
    others = [group for group in groups if group.id != wish.id]
    group = wish.group({one.id for one in others})
    faults = blocking(group_faults(group, found.known, others))
    if faults or not wish.title:
        return await _show(visit, found, wish, faults or [Fault(field="title", code="missing")])
    must_be_seen(found.record, form)
    known = any(one.id == group.id for one in groups)
    after = [group if one.id == group.id else one for one in groups]
    parts = replace(found.parts, groups=tuple(after if known else [*groups, group]))
    return await store(visit, found, text_key("console.campaign.group_kept"), parts=parts)


async def remove_group(visit: Visit) -> web.StreamResponse:
    """Take a group out, and the quotas of it."""
    form, found = await visit.form(), await found_campaign(visit, "campaign.change")
    must_be_seen(found.record, form)
    parts = replace(
        found.parts,
        groups=tuple(one for one in found.parts.groups if one.id != form["group"]),
        quotas=tuple(one for one in found.parts.quotas if one.group_id != form["group"]),
    )
    return await store(visit, found, text_key("console.campaign.group_removed"), parts=parts)


ROUTES: tuple[Route, ...] = (
    Route("GET", f"{ONE}/group", group_page, "campaign.change"),
    Route("POST", f"{ONE}/group", keep_group, "campaign.change"),
    Route("POST", f"{ONE}/group/remove", remove_group, "campaign.change"),
)
