"""The forms of an installation: published once, kept for ever, never changed in silence."""

import re
from pathlib import Path

import pytest

from bot import forms
from bot.forms import FormChangedError, publish_forms, shipped_sources, sources_for
from flows.faults import FormFaultsError
from flows.identifiers import Instant
from flows.inspection import check
from storage.opening import SqlStorage
from tests.flows.shipped import MC

NOW = Instant(1_767_582_000_000)


def shipped_with(change: dict[str, str]) -> dict[str, str]:
    return shipped_sources() | change


def mc_numbered(version: str) -> dict[str, str]:
    return mc(rf"^version: {MC.version}$", f"version: {version}")


def mc(pattern: str, by: str) -> dict[str, str]:
    changed = re.sub(pattern, by, shipped_sources()["mc"], count=1, flags=re.MULTILINE)
    assert changed != shipped_sources()["mc"]
    return shipped_with({"mc": changed})


async def test_shipped_forms_are_published_once(storage: SqlStorage) -> None:
    first = await publish_forms(storage, NOW)
    rows = len(await storage.forms.all())
    second = await publish_forms(storage, Instant(NOW + 1))
    assert len(await storage.forms.all()) == rows == len(first.latest)
    assert first.newest("mc") == second.newest("mc")
    surveys = ["at", "dn", "el", "kb", "kiosk", "mc", "th", "tm"]
    assert first.surveys == [*surveys, "ux", "uxa", "uxb", "uxc", "uxd"]


async def test_a_form_is_read_back_from_the_database_as_it_was(storage: SqlStorage) -> None:
    await publish_forms(storage, NOW)
    again = await publish_forms(storage, NOW)
    assert again.newest("mc") == check("mc", shipped_sources())


async def test_a_changed_form_needs_a_new_version(
    storage: SqlStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish_forms(storage, NOW)
    monkeypatch.setattr(
        forms, "shipped_sources", lambda: mc(r"^title: \{vi: ", "title: {vi: Phiếu ")
    )
    with pytest.raises(FormChangedError, match=f"version {MC.version}") as refused:
        await publish_forms(storage, NOW)
    assert (refused.value.form, refused.value.version) == MC.key


async def test_a_new_version_stands_beside_the_old_one(
    storage: SqlStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    await publish_forms(storage, NOW)
    monkeypatch.setattr(forms, "shipped_sources", lambda: mc_numbered(str(MC.version + 1)))
    published = await publish_forms(storage, NOW)
    versions = [MC.version, MC.version + 1]
    assert published.latest["mc"] == versions[1]
    assert [form.version for form in published.versions("mc")] == versions


async def test_an_older_program_keeps_the_newest_version(
    storage: SqlStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as newer:
        newer.setattr(forms, "shipped_sources", lambda: mc_numbered("12"))
        await publish_forms(storage, NOW)
    published = await publish_forms(storage, NOW)
    assert published.latest["mc"] == 12
    assert MC.key in published.forms


async def test_a_faulty_form_publishes_nothing(
    storage: SqlStorage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "shipped_sources", lambda: mc_numbered("one"))
    with pytest.raises(FormFaultsError):
        await publish_forms(storage, NOW)
    assert await storage.forms.all() == []


def test_a_file_may_use_what_is_shipped(tmp_path: Path) -> None:
    file = tmp_path / "of_our_own.yaml"
    file.write_text(shipped_sources()["mc"].replace("form: mc", "form: own"), encoding="utf-8")
    name, sources = sources_for(file)
    assert name == "of_our_own"
    assert check(name, sources).id == "own"


def test_what_else_lies_in_the_folder_does_not_matter(tmp_path: Path) -> None:
    (tmp_path / "picture.yaml").write_bytes(b"\xff\xd8\xff")
    file = tmp_path / "own.yaml"
    file.write_text(shipped_sources()["mc"], encoding="utf-8")
    assert check(*sources_for(file)).kind == "survey"
