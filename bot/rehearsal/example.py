"""A campaign to look at where there is none yet: a province with four offices."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Final

from bot.i18n import Catalogues, day_of
from bot.office_lists import example_procedures
from bot.rehearsal.configuration import Configuration
from bot.settings import Mail, Settings, Telegram
from flows.identifiers import Instant
from flows.texts import text_key
from storage.base import PlaceRecord, UnitRecord
from storage.campaign_records import CampaignRecord
from storage.reach import Reach
from survey.campaigns import Group, Life, Parts, Terms
from survey.quotas import Stratum

__all__ = ["example"]

_ROOT: Final = "province"
_UNITS: Final = ("unit-1", "unit-2", "unit-3", "unit-4")
_FRAME: Final = {
    ("one_stop", "urban", "direct"): (1400, 900, 500, 300),
    ("one_stop", "rural", "direct"): (300, 500, 700, 400),
    ("online", "urban", "online"): (800, 500, 300, 120),
    ("online", "rural", "online"): (100, 160, 200, 60),
}
"""Transactions of each unit, by group, area and mode."""
_REACH: Final[Reach] = {"person": {"telegram": 1100, "email": 3400, "list": 2740}}


def example(texts: Catalogues, language: str, now: Instant) -> Configuration:
    """Return an invented campaign that begins tomorrow: two groups, 7,240 transactions."""

    def say(key: str) -> str:
        return texts.text(language, key)

    today = day_of(now)
    terms = Terms(
        title=say(text_key("simulate.campaign.example")),
        from_day=(today - timedelta(days=90)).isoformat(),
        to_day=(today - timedelta(days=1)).isoformat(),
        opens_on=(today + timedelta(days=1)).isoformat(),
        closes_on=(today + timedelta(days=21)).isoformat(),
    )
    groups = (
        Group(id="one_stop", title=say(text_key("example.place")), form="mc", modes=("direct",)),
        Group(id="online", title=say(text_key("console.campaign.mode.online")), form="el",
              modes=("online",), response_rate=0.4),
    )  # fmt: skip
    life = Life(state="approved", made_at=now, made_by="a", changed_at=now, changed_by="a",
                approved_at=now, approved_by="b")  # fmt: skip
    names = {unit: f"{say(text_key('example.unit.base'))} {unit[-1]}" for unit in _UNITS}
    return Configuration(
        campaign=CampaignRecord(id="example", terms=terms, life=life),
        parts=Parts(groups=groups),
        settings=_settings(say(text_key("example.unit.province"))),
        units=[
            UnitRecord(_ROOT, say(text_key("example.unit.province")), None, "province"),
            *(UnitRecord(unit, names[unit], _ROOT) for unit in _UNITS),
        ],
        places=[
            PlaceRecord(id=f"place-{unit}", name=names[unit], unit_id=unit, unit_name=names[unit])
            for unit in _UNITS
        ],
        procedures=example_procedures({"mc", "el", "dn"}, today),
        frame={
            Stratum(group, unit, area, mode): size
            for (group, area, mode), sizes in _FRAME.items()
            for unit, size in zip(_UNITS, sizes, strict=True)
        },
        left_out={},
        reach=_REACH,
        officers=len(_UNITS),
    )


def _settings(office: str) -> Settings:
    return Settings(
        data_dir=Path(),
        public_url="https://khaosat.example",
        office_name=office,
        office_hotline="1900 9068",
        telegram=Telegram(token=""),
        mail=Mail(host="", port=0, sender="khaosat@example.vn"),
    )
