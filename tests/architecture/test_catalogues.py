"""The message catalogues say everything the source says, in every language, and nothing else."""

from __future__ import annotations

import ast
import importlib.util
import re
from typing import TYPE_CHECKING

import pytest

from tests.architecture.sources import ROOT, module_files, relative, tree

if TYPE_CHECKING:
    from types import ModuleType

    from babel.messages.catalog import Catalog, Message

PLACEHOLDER = re.compile(r"%\((\w+)\)[a-z]|%[sr%]")
LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")
# What stands in Chinese text as it is: product and format names, keys, paper sizes, numbers of ours.
ALLOWED_LATIN = re.compile(
    r"Excel|PDF|XLSX|XLS|ODS|CSV|JSON|QR|VIP|UTF|GBK|GB18030|PostgreSQL|SQLite|SQLCipher|Windows|Linux|Touchpoint|Qt|OFL|URL|UUID|"
    r"Ctrl|Shift|Alt|Enter|Esc|Tab|Home|End|PgUp|PgDn|Del|F\d{1,2}|A\d|BX|TS|ZX|JY|BY|CREATEROLE|YYMM|YYYY|MM|DD|h"
)
COMMAND_WORDS = re.compile(
    r"--[a-z][a-z-]*|\bTOUCHPOINT_[A-Z_]+\b|\badmin\b|\b[\w.-]+\.(?:json|db|xlsx|csv|zip|pdf)\b|\bAsia/Shanghai\b|\btouchpoint\b")


def load_catalogues() -> ModuleType:
    """Return packaging/catalogues.py, which is started by its path: `packaging` is also the name of a library."""
    spec = importlib.util.spec_from_file_location("touchpoint_catalogues", ROOT / "packaging" / "catalogues.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


catalogues = load_catalogues()
LANGUAGES: tuple[str, ...] = catalogues.LANGUAGES
Key = tuple[str, tuple[str, ...]]


def forms(text: object) -> tuple[str, ...]:
    return tuple(catalogues.forms(text))


def keys(catalogue: Catalog) -> set[Key]:
    return {(message.context or "", forms(message.id)) for message in catalogue if message.id}


def read(code: str) -> Catalog:
    path = catalogues.catalogue_path(code)
    assert path.is_file(), f"{relative(path)} is missing; run: dev.py messages"
    catalogue: Catalog = catalogues.read_catalogue(code)
    return catalogue


def entries(code: str) -> list[Message]:
    return [message for message in read(code) if message.id]


def placeholders(text: str) -> list[str]:
    return sorted({match[0] for match in PLACEHOLDER.finditer(text)})


def misplaced(message: Message) -> bool:
    """Tell whether a translation has other placeholders than its id; a singular may leave out the count."""
    singular, plural = forms(message.id)[0], forms(message.id)[-1]
    allowed = [placeholders(plural)]
    texts = forms(message.string)
    return any(
        placeholders(text) not in (allowed + ([placeholders(singular)] if place == 0 and len(texts) > 1 else []))
        for place, text in enumerate(texts)
    )


def foreign_words(text: str) -> list[str]:
    """Return the Latin words of a Chinese text that are not on the list of those that belong there."""
    plain = COMMAND_WORDS.sub(" ", PLACEHOLDER.sub(" ", text))
    return [word for word in LATIN_WORD.findall(plain) if not ALLOWED_LATIN.fullmatch(word)]


def unextractable_calls(node: ast.AST) -> list[int]:
    """Return the lines of message calls whose ids are no literals, so that no catalogue can hold them."""
    lines = []
    for call in (part for part in ast.walk(node) if isinstance(part, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        count = {"ngettext": 2, "nmsg": 2, "pgettext": 2}.get(name, 1)
        literal = all(isinstance(text, ast.Constant) and isinstance(text.value, str) for text in call.args[:count])
        if name in catalogues.KEYWORDS and not literal:
            lines.append(call.lineno)
    return lines


def test_that_every_message_of_the_source_is_in_the_template_and_no_other() -> None:
    source = keys(catalogues.extract_messages())
    assert ("", ("There is no time zone “%(name)s”; use a name such as Asia/Shanghai.",)) in source
    assert keys(read("")) == source


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_each_language_holds_the_messages_of_the_template(code: str) -> None:
    assert keys(read(code)) == keys(read(""))


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_each_message_is_translated_for_good(code: str) -> None:
    open_ids = [message.id for message in entries(code) if message.fuzzy or not all(forms(message.string))]
    assert open_ids == []
    assert not read(code).fuzzy


@pytest.mark.parametrize(("code", "plurals"), [("zh_CN", 1), ("zh_TW", 1), ("en", 2)])
def test_that_counted_messages_have_the_plural_forms_of_their_language(code: str, plurals: int) -> None:
    counted = [message for message in entries(code) if isinstance(message.id, tuple | list)]
    assert read(code).num_plurals == plurals
    assert counted
    assert [message.id for message in counted if len(forms(message.string)) != plurals] == []


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_translations_have_the_placeholders_of_their_ids(code: str) -> None:
    assert [message.id for message in entries(code) if misplaced(message)] == []
    assert [str(errors) for _message, errors in read(code).check()] == []


@pytest.mark.parametrize("code", ["zh_CN", "zh_TW"])
def test_that_chinese_has_no_latin_word_left(code: str) -> None:
    found = {str(message.id): foreign_words(" ".join(forms(message.string))) for message in entries(code)}
    assert {text: words for text, words in found.items() if words} == {}


def test_that_a_latin_word_would_be_found() -> None:
    assert foreign_words("保存为 PDF 或 Excel（%(name)s），按 Ctrl+F5，见 keys.json") == []
    assert foreign_words("请输入 phone") == ["phone"]


def test_that_every_message_id_is_a_literal() -> None:
    offenders = {relative(path): lines for path in module_files() if (lines := unextractable_calls(tree(path)))}
    offenders.pop("desktop/core/i18n.py", None)  # it passes on what it is given
    assert offenders == {}
    assert unextractable_calls(ast.parse('msg(text)\nmsg("a" "b")\nngettext("a", b, 2)\nl.gettext(f"{x}")')) == [
        1,
        3,
        4,
    ]
