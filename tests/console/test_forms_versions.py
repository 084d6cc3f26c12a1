"""The versions of a form: who begins with which, how they look, how they differ, how they end."""

import re
from pathlib import Path

import pypdf
import pytest

from bot.forms import PROGRAMS_OWN
from bot.web.kiosk_script import SHORT_FORM
from tests.bot.test_runner import Person, answered, steps_of
from tests.console.case_room import CaseRoom, Officer
from tests.console.form_papers import admin_in, hand_in, new_name, published, written

WAITING = {"vi: thời gian chờ tới lượt": "vi: thời gian chờ đến lượt"}


@pytest.fixture
async def admin(room: CaseRoom) -> Officer:
    return await admin_in(room)


async def version_of(room: CaseRoom, session_id: str) -> int:
    stored = await room.installation.storage.sessions.load(session_id)  # type: ignore[arg-type] # an id
    assert stored is not None
    return stored.session.frames[-1].version


async def test_a_changed_form_is_published_while_a_citizen_is_in_the_middle(
    admin: Officer, room: CaseRoom
) -> None:
    name, storage = new_name(), room.installation.storage
    runner = room.installation.services.runner
    await published(admin, written(name))
    invitation = (await room.installation.invite(form=name)).record
    old, new = Person(runner, f"{name}/old"), Person(runner, f"{name}/new")
    begun = await old.open(invitation)
    first, second, *rest = await steps_of(storage, begun)
    await old.say(first)

    assert "Đã công bố bản 2" in (await published(admin, written(name, 2, WAITING))).text

    assert [await old.say(step) for step in (second, *rest)] == ["applied"] * 3
    assert await version_of(room, begun) == 1
    assert await answered(storage, begun) == ["G1", "G2", "C1", "H1"]
    assert await version_of(room, await new.open(invitation)) == 2
    page = await admin.see(f"/console/forms/versions?form={name}")
    assert re.findall(r"Đang trả lời dở (\d+) Số phiếu (\d+)", page.text) == [
        ("1", "1"),
        ("1", "1"),
    ]


async def test_a_version_is_retired_for_who_comes_and_brought_back(
    admin: Officer, room: CaseRoom
) -> None:
    name = new_name()
    await published(admin, written(name))
    invitation = await room.installation.invite(form=name)
    landing = f"/{invitation.token}"
    assert (await admin.client.get(landing)).status == 200

    done = await admin.press("/console/forms/retire", form=name, version="1")

    assert "Đã ngừng bản 1" in done.text
    assert "/console/forms/restore" in done.html, "the act can be taken back"
    closed = await admin.client.get(landing)
    assert closed.status == 410
    assert "Khảo sát đã kết thúc" in await closed.text()
    assert await room.audited("form.retire", f"{name}/1")

    await admin.press("/console/forms/restore", form=name, version="1")
    assert (await admin.client.get(landing)).status == 200


async def test_retiring_twice_is_told(admin: Officer) -> None:
    name = new_name()
    await published(admin, written(name))
    await admin.press("/console/forms/retire", form=name, version="1")

    assert (await admin.press("/console/forms/retire", form=name, version="1")).status == 409


@pytest.mark.parametrize("name", ["kiosk", "dialogue", "intake"])
async def test_what_the_bot_needs_itself_is_not_retired(
    admin: Officer, room: CaseRoom, name: str
) -> None:
    version = str(room.installation.services.runner.turns.renderer.rules.latest[name])

    page = await admin.press("/console/forms/retire", form=name, version=version)

    assert page.status == 422
    assert "Phần mềm cần phiếu này" in page.text
    assert SHORT_FORM in PROGRAMS_OWN


async def test_two_versions_stand_side_by_side(admin: Officer) -> None:
    name = new_name()
    await published(admin, written(name))
    await published(admin, written(name, 2, WAITING))

    page = await admin.see(f"/console/forms/compare?form={name}&before=1&after=2")

    assert "1 câu bị đứt chuỗi số liệu" in page.text
    assert "thời gian chờ tới lượt" in page.text
    assert "thời gian chờ đến lượt" in page.text
    same = await admin.see(f"/console/forms/compare?form={name}&before=2&after=2")
    assert "giống hệt nhau" in same.text


async def test_a_form_is_seen_on_each_channel(admin: Officer) -> None:
    name = new_name()
    page = await hand_in(admin, written(name, changes=WAITING))
    draft = page.field("draft")

    seen = {
        on: await admin.see(f"/console/forms/preview?draft={draft}&on={on}")
        for on in ("web", "telegram", "kiosk")
    }

    for on, shown in seen.items():
        assert "thời gian chờ đến lượt" in shown.text, "the draft, not what is published"
        assert f"on-{on}" in shown.html
        assert "Rất hài lòng" in shown.text
    assert "📱 Gửi số điện thoại của tôi" in seen["telegram"].text, "its own keyboard"
    assert "Trên máy tính bảng không gõ" in seen["kiosk"].text
    english = await admin.see(f"/console/forms/preview?draft={draft}&on=web&in=en")
    assert "Very satisfied" in english.text


async def test_what_was_looked_at_is_not_what_citizens_see(admin: Officer) -> None:
    """A draft has the number of the version to come: it must not stay in a cache."""
    name = new_name()
    draft = (await hand_in(admin, written(name, changes=WAITING))).field("draft")
    await admin.see(f"/console/forms/preview?draft={draft}&on=web")
    await published(admin, written(name))

    page = await admin.see(f"/console/forms/preview?form={name}&version=1&on=web")

    assert "thời gian chờ tới lượt" in page.text
    assert "thời gian chờ đến lượt" not in page.text


async def test_a_form_comes_on_paper_and_as_a_file_to_change(
    admin: Officer, tmp_path: Path
) -> None:
    name = new_name()
    await published(admin, written(name))
    headers = admin._headers()

    paper = await admin.client.get(f"/console/forms/paper?form={name}&version=1", headers=headers)
    file = await admin.client.get(f"/console/forms/file?form={name}&version=1", headers=headers)

    (tmp_path / "paper.pdf").write_bytes(await paper.read())
    assert "Một cửa" in pypdf.PdfReader(tmp_path / "paper.pdf").pages[0].extract_text()
    text = await file.text()
    assert file.headers["Content-Disposition"] == f'attachment; filename="{name}-2.yaml"'
    assert "version: 2" in text, "its next number stands there already"
    assert "Công bố bản 2" in (await hand_in(admin, text)).text


async def test_who_may_only_look_sees_forms_and_presses_nothing(
    admin: Officer, room: CaseRoom
) -> None:
    name, reader = new_name(), await room.officer("unit_head")
    await published(admin, written(name))

    page = await reader.see(f"/console/forms/versions?form={name}")

    assert page.status == 200
    assert "/console/forms/retire" not in page.html
    assert (await reader.press("/console/forms/retire", form=name, version="1")).status == 404


@pytest.mark.parametrize(
    "path",
    [
        "versions?form=never",
        "compare?form=mc&before=1&after=" + "9" * 5000,
        "compare?form=mc&before=x&after=²",
        "preview?form=mc&version=-1",
        "preview?draft=never",
        "paper?form=dialogue&version=1",
        "file?form=never&version=1",
        "draft?draft=never",
    ],
)
async def test_what_is_not_there_leads_back_to_the_list(admin: Officer, path: str) -> None:
    page = await admin.see(f"/console/forms/{path}")

    assert page.status == 200
    assert page.url == "/console/forms"
    assert "Không có mẫu phiếu hoặc bản đó" in page.text
