"""Forms on paper: every question numbered, every box there, the ways between them right."""

import io
import json
import random
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast

import pypdf
import pytest

from bot.forms import shipped_sources
from bot.i18n import Catalogues
from bot.invitations import Invited, create_invitation, link
from bot.reports.paper_form import Invite, paper_form, paper_pages, paper_sheet
from bot.settings import Settings
from bot.xlsform.importing import read_xlsform
from flows.definition import Form
from flows.identifiers import Instant
from flows.path import path
from flows.session import Answer
from tests.bot.xlsform.workbooks import SAID, xlsform
from tests.flows.shipped import FORMS

NOW = Instant(1_767_582_000_000)
OFFICIAL = Settings(
    public_url="https://khaosat.bhxh-lamdong.gov.vn",
    office_name="Bảo hiểm xã hội tỉnh Lâm Đồng",
    office_hotline="1900 9068",
)
SURVEYS = sorted(name for name, form in FORMS.items() if form.kind == "survey")


def sheet(name: str, texts: Catalogues, **options: object) -> Mapping[str, Any]:
    chosen = cast("dict[str, Any]", options)
    return paper_sheet(FORMS[name], chosen.pop("settings", OFFICIAL), texts, **chosen)


def blocks(paper: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for section in paper["sections"]:
        yield from section["blocks"]


def numbers(paper: Mapping[str, Any]) -> list[int]:
    found: list[int] = []
    for block in blocks(paper):
        found += [row["number"] for row in block.get("rows", ())]
        found += [block["number"]] if block.get("number") else []
    return found


def words(content: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(content)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


@pytest.mark.parametrize("name", sorted(FORMS))
@pytest.mark.parametrize("large", [False, True])
def test_every_shipped_form_is_a_pdf_in_our_own_font(
    name: str, large: bool, texts: Catalogues
) -> None:
    reader = pypdf.PdfReader(io.BytesIO(paper_form(sheet(name, texts, large=large))))
    for page in reader.pages:
        assert round(float(page.mediabox.width) / 72 * 25.4) == 210
        resources = cast("Any", page["/Resources"])
        fonts = {str(font.get_object()["/BaseFont"]) for font in resources["/Font"].values()}
        assert all("BeVietnamPro" in font for font in fonts), fonts
    assert reader.pages[-1].extract_text().endswith(f"{len(reader.pages)}/{len(reader.pages)}")


@pytest.mark.parametrize("name", sorted(FORMS))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_questions_are_numbered_through_without_a_gap(
    name: str, language: str, texts: Catalogues
) -> None:
    found = numbers(sheet(name, texts, language=language))
    assert found == list(range(1, len(found) + 1))


@pytest.mark.parametrize("name", SURVEYS)
def test_every_question_and_every_label_stands_on_the_paper(name: str, texts: Catalogues) -> None:
    paper = json.dumps(sheet(name, texts), ensure_ascii=False)
    for question in FORMS[name].questions:
        said = question.paper or question.item or question.text
        first = re.split(r"[{….]", said["vi"])[0]
        assert (first in paper) or (first[:1].upper() + first[1:] in paper), question.id
        for choice in question.choices:
            if choice.action in ("answer", "intake") and question.type != "notice":
                assert choice.label["vi"].lstrip("😊😐🙁 ") in paper, (question.id, choice.value)


def test_ratings_that_share_a_scale_share_a_grid(texts: Catalogues) -> None:
    grids = [block for block in blocks(sheet("mc", texts)) if block["kind"] == "grid"]
    first = grids[0]
    assert first["rows"][0]["text"].startswith("Chỗ ngồi chờ")
    assert len(first["rows"]) == 10
    assert first["levels"][0] == "5 Rất hài lòng"
    assert "…" in first["stem"]


@pytest.mark.parametrize("name", SURVEYS)
def test_a_way_named_behind_a_box_skips_nothing_that_would_be_asked(
    name: str, texts: Catalogues
) -> None:
    form = FORMS[name]
    paper = sheet(name, texts)
    for question, value, target in _ways(form, paper):
        answers = {question: Answer(value)}
        asked = [each.id for each in path(form, {**_usual(form), **answers}, {})]
        number = _numbers_by_id(form, paper)
        here = number[question]
        between = [q for q in asked if q in number and here < number[q] < target]
        # Why-questions of earlier ratings stand where they are led to, never between.
        assert not between, (question, value, target, between)


def _usual(form: Form) -> dict[str, Answer]:
    """Answers that lead on: consent, of age, done."""
    given: dict[str, Answer] = {}
    for question in form.questions:
        choices = [c for c in question.choices if c.action == "answer"]
        for choice in choices:
            trial = {**given, question.id: Answer(choice.value)}
            if not any(ending.when.holds(trial, {}) for ending in question.endings):
                given = trial
                break
    return given


def _numbers_by_id(form: Form, paper: Mapping[str, Any]) -> dict[str, int]:
    by_text = {block["text"]: block["number"] for block in blocks(paper) if block.get("number")}
    return {
        question.id: by_text[question.text["vi"]]
        for question in form.questions
        if list(by_text).count(question.text["vi"]) == 1
    }


def _ways(form: Form, paper: Mapping[str, Any]) -> Iterator[tuple[str, str, int]]:
    for block in blocks(paper):
        question = next((q for q in form.questions if q.text["vi"] == block.get("text")), None)
        for box in block.get("boxes", ()):
            found = re.search(r"câu (\d+)", box["then"])
            if question is not None and found:
                choice = next(c for c in question.choices if c.label["vi"] == box["label"])
                yield question.id, choice.value, int(found[1])


def test_where_a_box_leads_is_said(texts: Catalogues) -> None:
    found = {
        block["text"]: [box["then"] for box in block["boxes"]]
        for block in blocks(sheet("mc", texts))
        if block["kind"] == "boxes"
    }
    late = found["Hồ sơ có kết quả đúng hẹn không?"]
    assert late[0].startswith("sang câu ")
    assert late[1] == ""
    assert found["Ông/Bà đã đủ 18 tuổi chưa?"][1].startswith("xin dừng ở đây")


def test_conditions_that_no_box_leads_to_are_said_in_words(texts: Catalogues) -> None:
    said = [block["condition"] for block in blocks(sheet("intake", texts)) if block["condition"]]
    assert any("“Hồ sơ, thủ tục”" in each for each in said)
    assert not any("none" in each or "==" in each for each in said)


def test_why_questions_that_read_alike_stand_as_often_as_they_are_asked(
    texts: Catalogues,
) -> None:
    rules = FORMS["ux"].follow_ups
    assert rules is not None
    low = [b for b in blocks(sheet("ux", texts)) if b["condition"].startswith("Nếu chấm mức thấp")]
    assert len(low) == rules.limit
    assert "câu 6–17" in low[0]["condition"]


def test_the_head_tells_who_asks_why_and_how_to_answer_by_phone(texts: Catalogues) -> None:
    made = create_invitation(Invited(kind="place", form="mc"), NOW)
    invite = Invite(made.record, link(OFFICIAL.base_url, made.token), made.code)
    text = words(paper_form(sheet("mc", texts, invite=invite)))
    assert "Bảo hiểm xã hội tỉnh Lâm Đồng" in text
    assert "Hỏi thêm: 1900 9068" in text
    assert made.code in text
    assert made.token in text.replace(" ", "")
    assert "Xin đừng ghi số căn cước" in text
    assert "BẢN DÙNG THỬ" not in text


def test_a_paper_about_one_day_names_it_once(texts: Catalogues) -> None:
    day = date(2026, 11, 20)
    about = Invited(kind="personal", form="mc", service="cấp thẻ", period_from=day, period_to=day)
    invite = Invite(create_invitation(about, NOW).record, "https://example.vn/x")
    asked = [block.get("text", "") for block in blocks(sheet("mc", texts, invite=invite))]
    assert "Ngày 20/11/2026, Ông/Bà đã làm xong thủ tục cấp thẻ chưa?" in asked


def test_a_trial_is_marked_and_names_no_hotline(texts: Catalogues) -> None:
    text = words(paper_form(sheet("mc", texts, settings=replace(OFFICIAL, public_url=None))))
    assert "BẢN DÙNG THỬ" in text
    assert "1900 9068" not in text


@pytest.mark.parametrize("name", ['#read("/etc/passwd")', "$x$ *b* _i_", "\\ ] [ #let x = 1"])
def test_names_are_text_and_never_layout(name: str, texts: Catalogues) -> None:
    text = words(paper_form(sheet("kiosk", texts, settings=replace(OFFICIAL, office_name=name))))
    assert name.replace(" ", "") in text.replace(" ", "")


def test_large_type_is_larger(texts: Catalogues) -> None:
    pages = [len(paper_pages(sheet("mc", texts, large=large))) for large in (False, True)]
    assert pages[1] > pages[0]


def test_no_text_runs_out_of_the_page(texts: Catalogues) -> None:
    from PIL import Image

    for name in random.Random(4).sample(SURVEYS, 3):
        for large in (False, True):
            for page in paper_pages(sheet(name, texts, large=large, language="en")):
                image = Image.open(io.BytesIO(page)).convert("L")
                edge = image.crop((image.width - 12, 0, image.width, image.height))
                assert edge.getextrema() == (255, 255), name


def test_what_hangs_on_a_row_of_a_grid_says_so(texts: Catalogues) -> None:
    school = read_xlsform(xlsform("good_school"), "school", SAID, shipped_sources()).form
    found = list(blocks(paper_sheet(school, OFFICIAL, texts)))
    grid = next(block for block in found if block["kind"] == "grid")
    why = next(block for block in found if "chưa sạch" in block.get("text", ""))
    assert f"câu {grid['rows'][-1]['number']}: “Không đồng ý”" in why["condition"]


SCREEN_WORDS = {
    "vi": re.compile(r"\b(?:bấm|gõ|nút|chạm|nhấn|màn hình|máy này|nhập số)\b", re.IGNORECASE),
    "en": re.compile(r"\b(?:press|type|enter|tap|click|buttons?|screen|device)\b", re.IGNORECASE),
}


@pytest.mark.parametrize("name", [*SURVEYS, "intake"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_nothing_on_paper_speaks_of_a_screen(name: str, language: str, texts: Catalogues) -> None:
    asked = {text.lower() for text in _asked_of_steps(FORMS[name], language)}
    said = _texts(sheet(name, texts, language=language))
    found = [text for text in said if SCREEN_WORDS[language].search(text)]
    assert [text for text in found if text.lower() not in asked] == []


def _asked_of_steps(form: Form, language: str) -> Iterator[str]:
    """Yield what is asked about the steps of an online procedure: these were on a screen."""
    for question in (*form.questions, *form.reasons.values()):
        if question.step or question.follows:
            yield (question.item or question.text)[language]
            yield from (choice.label[language] for choice in question.choices)


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, str):
        yield part
    elif isinstance(part, Mapping | list):
        for inner in part.values() if isinstance(part, Mapping) else part:
            yield from _texts(inner)


def test_what_only_a_screen_needs_is_not_asked_on_paper(texts: Catalogues) -> None:
    """A guess is confirmed, and words are noticed, in a conversation alone."""
    intake = list(blocks(sheet("intake", texts)))
    said = " ".join(block.get("text", "") for block in intake)
    for screen in ("SUBJECT", "KGATE"):
        assert FORMS["intake"].by_id[screen].text["vi"] not in said
    assert len([block for block in intake if "Đây là khiếu nại" in block.get("text", "")]) == 1
    subject = next(b for b in intake if b.get("text") == "Ý kiến của Ông/Bà về điều gì?")
    assert subject["condition"] == "Chỉ khi câu 2: không phải “Khen ngợi”"


def test_who_praises_is_led_past_all_that_praise_is_not_asked(texts: Catalogues) -> None:
    intake = [block for block in blocks(sheet("intake", texts)) if block.get("number")]
    kind = next(block for block in intake if block["text"] == "Ông/Bà muốn gửi loại ý kiến nào?")
    story = next(block for block in intake if block["text"].startswith("Xin Ông/Bà kể ngắn gọn"))
    praise = next(box for box in kind["boxes"] if box["label"] == "Khen ngợi")
    assert praise["then"] == f"sang câu {story['number']}"
    assert story["lines"] == 7
