"""The command `campaigns`: a file becomes a draft, a draft is handed in, approved, put aside."""

from pathlib import Path

import pytest

from tests.bot.operator import Command, audit, in_database

FILE = """\
campaign:
  title: Khảo sát quý IV/2026
  plan_number: 3500/KH-BHXH
  from_day: "2026-01-01"
  to_day: "2026-09-30"
  opens_on: "2026-10-05"
  closes_on: "2026-10-31"
groups:
- group_id: mot_cua
  title: Một cửa
  form: mc
  size: 100
targets:
- {indicator: overall, percent: 85, source: 38/QĐ-TTg}
"""


@pytest.fixture
def office(command: Command) -> Command:
    """An installation that is there."""
    assert command("hotlines", "add", "1900 9068").exit_code == 0
    return command


def made(office: Command, tmp_path: Path, content: str = FILE) -> str:
    file = tmp_path / "campaign.yaml"
    file.write_text(content, encoding="utf-8")
    result = office("campaigns", "new", str(file))
    assert result.exit_code == 0, result.output
    return result.stdout.strip()


def test_what_is_shown_makes_the_same_campaign_again(office: Command, tmp_path: Path) -> None:
    first = made(office, tmp_path)
    shown = office("campaigns", "show", first).stdout
    assert "title: Khảo sát quý IV/2026" in shown
    second = made(office, tmp_path, shown)
    kept = in_database(lambda storage: storage.campaigns.listed(None))
    assert {one.id for one in kept} == {first, second}
    assert kept[0].terms == kept[1].terms
    assert office("campaigns", "list").stdout.count("đang soạn") == 2


def test_a_few_are_approved_at_once_many_wait(office: Command, tmp_path: Path) -> None:
    few = made(office, tmp_path)
    assert "đã duyệt" in office("campaigns", "submit", few).stderr
    many = made(office, tmp_path, FILE.replace("size: 100", "size: 1000"))
    assert "chờ duyệt" in office("campaigns", "submit", many).stderr
    own = office("campaigns", "approve", many)
    assert own.exit_code == 1
    assert "người khác duyệt" in own.stderr
    acts = [row["action"] for row in in_database(audit) if row["target"] == many]
    assert sorted(acts) == ["campaign.made", "campaign.submitted"]


def test_a_copy_lacks_its_days_and_is_not_handed_in(office: Command, tmp_path: Path) -> None:
    name = made(office, tmp_path)
    copy = office("campaigns", "copy", name, "--title", "Quý I/2027")
    assert "Giao dịch từ ngày: chưa có" in copy.stderr
    assert office("campaigns", "submit", copy.stdout.strip()).exit_code == 1


def test_what_asked_nobody_is_put_aside(office: Command, tmp_path: Path) -> None:
    name = made(office, tmp_path)
    assert "đã bỏ" in office("campaigns", "close", name).stderr
    assert office("campaigns", "close", name).exit_code == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("campaign: {title: Thử, mottto: x}", "không phải là một đợt khảo sát"),
        ("[", "không phải là một đợt khảo sát"),
        (FILE.replace("2026-09-30", "2025-09-30"), "ngày cuối không được trước ngày đầu"),
        (FILE.replace("form: mc", "form: zz"), "ở đây không có mục này"),
    ],
)
def test_a_file_with_faults_makes_nothing(
    office: Command, tmp_path: Path, content: str, words: str
) -> None:
    file = tmp_path / "campaign.yaml"
    file.write_text(content, encoding="utf-8")
    result = office("campaigns", "new", str(file))
    assert result.exit_code == 1
    assert words in result.stderr
    assert in_database(lambda storage: storage.campaigns.listed(None)) == []


_GOOD = "Xin Ông/Bà trả lời tại {link} trước ngày {han}. {dung}"


@pytest.mark.parametrize(
    ("language", "wave", "text", "words"),
    [
        ("vi", 0, "Xin Ông/Bà trả lời. {dung}", "Thiếu {link}"),
        ("vi", 0, "Xin Ông/Bà trả lời tại {link}", "Thiếu {dung}"),
        ("vi", 0, _GOOD + " https://example.org", "đường dẫn lạ"),
        ("vi", 0, _GOOD * 100, "đến 900 ký tự"),
        ("vi", 0, _GOOD + " {ten}", "Không có gì để điền vào {ten}"),
        ("vi", 7, _GOOD, "từ 0 đến 2"),
        ("tlh", 0, _GOOD, "ở đây không có mục này"),
    ],
)
def test_texts_of_a_file_are_looked_at_as_on_a_page(
    office: Command, tmp_path: Path, language: str, wave: int, text: str, words: str
) -> None:
    file = tmp_path / "campaign.yaml"
    one = f"- {{channel: telegram, language: {language}, wave: {wave}, text: '{text}'}}\n"
    file.write_text(f"{FILE}texts:\n{one}", encoding="utf-8")
    result = office("campaigns", "new", str(file))
    assert result.exit_code == 1
    assert words in result.stderr


def test_what_is_not_there_is_said(office: Command) -> None:
    shown = office("campaigns", "show", "khong-co")
    assert shown.exit_code == 1
    assert "khong-co" in shown.stderr
