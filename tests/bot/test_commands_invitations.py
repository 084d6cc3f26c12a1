"""Inviting, revoking, and the places that invitations are for."""

import re
from pathlib import Path

import pypdf
import pytest

from tests.bot.operator import Command, audit, in_database, made

# -- invitations


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
