"""The command `draw-sample`: tried, drawn, proved, given away, and made again anywhere."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.drawing import leftovers_removed
from storage.base import Storage, UnitOfWork
from tests.bot.drawing.province import CAMPAIGN, Province
from tests.bot.operator import Command, audit, in_database, run

NAME = CAMPAIGN.terms.title


async def _begin(storage: Storage) -> None:
    await Province(storage).begin()


async def _drawn(storage: Storage) -> list[str]:
    return [
        f"{row.transaction_id}\t{row.role}\t{row.rank}"
        for draw in await storage.draws.of_campaign(CAMPAIGN.id)
        for row in await storage.draws.drawn(draw.id)
    ]


@pytest.fixture
def office(command: Command) -> Command:
    """An installation with an approved campaign over 300 transactions."""
    in_database(_begin)
    return command


@pytest.fixture
def files(office: Command) -> tuple[Path, Path]:
    """Frame and record of a draw, given away."""
    assert office("draw-sample", NAME, "--seed", "2026").exit_code == 0
    result = office("draw-sample", CAMPAIGN.id, "--save", "evidence")
    assert result.exit_code == 0, result.output
    return Path("evidence/frame-1.csv").resolve(), Path("evidence/record-1.json").resolve()


def test_a_dry_run_says_each_number_and_draws_nobody(office: Command) -> None:
    result = office("draw-sample", NAME, "--dry-run")
    first, header, *strata = result.stdout.splitlines()
    assert first == (
        "one_stop: khung mẫu 300, Slovin 172, công thức chuẩn 169, cần 172 phiếu, "
        "mời 215 người, dự bị 85"
    )
    assert len(header.split("\t")) == 8
    assert sum(int(line.split("\t")[6]) for line in strata) == 215
    assert in_database(_drawn) == []


def test_a_draw_is_stored_proved_and_not_made_twice(office: Command) -> None:
    result = office("draw-sample", NAME, "--seed", "xổ số 02/11/2026")
    assert result.exit_code == 0, result.output
    assert "215 người mời, 85 dự bị, từ 300 giao dịch" in result.stdout
    assert "xổ số 02/11/2026" in result.stdout
    assert len(in_database(_drawn)) == 300
    assert office("draw-sample", NAME, "--verify").exit_code == 0
    again = office("draw-sample", NAME)
    assert again.exit_code == 1
    assert "đã rút mẫu rồi" in again.output


def test_in_an_empty_installation_the_same_people_come_out(
    files: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn = in_database(_drawn)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)
    frame, record = files
    result = run("draw-sample", "--frame", str(frame), "--record", str(record))
    assert result.exit_code == 0, result.output
    assert sorted(result.stdout.splitlines()) == sorted(drawn)
    assert not list(elsewhere.iterdir()), "no database was made for it"


def test_who_takes_a_frame_stands_in_the_log(files: tuple[Path, Path]) -> None:
    assert files[0].stat().st_mode & 0o077 == 0
    lines = in_database(audit)
    assert {line["action"] for line in lines} >= {"campaign.drawn", "campaign.frame_given"}


def _without_its_last_row(frame: Path, _record: Path) -> None:
    frame.write_text("\n".join(frame.read_text().splitlines()[:-1]) + "\n")


def _with_another_seed(_frame: Path, record: Path) -> None:
    record.write_text(record.read_text().replace('"seed":"2026"', '"seed":"2027"'))


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (_without_its_last_row, "Khung mẫu không phải là khung mẫu đã dùng"),
        (_with_another_seed, "không khớp dấu niêm phong"),
    ],
)
def test_what_was_changed_is_not_proved(
    files: tuple[Path, Path], change: Callable[[Path, Path], None], said: str
) -> None:
    frame, record = files
    change(frame, record)
    result = run("draw-sample", "--frame", str(frame), "--record", str(record))
    assert result.exit_code == 1
    assert said in result.output


def test_a_list_of_people_that_was_changed_in_the_database_is_found(office: Command) -> None:
    office("draw-sample", NAME)

    async def forge(storage: Storage) -> None:
        [draw] = await storage.draws.of_campaign(CAMPAIGN.id)
        rows = await storage.draws.drawn(draw.id)
        pieces = [piece async for piece in storage.draws.frame(draw.id)]
        unit = UnitOfWork()
        storage.draws.void(unit, CAMPAIGN.id)
        await storage.commit(unit)
        await leftovers_removed(storage)
        unit = UnitOfWork()
        storage.draws.add(unit, draw, draw.sealed.record.strata)
        storage.draws.add_drawn(unit, CAMPAIGN.id, draw.id, rows[1:])
        storage.draws.keep_frame(unit, draw.id, 0, *pieces)
        await storage.commit(unit)

    in_database(forge)
    result = office("draw-sample", NAME, "--verify")
    assert result.exit_code == 1
    assert "Những người đã rút không khớp" in result.output


@pytest.mark.parametrize("content", ["", "{}", json.dumps({"record": {}, "seal": ""})])
def test_a_file_that_is_no_record_is_refused(files: tuple[Path, Path], content: str) -> None:
    frame, record = files
    record.write_text(content)
    result = run("draw-sample", "--frame", str(frame), "--record", str(record))
    assert result.exit_code == 1
    assert "Không đọc được tệp" in result.output


def test_a_campaign_that_is_not_there_is_refused(office: Command) -> None:
    assert "Có 0 đợt khảo sát tên “khác”" in office("draw-sample", "khác").output
    assert office("draw-sample").exit_code == 2
