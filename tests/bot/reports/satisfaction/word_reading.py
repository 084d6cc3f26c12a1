"""A Word document as its reader sees it: what applies to a run, wherever it is set."""

from collections.abc import Iterator

from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.shared import Length
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph
from docx.text.run import Run

__all__ = ["all_paragraphs", "body", "bold", "found", "italic", "millimetres", "rule_of", "size"]


def all_paragraphs(word: Word) -> Iterator[Paragraph]:
    """Yield every paragraph, those of tables too."""
    for part in word.iter_inner_content():
        if isinstance(part, Table):
            yield from (one for cell in _cells(part) for one in cell.paragraphs)
        else:
            yield part


def _cells(table: Table) -> Iterator[_Cell]:
    return (cell for row in table.rows for cell in row.cells)


def found(word: Word, text: str) -> Paragraph:
    """Return the paragraph that begins so."""
    return next(one for one in all_paragraphs(word) if one.text.startswith(text))


def body(word: Word) -> list[Paragraph]:
    """Return the paragraphs of the running text."""
    return [one for one in word.paragraphs if one.style and one.style.name == "Body Text"]


def size(run: Run, paragraph: Paragraph) -> float:
    """Return the size of a run in points."""
    assert paragraph.style
    given = run.font.size or paragraph.style.font.size
    assert isinstance(given, Length)
    return float(given.pt)


def bold(run: Run, paragraph: Paragraph) -> bool:
    """Tell whether a run is bold."""
    assert paragraph.style
    return bool(paragraph.style.font.bold if run.bold is None else run.bold)


def italic(run: Run, paragraph: Paragraph) -> bool:
    """Tell whether a run is in italics."""
    assert paragraph.style
    return bool(paragraph.style.font.italic if run.italic is None else run.italic)


def rule_of(paragraph: Paragraph, room: float) -> float:
    """Return how long the rule below a paragraph is (mm), within some room.

    Raises:
        AssertionError: there is none.

    """
    edge = paragraph.paragraph_format.element.find(f".//{qn('w:pBdr')}/{qn('w:bottom')}")
    assert edge is not None
    form = paragraph.paragraph_format
    return room - millimetres(form.left_indent) - millimetres(form.right_indent)


def millimetres(length: Length | None) -> float:
    """Return a length in mm; what is not set is none."""
    return length.mm if length is not None else 0.0
