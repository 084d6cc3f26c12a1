"""Forms to hand in at the console, and the hands that do it."""

import re
from collections.abc import Mapping
from io import BytesIO
from itertools import count
from types import MappingProxyType

from aiohttp import FormData

from bot.forms import shipped_sources
from tests.console.case_room import Answer, CaseRoom, Officer, _read

_numbers = count(1)


def new_name() -> str:
    """A form that nobody has published: the installation is everybody's."""
    return f"phieu_{next(_numbers)}"


def written(name: str, version: int = 1, changes: Mapping[str, str] = MappingProxyType({})) -> str:
    """The one-stop desk's form under another name; `changes`: what stands in the file by what
    replaces it.
    """
    shipped = shipped_sources()["mc"]
    text = re.sub(r"^version: \d+", f"version: {version}", shipped, flags=re.MULTILINE)
    text = text.replace("form: mc", f"form: {name}")
    for old, new in changes.items():
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


async def admin_in(room: CaseRoom) -> Officer:
    return await room.officer("survey_admin", unit="*", name="Trần Thị Phiếu")


async def send(officer: Officer, name: str, content: bytes, csrf: str | None = None) -> Answer:
    """Choose a file and press the button."""
    data = FormData(quote_fields=False, default_to_multipart=True)
    data.add_field("csrf", officer.csrf if csrf is None else csrf)
    sent = BytesIO(content)  # aiohttp warns of long bytes
    data.add_field("file", sent, filename=name, content_type="application/octet-stream")
    path = "/console/forms/hand-in"
    return await _read(await officer.client.post(path, data=data, headers=officer._headers()))


async def hand_in(officer: Officer, text: str, file: str = "phiếu.yaml") -> Answer:
    return await send(officer, file, text.encode())


async def published(officer: Officer, text: str) -> Answer:
    """Hand a form in and publish it, trends that end included."""
    page = await hand_in(officer, text)
    found = re.search(r'name="breaks" value="(\d+)"', page.html)
    assert found, page.text
    draft = page.field("draft")
    return await officer.press("/console/forms/publish", draft=draft, breaks=found[1])
