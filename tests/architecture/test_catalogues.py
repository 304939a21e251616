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
FIELD_OF_A_LETTER = re.compile(r"\{[a-z_]+\}")
LATIN_WORD = re.compile(r"[A-Za-z][A-Za-z0-9]*")
# What stands in Chinese text as it is: product and format names, keys, paper sizes, numbers of ours.
ALLOWED_LATIN = re.compile(
    r"Excel|PDF|JPEG|PNG|XLSX|XLS|ODS|CSV|JSON|QR|VIP|UTF|GBK|GB18030|PostgreSQL|SQLite|SQLCipher|Windows|Linux|"
    r"Word|WebP|GIF|docx|xlsx|Touchpoint|Qt|OFL|URL|UUID|MB|"
    r"Ctrl|Shift|Alt|Enter|Esc|Tab|Home|End|PgUp|PgDn|Del|F\d{1,2}|A\d|BX|TS|ZX|JY|BY|CREATEROLE|YYMM|YYYY|MM|DD|h"
)
COMMAND_WORDS = re.compile(
    r"--[a-z][a-z-]*|\bTOUCHPOINT_[A-Z_]+\b|\badmin\b|\b[\w.-]+\.(?:json|db|xlsx|csv|zip|pdf)\b|"
    r"\bAsia/Shanghai\b|\btouchpoint(?: [a-z]+)*"
)


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
    plain = COMMAND_WORDS.sub(" ", FIELD_OF_A_LETTER.sub(" ", PLACEHOLDER.sub(" ", text)))
    return [word for word in LATIN_WORD.findall(plain) if not ALLOWED_LATIN.fullmatch(word)]


def message_calls(node: ast.AST) -> list[tuple[int, Key | None]]:
    """Return line and key of every message call, also of those within f-strings; None for an id that is no literal."""
    found: list[tuple[int, Key | None]] = []
    for call in (part for part in ast.walk(node) if isinstance(part, ast.Call)):
        name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        if name not in catalogues.KEYWORDS:
            continue
        count = {"ngettext": 2, "nmsg": 2, "pgettext": 2}.get(name, 1)
        texts = [getattr(text, "value", None) for text in call.args[:count]]
        if not all(isinstance(text, str) for text in texts):
            found.append((call.lineno, None))
        else:
            words = tuple(str(text) for text in texts)
            found.append((call.lineno, (words[0], words[1:]) if name == "pgettext" else ("", words)))
    return found


def unextractable_calls(node: ast.AST) -> list[int]:
    """Return the lines of message calls whose ids are no literals, so that no catalogue can hold them."""
    return [line for line, key in message_calls(node) if key is None]


def hidden_names(node: ast.AST) -> list[int]:
    """Return the lines where a translating method gets a name that the extraction does not know."""
    lines = []
    called = {id(call.func) for call in ast.walk(node) if isinstance(call, ast.Call)}
    known = {
        id(value)
        for each in ast.walk(node)
        if isinstance(each, ast.Assign)
        for target in each.targets
        for name, value in pairs(target, each.value)
        if name in catalogues.KEYWORDS
    }
    for part in ast.walk(node):
        if isinstance(part, ast.Attribute) and part.attr in {"gettext", "ngettext", "pgettext"}:
            lines += [part.lineno] * (id(part) not in called | known)
    return lines


def pairs(target: ast.expr, value: ast.expr) -> list[tuple[str, ast.expr]]:
    """Return the names of an assignment, the last part of dotted ones, each with what it is given."""
    if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
        return [pair for each in zip(target.elts, value.elts, strict=True) for pair in pairs(*each)]
    return [(target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", ""), value)]


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


def test_that_the_extraction_finds_every_message() -> None:
    template = keys(read(""))
    missed = {
        relative(path): [line for line, key in message_calls(tree(path)) if key is not None and key not in template]
        for path in module_files()
    }
    assert {path: lines for path, lines in missed.items() if lines} == {}
    assert message_calls(ast.parse("f'{t(\"In a string\")}'")) == [(1, ("", ("In a string",)))]


def test_that_translating_has_no_name_that_the_extraction_does_not_know() -> None:
    offenders = {relative(path): lines for path in module_files() if (lines := hidden_names(tree(path)))}
    assert offenders == {}
    assert hidden_names(ast.parse("t, line = l.gettext, x\nself._t = l.gettext\nsay = l.gettext\nf(l.ngettext)")) == [
        3,
        4,
    ]
