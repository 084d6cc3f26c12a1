"""The commands as an operator types them: results, refusals, exit codes."""

import asyncio
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any, TypeVar

import click
import msgspec
import openpyxl
import pypdf
import pytest
from click.testing import CliRunner, Result

from bot.__main__ import commands
from bot.commands import COMMANDS, base
from bot.commands.base import open_desk
from bot.example_data import plant_example_data
from bot.forms import shipped_sources
from flows.identifiers import Instant
from storage.base import Storage, UnitOfWork

T = TypeVar("T")
Command = Callable[..., Result]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Command:
    """Run a command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    for name in ("DATA_DIR", "PORT", "PUBLIC_URL", "OFFICE_NAME", "CLI_LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    base._language.cache_clear()

    def run(*arguments: str, given: str | None = None) -> Result:
        return CliRunner().invoke(commands, arguments, input=given)

    return run


def in_database(work: Callable[[Storage], Coroutine[Any, Any, T]]) -> T:
    async def open_and_work() -> T:
        async with open_desk(create=True) as desk:
            return await work(desk.storage)

    return asyncio.run(open_and_work())


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with the example data in it, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("template")

    async def plant() -> None:
        async with open_desk(create=True) as desk:
            await plant_example_data(desk.storage, desk.forms, desk.texts, "s" * 40, base.now())

    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        asyncio.run(plant())
    return folder / "var"


@pytest.fixture
def planted(command: Command, template: Path, tmp_path: Path) -> Command:
    """A database with the example data in it."""
    shutil.copytree(template, tmp_path / "var")
    return command


async def audit(storage: Storage) -> list[dict[str, Any]]:
    return [dict(row) for row in await storage.audit.listed()]


# -- the whole


def test_help_lists_every_command_in_vietnamese(command: Command) -> None:
    result = command("--help")
    assert result.exit_code == 0
    assert "khảo sát" in result.output
    for known in COMMANDS:
        assert re.search(rf"^  {known.name}  ", result.output, re.MULTILINE), known.name
    assert "cli." not in result.output


@pytest.mark.parametrize("known", COMMANDS, ids=lambda known: known.name)
def test_every_command_has_help_without_a_missing_text(
    command: Command, known: click.Command
) -> None:
    subcommands = sorted(getattr(known, "commands", {}))
    for arguments in ([known.name], *([known.name, sub] for sub in subcommands)):
        result = command(*arguments, "--help")
        assert result.exit_code == 0
        assert "cli." not in result.output


def test_english_is_a_setting_away(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLI_LANGUAGE", "en")
    base._language.cache_clear()
    assert "Open cases" in command("queue", "--help").output
    base._language.cache_clear()


def test_wrong_usage_exits_with_2(command: Command) -> None:
    assert command("no-such-command").exit_code == 2
    assert command("export", "responses").exit_code == 2


def test_wrong_settings_are_all_told_and_nothing_is_made(
    command: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PORT", "abc")
    monkeypatch.setenv("TELEGRAM_TOKEN", "1:geheim")
    result = command("migrate")
    assert result.exit_code == 1
    assert "PORT" in result.output
    assert "TELEGRAM_WEBHOOK_SECRET" in result.output
    assert "geheim" not in result.output
    assert list(tmp_path.iterdir()) == []


def test_a_command_in_the_wrong_folder_makes_no_database(command: Command, tmp_path: Path) -> None:
    for arguments in (["queue"], ["invitations", "list"], ["demo", "remove", "--yes"],
                      ["export", "complaints", "--to", "x.csv"]):  # fmt: skip
        result = command(*arguments)
        assert result.exit_code == 1
        assert "var/lang-nghe.db" in result.output
    assert list(tmp_path.iterdir()) == []


def test_migrate_makes_database_and_keys_and_says_where(command: Command, tmp_path: Path) -> None:
    result = command("migrate")
    assert result.exit_code == 0
    assert "var/keys.json" in result.output
    assert (tmp_path / "var" / "lang-nghe.db").exists()
    again = command("migrate")
    assert again.exit_code == 0
    assert "keys.json" not in again.output


def test_another_key_ring_is_refused(command: Command, tmp_path: Path) -> None:
    command("migrate")
    (tmp_path / "var" / "keys.json").unlink()
    result = command("queue")
    assert result.exit_code == 1
    assert "WrongKeyRingError" in result.output


# -- check-form


def test_a_sound_form_is_called_sound(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "mc.yaml"
    file.write_text(shipped_sources()["mc"], encoding="utf-8")
    result = command("check-form", str(file))
    assert result.exit_code == 0
    assert "tốt" in result.output


def test_every_fault_is_told_with_its_place(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "mc.yaml"
    text = shipped_sources()["mc"].replace("version: 1", "version: one")
    file.write_text(text.replace("audience: citizen\n", "audiance: citizen\n"), encoding="utf-8")
    other = tmp_path / "other.yaml"
    other.write_text("[unclosed", encoding="utf-8")
    result = command("check-form", str(file), str(other))
    assert result.exit_code == 1
    assert re.search(r"mc\.yaml:\d+:\d+ version", result.output)
    assert "audiance" in result.output
    assert "other.yaml" in result.output


def test_a_file_that_is_no_text_is_told(command: Command, tmp_path: Path) -> None:
    file = tmp_path / "mc.yaml"
    file.write_bytes(b"\xff\xfe\x00")
    assert command("check-form", str(file)).exit_code == 1
    assert command("check-form", str(tmp_path / "none.yaml")).exit_code == 2


# -- invitations


def made(result: Result) -> list[tuple[str, str]]:
    assert result.exit_code == 0, result.output
    lines = re.findall(r"^(http\S+)\t(\S+)$", result.stdout, re.MULTILINE)
    return [(link, code) for link, code in lines]


def test_a_place_invitation_is_printed_once(planted: Command, tmp_path: Path) -> None:
    ((link, code),) = made(planted("invite", "--counter", "quầy 2"))
    assert re.fullmatch(r"http://localhost:8080/[A-Za-z0-9_-]{22}", link)
    listed = planted("invitations", "list").output
    assert "Quầy 2" in listed
    assert link.rpartition("/")[2] not in listed
    database = (tmp_path / "var" / "lang-nghe.db").read_bytes()
    assert code.encode() not in database


def test_many_invitations_at_once(planted: Command, tmp_path: Path) -> None:
    sheet = tmp_path / "sheets.pdf"
    links = made(planted("invite", "--count", "5", "--sheet", str(sheet)))
    assert len(set(links)) == 5
    assert len(pypdf.PdfReader(sheet).pages) == 5


@pytest.mark.parametrize(("suffix", "begins"), [("svg", b"<?xml"), ("png", b"\x89PNG")])
def test_a_qr_file_is_written(
    planted: Command, tmp_path: Path, suffix: str, begins: bytes
) -> None:
    file = tmp_path / f"qr.{suffix}"
    made(planted("invite", "--qr", str(file)))
    assert file.read_bytes().startswith(begins)


def test_a_personal_invitation_keeps_service_and_days(planted: Command) -> None:
    made(
        planted("invite", "--service", "Cấp lại thẻ", "--from", "01/11/2025", "--to", "2025-11-05")
    )
    rows = in_database(lambda storage: storage.invitations.listed(demo=False))
    (row,) = [row for row in rows if row.kind == "personal"]
    assert (row.service, row.period_from, row.period_to) == (
        "Cấp lại thẻ",
        "2025-11-01",
        "2025-11-05",
    )
    assert row.expires_at is not None


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--kind", "personal"], "--service"),
        (["--service", "x", "--date", "32/01/2026"], "32/01/2026"),
        (["--service", "x", "--date", "01/01/2199"], "tương lai"),
        (["--service", "x", "--from", "05/01/2026", "--to", "01/01/2026"], "trước"),
        (["--expires", "01/01/2020"], "đã qua"),
        (["--qr", "x.gif"], ".svg"),
        (["--qr", "x.svg", "--count", "2"], "--sheet"),
        (["--sheet", "x.docx"], ".pdf"),
        (["--count", "0"], "count"),
    ],
)
def test_a_wrong_invitation_is_refused(planted: Command, arguments: list[str], said: str) -> None:
    result = planted("invite", *arguments)
    assert result.exit_code == 2
    assert said in result.output


@pytest.mark.parametrize(
    "arguments", [["--place", "nowhere"], ["--counter", "9"], ["--form", "nope"]]
)
def test_an_unknown_place_counter_or_form_is_refused_with_the_known_ones(
    planted: Command, arguments: list[str]
) -> None:
    result = planted("invite", *arguments)
    assert result.exit_code == 1
    assert arguments[1] in result.output
    assert "Traceback" not in result.output


def test_a_sheet_that_cannot_be_written_is_told(planted: Command, tmp_path: Path) -> None:
    result = planted("invite", "--sheet", str(tmp_path / "none" / "x.pdf"))
    assert result.exit_code == 1
    assert "Traceback" not in result.output


@pytest.mark.parametrize("name", ["link", "code", "id"])
def test_an_invitation_is_revoked_by_link_code_or_record(planted: Command, name: str) -> None:
    ((link, code),) = made(planted("invite", "--label", "thử"))
    rows = in_database(lambda storage: storage.invitations.listed())
    record = next(row for row in rows if row.label == "thử")
    wanted = {"link": link, "code": code.lower(), "id": record.id}[name]
    assert planted("invitations", "revoke", wanted).exit_code == 0
    assert record.id not in planted("invitations", "list").output
    assert record.id in planted("invitations", "list", "--all").output
    assert "từ trước" in planted("invitations", "revoke", wanted).output
    actions = [row["action"] for row in in_database(audit)]
    assert actions.count("invitation_revoked") == 1


def test_an_unknown_invitation_cannot_be_revoked(planted: Command) -> None:
    assert planted("invitations", "revoke", "x" * 22).exit_code == 1


# -- places


def test_a_place_needs_the_office_s_name(command: Command) -> None:
    result = command("places", "add", "Một cửa", "--unit", "BHXH cơ sở A")
    assert result.exit_code == 1
    assert "OFFICE_NAME" in result.output


def test_places_hang_below_the_office(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OFFICE_NAME", "BHXH tỉnh A")
    for name in ("Một cửa 1", "Một cửa 2"):
        result = command("places", "add", name, "--unit", "BHXH cơ sở A", "--counter", "Quầy 1")
        assert result.exit_code == 0, result.output
    assert command("places", "add", "một cửa 1", "--unit", "x").exit_code == 1
    places = in_database(lambda storage: storage.places.places())
    assert len({place.unit_id for place in places}) == 1
    root = in_database(lambda storage: storage.places.root_unit())
    assert root is not None
    assert root[1] == "BHXH tỉnh A"
    assert places[0].parent_unit_id == root[0]
    assert "Quầy 1" in command("places", "list").output


# -- the queue


def test_the_queue_shows_the_most_pressing_first_within_80_columns(planted: Command) -> None:
    lines = planted("queue").output.splitlines()
    assert "PA03" in lines[2]
    assert "Phụ trách một cửa" in lines[2]
    assert re.search(r"\d ng", lines[2]), "the late mark"
    assert max(map(len, lines[:4])) <= 80
    assert "2 phản ánh" in lines[-1]


def test_the_queue_tells_no_words_unless_asked_and_puts_that_on_record(planted: Command) -> None:
    assert "ghế" not in planted("queue").output
    assert "ghế" in planted("queue", "--text").output
    actions = [row["action"] for row in in_database(audit)]
    assert actions.count("complaints_read") == 1


def restrict(storage: Storage) -> Coroutine[Any, Any, None]:
    async def work() -> None:
        (first, *_) = await storage.complaints.listed()
        secret = msgspec.structs.replace(
            first,
            id="c-restricted",
            code="00000-00000-0",
            category="PA05",
            restricted=True,
            story="phong bì\x1b[2J",
            trial=True,
            demo=False,
        )
        unit = UnitOfWork()
        storage.complaints.add(unit, secret)
        await storage.commit(unit)

    return work()


def test_restricted_words_are_shown_nowhere(planted: Command, tmp_path: Path) -> None:
    in_database(restrict)
    for arguments in (["queue", "--text"], ["queue", "--text", "--json"]):
        output = planted(*arguments).output
        assert "00000-00000-0" in output
        assert "phong bì" not in output
    target = tmp_path / "c.csv"
    planted("export", "complaints", "--include-trial", "--to", str(target))
    text = target.read_text(encoding="utf-8-sig")
    assert "00000-00000-0" in text
    assert "phong bì" not in text


def test_the_queue_speaks_json(planted: Command) -> None:
    cases = json.loads(planted("queue", "--json").stdout)
    assert {case["category"] for case in cases} == {"PA03", "PA06"}
    assert cases[0]["late"] is True
    assert "text" not in cases[0]


def test_an_empty_queue_says_so(command: Command) -> None:
    command("migrate")
    assert "Không còn" in command("queue").output
    assert json.loads(command("queue", "--json").stdout) == []


# -- exports


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("what", ["responses", "complaints"])
def test_an_export_is_on_record_before_it_appears(
    planted: Command, tmp_path: Path, what: str, kind: str
) -> None:
    target = tmp_path / f"x.{kind}"
    result = planted("export", what, "--include-demo", "--to", str(target))
    assert result.exit_code == 0, result.output
    assert target.exists()
    (row,) = [r for r in in_database(audit) if r["action"] == f"{what}_exported"]
    assert row["target"] == f"x.{kind}"
    assert row["detail"]["phones"] == "masked"
    assert row["actor"].startswith("command:")


def test_without_its_record_no_file_appears(
    planted: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from storage.base import StorageUnavailableError
    from storage.opening import SqlStorage

    async def refuse(*_: object) -> None:
        raise StorageUnavailableError("full")

    monkeypatch.setattr(SqlStorage, "commit", refuse)
    before = set(tmp_path.iterdir())
    result = planted("export", "complaints", "--include-demo", "--to", str(tmp_path / "c.xlsx"))
    assert result.exit_code == 1
    assert set(tmp_path.iterdir()) == before


def test_example_and_trial_data_stay_out_unless_asked_for(
    planted: Command, tmp_path: Path
) -> None:
    target = tmp_path / "r.xlsx"
    result = planted("export", "responses", "--to", str(target))
    assert result.exit_code == 0
    assert "--include-demo" in result.output
    assert openpyxl.load_workbook(target).active.max_row == 1
    planted("export", "responses", "--include-demo", "--to", str(target))
    book = openpyxl.load_workbook(target)
    assert book.sheetnames == ["Phiếu trả lời", "Từng lần trả lời", "Bảng mã"]
    assert book.active.max_row == 13


def test_days_bound_an_export(planted: Command, tmp_path: Path) -> None:
    target = tmp_path / "r.csv"
    arguments = ["export", "responses", "--include-demo", "--to", str(target)]
    assert planted(*arguments, "--until", "01/01/2020").output.count("Đã xuất 0") == 1
    assert planted(*arguments, "--since", "01/01/2020").output.count("Đã xuất 12") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--to", "x.docx"], ".xlsx"),
        (["--to", "none/x.csv"], "none"),
        (["--to", "x.csv", "--reveal-phones"], "--reason"),
        (["--to", "x.csv", "--reveal-phones", "--reason", "  "], "--reason"),
        (["--to", "x.csv", "--since", "hôm qua"], "hôm qua"),
    ],
)
def test_a_wrong_export_is_refused(planted: Command, arguments: list[str], said: str) -> None:
    result = planted("export", "complaints", *arguments)
    assert result.exit_code == 2
    assert said in result.output


def test_a_reveal_is_on_record_with_its_reason(planted: Command, tmp_path: Path) -> None:
    planted("export", "complaints", "--include-demo", "--reveal-phones", "--reason", "gọi lại",
            "--to", str(tmp_path / "x.csv"))  # fmt: skip
    (row,) = [r for r in in_database(audit) if r["action"] == "complaints_exported"]
    assert (row["detail"]["phones"], row["detail"]["reason"]) == ("revealed", "gọi lại")


# -- backup, restore, doctor, demo


def test_a_backup_is_restored_and_the_old_database_set_aside(
    planted: Command, tmp_path: Path
) -> None:
    archive = tmp_path / "b.zip"
    assert planted("backup", "--to", str(archive)).exit_code == 0
    planted("demo", "remove", "--yes")
    result = planted("restore", str(archive), given="n\n")
    assert result.exit_code == 1
    result = planted("restore", str(archive), "--yes")
    assert result.exit_code == 0, result.output
    assert "2 phản ánh" in planted("queue").output
    assert list((tmp_path / "var").glob("*.replaced"))


def test_a_backup_never_overwrites(planted: Command, tmp_path: Path) -> None:
    archive = tmp_path / "b.zip"
    archive.write_text("mine", encoding="utf-8")
    assert planted("backup", "--to", str(archive)).exit_code == 1
    assert archive.read_text(encoding="utf-8") == "mine"


def test_what_is_no_backup_is_not_restored(planted: Command, tmp_path: Path) -> None:
    archive = tmp_path / "b.zip"
    with zipfile.ZipFile(archive, "w") as packed:
        packed.writestr("x", "y")
    assert planted("restore", str(archive), "--yes").exit_code == 1
    assert "2 phản ánh" in planted("queue").output


def test_the_doctor_finds_a_sound_house_and_a_broken_one(planted: Command, tmp_path: Path) -> None:
    result = planted("doctor")
    assert result.exit_code == 0, result.output
    assert "LỖI" not in result.output
    assert "doctor." not in result.output
    (tmp_path / "var" / "keys.json").unlink()
    result = planted("doctor")
    assert result.exit_code == 1
    assert "LỖI" in result.output


def test_the_example_data_goes_after_a_yes(planted: Command) -> None:
    assert planted("demo", "remove", given="n\n").exit_code == 1
    assert "2 phản ánh" in planted("queue").output
    result = planted("demo", "remove", given="y\n")
    assert result.exit_code == 0
    assert "12 phiếu" in result.output
    assert in_database(lambda storage: storage.responses.listed()) == []
    assert "Không có dữ liệu mẫu" in planted("demo", "remove", "--yes").output


# -- the conversation in the terminal


def test_a_conversation_goes_on_where_it_was_left(planted: Command) -> None:
    first = planted("chat", given="1\n1\n1\n")
    assert first.exit_code == 0, first.output
    assert "Ông/Bà đồng ý" in first.output
    second = planted("chat", given="/b\n")
    assert second.exit_code == 0, second.output
    assert "Xin chào" not in second.output
    third = planted("chat", "--new", given="")
    assert "Xin chào" in third.output
    (run,) = [
        row
        for row in in_database(lambda storage: storage.responses.listed(demo=False))
        if row.state == "in_progress" and row.started_at < Instant(base.now() + 1)
    ][:1]
    assert run.channel == "terminal"
    assert run.trial


def test_a_conversation_of_a_printed_code(planted: Command) -> None:
    ((_, code),) = made(planted("invite", "--language", "en"))
    assert "Xin chào" in planted("chat", code, "--language", "vi", given="").output
    assert planted("chat", "00000-00000-1", given="").exit_code == 1
