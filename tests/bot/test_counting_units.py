"""Responses of then counted then and now: the units of the report of 2020, through all mergers."""

import shutil
from datetime import date
from itertools import count
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.counting import Period, by, by_unit_now, issued_in
from bot.forms import shipped_forms
from bot.i18n import start_of
from bot.units import known_units
from flows.identifiers import Instant, ResponseId
from storage.base import Storage, UnitOfWork
from survey.counts import Counts, total
from survey.validity import Rules, Weight
from tests.bot.operator import Command, in_database
from tests.storage.records import answer, response

FORMS = {form.key: form for form in shipped_forms()}
VERSION = max(version for name, version in FORMS if name == "mc")
YEAR = Period(date(2019, 11, 1), date(2020, 10, 31))
TODAY = date(2026, 1, 5)
RETURNED = {
    "van-phong": 101, "krong-no": 197, "cu-jut": 80, "dak-mil": 83, "dak-song": 185,
    "dak-glong": 58, "tuy-duc": 171, "dak-rlap": 137,
}  # fmt: skip
NOT_RETURNED = {"tuy-duc": 3}
COMMUNES = {"dak-mil": "xã Đức Minh (Đắk Mil)"}
"""Of the unit's forms, those that name a commune; of the split unit's other part nobody knows."""
Both: TypeAlias = tuple[dict[str | None, Counts], dict[str | None, Counts]]
"""By the units of then, and by those of today."""
_number = count(1)


def _store(storage: Storage, unit: UnitOfWork, unit_id: str, *, returned: bool) -> None:
    name = ResponseId(f"r{next(_number)}")
    day = start_of(date(2020, 3, 2))
    made = response(
        name, form="mc", version=VERSION, unit_id=f"dak-nong.{unit_id}", trial=False,
        commune=COMMUNES.get(unit_id), state="completed" if returned else "in_progress",
        started_at=day, completed_at=Instant(day + 90_000),
    )  # fmt: skip
    storage.responses.add(unit, made)
    if returned:
        storage.answers.record(unit, answer(response_id=name))
        weight = Weight(shown=15, answered=15, rated=15, lowest=3, highest=5)
        storage.counting.weigh(unit, name, weight)


async def _plant(storage: Storage) -> None:
    for returned, numbers in ((True, RETURNED), (False, NOT_RETURNED)):
        for name, forms in numbers.items():
            unit = UnitOfWork()
            for _ in range(forms):
                _store(storage, unit, name, returned=returned)
            await storage.commit(unit)


async def _counted(storage: Storage) -> Both:
    """Return the counts of the year by the units of then and by those of today."""
    groups = await issued_in(storage, FORMS, YEAR, Rules())
    tree = (await known_units(storage, start_of(TODAY))).tree
    then, now = by(groups, lambda group: group.unit_id), by_unit_now(groups, tree, TODAY)
    units: dict[str | None, Counts] = dict(now.units)
    units.update((f"{found.why} {found.at}", counts) for found, counts in now.unplaced.items())
    return then, units


@pytest.fixture(scope="module")
def province(example_units: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the example units and the forms of 2020."""
    folder = tmp_path_factory.mktemp("province")
    shutil.copytree(example_units, folder / "var")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        in_database(_plant)
    return folder / "var"


@pytest.fixture
def counted(command: Command, province: Path, tmp_path: Path) -> Both:
    """The counts of then and of now."""
    del command
    shutil.copytree(province, tmp_path / "var")
    return in_database(_counted)


def test_then_there_were_the_eight_units_of_the_report(counted: Both) -> None:
    then, _ = counted
    assert {name: counts.returned for name, counts in then.items()} == {
        f"dak-nong.{name}": forms for name, forms in RETURNED.items()
    }
    assert {name for name, counts in then.items() if counts.not_returned} == {"dak-nong.tuy-duc"}
    assert (total(then.values()).issued, total(then.values()).returned) == (1015, 1012)


def test_now_they_belong_to_those_who_took_over(counted: Both) -> None:
    _, now = counted
    assert {name: counts.returned for name, counts in now.items()} == {
        "dak-nong.lh-gia-nghia": 101 + 58,
        "dak-nong.lh-krong-no-cu-jut": 197 + 80,
        "dak-nong.lh-dak-rlap-tuy-duc": 137 + 171,
        "lam-dong.cs-dak-mil": 83,
        "split dak-nong.lh-dak-mil-dak-song": 185,
    }


def test_a_split_unit_is_restated_by_commune_only(counted: Both) -> None:
    _, now = counted
    assert now["lam-dong.cs-dak-mil"].returned == RETURNED["dak-mil"]
    assert "lam-dong.cs-dak-song" not in now, "nobody knows the commune of those forms"


def test_nothing_is_lost_on_the_way(counted: Both) -> None:
    then, now = counted
    assert total(then.values()) == total(now.values())


@pytest.mark.usefixtures("counted")
def test_the_command_says_both(command: Command) -> None:
    days = ("--from", "01/11/2019", "--to", "31/10/2020")
    then = command("counts", "show", *days).stdout
    assert "BHXH huyện Tuy Đức\t174\t171\t171\t0\t3" in then
    assert "Tổng cộng\t1015\t1012\t1012\t0\t3" in then
    now = command("counts", "show", *days, "--now").stdout
    assert "BHXH cơ sở Đắk R'lấp – Tuy Đức\t311\t308\t308\t0\t3" in now
    assert "Đắk Mil – Đắk Song đã chia" in now
    assert "Tổng cộng\t1015\t1012\t1012\t0\t3" in now
