"""What axe-core finds on a page: WCAG 2.2 A and AA, and its best practices."""

from functools import cache
from importlib.resources import files
from typing import Any

from playwright.async_api import Page

_RUN = """async () => (await axe.run(document, {
  runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
})).violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html).join(' | ')}`)"""


@cache
def _axe() -> str:
    package = files("axe_playwright_python")
    return (package / "axe.min.js").read_text(encoding="utf-8")


async def violations(page: Page) -> list[str]:
    """Return each broken rule with the elements that break it; the page keeps its own policy."""
    if not await page.evaluate("'axe' in window"):
        await page.evaluate(_axe())
    found: list[Any] = await page.evaluate(_RUN)
    return [str(line) for line in found]
