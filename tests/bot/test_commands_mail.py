"""The commands of e-mail: letters that came back, and what the doctor says of the server."""

import socket
from pathlib import Path

import pytest

from bot.mailing import letters_key
from tests.bot.operator import Command, in_database
from tests.bot.test_email_returns import returned


@pytest.mark.parametrize("kind", ["file", "mbox", "maildir", "pipe"])
def test_returns_are_taken_in_from_wherever_an_office_keeps_them(
    planted: Command, tmp_path: Path, kind: str
) -> None:
    async def key(storage: object) -> bytes:
        return letters_key(storage.ring)  # type: ignore[attr-defined]  # of the one over SQL

    mail = returned(key=in_database(key))
    source = tmp_path / "box"
    if kind == "maildir":
        for name in ("cur", "new", "tmp"):
            (source / name).mkdir(parents=True)
        (source / "new" / "1").write_bytes(mail)
    else:
        source.write_bytes(b"From x Sun Nov 22 10:00:00 2026\n" * (kind == "mbox") + mail)
    given = mail.decode() if kind == "pipe" else None
    result = planted("bounces", *([] if given else [str(source)]), given=given)
    assert result.exit_code == 0, result.output
    assert "ngừng gửi tới 1 địa chỉ" in result.output
    assert "lan@" not in result.output


def test_the_doctor_says_that_the_mail_server_does_not_answer(
    planted: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.socket() as nobody:
        nobody.bind(("127.0.0.1", 0))  # taken, and nobody listens
        port = nobody.getsockname()[1]
        monkeypatch.setenv("SMTP_URL", f"smtp://127.0.0.1:{port}?starttls=no")
        monkeypatch.setenv("MAIL_FROM", "khaosat@example.gov.vn")
        result = planted("doctor")
    assert result.exit_code == 0, result.output
    assert "Máy chủ thư: không liên lạc được" in result.output
