"""Adding a language is a folder and a column: a third one is added, and a survey played in it."""

from __future__ import annotations

import csv
import itertools
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from subprocess import DEVNULL, PIPE
from typing import IO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from bot.i18n import OPERATORS
from flows.documents import load

ROOT = Path(__file__).parents[2]
LANGUAGE = "km"
LETTERS = re.compile(r"[^\W\d_]{2,}")
MARK = "ក"  # the first letter of Khmer, at the end of every text
TREES = ("bot", "flows", "storage", "survey", "locales")


def marked(text: str) -> str:
    """Say a text in our Khmer: as long as the Vietnamese, and different from it."""
    return text + MARK if text.endswith(("}", "s")) else text[:-1] + MARK


# -- a folder and a column


def add_folder(locales: Path) -> None:
    """Translate the texts that citizens read; operators go on in Vietnamese."""
    with (locales / "vi" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        vietnamese = read_po(file, locale="vi")
    catalog = Catalog(locale=LANGUAGE)
    for message in vietnamese:
        key = message.id if isinstance(message.id, str) else message.id[0]
        if key and not key.startswith(OPERATORS):
            string = message.string or ""
            forms = (string,) if isinstance(string, str) else string
            catalog.add(message.id, _same_shape(message.id, [marked(one) for one in forms]))
    folder = locales / LANGUAGE / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "messages.po").open("wb") as file:
        write_po(file, catalog)


def _same_shape(identity: object, forms: list[str]) -> str | tuple[str, ...]:
    return forms[0] if isinstance(identity, str) else tuple(forms)


def add_column(library: Path) -> None:
    """Put the language beside the others in every text of every form."""
    for path in library.rglob("*.yaml"):
        document = load(path.stem, path.read_text(encoding="utf-8"), [])
        assert document is not None
        whole = _with_column(document.plain())
        path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")


def _with_column(value: object) -> object:
    if isinstance(value, list):
        return [_with_column(inner) for inner in value]
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("vi"), str):
        return {**value, LANGUAGE: marked(value["vi"])}
    inner = {key: _with_column(one) for key, one in value.items()}
    languages = inner.get("languages")
    return {**inner, "languages": [*languages, LANGUAGE]} if isinstance(languages, list) else inner


# -- the program, unchanged


Program = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The program's own files, with the language beside the others; no line of code differs."""
    folder = tmp_path_factory.mktemp("program")
    for name in TREES:
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("*.pyc"))
    add_folder(folder / "locales")
    add_column(folder / "flows" / "library")
    return folder


def environment(tree: Path) -> dict[str, str]:
    """Return where the program is, and nothing that settings are read from."""
    kept = {k: v for k, v in os.environ.items() if k in {"PATH", "HOME", "LANG", "TMPDIR"}}
    return {**kept, "PYTHONPATH": str(tree), "PYTHONUTF8": "1"}


def program(tree: Path, folder: Path) -> Program:
    """Return what runs a command of that program in a folder."""

    def command(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            input=given,
            capture_output=True,
            text=True,
            encoding="utf-8",
            cwd=folder,
            env=environment(tree),
            timeout=120,
            check=False,
        )

    return command


@pytest.fixture
def command(tree: Path, tmp_path: Path) -> Program:
    return program(tree, tmp_path)


def converse(tree: Path, folder: Path) -> Iterator[str]:
    """Answer by the first button until nothing is asked any more; yield what the bot says."""
    words = [sys.executable, "-m", "bot", "chat", "--language", LANGUAGE]
    with subprocess.Popen(
        words, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, cwd=folder, env=environment(tree),
        text=True, encoding="utf-8",
    ) as chat:  # fmt: skip
        assert chat.stdin is not None
        assert chat.stdout is not None
        while keys := _KEY.findall(turn := _until_asked(chat.stdout)):
            yield turn
            chat.stdin.write(f"{_first(keys)}\n")
            chat.stdin.flush()
        yield turn
        chat.stdin.close()


_KEY = re.compile(r"^   \[([#/]?\w+)", re.MULTILINE)


def _first(keys: list[str]) -> str:
    """Return an answer's key before a control's; to send comes before all."""
    answers = [key for key in keys if not key.startswith("/")]
    return (answers or [key for key in keys if key == "/s"] or ["⟨ក⟩"])[0]


def _until_asked(output: IO[str]) -> str:
    heard = ""
    while not heard.endswith("\n> ") and (letter := output.read(1)):
        heard += letter
    return heard


def parts_of(turn: str) -> Iterator[str]:
    """Yield what is said, and each button."""
    lines = turn.splitlines()
    buttons = [line for line in lines if line.startswith("   [")]
    yield " ".join(line for line in lines if line not in buttons)
    yield from buttons


def test_a_survey_is_played_to_its_end_in_the_new_language(
    tree: Path, command: Program, tmp_path: Path
) -> None:
    turns = list(itertools.islice(converse(tree, tmp_path), 90))
    parts = [part for turn in turns for part in parts_of(turn) if LETTERS.search(part)]
    assert len(parts) > 100
    assert [part for part in parts if MARK not in part] == []
    exported = command("export", "responses", "--to", "a.csv", "--include-trial", "--form", "mc")
    assert exported.returncode == 0, exported.stderr
    [row] = csv.DictReader((tmp_path / "a.csv").read_text(encoding="utf-8-sig").splitlines())
    assert (row["Ngôn ngữ"], row["Tình trạng"]) == (LANGUAGE, "Đã gửi")


def test_it_can_be_asked_for_by_its_names_and_left_again(command: Program) -> None:
    talk = command("chat", given="chuyển sang tiếng khmer\nenglish\nខ្មែរ\ntiếng việt\nngôn ngữ\n")
    assert talk.returncode == 0, talk.stderr
    assert talk.stdout.count(marked("Từ đây chúng tôi dùng tiếng Việt.")) == 2
    assert "We will go on in English." in talk.stdout
    for name in ("ខ្មែរ", "English"):
        assert name in talk.stdout.split("Ông/Bà muốn dùng ngôn ngữ nào?")[-1]


def test_the_doctor_names_what_is_offered(command: Program) -> None:
    command("chat")
    told = command("doctor").stdout
    assert "Tiếng Việt, English, ខ្មែរ." in told


@pytest.fixture
def spoilt(tree: Path, tmp_path: Path) -> Path:
    """A copy of the program to take something from."""
    copy = tmp_path / "program"
    shutil.copytree(tree, copy)
    return copy


def test_an_unfinished_language_is_refused_by_name(spoilt: Path, tmp_path: Path) -> None:
    path = spoilt / "locales" / LANGUAGE / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        catalog = read_po(file, locale=LANGUAGE)
    catalog.delete("chat.closed")
    with path.open("wb") as file:
        write_po(file, catalog)
    command = program(spoilt, tmp_path)
    refused = command("chat", "--language", LANGUAGE)
    assert refused.returncode == 2
    assert "Chưa có ngôn ngữ km. Đang có: vi, en" in refused.stderr
    assert "thiếu 1 lời, như chat.closed" in command("doctor").stdout


def test_a_language_that_the_bots_own_forms_lack_is_not_offered(
    spoilt: Path, tmp_path: Path
) -> None:
    path = spoilt / "flows" / "library" / "dialogue.yaml"
    whole = json.loads(path.read_text(encoding="utf-8"))
    whole["languages"].remove(LANGUAGE)
    for text in _texts(whole):
        text.pop(LANGUAGE, None)
    path.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    command = program(spoilt, tmp_path)
    talk = command("chat", given="tiếng khmer\n")
    assert MARK not in talk.stdout
    told = command("doctor").stdout
    assert "ខ្មែរ (km) chưa dùng được: các phiếu dialogue chưa có ngôn ngữ này." in told


def _texts(value: object) -> list[dict[str, str]]:
    if isinstance(value, list):
        return [text for inner in value for text in _texts(inner)]
    if not isinstance(value, dict):
        return []
    if "vi" in value:
        return [value]
    return [text for inner in value.values() for text in _texts(inner)]
