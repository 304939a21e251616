"""How people, days and marks of a household are worded on paper."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.birthdays import birthday_words
from desktop.core.i18n import Message, msg
from desktop.households.rows import INSTRUCTION_LABELS, ROLE_LABELS, SEX_LABELS

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.households.rows import InstructionLine, PersonLine, TagLine

__all__ = [
    "PRIVATE",
    "PersonWords",
    "day_words",
    "instruction_words",
    "listed",
    "notes_of",
    "period",
    "person_words",
    "tag_words",
    "told",
]

PRIVATE = msg("Personal data. Keep it locked away and shred it when it is no longer needed.")


@dataclass(frozen=True, slots=True)
class PersonWords:
    """One person in words."""

    name: str
    role: str
    sex: str
    phones: str
    id_number: str
    birthday: str
    period: str


def listed(names: Iterable[str], language: Language) -> str:
    """Return names one after the other, as the language parts them."""
    return ("、" if language.code.startswith("zh") else ", ").join(names)


def told(words: Message | str, language: Language) -> str:
    """Return words that may still have to be translated."""
    return words if isinstance(words, str) else language.message(words)


def day_words(day: date | None) -> str:
    """Return a day as tables hold it, empty for none."""
    return "" if day is None else day.isoformat()


def period(since: date | None, until: date | None, language: Language) -> str:
    """Return from when to when; empty for always."""
    if since is None and until is None:
        return ""
    if until is None:
        return language.gettext("since %(day)s", day=day_words(since))
    if since is None:
        return language.gettext("until %(day)s", day=day_words(until))
    return f"{day_words(since)} – {day_words(until)}"


def person_words(person: PersonLine, language: Language) -> PersonWords:
    """Return a person of a household in words; what is masked stays so."""
    phones = [" ".join(filter(None, (phone.shown, phone.label))) for phone in person.phones]
    return PersonWords(
        person.name,
        language.message(ROLE_LABELS[person.role]),
        language.message(SEX_LABELS[person.sex]) if person.sex in SEX_LABELS else person.sex,
        "\n".join(phones),
        person.id_number,
        "" if person.birthday is None else birthday_words(person.birthday, language),
        period(person.since, person.until, language),
    )


def notes_of(person: PersonLine, language: Language) -> list[tuple[str, str]]:
    """Return what else is written about a person, each with what it is."""
    t = language.gettext
    notes = [
        (t("Language"), person.language),
        (t("Preferences"), person.preferences),
        (t("Taboos"), person.taboos),
        (t("Emergency contact"), person.emergency_contact),
        (t("Note"), person.note),
        (t("Note on the room"), person.room_note),
    ]
    return [(what, words) for what, words in notes if words]


def tag_words(tag: TagLine, zone: ZoneInfo, language: Language) -> str:
    """Return a tag with its cause and since when."""
    since = period(tag.since.astimezone(zone).date(), None, language) if tag.since else ""
    return language.gettext(", ").join(filter(None, (tag.name, tag.cause, since)))


def instruction_words(line: InstructionLine, zone: ZoneInfo, language: Language) -> tuple[str, str, str, str]:
    """Return a standing instruction: its kind, its words, who said it, from when to when."""
    return language.message(INSTRUCTION_LABELS[line.kind]), line.words, line.said_by, _valid(line, zone, language)


def _valid(line: InstructionLine, zone: ZoneInfo, language: Language) -> str:
    def day(at: datetime) -> date:
        return at.astimezone(zone).date()

    until = min(filter(None, (line.until, line.ended_at)), default=None)
    return period(day(line.since), None if until is None else day(until), language)
