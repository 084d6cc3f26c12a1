"""Writes any form of ours as an XLSForm that Kobo and ODK take, and that comes back as it was.

What XLSForm has no word for (factors, kinds, endings, the words of explanations) stands as JSON in
our own column, which others pass over. It holds nothing but the difference: the rows are read
back the way `import-form` reads them, and what came back otherwise is written there.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence

import xlsxwriter

from bot.i18n import Catalogues
from bot.xlsform.columns import OURS
from bot.xlsform.drafts import Draft, choice_draft, question_draft
from bot.xlsform.importing import draught
from bot.xlsform.own import difference, written_own
from bot.xlsform.questions import Said
from bot.xlsform.remarks import Remarks
from bot.xlsform.rows import Cells, Rows, header, rows_of
from flows.definition import Form, Question
from flows.texts import text_key

__all__ = ["write_xlsform"]

_ROLE = '{"role":'
_WIDE = frozenset({"label", "hint", "relevant", "constraint", "constraint_message"})


def write_xlsform(form: Form, said: Said, texts: Catalogues) -> bytes:
    """Return the form as an .xlsx file; `texts` say on a sheet what other tools pass over."""
    rows = rows_of(form, said)
    settings = _settings(form)
    plain = _workbook(form, rows, settings, ())
    _add_differences(form, rows, _read_back(plain, form, said))
    settings[OURS] = written_own(_own_settings(form))
    return _workbook(form, rows, settings, list(_notes(form, rows, texts)))


def _settings(form: Form) -> Cells:
    return {
        "form_id": form.id,
        "form_title": form.title["vi"],
        "version": str(form.version),
        "default_language": header("", "vi").removeprefix("::"),
    }


def _own_settings(form: Form) -> Draft:
    own: Draft = {"kind": form.kind, "audience": form.audience, "title": dict(form.title)}
    if form.service is not None:
        own["service"] = dict(form.service)
    if form.long_texts:
        own["long_texts"] = True
    rules = form.follow_ups
    if rules is not None:
        why = next(iter(form.reasons.values()), None)
        own["follow_ups"] = {
            "ratings": sorted(rules.ratings),
            "limit": rules.limit,
            "prefix": rules.reason_prefix,
            **({"text": dict(why.text)} if why else {}),
            **({"hint": dict(why.hint)} if why and why.hint else {}),
            "reasons": {
                topic: [choice_draft(choice) for choice in question.choices]
                for topic, question in form.reasons.items()
            },
            **({"offer": question_draft(form.by_id[rules.offer])} if rules.offer else {}),
        }
    return own


# -- what does not come back


def _read_back(content: bytes, form: Form, said: Said) -> dict[str, Draft]:
    found = draught(content, form.id, said, Remarks(), is_ours=True)
    chapters = found.chapters if found else ()
    return {draft["id"]: draft for chapter in chapters for _, draft in chapter.made}


def _add_differences(form: Form, rows: Rows, found: Mapping[str, Draft]) -> None:
    for question in form.questions:
        wanted, back = question_draft(question), dict(found.get(question.id, {}))
        listed = rows.offered.get(rows.asked[question.id]["type"].partition(" ")[2])
        if listed is not None and _same_values(wanted, back):
            for row, one, other in zip(listed, wanted["choices"], back["choices"], strict=True):
                row[OURS] = written_own(difference(one, other))
            wanted.pop("choices")
            back.pop("choices")
        rows.asked[question.id][OURS] = written_own(difference(wanted, back))


def _same_values(wanted: Draft, back: Draft) -> bool:
    one, other = wanted.get("choices", ()), back.get("choices", ())
    return [choice["value"] for choice in one] == [choice["value"] for choice in other]


# -- what people read


def _notes(form: Form, rows: Rows, texts: Catalogues) -> Iterable[Sequence[str]]:
    """Yield what others pass over, for people: sentences, then question by question."""
    for key, params in _sentences(form, rows):
        for language in texts.languages:
            yield (texts.text(language, key, params),)
    for question in form.questions:
        own = rows.asked[question.id].get(OURS, "")
        if own and not own.startswith(_ROLE):
            yield (_named(question), own)


def _sentences(form: Form, rows: Rows) -> Iterable[tuple[str, dict[str, object]]]:
    yield text_key("xlsform.notes.what"), {}
    yield text_key("xlsform.notes.own"), {}
    if form.follow_ups is not None:
        yield text_key("xlsform.notes.follow_ups"), {"limit": form.follow_ups.limit}
    if any(choice.action != "answer" for q in form.questions for choice in q.choices):
        yield text_key("xlsform.notes.buttons"), {}
    if any(question.endings for question in form.questions):
        yield text_key("xlsform.notes.endings"), {}
    for identifier, words in rows.unsaid:
        yield text_key("xlsform.notes.unsaid"), {"question": identifier, "condition": words}


def _named(question: Question) -> str:
    return f"{question.id}: {question.text['vi']}"


# -- the file


def _workbook(form: Form, rows: Rows, settings: Cells, notes: Sequence[Sequence[str]]) -> bytes:
    buffer = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        _sheet(book, "survey", _survey_headers(form, rows), rows.survey)
        labels = [header("label", code) for code in form.languages]
        extra = ["shown"] if any("shown" in row for row in rows.choices) else []
        _sheet(book, "choices", ["list_name", "name", *labels, *extra, OURS], rows.choices)
        _sheet(book, "settings", [*settings], [settings])
        if notes:
            _note_sheet(book, notes)
    return buffer.getvalue()


def _survey_headers(form: Form, rows: Rows) -> list[str]:
    columns: list[str] = ["type", "name"]
    for column in ("label", "hint"):
        columns += [header(column, code) for code in form.languages]
    columns += ["required"]
    columns += [header("required_message", code) for code in form.languages]
    columns += ["relevant", "constraint"]
    columns += [header("constraint_message", code) for code in form.languages]
    columns += ["calculation", "choice_filter", OURS]
    used = {name for row in rows.survey for name, cell in row.items() if cell}
    return [name for name in columns if name in used or name in ("type", "name", OURS)]


def _sheet(
    book: xlsxwriter.Workbook, name: str, headers: Sequence[str], rows: Sequence[Cells]
) -> None:
    sheet = book.add_worksheet(name)
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    sheet.freeze_panes(1, 0)
    for place, title in enumerate(headers):
        wide = title.partition("::")[0] in _WIDE
        sheet.set_column(place, place, 48 if wide else 18, wrapped if wide else None)
        sheet.write_string(0, place, title, bold)
        for number, row in enumerate(rows, start=1):
            if row.get(title):
                sheet.write_string(number, place, row[title])


def _note_sheet(book: xlsxwriter.Workbook, notes: Sequence[Sequence[str]]) -> None:
    sheet = book.add_worksheet(OURS)
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 1, 90, wrapped)
    for number, row in enumerate(notes):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell)
