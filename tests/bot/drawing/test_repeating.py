"""A draw is made again from its frame and record; who stands as drawn is what was drawn."""

from pathlib import Path

import pytest

from bot.drawing import gathered, kept_frame, read_frame, repeat, verify
from bot.drawing.frame_files import HEADER
from storage.base import UnitOfWork
from survey.lots import line_of
from tests.bot.drawing.province import CAMPAIGN, NOW, Province
from tests.survey.frames import a_frame


async def test_a_stored_draw_is_proved_by_what_was_kept_of_it(province: Province) -> None:
    draw = await province.draw()
    assert await verify(province.storage, draw) == ()


async def test_a_draw_stays_proved_when_the_list_is_taken_back(province: Province) -> None:
    draw = await province.draw()
    unit = UnitOfWork()
    province.storage.transactions.remove_rows(unit, "list-1", after=0, upto=9_999_999)
    await province.storage.commit(unit)
    assert await verify(province.storage, draw) == ()


async def test_a_substitution_does_not_unprove_a_draw(province: Province) -> None:
    draw = await province.draw()
    rows = await province.storage.draws.drawn(draw.id)
    main = next(row for row in rows if row.role == "main")
    reserve = next(row for row in rows if row.role == "reserve")
    unit = UnitOfWork()
    province.storage.draws.replace(unit, CAMPAIGN.id, main.transaction_id, NOW)
    province.storage.draws.promote(unit, CAMPAIGN.id, reserve.transaction_id, NOW)
    await province.storage.commit(unit)
    assert await verify(province.storage, draw) == ()


async def test_whoever_draws_from_the_frame_as_a_file_gets_the_same_people(
    province: Province, tmp_path: Path
) -> None:
    draw = await province.draw()
    frame = await kept_frame(province.storage, draw, tmp_path)
    shuffled = tmp_path / "frame.csv"
    lines = sorted(frame.lines(), key=lambda line: line[::-1])
    shuffled.write_text("\r\n".join((HEADER, *lines)), encoding="utf-8-sig", newline="")
    (tmp_path / "again").mkdir()
    again = repeat(read_frame(shuffled, tmp_path / "again"), draw.sealed)
    assert again.problems == ()
    assert sorted(lot.key for lot in again.lots) == sorted(await province.keys(draw))


# -- frames as files


def test_more_lines_than_fit_are_sorted_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.drawing.frame_files._IN_MEMORY", 100)
    lines = [line_of(row) for row in a_frame(1_050)]
    frame = gathered(reversed(lines), tmp_path)
    assert list(frame.lines()) == sorted(lines)
    assert list(frame.rows()) == a_frame(1_050)
    assert frame.size == 1_050
    assert [path.name for path in tmp_path.iterdir()] == ["frame"]


def test_the_hash_of_a_frame_is_that_of_its_sorted_lines(tmp_path: Path) -> None:
    # printf 'a,g,u,,,,\nb,g,u,,,,\n' | sha256sum
    assert (
        gathered(["b,g,u,,,,", "a,g,u,,,,"], tmp_path).hash
        == "4ee32a2a879e07f278e0c44a4474a89edbd9d51913d4a9afa43c3d26f94a9784"
    )


@pytest.mark.parametrize("text", ["", "key\nx", f"{HEADER}\na,b\n", f"{HEADER}\n\n"])
def test_a_file_that_is_no_frame_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "frame.csv").write_text(text, encoding="utf-8")
    with pytest.raises(ValueError, match="frame"):
        read_frame(tmp_path / "frame.csv", tmp_path)
