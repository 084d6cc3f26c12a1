"""What was published under a version stays as it was: databases out there hold it already.

A server refuses to start on a database in which the same version reads otherwise. So whoever
changes a form gives it a new version, and notes it here:
`python -m tests.flows.test_published_forms >> tests/data/published_forms.tsv`.
"""

from collections.abc import Iterator
from pathlib import Path

from tests.flows.shipped import FORMS

RECORD = Path(__file__).parents[1] / "data" / "published_forms.tsv"


def _published() -> dict[tuple[str, int], str]:
    lines = (line.split("\t") for line in RECORD.read_text().splitlines() if line[:1] != "#")
    return {(form, int(version)): content for form, version, content in lines}


def _new() -> Iterator[str]:
    known = _published()
    for form in FORMS.values():
        if form.key not in known:
            yield f"{form.id}\t{form.version}\t{form.content_hash}"


def test_each_shipped_form_is_noted_under_its_version() -> None:
    assert list(_new()) == []


def test_no_published_version_reads_otherwise_now() -> None:
    known = _published()
    changed = [f.key for f in FORMS.values() if known.get(f.key, f.content_hash) != f.content_hash]
    assert changed == [], "give these a new version"


if __name__ == "__main__":
    print(*_new(), sep="\n")  # noqa: T201 - a command
