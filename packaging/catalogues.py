"""Bring the message catalogues in i18n up to date with the source; `dev.py messages` starts this inside .venv.

The template and each language hold the same messages in the same order, with the files they stand in but no line
numbers and no dates, so that a catalogue changes only with its messages. English says what its ids say. What
vanished from the source is dropped; nothing is guessed.
"""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po, write_po

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["KEYWORDS", "LANGUAGES", "catalogue_path", "extract_messages", "forms", "read_catalogue", "write_catalogues"]

ROOT = Path(__file__).resolve().parent.parent
I18N = ROOT / "i18n"
DOMAIN = "desktop"
LANGUAGES = ("zh_CN", "zh_TW", "en")
KEYWORDS = {
    "gettext": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "t": None,
    "_t": None,
    "msg": None,
    "nmsg": (1, 2),
}
"""The calls that are messages; for each the place of its ids, None for the first argument alone. `t` and `_t` are
`gettext` under the short name it has where a page is full of it."""

NO_DATE = datetime(2026, 1, 1, tzinfo=UTC)
AUTHORS = "The Touchpoint authors"
HEAD = "# Messages of Touchpoint, written by `dev.py messages`."


def catalogue_path(code: str) -> Path:
    """Return where the catalogue of language `code` lies, of the template for an empty one."""
    return I18N / code / "LC_MESSAGES" / f"{DOMAIN}.po" if code else I18N / f"{DOMAIN}.pot"


def forms(text: str | Sequence[str] | None) -> tuple[str, ...]:
    """Return a message's one text or all its plural forms."""
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


def extract_messages() -> Catalog:
    """Return every message of desktop/ with the file it stands in."""
    with (I18N / "babel.cfg").open(encoding="utf-8") as mapping:
        methods, options = parse_mapping_cfg(mapping)  # type: ignore[no-untyped-call]
    template = _empty("")
    found = extract_from_dir(ROOT / "desktop", methods, options, KEYWORDS, comment_tags=("Translators:",))
    for file, _line, message, comments, context in found:
        place = (f"desktop/{Path(file).as_posix()}", 1)
        template.add(message, None, [place], auto_comments=comments, context=context)
    return template


def read_catalogue(code: str) -> Catalog:
    """Return the catalogue of language `code` as it lies there, an empty one where there is none."""
    path = catalogue_path(code)
    if not path.exists():
        return _empty(code)
    with path.open("rb") as file:
        return read_po(file, locale=code or None, domain=DOMAIN)


def write_catalogues() -> None:
    """Write the template, and each language brought up to date with it."""
    template = extract_messages()
    _write("", template)
    for code in LANGUAGES:
        catalogue = read_catalogue(code)
        catalogue.update(template, no_fuzzy_matching=True)
        if code == "en":
            for message in catalogue:
                message.string = message.id or message.string
        _write(code, catalogue)
        missing = sum(not all(forms(message.string)) for message in catalogue if message.id)
        print(f"{code}: {len(catalogue)} messages, {missing} to translate in {catalogue_path(code)}")


def _empty(code: str) -> Catalog:
    return Catalog(
        locale=code or None,
        header_comment=HEAD,
        project="Touchpoint",
        version="1",
        msgid_bugs_address=AUTHORS,
        last_translator=AUTHORS,
        language_team=AUTHORS,
        creation_date=NO_DATE,
        revision_date=NO_DATE,
        fuzzy=False,
    )


def _write(code: str, catalogue: Catalog) -> None:
    catalogue.creation_date = catalogue.revision_date = NO_DATE
    content = BytesIO()
    write_po(content, catalogue, width=0, sort_output=True, ignore_obsolete=True, include_lineno=False)
    path = catalogue_path(code)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.getvalue())


if __name__ == "__main__":
    write_catalogues()
