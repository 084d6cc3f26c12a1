"""Every shipped survey can be invited to, is worded for its service, and explained in exports."""

import re
from pathlib import Path

import msgspec
import pypdf
import pytest

from bot.i18n import Catalogues
from bot.invitations import token_hash
from bot.rendering import Renderer
from bot.reports.codebook import codebook, in_order
from bot.reports.response_export import ResponseTable
from flows.definition import Form
from flows.events import QuestionAsked
from tests.bot.operator import Command, in_database, made
from tests.conversations.golden import renderer
from tests.flows.shipped import FORMS, MC

SURVEYS = sorted(name for name, form in FORMS.items() if form.kind == "survey")
_UNKNOWN = "…"
_DAYS = {"from_date": "2026-01-01", "to_date": "2026-03-31"}


def said(writer: Renderer, form: Form, question: str, language: str, **facts: str) -> str:
    """Return how a question reads with what an invitation knows."""
    asked = QuestionAsked(
        tag="tag", form=form.id, version=form.version, question=question, cause="open"
    )
    return writer.question(writer.voice(language, {**_DAYS, **facts}), asked).text


# -- invitations


@pytest.mark.parametrize("name", SURVEYS)
def test_there_is_an_invitation_to_it(planted: Command, name: str) -> None:
    days = ("--from", "01/11/2025", "--to", "05/11/2025")
    ((link, _),) = made(planted("invite", "--form", name.upper(), "--service", "x", *days))
    assert link
    rows = in_database(lambda storage: storage.invitations.listed(demo=False))
    assert [(row.form, row.kind, row.service) for row in rows] == [(name, "personal", "x")]


def test_the_sheet_promises_the_minutes_of_the_form(planted: Command, tmp_path: Path) -> None:
    sheet = tmp_path / "sheet.pdf"
    made(planted("invite", "--form", "kiosk", "--sheet", str(sheet)))
    printed = pypdf.PdfReader(sheet).pages[0].extract_text()
    assert re.search(rf"\b{FORMS['kiosk'].minutes} phút", printed)


def test_the_one_stop_desk_is_meant_where_no_form_is_named(planted: Command) -> None:
    made(planted("invite"))
    (row,) = in_database(lambda storage: storage.invitations.listed(demo=False))
    assert row.form == "mc"


def test_an_unknown_form_is_refused_with_those_that_there_are(planted: Command) -> None:
    result = planted("invite", "--form", "xy")
    assert result.exit_code != 0
    assert all(name in result.output for name in SURVEYS)


@pytest.mark.usefixtures("planted")
def test_every_survey_has_an_example_poster_and_answers() -> None:
    rows = in_database(lambda storage: storage.invitations.listed())
    assert sorted(row.form for row in rows) == SURVEYS
    responses = in_database(lambda storage: storage.responses.listed())
    assert {response.form for response in responses} == set(SURVEYS)


def test_the_example_posters_are_listed_with_their_links(
    planted: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SECRET_KEY", "s" * 40)  # what the example data was planted with
    lines = planted("demo", "links").stdout.splitlines()
    listed = [tuple(line.split("\t")) for line in lines]
    assert [(name, title) for _, name, title in listed] == [
        (name, FORMS[name].title["vi"]) for name in SURVEYS
    ]
    hashes = {token_hash(link.rpartition("/")[2]) for link, _, _ in listed}
    rows = in_database(lambda storage: storage.invitations.listed())
    assert {row.token_hash for row in rows} == hashes
    planted("demo", "remove", "--yes")
    assert planted("demo", "links").stdout == ""


# -- words


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", [n for n in SURVEYS if n != "kiosk"])
def test_nothing_is_left_open_when_no_service_is_known(name: str, language: str) -> None:
    form = FORMS[name]
    text = said(renderer(), form, "SC2", language)
    assert _UNKNOWN not in text
    assert "{" not in text
    if form.service is not None:
        assert form.service[language] in text


@pytest.mark.parametrize(
    ("name", "service", "expected"),
    [
        ("mc", "cấp lại thẻ BHYT", "Ông/Bà đã làm xong thủ tục cấp lại thẻ BHYT chưa?"),
        ("el", "cấp lại thẻ BHYT", "Ông/Bà đã làm xong thủ tục cấp lại thẻ BHYT qua mạng chưa?"),
        ("th", "BHYT hộ gia đình", "Ông/Bà đã đóng tiền BHYT hộ gia đình tại điểm thu chưa?"),
        ("at", "lương hưu", "Ông/Bà đã nhận lương hưu qua tài khoản chưa?"),
        ("tm", "trợ cấp tuất", "Ông/Bà đã nhận trợ cấp tuất bằng tiền mặt chưa?"),
        ("kb", "khám ngoại trú BHYT", "Ông/Bà đã đi khám ngoại trú BHYT xong chưa?"),
        ("dn", "báo tăng lao động", "đơn vị đã làm xong thủ tục báo tăng lao động chưa?"),
        ("uxb", "BHXH một lần", "Ông/Bà có làm thủ tục BHXH một lần qua mạng không?"),
    ],
)
def test_the_service_of_the_invitation_reads_naturally(
    name: str, service: str, expected: str
) -> None:
    text = said(renderer(), FORMS[name], "SC2", "vi", service=service)
    assert text == f"Từ 01/01/2026 đến 31/03/2026, {expected}"


@pytest.mark.parametrize("name", [n for n in SURVEYS if n != "kiosk"])
def test_one_day_is_no_span_from_itself_to_itself(name: str) -> None:
    day = {"from_date": "2026-11-20", "to_date": "2026-11-20", "service": "cấp thẻ"}
    form = FORMS[name]
    assert said(renderer(), form, "SC2", "vi", **day).startswith("Ngày 20/11/2026, ")
    assert re.match(r"On (20 Nov|Nov 20|20/11)", said(renderer(), form, "SC2", "en", **day))


@pytest.mark.parametrize("name", [n for n in SURVEYS if n != "kiosk"])
def test_the_greeting_promises_the_minutes_of_this_form(name: str) -> None:
    form = FORMS[name]
    assert f"Khoảng {form.minutes} phút" in said(renderer(), form, "G1", "vi")
    assert f"About {form.minutes} minutes" in said(renderer(), form, "G1", "en")


# -- exports


@pytest.fixture
def versions() -> list[Form]:
    """Return the one-stop desk's form, and a newer version in which MC2 has other words."""
    words = {**MC.by_id["MC2"].text, "vi": "Ông/Bà hài lòng ở mức nào về thời gian chờ đợi?"}
    changed = msgspec.structs.replace(MC.by_id["MC2"], text=words)
    questions = tuple(changed if q.id == "MC2" else q for q in MC.questions)
    by_id = {**MC.by_id, "MC2": changed}
    newer = msgspec.structs.replace(MC, version=MC.version + 1, questions=questions, by_id=by_id)
    return [MC, newer]


def test_the_codebook_names_items_so_that_versions_can_be_compared(
    versions: list[Form], texts: Catalogues
) -> None:
    older, newer = (form.version for form in versions)
    sheet = codebook(versions, texts, "vi")
    rows = [dict(zip(sheet.headers, row, strict=True)) for row in sheet.rows]
    identities = {(row["Câu hỏi"], row["Bản"]): row["Mã nhận diện câu hỏi"] for row in rows}
    assert identities["MC1", older] == identities["MC1", newer]
    assert identities["MC2", older] != identities["MC2", newer]


def test_a_column_that_holds_two_items_says_so(versions: list[Form], texts: Catalogues) -> None:
    headers = ResponseTable(versions, {}, texts).table([]).headers
    told = [header.partition(" ")[0] for header in headers if "đã đổi lời" in header]
    assert told == ["MC2"]
    assert not any("đã đổi lời" in h for h in ResponseTable([MC], {}, texts).table([]).headers)


def test_the_codebook_tells_the_step_of_an_online_procedure(texts: Catalogues) -> None:
    sheet = codebook([FORMS["uxa"]], texts, "vi")
    rows = {row[0]: dict(zip(sheet.headers, row, strict=True)) for row in sheet.rows}
    assert (rows["UX4"]["Bước thực hiện"], rows["UX4"]["Yếu tố"]) == ("fill_in", None)
    order = [str(question.id) for question in in_order(FORMS["uxa"])]
    assert order.index("UXR4_FILL_IN") == order.index("UXA1") + 1, "after the last of its step"
