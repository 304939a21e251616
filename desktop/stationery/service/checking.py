"""What may stand on paper: lengths, fields, languages and the logo, each refused in words that name its field."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from desktop.core.errors import Problem, UserError
from desktop.core.file_kinds import kind_of
from desktop.core.i18n import LANGUAGES, msg
from desktop.core.merge_fields import keep
from desktop.core.texts import clean, clean_lines
from desktop.stationery.report import logo_fault
from desktop.stationery.rows import SectionLayout

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Message
    from desktop.core.merge_fields import Field
    from desktop.stationery.rows import NewLetterhead

__all__ = [
    "LARGEST_LOGO",
    "LONGEST_BODY",
    "LONGEST_LINE",
    "LONGEST_WORDS",
    "MOST_SECTIONS",
    "checked_letterhead",
    "checked_sections",
    "checked_text",
    "logo_type",
    "too_long",
]

LARGEST_LOGO = 1024 * 1024
"""Bytes."""
MOST_LOGO_PIXELS = 16_000_000
LONGEST_LINE = 120
"""Characters of a name, a phone, a title, a heading."""
LONGEST_BODY = 6000
LONGEST_WORDS = 1000
MOST_SECTIONS = 60
_PICTURES = {"image/png": "logo.png", "image/jpeg": "logo.jpg"}


def checked_letterhead(draft: NewLetterhead) -> NewLetterhead:
    """Return `draft` as it is kept; raise UserError naming `company`, `office`, `phone`, `address`, `logo`."""
    problems: list[Problem] = []
    lines = {name: clean(getattr(draft, name)) for name in ("company", "office", "phone", "address")}
    problems += [Problem(too_long(LONGEST_LINE), name) for name, line in lines.items() if len(line) > LONGEST_LINE]
    unknown = [code for code in draft.issue_languages if code not in LANGUAGES]
    if unknown:
        raise ValueError(f"unknown languages: {unknown}")
    try:
        logo_type(draft.logo)
    except UserError as error:
        problems += error.problems
    if problems:
        raise UserError(*problems)
    return replace(
        draft,
        company=lines["company"],
        office=lines["office"],
        phone=lines["phone"],
        address=lines["address"],
        issue_languages=tuple(code for code in LANGUAGES if code in draft.issue_languages),
    )


def logo_type(logo: bytes | None) -> str:
    """Return the media type of a logo, "" for none; raise UserError naming `logo` for what cannot be printed."""
    if logo is None:
        return ""
    if len(logo) > LARGEST_LOGO:
        raise _logo(
            msg("The logo is larger than %(most)s MB; save it smaller, then choose it again.", most=LARGEST_LOGO >> 20)
        )
    media_type = next((kind for kind in _PICTURES if _is(kind, logo)), "")
    if not media_type:
        raise _logo(msg("The logo must be a PNG or JPEG picture; save it as one, then choose it again."))
    fault = logo_fault(logo, MOST_LOGO_PIXELS)
    if fault is not None:
        raise _logo(fault)
    return media_type


def checked_text(title: str, body: str, fields: Sequence[Field], *, titled: bool = True) -> tuple[str, str]:
    """Return title and body as they are kept; raise UserError naming `title` and `body` with every fault.

    A text that is not `titled` is kept without a title.
    """
    title, body = clean(title) if titled else "", clean_lines(body)
    no_title = msg("The title is missing; write one.") if titled else None
    problems = [
        *_length_faults(title, "title", LONGEST_LINE, no_title),
        *_length_faults(body, "body", LONGEST_BODY, msg("The words are missing; write them.")),
    ]
    kept = {}
    for name, text in (("title", title), ("body", body)):
        try:
            kept[name] = keep(text, fields, field=name)
        except UserError as error:
            problems += error.problems
    if problems:
        raise UserError(*problems)
    return kept["title"], kept["body"]


def checked_sections(sections: Sequence[SectionLayout], fields: Sequence[Field]) -> tuple[SectionLayout, ...]:
    """Return sections as they are kept; raise UserError naming `heading-KEY` and `words-KEY` with every fault.

    One section at least must be shown (`sections`).
    """
    keys = [section.key for section in sections]
    if len(set(keys)) != len(keys) or len(keys) > MOST_SECTIONS:
        raise ValueError("each section of a report stands once")
    problems: list[Problem] = []
    kept = []
    for section in sections:
        texts = {}
        for name, text, longest in (
            ("heading", clean(section.heading), LONGEST_LINE),
            ("words", clean_lines(section.words), LONGEST_WORDS),
        ):
            field = f"{name}-{section.key}"
            problems += _length_faults(text, field, longest)
            try:
                texts[name] = keep(text, fields, field=field)
            except UserError as error:
                problems += error.problems
        kept.append(SectionLayout(section.key, section.shown, texts.get("heading", ""), texts.get("words", "")))
    if not any(section.shown for section in sections):
        problems.append(Problem(msg("A report with no section says nothing; show at least one."), "sections"))
    if problems:
        raise UserError(*problems)
    return tuple(kept)


def _length_faults(text: str, field: str, longest: int, missing: Message | None = None) -> list[Problem]:
    if not text and missing is not None:
        return [Problem(missing, field)]
    return [Problem(too_long(longest), field)] if len(text) > longest else []


def too_long(longest: int) -> Message:
    """Return the sentence for a text of more than `longest` characters."""
    return msg("This is longer than %(most)s characters; shorten it.", most=longest)


def _is(media_type: str, content: bytes) -> bool:
    try:
        return kind_of(_PICTURES[media_type], content).media_type == media_type
    except UserError:
        return False


def _logo(words: Message) -> UserError:
    return UserError(Problem(words, "logo"))
