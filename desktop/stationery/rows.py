"""What screens and paper get to see of stationery: letterhead, texts with fields, the make-up of reports."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Filled", "LetterheadRow", "SectionLayout", "TemplatePurpose", "TemplateRow"]


class TemplatePurpose(StrEnum):
    """What a text with fields is for. Features add theirs here: a notice's kinds come with outages."""

    THANK_YOU = "thank_you"
    COMPLAINT_REPLY = "complaint_reply"


@dataclass(frozen=True, slots=True)
class LetterheadRow:
    """The letterhead in force: what was laid down, else the community's own name and phone.

    `logo` is a PNG or JPEG or none. `version` is 0 while nothing was laid down. `issue_languages` are language codes;
    empty means the language of whoever closes the month.
    """

    version: int
    company: str
    office: str
    phone: str
    address: str
    logo: bytes | None
    logo_type: str
    mask_names: bool
    mask_phones: bool
    issue_languages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A text with fields to fill in, in one language; `built_in` while the manager did not change it (version 0)."""

    purpose: TemplatePurpose
    language: str
    title: str
    body: str
    version: int
    built_in: bool


@dataclass(frozen=True, slots=True)
class Filled:
    """A text whose fields were filled in, ready for paper: paragraphs are separated by line breaks."""

    title: str
    body: str


@dataclass(frozen=True, slots=True)
class SectionLayout:
    """One section of a report: whether it is shown, its own heading ("" for the built-in one), words before it."""

    key: str
    shown: bool = True
    heading: str = ""
    words: str = ""
