"""Takes a form made by others over: a workbook in, our own YAML out, or every reason why not."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.xlsform.choices import Lists, read_lists, scale_name
from bot.xlsform.circles import refuse_circles
from bot.xlsform.columns import OURS, read_column
from bot.xlsform.drafts import Draft
from bot.xlsform.examining import examine
from bot.xlsform.form_text import Head, Part, form_text
from bot.xlsform.languages import Languages, read_languages
from bot.xlsform.names import form_id
from bot.xlsform.placing import Book, place_faults
from bot.xlsform.questions import Chapter, Said, Workshop
from bot.xlsform.remarks import Remark, Remarks, XlsformRefusedError
from bot.xlsform.settings import FormSettings, read_settings
from bot.xlsform.sheets import Sheet, read_workbook
from bot.xlsform.survey import Item, Survey, walk
from bot.xlsform.typed import Typed
from flows.definition import Form
from flows.expressions import Name
from flows.faults import FormFaultsError
from flows.inspection import check
from flows.texts import text_key
from flows.vocabulary import MAX_BUTTON, MAX_QUESTION

__all__ = ["CONSENT", "Draughted", "Imported", "draught", "read_xlsform"]

CONSENT = "common/consent"
"""Our consent stands before every survey made by others: without it nothing may be kept."""
_CONSENT_IDS = ("C1", "consent")
"""Of its question and of its section."""
_NOT_OF_GROUPS = frozenset(
    {"hint", "required", "required_message", "constraint", "constraint_message", "calculation",
     "choice_filter", "default", "read_only", "parameters"}
)  # fmt: skip
_KNOWN_SHEETS = frozenset({"survey", "choices", "settings", OURS})


@dataclass(frozen=True, slots=True)
class Draughted:
    """A form read from sheets, before it is written: its settings, sections and questions."""

    settings: FormSettings
    languages: Languages
    lists: Lists
    chapters: tuple[Chapter, ...]
    ids: Mapping[str, str] = field(default_factory=dict)

    @property
    def needs_consent(self) -> bool:
        """Whether our consent must be asked first."""
        asked = any("consent" in draft for each in self.chapters for _, draft in each.made)
        return self.settings.kind == "survey" and not asked


@dataclass(frozen=True, slots=True)
class Imported:
    """A form taken over. `names`: our ids by the names of the file, where they differ."""

    form: Form
    text: str
    sources: Mapping[str, str]
    names: Mapping[str, str]
    remarks: tuple[Remark, ...]


def read_xlsform(
    content: bytes,
    file: str,
    said: Said,
    shipped: Mapping[str, str],
    *,
    form: str | None = None,
    version: int = 1,
) -> Imported:
    """Return the form of an .xlsx file. `form` names it otherwise than the file does.

    Raises:
        XlsformRefusedError: with everything that must be mended, each with its row.

    """
    remarks = Remarks()
    draughted = draught(content, file, said, remarks)
    if draughted is None or remarks.refusing:
        raise XlsformRefusedError(remarks.sorted)
    name = form or draughted.settings.form
    text = _text(draughted, name, version, file)
    sources = {name: text}
    if draughted.needs_consent:
        sources[CONSENT] = shipped[CONSENT]
    try:
        checked = check(name, sources)
    except FormFaultsError as error:
        _place(error, draughted, remarks)
        raise XlsformRefusedError(remarks.sorted) from error
    names = {name: ours for name, ours in draughted.ids.items() if name != ours}
    return Imported(checked, text, sources, names, remarks.sorted)


def draught(
    content: bytes, file: str, said: Said, remarks: Remarks, *, is_ours: bool = False
) -> Draughted | None:
    """Return what the sheets say; None if they cannot be read at all. `is_ours`: nothing of ours
    is put before it, whatever it asks.
    """
    sheets = read_workbook(content, remarks)
    if not sheets:
        return None
    if "survey" not in sheets:
        remarks.add(Remark("survey", 0, "", "refused", text_key("xlsform.no_survey")))
        return None
    _other_sheets(sheets, remarks)
    is_ours = is_ours or _asks_consent(sheets["survey"])
    found = _draughted(sheets, file, said, remarks, () if is_ours else _CONSENT_IDS)
    examine(sheets, form_id(file), remarks)
    return found


def _draughted(
    sheets: Mapping[str, Sheet], file: str, said: Said, remarks: Remarks, taken: Collection[str]
) -> Draughted:
    settings = read_settings(sheets.get("settings"), file, remarks)
    languages = read_languages(sheets, settings.default_language, remarks)
    survey = walk(sheets["survey"], taken, remarks)
    if not survey.items and not remarks.refusing:
        remarks.add(Remark("survey", 0, "", "refused", text_key("xlsform.no_questions")))
    circles = refuse_circles(survey.items, remarks)
    lists = read_lists(sheets.get("choices"), survey.items, languages, remarks, said.other)
    _tell_title(settings, languages, remarks)
    _tell_groups(survey, languages, remarks)
    shop = Workshop(languages, lists, said, remarks, _names(survey, circles))
    made: dict[str, list[tuple[Item, Draft]]] = {section: [] for section in survey.sections}
    for item in survey.items:
        if _is_follow_up(item):
            shop.pass_over(item)
        else:
            made[item.section] += [(item, draft) for draft in shop.question(item)]
    chapters = tuple(
        Chapter(section, _title(survey, section, settings, languages, remarks), tuple(questions))
        for section, questions in made.items()
        if questions
    )
    ids = {item.name: item.id for item in survey.items}
    return Draughted(settings, languages, lists, chapters, ids)


def _names(survey: Survey, circles: Collection[str]) -> dict[str, Typed]:
    """Return what names mean before the first question: nothing that has an answer yet. Of a
    circle nothing more is said than that it is one.
    """
    nothing = {name: Typed(Name(name), "none") for name in survey.named}
    kinds = {item.name: "any" if item.name in circles else "later" for item in survey.items}
    return nothing | {item.name: Typed(Name(item.id), kinds[item.name]) for item in survey.items}


def _tell_groups(survey: Survey, languages: Languages, remarks: Remarks) -> None:
    """Name what groups inside groups are called, and columns that mean nothing for a group."""
    titles = {group.row.number for group in survey.sections.values() if group}
    groups = {group.row.number: group for item in survey.items for group in item.groups}
    column = languages.column("survey", "label")
    for number, group in groups.items():
        title = languages.texts("survey", "label", group.row).get("vi")
        if title and number not in titles:
            key, params = text_key("xlsform.inner_title"), {"title": title}
            remarks.add(Remark("survey", number, column, "left_out", key, params))
        for name in sorted(group.cells.keys() & _NOT_OF_GROUPS):
            header = next(h for h in group.row.cells if read_column(h).name == name)
            key = text_key("xlsform.column.not_here")
            remarks.add(Remark("survey", number, header, "left_out", key))


def _tell_title(settings: FormSettings, languages: Languages, remarks: Remarks) -> None:
    if len(languages.codes) > 1 and "title" not in settings.own:
        key, params = text_key("xlsform.one_title"), {"title": settings.title}
        remarks.add(Remark("settings", 2, "form_title", "changed", key, params))


def _is_follow_up(item: Item) -> bool:
    """Whether our export wrote a why-question here; the settings hold them all (I4)."""
    return '"role":' in item.cells.get(OURS, "")


def _asks_consent(sheet: Sheet) -> bool:
    return any(re.search(r'"consent":\s*"', row.cells.get(OURS, "")) for row in sheet.rows)


def _title(
    survey: Survey, section: str, settings: FormSettings, languages: Languages, remarks: Remarks
) -> dict[str, str]:
    group = survey.sections[section]
    title = languages.texts("survey", "label", group.row) if group else {}
    if group and title:
        column, key = languages.column("survey", "label"), text_key("xlsform.group_title")
        remarks.add(Remark("survey", group.row.number, column, "changed", key))
    usual = settings.titles(languages.codes)
    return {code: title.get(code) or title.get("vi") or usual[code] for code in languages.codes}


def _other_sheets(sheets: Mapping[str, Sheet], remarks: Remarks) -> None:
    for name, sheet in sheets.items():
        if name not in _KNOWN_SHEETS and sheet.rows:
            remarks.add(Remark(name, 0, "", "left_out", text_key("xlsform.other_sheet")))


def _place(error: FormFaultsError, draughted: Draughted, remarks: Remarks) -> None:
    before = 1 if draughted.needs_consent else 0
    book = Book(draughted.chapters, draughted.lists, draughted.languages, before)
    place_faults(error, book, remarks)


def _text(draughted: Draughted, name: str, version: int, file: str) -> str:
    settings, codes = draughted.settings, draughted.languages.codes
    scales = _shared(draughted.chapters)
    parts = [
        Part(each.id, each.title, [_written(item, draft, scales) for item, draft in each.made])
        for each in draughted.chapters
    ]
    more: dict[str, Any] = dict(settings.more)
    if _is_long(draughted.chapters):
        more["long_texts"] = True
    head = Head(
        form=name,
        version=version,
        kind=settings.kind,
        audience=settings.audience,
        languages=codes,
        title=settings.titles(codes),
        more=more,
        below=settings.below,
    )
    uses = [CONSENT] if draughted.needs_consent else []
    comments = [f"{file}.xlsx" + (f" ({settings.version})" if settings.version else "")]
    return form_text(head, uses, parts, scales, comments)


def _shared(chapters: Sequence[Chapter]) -> dict[str, list[Draft]]:
    """Return the lists of choices that several questions offer, by name."""
    users: dict[str, list[list[Draft]]] = {}
    for chapter in chapters:
        for item, draft in chapter.made:
            if item.type.choices and "choices" in draft:
                users.setdefault(item.type.choices, []).append(draft["choices"])
    return {
        scale_name(name): lists[0]
        for name, lists in users.items()
        if len(lists) > 1 and all(each == lists[0] for each in lists)
    }


def _written(item: Item, draft: Draft, scales: Mapping[str, Sequence[Draft]]) -> tuple[str, Draft]:
    name = scale_name(item.type.choices or "")
    comment = f"survey {item.row.number}: {item.name}"
    if name in scales and draft.get("choices") == scales[name]:
        drawn = {"scale" if key == "choices" else key: value for key, value in draft.items()}
        drawn["scale"] = name
        return comment, drawn
    return comment, draft


_SAID = ("text", "hint", "reask", "constraint_says")


def _longest(texts: Sequence[Mapping[str, str]]) -> int:
    return max((len(str(text)) for each in texts for text in each.values()), default=0)


def _is_long(chapters: Sequence[Chapter]) -> bool:
    """Whether some text is longer than those of our own forms may be (domain §3)."""
    for chapter in chapters:
        for draft in [{"text": chapter.title}, *(draft for _, draft in chapter.made)]:
            texts = [draft[key] for key in _SAID if isinstance(draft.get(key), dict)]
            labels = [choice["label"] for choice in draft.get("choices") or ()]
            if _longest(texts) > MAX_QUESTION or _longest(labels) > MAX_BUTTON:
                return True
    return False
