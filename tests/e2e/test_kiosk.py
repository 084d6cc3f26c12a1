"""People at a tablet at the desk: they touch faces, change their minds, go away."""

from itertools import product

import pytest
from playwright.async_api import ViewportSize, expect

from bot.web.kiosk_script import SHORT_FORM
from flows.definition import Question
from flows.path import path
from flows.questions import QUESTION_TYPES
from flows.session import Answer
from tests.e2e.conftest import Picture
from tests.e2e.desk import LANDSCAPE, PORTRAIT, Tablets, ended, given, kept_cookies
from tests.web.installation import Installation

# -- a visit


@pytest.mark.parametrize("size", [LANDSCAPE, PORTRAIT], ids=["landscape", "portrait"])
async def test_half_a_minute_of_faces_is_a_response_and_leaves_nothing(
    tablets: Tablets, trial: Installation, before: set[str], size: ViewportSize
) -> None:
    desk = await tablets(size)
    fresh = await desk.left()
    await desk.begin()
    await desk.rate("Hài lòng", "Bình thường", "Hài lòng", "Hài lòng", "Hài lòng")
    await desk.sees("Cảm ơn")
    await desk.touch("Xong")
    await desk.waits()
    (record,) = await ended(trial, before, "completed")
    assert record.channel == "kiosk"
    assert await given(trial, record) == {"G9": 3, "KI1": 2, "KI2": 3, "KI3": 3, "KI4": 3}
    left = await desk.left()
    assert left == fresh
    assert (left["local"], left["session"], left["databases"], left["caches"]) == (0, 0, 0, 0)
    assert (left["cookies"], left["address"], left["fields"]) == ("", "/kiosk", 0)
    assert await kept_cookies(desk.page.context) == ["kiosk"]


async def test_one_can_go_back_change_keep_and_pass_over(
    tablets: Tablets, trial: Installation, before: set[str]
) -> None:
    desk = await tablets()
    await desk.begin()
    await desk.asked("Nhìn chung", "Chưa hài lòng")
    await desk.asked("chỗ ngồi chờ", "Chưa hài lòng")
    await desk.asked("điều gì làm", "Quay lại")
    await expect(desk.page.locator(".faces button.chosen")).to_contain_text("Chưa hài lòng")
    await desk.asked("chỗ ngồi chờ", "Quay lại")
    await desk.asked("Nhìn chung", "Giữ câu trả lời")
    await desk.asked("điều gì làm", "Phải chờ lâu")
    await desk.asked("thủ tục", "Quay lại")
    await desk.asked("điều gì làm", "Quay lại")
    await desk.page.locator(".faces button", has_text="Bình thường").tap()
    await desk.asked("thủ tục", "Bỏ qua câu này")
    await desk.asked("thái độ", "Hài lòng")
    await desk.asked("kết quả", "Hài lòng")
    await desk.asked("điều gì làm", "Lý do khác")  # now the overall face is the one to explain
    await desk.sees("Cảm ơn")
    (record,) = await ended(trial, before, "completed")
    assert await given(trial, record) == {
        "G9": 1, "KI1": 2, "KI2": None, "KI3": 3, "KI4": 3, "L1": "other",
    }  # fmt: skip


async def test_who_does_not_agree_is_thanked_and_nothing_is_kept(
    tablets: Tablets, trial: Installation, before: set[str]
) -> None:
    desk = await tablets()
    await desk.touch("Bắt đầu")
    await desk.touch("Xem chi tiết")
    await expect(desk.page.get_by_text("Bên kiểm soát dữ liệu")).to_be_visible()
    await desk.touch("Không đồng ý")
    await desk.sees("không lưu gì")
    await expect(desk.button("Gửi phản ánh bằng điện thoại của tôi")).to_have_count(0)
    await desk.touch("Xong")
    await desk.waits()
    (record,) = await ended(trial, before, "declined")
    assert await given(trial, record) == {}


async def test_a_double_tap_answers_one_question_only(
    tablets: Tablets, trial: Installation, before: set[str]
) -> None:
    desk = await tablets()
    await desk.take_the_clock()
    await desk.waits()
    await desk.stop_the_clock()  # a slow machine would tap so late that it is meant
    await desk.begin()
    await desk.page.clock.run_for(400)
    await expect(desk.button("Hài lòng")).to_be_enabled()
    box = await desk.button("Hài lòng").bounding_box()
    assert box
    await desk.page.touchscreen.tap(box["x"] + 60, box["y"] + 60)
    await desk.sees("chỗ ngồi chờ")
    await desk.page.clock.run_for(300)
    await desk.page.touchscreen.tap(box["x"] + 60, box["y"] + 60)
    await desk.page.clock.run_for(400)
    await expect(desk.button("Hài lòng")).to_be_enabled()
    await desk.sees("chỗ ngồi chờ")
    await desk.touch("Dừng lại")
    await desk.waits()
    (record,) = await ended(trial, before, "stopped")
    assert await given(trial, record) == {"G9": 3}


async def test_the_page_asks_in_the_order_of_the_engine(
    tablets: Tablets, trial: Installation
) -> None:
    """Whatever is answered, the page knows the same next question as `flows.path` does."""
    desk = await tablets()
    form = trial.services.runner.turns.renderer.rules.form(SHORT_FORM)
    asked = ("C1", "G9", "KI1", "KI2", "KI3", "KI4")
    values: list[list[str | None]] = [["yes", "no"], ["1", "3"], *([["1", "2", None]] * 4)]
    cases = [
        dict(zip(asked[:length], row, strict=True))
        for length in (0, 2, 4, 6)
        for row in product(*values[:length])
    ]
    source = await desk.page.locator("script[type=module]").get_attribute("src")
    assert source
    shown = await desk.page.evaluate(
        """async ([source, cases]) => {
          const { path } = await import(source.replace('kiosk.js', 'kiosk-path.js'));
          const { script } = JSON.parse(document.getElementById('main').dataset.kiosk);
          return cases.map((one) => path(script, new Map(Object.entries(one))).map((q) => q.id));
        }""",
        [source, cases],
    )
    for case, page in zip(cases, shown, strict=True):
        answers = {q: _stored(form.by_id[q], value) for q, value in case.items()}
        assert page == [q.id for q in path(form, answers, {})], case


def _stored(question: Question, value: str | None) -> Answer:
    """Return what the engine keeps of a pressed button."""
    if value is None:
        return Answer(None)
    return Answer(QUESTION_TYPES[question.type].check_choice(question, value))


async def test_going_back_in_the_browser_shows_nothing_of_who_was_there(tablets: Tablets) -> None:
    desk = await tablets()
    await desk.begin()
    await desk.asked("Nhìn chung", "Chưa hài lòng")
    await desk.sees("chỗ ngồi chờ")
    await desk.page.go_back()
    await expect(desk.button("Dùng máy này tại đây")).to_be_visible()
    await desk.page.go_forward()
    await desk.waits()
    await expect(desk.page.locator(".chosen")).to_have_count(0)


# -- time


async def test_who_went_away_is_asked_then_the_screen_starts_over(
    tablets: Tablets, trial: Installation, before: set[str], picture: Picture
) -> None:
    desk = await tablets()
    await desk.take_the_clock()
    await desk.waits()
    await desk.stop_the_clock()
    await desk.begin()
    await desk.asked("Nhìn chung", "Bình thường")
    await desk.sees("chỗ ngồi chờ")
    await desk.page.clock.run_for(41_000)
    dialog = desk.page.get_by_role("dialog", name="Ông/Bà còn ở đây không?")
    await expect(dialog).to_be_visible()
    await expect(dialog).to_contain_text("sau 19 giây")
    assert await desk.violations() == []
    await picture(desk.page, "kiosk-idle")
    await desk.page.clock.run_for(10_000)
    await expect(dialog).to_contain_text("sau 9 giây")
    await desk.page.get_by_role("button", name="Tôi còn ở đây").tap()
    await expect(dialog).to_be_hidden()
    await desk.page.clock.run_for(30_000)
    await desk.sees("chỗ ngồi chờ")
    await expect(dialog).to_be_hidden()
    await desk.page.clock.run_for(31_000)
    await desk.waits()
    await expect(dialog).to_be_hidden()
    await ended(trial, before, "stopped")


async def test_the_last_screen_goes_by_itself_and_waits_for_who_still_touches_it(
    tablets: Tablets,
) -> None:
    desk = await tablets()
    await desk.take_the_clock()
    await desk.waits()
    await desk.stop_the_clock()
    await desk.begin()
    await desk.rate(*["Hài lòng"] * 5)
    await desk.sees("Cảm ơn")
    await desk.page.clock.run_for(20_000)
    await expect(desk.page.get_by_text("sau 5 giây")).to_be_visible()
    await desk.title.tap()
    await expect(desk.page.get_by_text("sau 25 giây")).to_be_visible()
    await desk.page.clock.run_for(26_000)
    await desk.waits()
