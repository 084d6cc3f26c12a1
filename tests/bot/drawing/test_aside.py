"""Heavy steps of a draw in a process of its own: the same people, whoever draws them."""

import asyncio

import pytest

from bot.drawing import aside, verify
from tests.bot.drawing.province import Province


def _in_no_thread(*_: object) -> None:
    raise AssertionError


async def test_a_process_of_its_own_draws_the_same_people(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = await province.draw(seed="2026")
    await province.sampler.void()
    province.moved_on()
    monkeypatch.setattr(aside, "_IN_THREAD", 0)
    monkeypatch.setattr(aside, "answered", _in_no_thread)
    there = await province.draw(seed="2026")
    assert there.sealed.record.drawn == here.sealed.record.drawn
    assert there.sealed.record.strata == here.sealed.record.strata
    assert await verify(province.storage, there) == ()


async def test_where_no_process_can_be_had_it_is_drawn_all_the_same(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError

    monkeypatch.setattr(aside, "_IN_THREAD", 0)
    monkeypatch.setattr(asyncio, "create_subprocess_exec", refused)
    draw = await province.draw(seed="2026")
    assert await verify(province.storage, draw) == ()


async def test_a_process_that_breaks_off_leaves_its_step_to_this_one(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(aside, "_IN_THREAD", 0)
    monkeypatch.setattr(aside, "_CHILD", "no.such.module")
    draw = await province.draw(seed="2026")
    assert await verify(province.storage, draw) == ()
