"""How a letter looks in a mail program: on a phone and a screen, by day and by night."""

from email import message_from_bytes
from email.policy import default

import pytest
from playwright.async_api import Browser

from tests.bot.mail_account import INVITATION, mail_channel

_MEASURE = """() => {
    const all = [...document.querySelectorAll("a")], edge = document.documentElement;
    const of = (element, name) => getComputedStyle(element)[name];
    return {
        wide: edge.scrollWidth, button: all[0].getBoundingClientRect().height,
        end: all.at(-1).getBoundingClientRect().height,
        text: of(document.body, "color"), own: of(document.body, "backgroundColor"),
        sheets: document.styleSheets.length,
    };
}"""


@pytest.mark.browser
@pytest.mark.parametrize("width", [360, 700])
@pytest.mark.parametrize(
    ("scheme", "text"), [("light", "rgb(0, 0, 0)"), ("dark", "rgb(255, 255, 255)")]
)
async def test_a_letter_fits_and_is_read_by_day_and_night(
    browser: Browser, width: int, scheme: str, text: str
) -> None:
    body = mail_channel().letter(INVITATION).body or b""
    html = list(message_from_bytes(body, policy=default).iter_parts())[1].get_content()
    asked: list[str] = []
    page = await browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)  # type: ignore[arg-type]  # one of its two
    page.on("request", lambda request: asked.append(request.url))
    await page.set_content(html)
    seen = await page.evaluate(_MEASURE)
    await page.close()
    assert seen["wide"] == width
    assert min(seen["button"], seen["end"]) >= 44
    # No ground of its own: the mail program's stays, and the text's colour with it.
    assert (seen["text"], seen["own"], seen["sheets"]) == (text, "rgba(0, 0, 0, 0)", 0)
    assert asked == []
