"""Forms in the console, in real browsers: how they look, and one that changes while somebody
answers it.
"""

import pytest
from playwright.async_api import FilePayload, ViewportSize

from tests.console.case_room import CaseRoom
from tests.console.form_papers import admin_in, hand_in, new_name, published, written
from tests.e2e.case_desks import DESKTOP, Desks, Scheme
from tests.e2e.conftest import Picture
from tests.e2e.officer import Keys
from tests.e2e.person import PHONE, Person
from tests.e2e.test_console_records import LOOKS, looks_well

CHANGED = {"vi: thời gian chờ tới lượt": "vi: thời gian chờ đến lượt"}


@pytest.mark.timeout(240)
@pytest.mark.parametrize(("size", "scheme", "name"), LOOKS)
async def test_forms_are_accessible_and_fit(
    room: CaseRoom, desks: Desks, picture: Picture, size: ViewportSize, scheme: Scheme, name: str
) -> None:
    admin, form = await admin_in(room), new_name()
    desk = await desks(admin, size, scheme)
    await published(admin, written(form))
    faulty = await hand_in(admin, written(form, 2, {"kind: survey": "kind: poll"}))
    sound = await hand_in(admin, written(form, 2, CHANGED))
    pages = {
        "forms": "",
        "form-faults": f"/draft?draft={faulty.field('draft')}",
        "form-changes": f"/draft?draft={sound.field('draft')}",
        "form-versions": f"/versions?form={form}",
        "form-web": f"/preview?form={form}&version=1&on=web",
        "form-telegram": f"/preview?form={form}&version=1&on=telegram",
        "form-tablet": f"/preview?form={form}&version=1&on=kiosk",
    }
    for what, path in pages.items():
        await desk.open(f"/console/forms{path}")
        await looks_well(desk, picture, f"{what}-{name}")


async def choose(desk: Keys, name: str, text: str) -> None:
    """Choose a file and press the button, as the page says."""
    await desk.open("/console/forms")
    file: FilePayload = {"name": name, "mimeType": "application/yaml", "buffer": text.encode()}
    await desk.page.get_by_label("Tệp mẫu phiếu").set_input_files(file)
    await desk.page.get_by_role("button", name="Đưa vào và kiểm tra").click()


@pytest.mark.timeout(240)
@pytest.mark.parametrize(
    ("size", "scripts"), [(PHONE, True), (DESKTOP, False)], ids=["360", "without scripts"]
)
async def test_a_form_is_mended_and_published_while_a_citizen_is_in_the_middle(
    room: CaseRoom, desks: Desks, person: Person, size: ViewportSize, scripts: bool
) -> None:
    admin, form = await admin_in(room), new_name()
    await published(admin, written(form))
    invitation = await room.installation.invite(form=form)
    await person.open(str(room.client.make_url(f"/{invitation.token}")))
    await person.begin_rating()
    desk, file = await desks(admin, size, scripts=scripts), f"{form}.yaml"

    await choose(desk, file, written(form, 1, {"kind: survey": "kind: poll"}))
    await desk.sees("1 chỗ phải sửa")
    await choose(desk, file, written(form, 1, CHANGED))
    await desk.sees("Bản tiếp theo phải là version: 2")
    await choose(desk, file, written(form, 2, CHANGED))
    await desk.sees("1 câu bị đứt chuỗi số liệu")
    await desk.page.get_by_label("Tôi đã xem: 1 câu").check()
    await desk.page.get_by_role("button", name="Công bố bản 2").click()
    await desk.sees("Đã công bố bản 2")

    await person.press("4 Hài lòng")
    await person.sees("thời gian chờ tới lượt")
