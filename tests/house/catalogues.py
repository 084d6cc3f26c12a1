"""Keeps all texts honest: the template is fresh, every language complete, placeholders agree.

`python -m tests.house.catalogues` looks through `locales/` and through the texts of the shipped
forms, says what is wrong and exits with 1 if anything is; `--update` first extracts the texts
anew and merges them into every language.
"""

import io
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

from bot.i18n import OPERATORS
from tests.house import form_texts
from tests.house.wordings import left_behind

ROOT = Path(__file__).parents[2]
LOCALES = ROOT / "locales"
TEMPLATE = LOCALES / "messages.pot"
PACKAGES = {"bot", "flows", "storage", "survey"}
REQUIRED = {"vi", "en"}
# `talk.say("key")` of the engine names a key as plainly as a marker does.
# `plural_key` and, in templates, `plural` name a text with a form for each kind of number.
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "N_": None,
    "text_key": None,
    "say": None,
    "plural_key": (1, 1),
    "plural": (1, 1),
}
COMMENT = "# The texts of Lắng Nghe. `make locales` keeps the keys; people write what they say."
# Header lines that change without a text having changed, or that say nothing.
EMPTY_HEADERS = re.compile(
    rb'^"(POT-Creation-Date|PO-Revision-Date|Generated-By|Project-Id-Version'
    rb'|Report-Msgid-Bugs-To|Last-Translator|Language-Team):.*\\n"\n',
    re.MULTILINE,
)
PLACEHOLDER = re.compile(r"%\((\w+)\)[-#0 +]*[\d.]*([a-zA-Z])")
STRAY_PERCENT = re.compile(r"%(?!%|\(\w+\)[-#0 +]*[\d.]*[a-zA-Z])")


def _wanted_folder(folder: str) -> bool:
    parts = Path(folder).relative_to(ROOT).parts
    return parts[0] in PACKAGES and "__pycache__" not in parts


def extract(root: Path = ROOT) -> Catalog:
    """Collect every text that the code and the templates name."""
    with (ROOT / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    template = Catalog(charset="utf-8")
    found = extract_from_dir(root, methods, options, KEYWORDS, directory_filter=_wanted_folder)
    for filename, line, message, _comments, context in found:
        template.add(message, None, [(filename, line)], context=context)
    return template


def as_text(catalog: Catalog) -> bytes:
    """Write a catalogue so that equal texts give equal bytes."""
    catalog.header_comment, catalog.fuzzy = COMMENT, False
    buffer = io.BytesIO()
    write_po(
        buffer,
        catalog,
        width=99,
        sort_output=True,
        include_lineno=False,
        ignore_obsolete=True,
    )
    return EMPTY_HEADERS.sub(b"", buffer.getvalue()).rstrip() + b"\n"


def languages(folder: Path = LOCALES) -> dict[str, Path]:
    """Every language that has a catalogue, with its file."""
    return {path.parts[-3]: path for path in sorted(folder.glob("*/LC_MESSAGES/messages.po"))}


def key_of(message: Message) -> str:
    """Return a text's key; one with plural forms names it twice."""
    return message.id if isinstance(message.id, str) else message.id[0]


def read(path: Path, language: str) -> Catalog:
    """Read one language's catalogue."""
    with path.open("rb") as file:
        return read_po(file, locale=language)


def _strings(message: Message) -> tuple[str, ...]:
    string = message.string
    return tuple(string) if isinstance(string, tuple | list) else (string or "",)


def placeholders(text: str) -> frozenset[tuple[str, str]]:
    """Name and conversion of each `%(name)s` in a text."""
    return frozenset(PLACEHOLDER.findall(text))


def incomplete(template: Catalog, catalog: Catalog, language: str) -> Iterator[str]:
    """Say what one language lacks, has too much, or left for later."""
    wanted = {key_of(message): message for message in template if message.id}
    given = {key_of(message): message for message in catalog if message.id}
    for key in sorted(wanted.keys() - given.keys()):
        if language in REQUIRED or not key.startswith(OPERATORS):
            yield f"{language}: {key!r} is missing"
    for key in sorted(given.keys() - wanted.keys()):
        yield f"{language}: {key!r} is used nowhere"
    for key in sorted(wanted.keys() & given.keys()):
        yield from _unfinished(key, wanted[key], given[key], catalog, language)


def _unfinished(
    key: str, wanted: Message, given: Message, catalog: Catalog, language: str
) -> Iterator[str]:
    if not all(_strings(given)):
        yield f"{language}: {key!r} is empty"
    if given.fuzzy:
        yield f"{language}: {key!r} is marked fuzzy"
    forms = catalog.num_plurals if isinstance(wanted.id, tuple) else 1
    if len(_strings(given)) != forms:
        yield f"{language}: {key!r} has {len(_strings(given))} plural forms, not {forms}"


def untranslated(catalogs: Mapping[str, Catalog]) -> Iterator[str]:
    """Say which texts are still the Vietnamese ones."""
    texts: dict[str, dict[str, str]] = {}
    for language, catalog in catalogs.items():
        for message in catalog:
            if message.id:
                texts.setdefault(key_of(message), {})[language] = _strings(message)[-1]
    for key, given in sorted(texts.items()):
        for language, why in left_behind(given):
            yield f"{language}: {key!r} {why}"


def disagreeing(catalogs: dict[str, Catalog]) -> Iterator[str]:
    """Say which texts ask for different placeholders in different languages."""
    seen: dict[object, tuple[str, frozenset[tuple[str, str]]]] = {}
    for language, catalog in catalogs.items():
        for message in catalog:
            texts = [text for text in _strings(message) if text]
            if not message.id or not texts:
                continue
            named = frozenset[tuple[str, str]]().union(*map(placeholders, texts))
            first, expected = seen.setdefault(key_of(message), (language, named))
            if named != expected:
                wrong = sorted(name for name, _ in named ^ expected)
                yield f"{key_of(message)!r}: {first} and {language} disagree on {', '.join(wrong)}"
            if named and any(STRAY_PERCENT.search(text.replace("%%", "")) for text in texts):
                yield f"{language}: {key_of(message)!r} has a lone %, write %%"


def problems() -> list[str]:
    """Everything that is wrong with locales/ and the forms' texts, one line each."""
    template = extract()
    found: list[str] = []
    if not TEMPLATE.exists() or TEMPLATE.read_bytes() != as_text(template):
        found.append("locales/messages.pot is stale; run: make locales")
    paths = languages()
    found += [f"locales/{name} is missing" for name in sorted(REQUIRED - paths.keys())]
    catalogs = {language: read(path, language) for language, path in paths.items()}
    for language, catalog in catalogs.items():
        found += incomplete(template, catalog, language)
    found += disagreeing(catalogs)
    found += untranslated(catalogs)
    return found + form_texts.problems(REQUIRED | catalogs.keys())


def update() -> None:
    """Write the template anew and merge it into every language."""
    template = extract()
    TEMPLATE.parent.mkdir(exist_ok=True)
    TEMPLATE.write_bytes(as_text(template))
    for language, path in languages().items():
        catalog = read(path, language)
        catalog.update(template, no_fuzzy_matching=True)
        path.write_bytes(as_text(catalog))


def main(arguments: list[str]) -> int:
    """Update when asked to, then check."""
    if "--update" in arguments:
        update()
    found = problems()
    sys.stdout.writelines(f"{line}\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
