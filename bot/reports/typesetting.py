"""Sets a shipped layout in the shipped fonts: a machine without fonts prints the same page."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import as_file, files
from typing import Literal

import typst

__all__ = ["Output", "Standard", "typeset"]

Output = Literal["pdf", "png"]
Standard = Literal["a-2a", "ua-1"]
"""PDF for archives, and PDF that can be read aloud."""


def typeset(
    layout: str,
    inputs: dict[str, str],
    kind: Output,
    ppi: float,
    standards: Sequence[Standard] = (),
) -> list[bytes]:
    """Return what a layout of `bot.reports` makes of its inputs: one PDF, or a picture of each
    page. `ppi`: dots an inch of a picture; `standards`: what the PDF is to keep to.
    """
    here = files("bot.reports")
    with as_file(here / "fonts") as fonts:
        made: bytes | list[bytes] = typst.compile(  # type: ignore[misc]  # its stub wants a literal format
            (here / layout).read_bytes(),
            root=str(fonts),  # the layout reads no file; it could read none but the fonts
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            format=kind,
            ppi=ppi,
            sys_inputs=inputs,
            pdf_standards=list(standards),
        )
    return [made] if isinstance(made, bytes) else made
