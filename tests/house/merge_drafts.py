"""Merges locales/drafts/*.yaml (`key: {vi: …, en: …}`) into the catalogues: a building scaffold.

`python -m tests.house.merge_drafts`; a draft wins over what the catalogue has.
"""

import sys

import yaml
from babel.messages.catalog import Catalog

from tests.house.catalogues import LOCALES, as_text, read


def merge() -> int:
    """Write every draft into every language's catalogue; return how many keys there were."""
    drafts: dict[str, dict[str, str]] = {}
    for path in sorted((LOCALES / "drafts").glob("*.yaml")):
        drafts.update(yaml.safe_load(path.read_text(encoding="utf-8")) or {})
    for language in ("vi", "en"):
        path = LOCALES / language / "LC_MESSAGES" / "messages.po"
        catalog = (
            read(path, language)
            if path.exists()
            else Catalog(locale=language, project="lang-nghe", charset="utf-8")
        )
        for key, texts in drafts.items():
            if catalog.get(key):
                catalog.delete(key)
            catalog.add(key, str(texts[language]).strip())
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(as_text(catalog))
    return len(drafts)


if __name__ == "__main__":
    sys.stdout.write(f"{merge()} keys merged\n")
