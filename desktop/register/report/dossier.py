"""The file of a household: all that is kept of it, also the answer to a resident who asks for their data."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.households.rows import STATE_LABELS
from desktop.paper.blocks import Definitions, Paragraph, Section, Title
from desktop.paper.frames import REPORT, Document
from desktop.paper.tables import FIT, Column, Table
from desktop.register.report.words import (
    PRIVATE,
    day_words,
    instruction_words,
    notes_of,
    period,
    person_words,
    told,
)
from desktop.register.rows import Entry, Period

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.households.rows import PersonLine, TimelineLine
    from desktop.paper.flow import Block
    from desktop.register.rows import Dossier, FileSection, Telling

__all__ = ["household_file"]

_NUMERALS = "一二三四五六七八九十"


def household_file(
    dossier: Dossier,
    community: str,
    zone: ZoneInfo,
    printed_at: datetime,
    language: Language,
    *,
    sections: Sequence[FileSection] = (),
    telling: Sequence[Telling] = (),
    period: Period = Period(),  # noqa: B008 - it is frozen
) -> bytes:
    """Return the PDF of a household's file, A4.

    `sections` are tables of other features, `telling` puts touchpoints into words; one that nobody tells is
    named by its bare kind, so that nothing is left out. Touchpoints are those of `period`. `printed_at` is aware; times
    are shown as clocks in `zone` show them.
    """
    paper = _File(dossier, zone, language, telling, period)
    label, title = dossier.file.label, language.gettext("Household file")
    head = Title(title, label, paper.facts(community, printed_at))
    document = Document(
        REPORT, language, printed_at, f"{title} {label}", author=community, company=community, number=label
    )
    return document.pdf([head, *paper.blocks(sections)])


class _File:
    """The blocks of one file."""

    def __init__(
        self, dossier: Dossier, zone: ZoneInfo, language: Language, telling: Sequence[Telling], history: Period
    ) -> None:
        self._history = history
        self._dossier = dossier
        self._file = dossier.file
        self._zone = zone
        self._language = language
        self._t = language.gettext
        self._telling = telling
        self._sections = 0

    def facts(self, community: str, printed_at: datetime) -> Sequence[str]:
        """Return what stands under the title: whose, when, and what of it is hidden."""
        t = self._t
        masked = t("Phones and ID numbers are partly hidden") if self._dossier.masked else t("Complete, nothing hidden")
        reason = t("Reason: %(reason)s", reason=self._dossier.reason) if self._dossier.reason else ""
        printed = t("Printed %(at)s", at=self._language.moment(printed_at, self._zone))
        return [part for part in (community, printed, masked, reason, self._period_words()) if part]

    def _period_words(self) -> str:
        """Return of which days requests and touchpoints are told, "" for all."""
        if self._history == Period():
            return ""
        days = period(self._history.since, self._history.until, self._language)
        return self._t("History: %(period)s", period=days)

    def blocks(self, sections: Sequence[FileSection]) -> Iterator[Block]:
        """Yield the sections from top to bottom."""
        t, file = self._t, self._file
        yield self._section(t("Room"))
        yield self._room()
        yield self._section(t("People"))
        yield from self._people(file.people, t("Nobody is entered."))
        if file.former:
            yield self._section(t("Former people"))
            yield from self._people(file.former, "")
        yield self._section(t("Vehicles and pets"))
        yield self._belongings()
        yield self._section(t("Tags and standing instructions"))
        yield self._marks()
        for section in sections:
            yield self._section(self._language.message(section.title))
            heads = [self._language.message(head) for head in section.heads]
            yield Table(
                [Column(head, None if place == section.widest else FIT) for place, head in enumerate(heads)],
                [[told(cell, self._language) for cell in row] for row in section.rows],
                empty=self._language.message(section.empty),
            )
        yield self._section(t("Every touchpoint"), t("newest first"))
        yield self._timeline()
        yield Definitions(t("Please note"), self._language.message(PRIVATE))

    def _section(self, title: str, note: str = "") -> Section:
        self._sections += 1
        place = self._sections
        chinese = self._language.code.startswith("zh") and place <= len(_NUMERALS)
        return Section(_NUMERALS[place - 1] if chinese else str(place), title, note)

    def _room(self) -> Block:
        file, t = self._file, self._t
        area = "" if file.area_m2 is None else f"{self._language.decimal(file.area_m2)} ㎡"
        states = [
            " ".join(
                filter(
                    None,
                    (self._language.message(STATE_LABELS[line.state]), period(line.since, line.until, self._language)),
                )
            )
            for line in file.states
        ]
        facts = [
            (t("Room"), file.label),
            (t("Building"), file.building),
            (t("Entrance"), file.entrance),
            (t("Zone"), file.zone),
            (t("Floor"), file.floor),
            (t("Area"), area),
            (t("Type"), file.kind),
            (t("State"), "\n".join(states)),
            (t("Note"), file.note),
        ]
        return Table([Column(width_mm=30), Column()], [list(fact) for fact in facts if fact[1]])

    def _people(self, people: Sequence[PersonLine], empty: str) -> Iterator[Block]:
        t, language = self._t, self._language
        heads = (t("Role"), t("Name"), t("Sex"), t("Phone"), t("ID number"), t("Birthday"), t("Period"))
        worded = [person_words(person, language) for person in people]
        rows = [
            [each.role, each.name, each.sex, each.phones, each.id_number, each.birthday, each.period] for each in worded
        ]
        columns = [Column(title, None if place == len(heads) - 1 else FIT) for place, title in enumerate(heads)]
        yield Table(columns, rows, empty=empty)
        notes = [[person.name, what, words] for person in people for what, words in notes_of(person, language)]
        if notes:
            yield Table([Column(t("Name"), FIT), Column(t("About"), FIT), Column(t("What is noted"))], notes)
        rooms = [
            t(
                "%(name)s is also in: %(rooms)s",
                name=person.name,
                rooms=", ".join(room.label for room in person.also_in),
            )
            for person in people
            if person.also_in
        ]
        if rooms:
            yield Paragraph("\n".join(rooms))

    def _belongings(self) -> Block:
        t, file = self._t, self._file
        rows = [[t("Vehicle"), line.plate, line.note] for line in file.vehicles]
        rows += [[t("Pet"), " ".join(filter(None, (pet.kind, pet.name))), pet.note] for pet in file.pets]
        columns = [Column(t("Kind"), FIT), Column(t("Name"), FIT), Column(t("Note"))]
        return Table(columns, rows, empty=t("Nothing is entered."))

    def _marks(self) -> Block:
        t, file = self._t, self._file
        rows = []
        for tag in file.tags:
            since = "" if tag.since is None else day_words(tag.since.astimezone(self._zone).date())
            valid = t("since %(day)s", day=since) if since else ""
            rows.append([t("Tag"), tag.name, tag.cause, "", valid])
        for line in file.instructions:
            kind, words, said_by, valid = instruction_words(line, self._zone, self._language)
            rows.append([t("Instruction"), kind, words, said_by, valid])
        heads = (t("Kind"), t("Name"), t("Words"), t("Said by"), t("Period"))
        columns = [Column(title, None if place == 2 else FIT) for place, title in enumerate(heads)]
        return Table(columns, rows, empty=t("Nothing is entered."))

    def _timeline(self) -> Block:
        t = self._t
        rows = []
        for line in self._dossier.touchpoints:
            if not self._history.holds(line.at, self._zone):
                continue
            entry = self._told(line)
            kind, words = told(entry.kind, self._language), told(entry.words, self._language)
            rows.append([self._language.moment(line.at, self._zone), kind, words, entry.number])
        columns = [Column(t("Time"), FIT), Column(t("Kind"), FIT), Column(t("What happened")), Column(t("Number"), FIT)]
        return Table(columns, rows, empty=t("No touchpoint is on record."))

    def _told(self, line: TimelineLine) -> Entry:
        found = (tell(line) for tell in self._telling)
        return next((entry for entry in found if entry is not None), Entry(line.kind, ""))
