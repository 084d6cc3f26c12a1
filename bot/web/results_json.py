"""Public results as open data: what is shown, as JSON, and its description."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from math import ceil, floor
from typing import Annotated, Any, Final, Literal

import msgspec
from aiohttp import hdrs, web
from msgspec import Meta, Struct

from bot.settings import Settings
from bot.web.doors import SERVICES
from bot.web.etags import kept
from storage.publication_records import PublicationRecord
from survey.editions import Share
from survey.public_results import Results

__all__ = ["OpenResults", "description", "results_json"]

_KEPT: Final = "public, max-age=60"
_DIGITS: Final = 4

Part = Annotated[float, Meta(ge=0, le=1)]


class OpenShare(Struct, frozen=True, kw_only=True):
    """Satisfied ratings (4 and 5) among all ratings (1 to 5), with its 95 % interval."""

    share: Annotated[Part | None, Meta(description="null: nobody rated it, or too few did")]
    low: Annotated[Part | None, Meta(description="lower end of the 95 % interval")]
    high: Annotated[Part | None, Meta(description="upper end of the 95 % interval")]
    ratings: Annotated[int, Meta(description="ratings that it is made of")]
    respondents: Annotated[int, Meta(description="people who gave them, a month and a unit")]
    certain: Annotated[bool, Meta(description="whether the interval may be relied upon")]
    withheld: Annotated[bool, Meta(description="true: fewer than ten people, not published")]


class OpenUnit(Struct, frozen=True, kw_only=True):
    """One unit."""

    id: str
    name: str
    index: OpenShare


class OpenMonth(Struct, frozen=True, kw_only=True):
    """One month."""

    month: Annotated[str, Meta(pattern=r"^\d{4}-\d{2}$")]
    index: OpenShare


class OpenPin(Struct, frozen=True, kw_only=True):
    """One thing that a publication was reckoned with."""

    kind: Annotated[str, Meta(description="form, calendar, policy, unit_tree or program")]
    name: Annotated[
        str,
        Meta(
            description="of policy: validity, definition (how responses are counted), or "
            "definition/2026-11: as those were counted that were published until that month"
        ),
    ]
    version: Annotated[str, Meta(description="of a policy its terms, as JSON")]
    sha256: str


class OpenPublication(Struct, frozen=True, kw_only=True):
    """One publication. Responses come and go in groups of at least ten people; a month that
    leaves, or a unit that is renamed or ends, makes a new publication without any.
    """

    number: Annotated[int, Meta(ge=1)]
    published_at: Annotated[str, Meta(description="date and time, UTC (RFC 3339)")]
    sha256: Annotated[str, Meta(description="hash of the publication as it is archived")]
    first_month: str
    last_month: str
    responses: int
    levels: Annotated[
        dict[str, OpenShare],
        Meta(description="overall; parts A (policy), B (services); factors A1–A4, B1–B5"),
    ]
    csat: Annotated[OpenShare, Meta(description="the one question on the service as a whole")]
    csat_forms: Annotated[
        Literal["factor_rated"],
        Meta(
            description="the forms that csat is of; factor_rated: those in which at least one "
            "factor was rated, so that forms about usability alone are left out"
        ),
    ] = "factor_rated"
    units: tuple[OpenUnit, ...]
    trend: tuple[OpenMonth, ...]
    pins: Annotated[
        tuple[OpenPin, ...],
        Meta(description="versions that it was reckoned with; empty: made before they were noted"),
    ]


class OpenResults(Struct, frozen=True, kw_only=True):
    """What `/results.json` answers."""

    office: str | None
    trial: Annotated[bool, Meta(description="true: no official source, only tried out")]
    publication: Annotated[
        OpenPublication | None, Meta(description="null: nothing has been published yet")
    ]


async def results_json(request: web.Request) -> web.Response:
    """Answer with the newest publication; any site may read it."""
    services = request.app[SERVICES]
    newest = await services.storage.publications.newest()
    body = msgspec.json.encode(_opened(services.settings, newest))
    response = web.Response(body=body, content_type="application/json")
    response.headers[hdrs.ACCESS_CONTROL_ALLOW_ORIGIN] = "*"
    return kept(request, response, _KEPT)


def _opened(settings: Settings, record: PublicationRecord | None) -> OpenResults:
    return OpenResults(
        office=settings.office_name,
        trial=settings.trial,
        publication=None if record is None else _publication(record, record.results),
    )


def _publication(record: PublicationRecord, results: Results) -> OpenPublication:
    return OpenPublication(
        number=record.number,
        published_at=datetime.fromtimestamp(record.made_at // 1000, UTC).isoformat(),
        sha256=record.sha256,
        first_month=results.first_month,
        last_month=results.last_month,
        responses=results.responses,
        levels={row.key: _share(row.share) for row in results.levels},
        csat=_share(results.csat),
        units=tuple(
            OpenUnit(id=row.key, name=row.label, index=_share(row.share)) for row in results.units
        ),
        trend=tuple(OpenMonth(month=month, index=_share(one)) for month, one in results.trend),
        pins=tuple(OpenPin(**msgspec.structs.asdict(one)) for one in results.pins),
    )


def _share(share: Share) -> OpenShare:
    return OpenShare(
        share=_rounded(share.raw),
        low=_outwards(share.low, floor),
        high=_outwards(share.high, ceil),
        ratings=share.answers,
        respondents=share.respondents,
        certain=share.proven,
        withheld=share.withheld,
    )


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)


def _outwards(value: float | None, end: Callable[[float], int]) -> float | None:
    """Return an end of an interval, never nearer than it is."""
    return None if value is None else end(value * 10**_DIGITS) / 10**_DIGITS


async def description(_request: web.Request) -> web.Response:
    """Answer with the OpenAPI description of `/results.json`."""
    return web.json_response(_description(), headers={hdrs.CACHE_CONTROL: _KEPT})


@cache
def _description() -> dict[str, Any]:
    (results,), shapes = msgspec.json.schema_components(
        [OpenResults], ref_template="#/components/schemas/{name}"
    )
    content = {"application/json": {"schema": results}}
    answer = {"description": "The newest publication", "content": content}
    return {
        "openapi": "3.1.0",
        "info": {"title": "langnghe results", "version": "1"},
        "paths": {
            "/results.json": {
                "get": {
                    "operationId": "readResults",
                    "summary": "Read the published results of the satisfaction survey",
                    "responses": {"200": answer, "304": {"description": "As you have it"}},
                }
            }
        },
        "components": {"schemas": shapes},
    }
