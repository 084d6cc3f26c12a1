"""What people write stands for what the rules wrote, paragraph by paragraph, and goes back."""

from msgspec.structs import replace

from survey.editions import Place, Share
from survey.report_edits import (
    Edit,
    Reply,
    Written,
    edited,
    own_id,
    place_hash,
    printed,
    repliers,
    reply_to,
    rewritten,
    stale,
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


GONE = replace(REPORT, sections=(replace(REPORT.sections[0], paragraphs=(SECOND,)),))


def test_what_was_written_in_the_place_of_a_paragraph_that_is_gone_stays() -> None:
    edits = [edit("level.a", 2, "Mới"), edit(own_id("level"), 3, "Thêm")]
    after = edited(GONE, edits)
    assert texts(after) == [["Hai", "Mới", "Thêm"]]
    assert [one.by for one in after.sections[0].paragraphs] == ["rules", "person", "person"]
    assert texts(edited(GONE, [*edits, edit("level.a", 4, "")])) == [["Hai", "Thêm"]]


def test_an_edit_beside_another_text_than_its_own_waits_until_it_is_saved_again() -> None:
    other = replace(SECOND, text="Hai khác")
    moved = replace(REPORT, sections=(replace(REPORT.sections[0], paragraphs=(other,)),))
    edits = [edit("level.a", 2, "Mới"), edit("level.b", 3, "Sửa"), edit(own_id("level"), 4, "X")]
    same = rewritten(REPORT, REPORT, 5)
    assert stale(same, edits) == ()
    after = rewritten(same, moved, 6)
    assert stale(after, edits) == ("level.a", "level.b")
    assert stale(rewritten(after, moved, 7), edits) == ("level.a", "level.b"), "and goes on to"
    assert stale(after, [*edits, edit("level.b", 7, "Sửa")]) == ("level.a",)
    assert stale(after, [*edits, edit("level.a", 7, None)]) == ("level.b",)
    assert stale(after, [*edits, edit("level.a", 5, "")]) == ("level.b",), "nothing stands there"
    assert isinstance(after, Written)


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
    assert repliers(edition, [replace(said, by="b", place="x"), said]) == {"a"}
