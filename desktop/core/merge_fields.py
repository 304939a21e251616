"""Texts with fields to fill in: how they are typed, kept, shown in another language, and filled.

A field stands in braces. Kept by its key, `{room}`, it is typed and shown by its label in the reader's language,
`{房号}`; typed, the label of any language and the key itself are understood, and full-width braces too, as a Chinese
keyboard writes them. A brace that is meant as one is doubled, `{{`. What is filled in is plain text and is never
looked through for fields again.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import LANGUAGES, language, msg
from desktop.core.texts import search_form

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from desktop.core.i18n import Language, Message

__all__ = ["Field", "doubled", "fill", "fill_known", "keep", "show"]

_PIECE = re.compile(r"\{\{|\}\}|\{[^{}\n]*\}|[{}]")
_NARROW_BRACES = str.maketrans("｛｝", "{}")
_SHOWN = 20
"""Characters of a field that was not understood which its sentence repeats."""


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that can be filled in. `key` has small letters, digits and `_` only; `label` is what people call it."""

    key: str
    label: Message


class _Piece(NamedTuple):
    """A stretch of a text and where it begins: words as they are meant, a field's name, or a fault."""

    kind: str
    text: str
    at: int


def keep(text: str, fields: Sequence[Field], *, field: str = "") -> str:
    """Return `text` as typed with its fields by their keys; what is kept is the same in every language.

    Raises UserError with a sentence for each fault, naming the field and its place: a field that is not one of
    `fields`, that has no name, or whose brace is not closed or not opened. `field` is the form field they name.
    """
    known = _by_any_label(fields)
    problems: list[Problem] = []
    kept: list[str] = []
    plain = text.translate(_NARROW_BRACES)
    for piece in _pieces(plain):
        if piece.kind == "words":
            kept.append(doubled(piece.text))
            continue
        key = known.get(search_form(piece.text)) if piece.kind == "field" else None
        if key is None:
            problems.append(Problem(_fault(plain, piece), field))
        else:
            kept.append(f"{{{key}}}")
    if problems:
        raise UserError(*problems)
    return "".join(kept)


def show(kept: str, fields: Sequence[Field], language: Language) -> str:
    """Return a kept text with its fields by their labels in `language`, to read and to edit.

    A field that is not among `fields` any more stays as it is kept, so that it can be seen and mended.
    """
    labels = {field.key: language.message(field.label) for field in fields}
    return "".join(
        f"{{{labels.get(piece.text, piece.text)}}}" if piece.kind == "field" else doubled(piece.text)
        for piece in _pieces(kept)
    )


def fill(kept: str, values: Mapping[str, str]) -> str:
    """Return a kept text with its fields replaced by `values`, by key, and doubled braces as one.

    Raises UserError, naming each, where a field has no value, as one an earlier version knew.
    """
    problems: list[Problem] = []
    filled: list[str] = []
    for piece in _pieces(kept):
        if piece.kind == "words":
            filled.append(piece.text)
        elif piece.kind == "field" and piece.text in values:
            filled.append(values[piece.text])
        else:
            problems.append(Problem(_fault(kept, piece)))
    if problems:
        raise UserError(*problems)
    return "".join(filled)


def fill_known(kept: str, values: Mapping[str, str]) -> str:
    """Return a kept text filled as `fill` does, without the lines in which a field's value is empty."""
    lines = [
        line
        for line in kept.splitlines()
        if all(values.get(piece.text, " ") for piece in _pieces(line) if piece.kind == "field")
    ]
    return fill("\n".join(lines), values)


def doubled(words: str) -> str:
    """Return `words` as a text without fields: `fill` gives them back as they are."""
    return words.replace("{", "{{").replace("}", "}}")


def _pieces(text: str) -> Iterator[_Piece]:
    at = 0
    for match in _PIECE.finditer(text):
        if match.start() > at:
            yield _Piece("words", text[at : match.start()], at)
        found = match[0]
        if found in {"{{", "}}"}:
            yield _Piece("words", found[0], match.start())
        elif len(found) > 1:
            name = found[1:-1].strip()
            yield _Piece("field" if name else "empty", name, match.start())
        else:
            yield _Piece("open" if found == "{" else "closed", found, match.start())
        at = match.end()
    if at < len(text):
        yield _Piece("words", text[at:], at)


def _by_any_label(fields: Sequence[Field]) -> dict[str, str]:
    known = {search_form(field.key): field.key for field in fields}
    for code in LANGUAGES:
        known.update({search_form(language(code).message(field.label)): field.key for field in fields})
    return known


def _fault(text: str, piece: _Piece) -> Message:
    before = text[: piece.at]
    line, place = before.count("\n") + 1, piece.at - (before.rfind("\n") + 1) + 1
    if piece.kind == "field":
        return msg(
            "Line %(line)s, character %(place)s: there is no field “%(name)s” here. Choose one of those offered.",
            line=line,
            place=place,
            name=_cut(piece.text),
        )
    if piece.kind == "empty":
        return msg(
            "Line %(line)s, character %(place)s: { } names no field. Write its name between the braces, or take them"
            " away.",
            line=line,
            place=place,
        )
    words = _cut(text[piece.at :].split("\n", 1)[0]) if piece.kind == "open" else _cut_start(before)
    if piece.kind == "open":
        return msg(
            "Line %(line)s, character %(place)s: “%(words)s” is not closed. Write } after the field's name, or {{ for a"
            " brace.",
            line=line,
            place=place,
            words=words,
        )
    return msg(
        "Line %(line)s, character %(place)s: “%(words)s” has no { before it. Write { before the field's name, or }} for"
        " a brace.",
        line=line,
        place=place,
        words=words,
    )


def _cut(words: str) -> str:
    return words if len(words) <= _SHOWN else words[:_SHOWN] + "…"


def _cut_start(before: str) -> str:
    words = before.rsplit("\n", 1)[-1] + "}"
    return words if len(words) <= _SHOWN else "…" + words[-_SHOWN:]
