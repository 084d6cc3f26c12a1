"""The progress line: written over and over on a terminal, and now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Final

import click

__all__ = ["ProgressLine"]

_EVERY: Final = 0.5
"""Seconds between two lines on a terminal; elsewhere ten times as long."""


class ProgressLine:
    """One line on the error stream, which is no result."""

    def __init__(self) -> None:
        self._is_terminal = sys.stderr.isatty()
        self._every = _EVERY if self._is_terminal else 10 * _EVERY
        self._next = time.monotonic() + self._every

    def show(self, line: Callable[[], str]) -> None:
        """Show how far it is, if it is time; only then it is asked what to say."""
        if time.monotonic() < self._next:
            return
        self._next = time.monotonic() + self._every
        said = f"\r{line()}\x1b[K" if self._is_terminal else line()
        click.echo(said, err=True, nl=not self._is_terminal)

    def end(self) -> None:
        """Leave the line."""
        if self._is_terminal:
            click.echo("\r\x1b[K", err=True, nl=False)
