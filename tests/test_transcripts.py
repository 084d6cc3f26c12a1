"""The transcripts in `docs/` say what the forms and texts say now."""

from pathlib import Path

import pytest

from tests.transcripts import PAGES, page


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_the_page_is_fresh(path: Path, pytestconfig: pytest.Config) -> None:
    fresh = page(PAGES[path])
    if pytestconfig.getoption("update"):
        path.write_text(fresh, encoding="utf-8")
    assert path.read_text(encoding="utf-8") == fresh, "run: python -m tests.transcripts"
