"""`forms` at the command line: what is listed, compared, published and retired."""

from pathlib import Path

import pytest

from bot.forms import shipped_sources
from tests.bot.operator import Command, audit, in_database
from tests.console.form_papers import written

WAITING = "vi: thời gian chờ tới lượt"


def kept(folder: Path, text: str) -> str:
    file = folder / "phieu.yaml"
    file.write_text(text, encoding="utf-8")
    return str(file)


@pytest.fixture
def first(command: Command, tmp_path: Path) -> Command:
    """An installation with a form of its own."""
    done = command("forms", "publish", kept(tmp_path, written("own")))
    assert done.exit_code == 0, done.output
    assert "Đã công bố phiếu own bản 1" in done.output
    return command


def test_all_versions_are_listed_with_how_much_they_are_in_use(first: Command) -> None:
    lines = [line.split("\t") for line in first("forms", "list").stdout.splitlines()]

    assert [line[:5] for line in lines if line[0] == "own"] == [
        ["own", "1", "Đang dùng", "0", "0"]
    ]
    assert len(lines) == 1 + sum("/" not in name for name in shipped_sources())


def test_trends_that_end_are_told_and_must_be_wanted(first: Command, tmp_path: Path) -> None:
    file = kept(tmp_path, written("own", 2, {WAITING: "vi: thời gian chờ đến lượt"}))

    refused = first("forms", "publish", file)
    assert refused.exit_code == 1
    assert "--breaks" in refused.stderr
    assert "MC2" in refused.stdout
    assert first("forms", "publish", file, "--breaks").exit_code == 0

    told = first("forms", "compare", "own", "1", "2")
    assert "Đứt chuỗi" in told.stdout
    assert "thời gian chờ đến lượt" in told.stdout


def test_a_faulty_file_publishes_nothing(first: Command, tmp_path: Path) -> None:
    text = written("own", 2, {"kind: survey": "kind: poll"})

    done = first("forms", "publish", kept(tmp_path, text))

    assert done.exit_code == 1
    assert "phieu.yaml, dòng" in done.stderr
    assert first("forms", "compare", "own", "1", "2").exit_code == 1


def test_a_version_is_retired_and_brought_back(first: Command) -> None:
    assert first("forms", "retire", "own", "1").exit_code == 0
    assert "own\t1\tĐã ngừng" in first("forms", "list").stdout
    assert first("forms", "retire", "own", "1").exit_code == 1, "it is so already"
    assert first("forms", "retire", "own", "1", "--undo").exit_code == 0
    assert "own\t1\tĐang dùng" in first("forms", "list").stdout
    done = [row["action"] for row in in_database(audit) if row["target"] == "own/1"]
    assert sorted(done) == ["form.publish", "form.restore", "form.retire"]


def test_what_the_bot_needs_itself_stays(first: Command) -> None:
    for form in ("kiosk", "dialogue"):
        number = next(
            line.split("\t")[1]
            for line in first("forms", "list").stdout.splitlines()
            if line.startswith(f"{form}\t")
        )
        assert "Phần mềm cần phiếu này" in first("forms", "retire", form, number).stderr
