"""Units at the command line: the example history, events, and files that give the same tree."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from bot.units import known_units
from flows.identifiers import Instant
from storage.base import Storage, UnitRecord
from survey.unit_events import UnitEvent
from survey.unit_tree import UnitTree, tree_of
from tests.bot.operator import Command, audit, in_database

NOW = Instant(1_793_581_200_000)
HEADER = "Ngày;Sự kiện;Đơn vị;Tên;Loại;Cấp trên;Thành;Địa bàn;Quyết định"


def write(folder: Path, *rows: str, header: str = HEADER) -> str:
    file = folder / "don vi.csv"
    file.write_text("\n".join([header, *rows]), encoding="utf-8")
    return str(file)


async def events(storage: Storage) -> list[UnitEvent]:
    return await storage.units.events()


async def rows(storage: Storage) -> dict[str, UnitRecord]:
    return {row.id: row for row in await storage.places.units()}


def shape(known: UnitTree) -> object:
    """What a tree is on the days on which it changes, numbers apart."""
    days = {state.since for unit in known.units.values() for state in unit.states}
    days |= {unit.ended for unit in known.units.values() if unit.ended}
    return [(known.as_of(day), known.covers) for day in sorted(days)]


# -- the example history


def test_the_example_history_is_entered_once(command: Command) -> None:
    first, second = command("units", "import", "--example"), command("units", "import",
                                                                     "--example")  # fmt: skip

    assert first.exit_code == 0, first.output
    assert "Đã nhập 254 sự kiện" in first.output
    assert "Đã nhập 0 sự kiện; 254 sự kiện đã có" in second.output
    assert len(in_database(events)) == 254
    known = in_database(rows)
    assert (known["dak-nong"].ended_day, known["dak-nong"].parent_id) == ("2025-07-01", "lam-dong")
    assert all(row.demo for row in known.values())


def test_there_are_63_provinces_then_and_34_now(command: Command) -> None:
    command("units", "import", "--example")
    tree = in_database(lambda storage: known_units(storage, NOW)).tree

    then, now = (tree.as_of(date.fromisoformat(on)) for on in ("2025-03-31", "2025-07-01"))

    assert (len(then.children["vn"]), len(now.children["vn"])) == (63, 34)
    regions = [len(tree.as_of(date(2025, *day)).children["vn"]) for day in ((4, 1), (5, 12))]
    assert regions == [35, 34]
    for before, after in (("tien-giang", "dong-thap"), ("phu-yen", "dak-lak"),
                          ("vinh-phuc", "phu-tho"), ("binh-duong", "ho-chi-minh"),
                          ("ba-ria-vung-tau", "ho-chi-minh")):  # fmt: skip
        assert tree.successors(before, now.day) == (after,)


def test_the_example_goes_with_the_example_data(planted: Command) -> None:
    planted("units", "import", "--example")

    assert planted("demo", "remove", "--yes").exit_code == 0
    assert in_database(events) == []
    assert "dak-nong" not in in_database(rows)


def test_the_example_is_not_mixed_with_real_units(command: Command, tmp_path: Path) -> None:
    real = write(tmp_path, "2020-01-01;Thành lập;tinh;BHXH tỉnh Thật;Tỉnh, thành phố")
    assert command("units", "import", real).exit_code == 0

    refused = command("units", "import", "--example")

    assert refused.exit_code == 1
    assert "đơn vị thật" in refused.output


# -- files


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_what_is_exported_gives_the_same_tree(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    command("units", "import", "--example")
    before = tree_of(in_database(events))
    file = tmp_path / f"units.{ending}"
    assert command("units", "export", str(file)).exit_code == 0
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)

    done = command("units", "import", str(file))

    assert "Đã nhập 254 sự kiện" in done.output
    assert shape(tree_of(in_database(events))) == shape(before)


def test_the_units_of_two_levels_are_local_ones_since_2025(command: Command) -> None:
    command("units", "import", "--example")
    unit = tree_of(in_database(events)).units["dak-nong.lh-gia-nghia"]

    assert [state.type for state in unit.states][::len(unit.states) - 1] == [
        "interdistrict", "local",
    ]  # fmt: skip


def test_titles_may_stand_above_the_header(command: Command, tmp_path: Path) -> None:
    file = write(tmp_path, HEADER, FIRST, header="BẢO HIỂM XÃ HỘI TỈNH;;;;;;;;\n;;;;;;;;")

    assert "Đã nhập 1 sự kiện" in command("units", "import", file).output


def test_columns_are_those_that_are_documented(command: Command, tmp_path: Path) -> None:
    command("units", "import", "--example")
    file = tmp_path / "units.xlsx"
    command("units", "export", str(file))

    sheet = openpyxl.load_workbook(file).active

    assert sheet is not None
    header = [cell.value for cell in next(iter(sheet.iter_rows()))]
    assert header == ["Ngày", "Sự kiện", "Đơn vị", "Tên", "Loại", "Cấp trên", "Thành", "Địa bàn",
                      "Mã số", "Quyết định", "Dữ liệu mẫu"]  # fmt: skip
    page = (Path(__file__).parents[2] / "docs" / "units.md").read_text(encoding="utf-8")
    assert all(f"| {name} |" in page for name in header)


FIRST = "01/01/2020;Thành lập;tinh;BHXH tỉnh;Tỉnh, thành phố"


@pytest.mark.parametrize(
    ("faulty", "said"),
    [
        (["31/02/2020;Đổi tên;tinh;Mới"], "3\tNgày\t“31/02/2020” không phải là một ngày"),
        (["01/02/2020;Đổi;tinh;Mới"], "3\tSự kiện\tkhông có sự kiện nào tên là “Đổi”"),
        (["01/02/2020;Đổi tên;tinh;"], "3\tTên\tô này còn trống"),
        (["01/02/2020;Thành lập;a;A;Xã"], "3\tLoại\tkhông có loại đơn vị nào tên là “Xã”"),
        (["01/02/2020;Đổi tên;huyen;Mới"], "3\tĐơn vị\tKhông có đơn vị nào là “huyen”"),
        (["31/12/2019;Đổi tên;tinh;Mới"], "3\tĐơn vị\tNgày 31/12/2019 chưa có “tinh”"),
        (["01/02/2020;Thành lập;a;A;;khong-co"], "3\tCấp trên\tKhông có đơn vị nào"),
        (
            ["", "01/02/2020;Thành lập;a;A;;tinh", "01/02/2020;Thành lập;b;a;;tinh"],
            "5\tTên\tNgày 01/02/2020, tên “a” đang là của “a”",
        ),
        (['01/02/2020;Chia tách;tinh;;;;"x; y"'], "3\tThành\tKhông có đơn vị"),
    ],
)
def test_a_fault_is_told_by_row_and_column_and_nothing_is_entered(
    command: Command, tmp_path: Path, faulty: Iterable[str], said: str
) -> None:
    done = command("units", "import", write(tmp_path, FIRST, *faulty))

    assert done.exit_code == 1
    assert said in done.output
    assert in_database(events) == []


def test_a_header_without_what_is_needed_is_refused(command: Command, tmp_path: Path) -> None:
    done = command("units", "import", write(tmp_path, "a;b", header="Tên;Loại"))

    assert "1\tNgày\tthiếu cột này" in done.output
    assert "1\tĐơn vị\tthiếu cột này" in done.output


def test_a_dry_run_writes_nothing(command: Command, tmp_path: Path) -> None:
    done = command("units", "import", write(tmp_path, FIRST), "--dry-run")

    assert (done.exit_code, "Có thể nhập 1 sự kiện" in done.output) == (0, True)
    assert in_database(events) == []


# -- one event


@pytest.fixture
def real(command: Command, tmp_path: Path) -> Command:
    """A command where there are a province and two units below it."""
    below = [f"01/01/2020;Thành lập;{one};BHXH huyện {one.upper()};Cấp huyện;tinh" for one in "ab"]
    file = write(tmp_path, FIRST, *below, "01/01/2020;Nhận địa bàn;a;;;;;xã Một")
    assert command("units", "import", file).exit_code == 0
    return command


def test_units_are_named_as_people_name_them(real: Command) -> None:
    done = real("units", "rename", "bhxx huyen A", "BHXH cơ sở A", "--on", "01/07/2025",
                "--decision", "QĐ 2286")  # fmt: skip

    assert done.exit_code == 0, done.output
    assert in_database(rows)["a"].name == "BHXH cơ sở A"
    assert "BHXH huyện A" in real("units", "list", "--on", "2025-06-30").output
    assert "QĐ 2286" in real("units", "history", "a").output
    (line, *_) = in_database(audit)
    assert (line["action"], line["target"]) == ("unit.change", "a")


def test_a_merger_says_what_ends_and_can_be_withdrawn(real: Command) -> None:
    looked = real("units", "merge", "a", "--into", "b", "--on", "01/07/2025", "--dry-run")
    assert "BHXH huyện A (a) sẽ kết thúc" in looked.output
    assert in_database(rows)["a"].ended_day is None

    assert "số 5" in real("units", "merge", "a", "--into", "b", "--on", "01/07/2025").output
    assert in_database(rows)["a"].ended_day == "2025-07-01"
    assert "BHXH huyện B (b)" in real("units", "show", "a").output
    assert "xã Một" in real("units", "show", "b").output

    assert real("units", "withdraw", "5").exit_code == 0
    assert in_database(rows)["a"].ended_day is None


def test_a_split_by_commune_a_move_and_an_end(real: Command) -> None:
    for arguments in (
        ("found", "a1", "BHXH cơ sở Một", "--parent", "tinh", "--on", "01/07/2025"),
        ("found", "a2", "BHXH cơ sở Hai", "--parent", "tinh", "--on", "01/07/2025"),
        ("split", "a", "--into", "a1", "--into", "a2", "--commune", "xã Một=BHXH cơ sở Hai",
         "--on", "01/07/2025"),
        ("move", "a2", "b", "--on", "02/07/2025"),
        ("cover", "a1", "xã Ba", "--on", "02/07/2025"),
        ("uncover", "a1", "xã Ba", "--on", "03/07/2025"),
        ("alias", "a1", "BHXH số 1"),
        ("code", "a1", "6401"),
        ("rename", "6401", "BHXH cơ sở Nhất"),
        ("dissolve", "a1"),
    ):  # fmt: skip
        done = real("units", *arguments)
        assert done.exit_code == 0, done.output

    known = in_database(lambda storage: known_units(storage, NOW)).tree
    assert known.covering("xã Một", date(2025, 7, 1)) == "a2"
    assert known.as_of(date(2025, 7, 2)).ancestors("a2") == ("b", "tinh")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("rename", "BHXH huyện", "x"), "Không tìm thấy"),
        (("rename", "a", "BHXH huyện B"), "đang là của “BHXH huyện B (b)”"),
        (("move", "tinh", "a"), "không thể nằm dưới"),
        (("dissolve", "tinh"), "không giải thể được"),
        (("rename", "a", "x", "--on", "01/01/2019"), "thành lập ngày 01/01/2020"),
        (("found", "c", "C", "--type", "xa"), "Không có loại"),
        (("withdraw", "1"), "Sự kiện số 2 (Thành lập, ngày 01/01/2020) sẽ không còn đúng"),
        (("export", "x.pdf"), ".csv hoặc .xlsx"),
        (("import",), "Nêu một tệp"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(
    real: Command, arguments: tuple[str, ...], said: str
) -> None:
    done = real("units", *arguments)

    assert done.exit_code == 1
    assert said in done.output
    assert len(in_database(events)) == 4
