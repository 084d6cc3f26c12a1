"""Every form goes out as an XLSForm that pyxform takes, and comes back as it was."""

import io

import msgspec
import pytest
from openpyxl import load_workbook
from pyxform.xls2xform import convert

from bot.forms import shipped_sources
from bot.i18n import Catalogues
from bot.xlsform.importing import read_xlsform
from bot.xlsform.writing import write_xlsform
from flows.definition import Form
from flows.inspection import check
from tests.bot.xlsform.workbooks import GOOD, SAID, xlsform
from tests.flows.shipped import FORMS


def back(content: bytes, form: Form) -> Form:
    found = read_xlsform(
        content, form.id, SAID, shipped_sources(), form=form.id, version=form.version
    )
    return msgspec.structs.replace(found.form, content_hash="")


def plain(form: Form) -> Form:
    """The hash is about how a form is written: stems, scales and parts, which are gone here."""
    return msgspec.structs.replace(form, content_hash="")


@pytest.mark.parametrize("name", sorted(FORMS))
def test_a_shipped_form_comes_back_with_all_it_holds(name: str, texts: Catalogues) -> None:
    assert back(write_xlsform(FORMS[name], SAID, texts), FORMS[name]) == plain(FORMS[name])


@pytest.mark.parametrize("name", sorted(FORMS))
def test_pyxform_takes_a_shipped_form(name: str, texts: Catalogues) -> None:
    result = convert(io.BytesIO(write_xlsform(FORMS[name], SAID, texts)))
    assert FORMS[name].title["vi"] in result.xform


@pytest.mark.parametrize("name", GOOD)
def test_a_form_made_by_others_goes_out_and_comes_back(name: str, texts: Catalogues) -> None:
    first = read_xlsform(xlsform(name), name, SAID, shipped_sources()).form
    assert back(write_xlsform(first, SAID, texts), first) == plain(first)


def test_questions_conditions_and_choices_are_there_without_our_own_column(
    texts: Catalogues,
) -> None:
    book = load_workbook(io.BytesIO(write_xlsform(FORMS["mc"], SAID, texts)))
    for sheet in ("survey", "choices", "settings"):
        for column in book[sheet].iter_cols():
            if column[0].value == "lang_nghe":
                for cell in column[1:]:
                    cell.value = None
    buffer = io.BytesIO()
    book.save(buffer)
    found = read_xlsform(buffer.getvalue(), "mc", SAID, shipped_sources(), form="plain_mc").form
    kept = {question.id: question for question in FORMS["mc"].questions}
    for question in found.questions:
        if question.id in kept:
            assert question.text == kept[question.id].text
        if question.id in kept and question.choices and question.type != "notice":
            assert [c.label for c in question.choices] == [
                c.label for c in kept[question.id].choices
            ]
    assert str(found.by_id["MC11"].condition).endswith("FB1 == 'sent'")


def test_what_others_pass_over_is_told_on_a_sheet(texts: Catalogues) -> None:
    book = load_workbook(io.BytesIO(write_xlsform(FORMS["intake"], SAID, texts)))
    told = "\n".join(str(cell.value) for row in book["lang_nghe"] for cell in row if cell.value)
    assert "intake_cause == none" in told
    assert "XLSForm không viết được điều kiện này" in told


def test_an_exported_form_is_no_surprise_to_the_check(texts: Catalogues) -> None:
    content = write_xlsform(FORMS["mc"], SAID, texts)
    found = read_xlsform(content, "mc", SAID, shipped_sources(), form="mc_copy")
    assert check("mc_copy", found.sources).id == "mc_copy"
