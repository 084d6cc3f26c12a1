"""The numbers of a campaign: what is to be reached, and quotas set by hand."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from aiohttp import web
from msgspec.structs import replace

from bot.campaigns.words import INDICATORS, MODES, fault_sentence, fault_sentences
from bot.console.campaign_found import ONE, Found, found_campaign, must_be_seen
from bot.console.campaign_groups import percent_in
from bot.console.campaign_page import store
from bot.console.campaign_wish import whole_number
from bot.console.forms import Form
from bot.console.office_words import AREA_NAMES
from bot.console.routes import Route, Visit
from flows.spelling import clean
from flows.texts import text_key
from survey.campaign_inspection import quota_faults, target_faults
from survey.campaigns import Group, Quota, Target

__all__ = ["ROUTES"]

_MORE: Final = 3
"""Empty lines for further targets."""
_MOST: Final = 30


class _Line(NamedTuple):
    """A target as somebody typed it."""

    indicator: str = ""
    percent: str = ""
    source: str = ""
    error: str = ""

    @property
    def target(self) -> Target:
        percent = percent_in(self.percent)
        return Target(indicator=self.indicator, percent=percent, source=self.source)


async def targets_page(visit: Visit) -> web.StreamResponse:
    """Show what is to be reached, with some empty lines."""
    found = await found_campaign(visit, "campaign.change")
    lines = [_Line(one.indicator, f"{one.percent:g}", one.source) for one in found.parts.targets]
    return _show_targets(visit, found, lines)


def _show_targets(visit: Visit, found: Found, lines: list[_Line]) -> web.Response:
    return visit.show(
        "campaign_targets.html",
        status=422 if any(line.error for line in lines) else 200,
        found=found,
        lines=lines + [_Line()] * _MORE,
        indicators=[("", "–"), *((name, visit.text(key)) for name, key in INDICATORS.items())],
    )


async def keep_targets(visit: Visit) -> web.StreamResponse:
    """Store the targets; a line in which nothing is chosen goes."""
    form, found = await visit.form(), await found_campaign(visit, "campaign.change")
    lines = _checked(visit, list(_lines(form)))
    if any(line.error for line in lines):
        return _show_targets(visit, found, lines)
    must_be_seen(found.record, form)
    parts = replace(found.parts, targets=tuple(line.target for line in lines))
    return await store(visit, found, text_key("console.campaign.targets_kept"), parts=parts)


def _lines(form: Form) -> Iterator[_Line]:
    fields = zip(form.all("indicator"), form.all("percent"), form.all("source"), strict=False)
    for indicator, percent, source in list(fields)[:_MOST]:
        if indicator or percent or source:
            yield _Line(indicator, percent, clean(source))


def _checked(visit: Visit, lines: list[_Line]) -> list[_Line]:
    """Return the lines, each with what is wrong with it."""
    targets = [line.target for line in lines]
    return [
        line._replace(
            error=" ".join(fault_sentences(visit.text, target_faults(target, targets[:number])))
        )
        for number, (line, target) in enumerate(zip(lines, targets, strict=True))
    ]


# -- quotas


class _Cell(NamedTuple):
    """A cell of a group, and how many somebody wants of it; "" where the frame decides."""

    name: str
    mode: str
    area: str
    wanted: str
    error: str = ""


async def quotas_page(visit: Visit) -> web.StreamResponse:
    """Show the cells of each group."""
    found = await found_campaign(visit, "campaign.change")
    wanted = {_name(one): str(one.wanted) for one in found.parts.quotas}
    return _show_quotas(visit, found, wanted, {})


def _name(quota: Quota) -> str:
    return f"{quota.group_id}.{quota.area}.{quota.mode}"


def _show_quotas(
    visit: Visit, found: Found, wanted: Mapping[str, str], faults: Mapping[str, str]
) -> web.Response:
    return visit.show(
        "campaign_quotas.html",
        status=422 if faults else 200,
        found=found,
        groups=[
            (group.title, list(_cells(visit, group, wanted, faults)))
            for group in found.parts.groups
        ],
    )


def _cells(
    visit: Visit, group: Group, wanted: Mapping[str, str], faults: Mapping[str, str]
) -> Iterator[_Cell]:
    for quota in _every_cell(group):
        name = _name(quota)
        mode, area = visit.text(MODES[quota.mode]), visit.text(AREA_NAMES[quota.area])
        yield _Cell(name, mode, area, wanted.get(name, ""), faults.get(name, ""))


def _every_cell(group: Group) -> list[Quota]:
    """Return an empty quota for each cell that a group has."""
    return [
        Quota(group_id=group.id, area=area, mode=mode, wanted=0)
        for mode in group.modes
        for area in AREA_NAMES
    ]


async def keep_quotas(visit: Visit) -> web.StreamResponse:
    """Store the quotas that are set by hand; an empty field leaves it to the frame."""
    form, found = await visit.form(), await found_campaign(visit, "campaign.change")
    cells = [cell for group in found.parts.groups for cell in _every_cell(group)]
    wanted = {_name(cell): form[_name(cell)] for cell in cells}
    quotas = [
        replace(cell, wanted=whole_number(wanted[_name(cell)]))
        for cell in cells
        if wanted[_name(cell)]
    ]
    faults = {
        _name(quota): fault_sentence(visit.text, found_faults[0])
        for quota in quotas
        if (found_faults := quota_faults(quota, found.parts.groups))
    }
    if faults:
        return _show_quotas(visit, found, wanted, faults)
    must_be_seen(found.record, form)
    parts = replace(found.parts, quotas=tuple(quotas))
    return await store(visit, found, text_key("console.campaign.quotas_kept"), parts=parts)


ROUTES: tuple[Route, ...] = (
    Route("GET", f"{ONE}/targets", targets_page, "campaign.change"),
    Route("POST", f"{ONE}/targets", keep_targets, "campaign.change"),
    Route("GET", f"{ONE}/quotas", quotas_page, "campaign.change"),
    Route("POST", f"{ONE}/quotas", keep_quotas, "campaign.change"),
)
