"""What people write stands for what the rules wrote, paragraph by paragraph, and goes back."""

from msgspec.structs import replace

from survey.editions import Place, Share
from survey.report_edits import (
    Edit,
    Reply,
    edited,
    own_id,
    place_hash,
    printed,
    reply_to,
    with_replies,
    writers,
)
from survey.report_parts import Letterhead, Paragraph, Report, Section
from tests.survey.test_report_checks import EDITION

FIRST = Paragraph(id="level.a", text="Một", figures=("levels/all",))
SECOND, THIRD = Paragraph(id="level.b", text="Hai"), Paragraph(id="limits.a", text="Ba")
REPORT = Report(
    letterhead=Letterhead(),
    sections=(
        Section(name="level", paragraphs=(FIRST, SECOND)),
        Section(name="limits", paragraphs=(THIRD,)),
    ),
)


def edit(paragraph: str, revision: int, text: str | None, by: str = "account:1") -> Edit:
    return Edit(paragraph=paragraph, revision=revision, text=text, by=by, at=revision)


def texts(report: Report) -> list[list[str]]:
    return [[one.text for one in section.paragraphs] for section in report.sections]


def test_the_newest_edit_stands_and_keeps_its_figures() -> None:
    after = edited(REPORT, [edit("level.a", 3, "Mới"), edit("level.a", 2, "Cũ")])
    first = after.sections[0].paragraphs[0]
    assert (first.text, first.by, first.figures) == ("Mới", "person", ("levels/all",))
    assert texts(after) == [["Mới", "Hai"], ["Ba"]]


def test_a_paragraph_goes_back_to_the_rules() -> None:
    edits = [edit("level.a", 2, "Mới"), edit("level.a", 3, None)]
    assert edited(REPORT, edits) == REPORT
    assert writers(edits) == frozenset()


def test_what_is_left_out_is_not_printed_and_what_is_added_is() -> None:
    after = edited(REPORT, [edit("level.b", 2, ""), edit(own_id("limits"), 3, "Thêm")])
    assert texts(after) == [["Một", ""], ["Ba", "Thêm"]]
    assert texts(printed(after)) == [["Một"], ["Ba", "Thêm"]]


def test_writers_are_those_whose_words_stand() -> None:
    edits = [edit("level.a", 2, "A", "account:1"), edit("level.a", 3, "B", "account:2"),
             edit("level.b", 4, "", "account:3")]  # fmt: skip
    assert writers(edits) == {"account:2", "account:3"}


def test_replies_stand_beside_their_places() -> None:
    place = Place(key="u1", label="Cơ sở 1", share=Share(), first=1, last=2, tied=())
    edition = replace(EDITION, ranking=(place,), officers=(replace(place, key="o1"),))
    said = Reply(subject="unit", key="u1", revision=3, place=place_hash(place),
                 text="Đã tăng người", by="a", at=1)  # fmt: skip
    others = [replace(said, key="o1"), replace(said, revision=2, text="Nháp"),
              replace(said, revision=4, place=place_hash(replace(place, last=3)))]  # fmt: skip
    after = with_replies(edition, [said, *others])
    assert [one.reply for one in (*after.ranking, *after.officers)] == ["Đã tăng người", ""]
    assert reply_to(after.ranking[0], "unit", [said]) == said, "a reply changes no place"
