"""Files that are sent with a form: read as far as we take them, and no mangled body is a fault."""

import pytest

from tests.console.case_room import CaseRoom, Officer
from tests.console.form_papers import admin_in

PATH = "/console/forms/hand-in"
BOUND = "----of-a-browser"


@pytest.fixture
async def admin(room: CaseRoom) -> Officer:
    return await admin_in(room)


async def posted(officer: Officer, body: bytes, kind: str) -> int:
    headers = {**officer._headers(), "Content-Type": kind}
    reply = await officer.client.post(PATH, data=body, headers=headers, allow_redirects=False)
    return reply.status


def part(name: str, value: str, more: str = "") -> str:
    disposition = f'Content-Disposition: form-data; name="{name}"'
    return f"--{BOUND}\r\n{disposition}{more}\r\n\r\n{value}\r\n"


@pytest.mark.parametrize(
    "body",
    [
        "",
        "not even a beginning",
        f"--{BOUND}",
        f"--{BOUND}\r\nX",
        f"--{BOUND}\r\nContent-Transfer-Encoding: base64\r\n\r\n!!\r\n--{BOUND}--",
        part("csrf", "{csrf}") + part("file", "x", '; filename="a"')[:-5],
        part("csrf", "\udcff"),
    ],
)
async def test_a_mangled_body_is_refused(admin: Officer, body: str) -> None:
    raw = body.replace("{csrf}", admin.csrf).encode(errors="surrogateescape")

    status = await posted(admin, raw, f"multipart/form-data; boundary={BOUND}")

    assert status in {400, 403}


@pytest.mark.parametrize(
    "kind", ["multipart/form-data", "multipart/form-data; boundary=", "text/x"]
)
async def test_a_kind_that_says_too_little_is_refused(admin: Officer, kind: str) -> None:
    assert await posted(admin, b"csrf=x", kind) in {400, 403}


async def test_a_file_before_the_token_is_not_read(admin: Officer) -> None:
    body = part("file", "form: x", '; filename="x.yaml"') + part("csrf", admin.csrf)

    status = await posted(
        admin, f"{body}--{BOUND}--\r\n".encode(), f"multipart/form-data; boundary={BOUND}"
    )

    assert status == 403


async def test_a_field_is_no_way_around_the_limit(admin: Officer) -> None:
    body = part("csrf", "x" * 10_000) + f"--{BOUND}--\r\n"

    assert await posted(admin, body.encode(), f"multipart/form-data; boundary={BOUND}") == 413
