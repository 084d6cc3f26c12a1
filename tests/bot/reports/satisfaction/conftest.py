"""The documents of one report, made once: a quarter of a province with 5,000 responses."""

import io
import shutil

import docx as python_docx
import pytest
from docx.document import Document as Word

from bot.i18n import Catalogues
from bot.reports.satisfaction.pdf_file import pdf
from bot.reports.satisfaction.word_file import docx
from bot.reports.satisfaction.workbook import xlsx
from bot.reports.satisfaction.writing import written
from survey.report_parts import Report
from tests.survey.editions import province
from tests.survey.letterheads import ISSUED


@pytest.fixture(scope="session")
def office() -> str:
    """LibreOffice; without it, the reason why these tests could not run."""
    path = shutil.which("soffice")
    if not path or not shutil.which("pdftoppm"):
        pytest.skip("no soffice or pdftoppm on this machine (LibreOffice, poppler-utils)")
    return path


@pytest.fixture(scope="session")
def report(texts: Catalogues) -> Report:
    """The report as the rules write it."""
    return written(province(), ISSUED, texts)


@pytest.fixture(scope="session")
def word_file(report: Report, texts: Catalogues) -> bytes:
    """The .docx, with the internal annex."""
    return docx(province(), report, texts, internal=True)


@pytest.fixture
def word(word_file: bytes) -> Word:
    """The .docx, read."""
    return python_docx.Document(io.BytesIO(word_file))


@pytest.fixture(scope="session")
def pdf_file(report: Report, texts: Catalogues) -> bytes:
    """The .pdf, with the internal annex."""
    return pdf(province(), report, texts, internal=True)


@pytest.fixture(scope="session")
def workbook(report: Report, texts: Catalogues) -> bytes:
    """The .xlsx, with the internal sheets."""
    return xlsx(province(), report, texts, internal=True)
