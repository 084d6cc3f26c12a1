"""What kinds of places, areas, procedures and lines of the roster are called in the console."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flows.texts import text_key
from survey.places import Area, PlaceType
from survey.procedures import Audience, Channel
from survey.roster import RosterKind

__all__ = [
    "AREA_NAMES",
    "AUDIENCE_NAMES",
    "CHANNEL_NAMES",
    "PLACE_TYPE_NAMES",
    "ROSTER_KIND_NAMES",
]

PLACE_TYPE_NAMES: Final[Mapping[PlaceType, str]] = {
    "one_stop": text_key("console.place.type.one_stop"),
    "public_service_centre": text_key("console.place.type.public_service_centre"),
    "collector": text_key("console.place.type.collector"),
    "bank_atm": text_key("console.place.type.bank_atm"),
    "post_office": text_key("console.place.type.post_office"),
    "hospital": text_key("console.place.type.hospital"),
    "office": text_key("console.place.type.office"),
    "other": text_key("console.place.type.other"),
}
AREA_NAMES: Final[Mapping[Area, str]] = {
    "urban": text_key("console.place.area.urban"),
    "rural": text_key("console.place.area.rural"),
    "special": text_key("console.place.area.special"),
}
CHANNEL_NAMES: Final[Mapping[Channel, str]] = {
    "desk": text_key("console.procedure.channel.desk"),
    "online": text_key("console.procedure.channel.online"),
    "post": text_key("console.procedure.channel.post"),
}
AUDIENCE_NAMES: Final[Mapping[Audience, str]] = {
    "citizen": text_key("console.procedure.audience.citizen"),
    "employer": text_key("console.procedure.audience.employer"),
    "both": text_key("console.procedure.audience.both"),
}
ROSTER_KIND_NAMES: Final[Mapping[RosterKind, str]] = {
    "duty": text_key("console.roster.kind.duty"),
    "absence": text_key("console.roster.kind.absence"),
    "delegation": text_key("console.roster.kind.delegation"),
}
