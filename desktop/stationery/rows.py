"""What screens and paper get to see of stationery: letterhead, texts with fields, the make-up of reports."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Language

__all__ = [
    "MONTHLY",
    "Filled",
    "LayoutRow",
    "LetterheadRow",
    "NewLetterhead",
    "SectionLayout",
    "TemplatePurpose",
    "TemplateRow",
    "arranged",
    "head_words",
    "office_in",
]

MONTHLY = "monthly"
"""The report whose make-up can be laid down: the month's, of a department and of all."""


class TemplatePurpose(StrEnum):
    """What a text with fields is for. Features add theirs here.

    A `NOTICE_` text is a poster's: its title, then the cause and the advice, a piece a line. `CHAT_` is for chat
    groups, `SHORT_` for short messages, `SAY_` for the phone; each once for every edition a notice can have.
    """

    THANK_YOU = "thank_you"
    COMPLAINT_REPLY = "complaint_reply"
    NOTICE_WATER = "notice_water"
    NOTICE_POWER = "notice_power"
    NOTICE_GAS = "notice_gas"
    NOTICE_HEATING = "notice_heating"
    NOTICE_LIFT = "notice_lift"
    NOTICE_NETWORK = "notice_network"
    NOTICE_ROAD = "notice_road"
    NOTICE_PEST_CONTROL = "notice_pest_control"
    NOTICE_TANK_CLEANING = "notice_tank_cleaning"
    NOTICE_FIRE_TEST = "notice_fire_test"
    NOTICE_TYPHOON = "notice_typhoon"
    NOTICE_RAINSTORM = "notice_rainstorm"
    NOTICE_COLD = "notice_cold"
    NOTICE_HEAT = "notice_heat"
    NOTICE_OTHER = "notice_other"
    NOTICE_EXTENDED = "notice_extended"
    NOTICE_MOVED = "notice_moved"
    NOTICE_AMENDED = "notice_amended"
    NOTICE_CANCELLED = "notice_cancelled"
    NOTICE_RESTORED = "notice_restored"
    CHAT_ANNOUNCED = "chat_announced"
    CHAT_EXTENDED = "chat_extended"
    CHAT_MOVED = "chat_moved"
    CHAT_AMENDED = "chat_amended"
    CHAT_CANCELLED = "chat_cancelled"
    CHAT_RESTORED = "chat_restored"
    SHORT_ANNOUNCED = "short_announced"
    SHORT_EXTENDED = "short_extended"
    SHORT_MOVED = "short_moved"
    SHORT_AMENDED = "short_amended"
    SHORT_CANCELLED = "short_cancelled"
    SHORT_RESTORED = "short_restored"
    SAY_OUTAGE = "say_outage"
    SAY_RESTORED = "say_restored"
    EVENT_INVITATION = "event_invitation"
    EVENT_CHAT = "event_chat"
    EVENT_SAY = "event_say"


@dataclass(frozen=True, slots=True)
class LetterheadRow:
    """The letterhead in force: what was laid down, else the community's own name and phone.

    `logo` is a PNG or JPEG or none. `version` is 0 while nothing was laid down. `issue_languages` are language codes;
    empty means the language of whoever closes the month. Where no office was laid down, `office` is the community's
    name and not `office_given`: paper says it as `office_in` does.
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
    office_given: bool = True


@dataclass(frozen=True, slots=True)
class NewLetterhead:
    """A letterhead to lay down; an empty office or phone is the community's own."""

    company: str = ""
    office: str = ""
    phone: str = ""
    address: str = ""
    logo: bytes | None = field(default=None, repr=False)
    mask_names: bool = True
    mask_phones: bool = True
    issue_languages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A text with fields to fill in, in one language, with its fields by key: `{room}`.

    `built_in` while the manager did not change it; `version` is 0 while it was never changed.
    """

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
    """One section of a report: whether it is shown, its own heading ("" for the built-in one), words before it.

    Heading and words may hold fields, by key; `core/merge_fields.py` fills them. Which fields a report has tells
    `StationeryService.report_fields`.
    """

    key: str
    shown: bool = True
    heading: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class LayoutRow:
    """How a report is made up: its sections in order, none while it is the built-in make-up."""

    report: str
    sections: tuple[SectionLayout, ...]
    version: int


def office_in(letterhead: LetterheadRow, language: Language) -> str:
    """Return the office as it signs in `language`: as laid down, else the community's service centre."""
    if letterhead.office_given:
        return letterhead.office
    return language.gettext("%(community)s Property Service Centre", community=letterhead.office)


def head_words(letterhead: LetterheadRow, language: Language) -> tuple[str, tuple[str, ...]]:
    """Return what stands in the letterhead in `language`: company, else office, and the lines below it."""
    office = office_in(letterhead, language)
    reach = "\u3000".join(part for part in (letterhead.phone, letterhead.address) if part)
    if not letterhead.company:
        return office, tuple(line for line in (reach,) if line)
    return letterhead.company, tuple(line for line in (office, reach) if line)


def arranged(sections: Sequence[SectionLayout], keys: Sequence[str]) -> tuple[SectionLayout, ...]:
    """Return one section for each of `keys`, the report's own: in the order laid down in `sections`.

    A key that was not laid down, as of a section that came with a later version, stands after the one it follows in
    `keys`; what is laid down of a section that is no more is left out.
    """
    found = [section for section in sections if section.key in keys]
    for at, key in enumerate(keys):
        if all(section.key != key for section in found):
            before = keys[at - 1] if at else None
            place = next((number for number, section in enumerate(found, 1) if section.key == before), 0)
            found.insert(place, SectionLayout(key))
    return tuple(found)
