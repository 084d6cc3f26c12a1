"""`import-form`, `export-form` and `print-form` at the command line."""

import io
from pathlib import Path

import pypdf
import pytest
from openpyxl import load_workbook

from storage.base import FormRecord, Storage
from tests.bot.operator import Command, audit, in_database, made
from tests.bot.xlsform.workbooks import BROKEN, tables, workbook, xlsform


def written(folder: Path, name: str) -> str:
    file = folder / f"{name}.xlsx"
    file.write_bytes(xlsform(name))
    return str(file)


def versions(form: str) -> list[FormRecord]:
    async def read(storage: Storage) -> list[FormRecord]:
        return [record for record in await storage.forms.all() if record.form == form]

    return in_database(read)


def test_a_form_is_imported_once_and_again_only_when_it_changed(
    command: Command, tmp_path: Path
) -> None:
    file = written(tmp_path, "good_tb")
    first = command("import-form", file)
    assert first.exit_code == 0, first.output
    assert "bản 1" in first.stderr
    assert "Không có gì đổi" in command("import-form", file).stderr
    assert [record.version for record in versions("tb_screening")] == [1]

    sheets = tables("good_tb")
    sheets["survey"][1][2] = "Ông/Bà có ho kéo dài từ hai tuần trở lên không?"
    Path(file).write_bytes(workbook(sheets))
    assert "bản 2" in command("import-form", file).stderr
    assert [record.version for record in versions("tb_screening")] == [1, 2]
    actions = [row["action"] for row in in_database(audit)]
    assert actions.count("form_imported") == 2


def test_an_imported_form_can_be_invited_to_exported_and_printed(
    command: Command, tmp_path: Path
) -> None:
    command("import-form", written(tmp_path, "good_wash"))
    ((link, code),) = made(command("invite", "--form", "wash_household", "--kind", "place"))
    assert command("export-form", "wash_household", "--to", "out.xlsx").exit_code == 0
    assert load_workbook(tmp_path / "out.xlsx").sheetnames[:2] == ["survey", "choices"]
    result = command(
        "print-form", "wash_household", "--invitation", link, "--code", code, "--large"
    )
    assert result.exit_code == 0, result.output
    page = pypdf.PdfReader(tmp_path / "wash_household.pdf").pages[0].extract_text()
    assert code in page
    assert "localhost:8080/" in page.replace("\n", "")


def test_a_dry_run_shows_the_form_and_leaves_nothing_behind(
    command: Command, tmp_path: Path
) -> None:
    file = written(tmp_path, "good_wash")
    result = command("import-form", file, "--dry-run")
    assert result.exit_code == 0
    assert "# survey 4: hh_size" in result.stdout
    assert "hh_size → HH_SIZE" in result.stderr
    assert "Chưa ghi gì" in result.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["good_wash.xlsx"]


@pytest.mark.parametrize("name", BROKEN)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_broken_form_is_refused_in_words_with_row_and_column(
    command: Command,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    language: str,
) -> None:
    monkeypatch.setenv("CLI_LANGUAGE", language)
    result = command("import-form", written(tmp_path, name), "--dry-run")
    assert result.exit_code == 1
    assert result.stdout == ""
    for sheet, row, column, _ in tables(name)["refused"]:
        lines = [line for line in result.stderr.splitlines() if f" {sheet}, " in line]
        assert any(column in line and row in line for line in lines), (sheet, row, column)
    assert "xlsform." not in result.stderr


def test_a_shipped_form_is_not_overwritten(command: Command) -> None:
    assert command("export-form", "mc").exit_code == 0
    refused = command("import-form", "mc.xlsx")
    assert refused.exit_code == 1
    assert "--form" in refused.stderr
    assert command("import-form", "mc.xlsx", "--form", "mc_cua_toi").exit_code == 0
    assert len(versions("mc_cua_toi")) == 1
    assert len(versions("mc")) == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["export-form", "nobody"], "nobody"),
        (["export-form", "mc", "--to", "mc.csv"], ".xlsx"),
        (["print-form", "mc", "--to", "mc.doc"], ".pdf"),
        (["print-form", "dialogue"], "dialogue"),
        (["print-form", "erasure"], "erasure"),
        (["print-form", "mc", "--invitation", "x" * 22], "x" * 22),
        (["import-form", "good_tb.xlsx", "--form", "Hai Ba"], "hai_ba"),
    ],
)
def test_what_cannot_be_done_is_said(
    command: Command, tmp_path: Path, arguments: list[str], said: str
) -> None:
    written(tmp_path, "good_tb")
    result = command(*arguments)
    assert result.exit_code in (1, 2)
    assert said in result.stderr


def test_an_invitation_to_another_form_is_not_printed(command: Command, tmp_path: Path) -> None:
    ((link, _),) = made(command("invite", "--form", "kiosk", "--kind", "place"))
    result = command("print-form", "mc", "--invitation", link)
    assert result.exit_code == 1
    assert "kiosk" in result.stderr
    assert not list(tmp_path.glob("*.pdf"))


def test_the_workbook_of_an_export_is_no_trap_for_a_spreadsheet(
    command: Command, tmp_path: Path
) -> None:
    command("export-form", "mc")
    book = load_workbook(io.BytesIO((tmp_path / "mc.xlsx").read_bytes()))
    cells = [cell for sheet in book for row in sheet for cell in row if cell.value is not None]
    assert all(cell.data_type == "s" and not cell.hyperlink for cell in cells)
