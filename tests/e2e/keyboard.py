"""Somebody who uses the keyboard alone: goes from one thing to the next, types, presses."""

from dataclasses import dataclass

from playwright.async_api import Page

_MOST = 60
"""Presses of Tab after which something counts as out of reach."""

_FOCUSED = """() => {
  const node = document.activeElement;
  const label = node.labels && node.labels[0] ? node.labels[0].textContent : '';
  return (label || node.getAttribute('aria-label') || node.textContent || '').trim();
}"""
_CHOSEN = "document.activeElement.selectedOptions[0].textContent"
_IS_SEEN = """() => {
  const node = document.activeElement;
  const box = node.getBoundingClientRect();
  const style = getComputedStyle(node);
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  return inside && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2;
}"""


@dataclass
class Keyboard:
    """One page, without a mouse."""

    page: Page

    async def reach(self, name: str) -> None:
        """Go on by Tab to what has this name, and see where one is."""
        passed = []
        for _ in range(_MOST):
            await self.page.keyboard.press("Tab")
            focused = await self.page.evaluate(_FOCUSED)
            if focused == name:
                assert await self.page.evaluate(_IS_SEEN), f"{name}: the focus is not seen"
                return
            passed.append(focused)
        raise AssertionError((name, passed))

    async def types(self, name: str, text: str) -> None:
        await self.reach(name)
        await self.page.keyboard.insert_text(text)

    async def chooses(self, name: str, option: str) -> None:
        """Go down a list to an option."""
        await self.reach(name)
        for _ in range(_MOST):
            await self.page.keyboard.press("ArrowDown")
            if await self.page.evaluate(_CHOSEN) == option:
                return
        raise AssertionError((name, option))

    async def presses(self, name: str) -> None:
        await self.reach(name)
        async with self.page.expect_navigation():
            await self.page.keyboard.press("Enter")

    async def opens(self, name: str) -> None:
        """Open what is folded away."""
        await self.reach(name)
        await self.page.keyboard.press("Enter")
