"""How the report of an incident is composed of the paper kit's blocks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.money import yuan
from desktop.core.tokens import PAPER_TYPE
from desktop.incidents.model import EntryKind, IncidentState
from desktop.incidents.rows import KIND_LABELS, STATE_LABELS
from desktop.paper.blocks import Paragraph, Section, Signatures, Title
from desktop.paper.fonts import MEDIUM
from desktop.paper.frames import REPORT, Document
from desktop.paper.pen import MM
from desktop.paper.photos import Photos
from desktop.paper.tables import FIT, Column, Row, Table
from desktop.staff.rows import department_name

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.incidents.rows import EntryLine, IncidentSheet
    from desktop.paper.flow import Block

__all__ = ["draw"]

BODY = PAPER_TYPE["body"]
WHO_MM, BY_MM = 44.0, 24.0
PHOTO_HIGH = 62 * MM
"""A row of photos is no higher."""


def draw(sheet: IncidentSheet, community: str, zone: ZoneInfo, printed_at: datetime, language: Language) -> bytes:
    """Return the PDF; see `incident_page`."""
    printed = printed_at.astimezone(zone)
    drawn = _Page(sheet, zone, language)
    return Document(
        REPORT, language, printed, drawn.name, author=community, company=community, number=sheet.file.line.number
    ).pdf(drawn.blocks(printed))


class _Page:
    """One incident in one language."""

    def __init__(self, sheet: IncidentSheet, zone: ZoneInfo, language: Language) -> None:
        self.sheet = sheet
        self.file = sheet.file
        self.line = sheet.file.line
        self.zone = zone
        self.language = language

    @property
    def name(self) -> str:
        """Return what the PDF is called."""
        return f"{self.language.gettext('Incident report')} {self.line.number}"

    def blocks(self, printed: datetime) -> list[Block]:
        """Return the report from its title to the lines for signatures."""
        t = self.language.gettext
        title = Title(t("Incident report"), self.language.message(KIND_LABELS[self.line.kind]), self._facts(printed))
        blocks: list[Block] = [title, Section("", t("What happened"))]
        blocks.append(Paragraph(self.line.words or t("Nothing noted.")))
        blocks += self._minutes(EntryKind.MEASURE, t("Measures taken"), t("Carried out by"))
        blocks += self._minutes(EntryKind.TOLD, t("Who was told"), t("Who was told"))
        blocks += [Section("", t("People and damage")), self._people()]
        blocks += self._photos()
        return [*blocks, *self._signing()]

    def _facts(self, printed: datetime) -> Sequence[str]:
        t, line = self.language.gettext, self.line
        ended = t("still going on") if line.ended_at is None else self._until(line.ended_at)
        facts = [
            line.place,
            f"{self.language.moment(line.occurred_at, self.zone)} – {ended}",
            *([department_name(line.department, self.language)] if line.department else []),
            t("Recorded by %(name)s", name=self.file.recorded_by),
        ]
        if line.state is IncidentState.DROPPED:
            facts.append(self.language.message(STATE_LABELS[line.state]))
        return [*facts, t("Printed %(at)s", at=self.language.moment(printed, self.zone))]

    def _until(self, ended_at: datetime) -> str:
        same_day = ended_at.astimezone(self.zone).date() == self.line.occurred_at.astimezone(self.zone).date()
        return self.language.time(ended_at, self.zone) if same_day else self.language.moment(ended_at, self.zone)

    def _minutes(self, kind: EntryKind, title: str, who: str) -> list[Block]:
        t = self.language.gettext
        entries = [entry for entry in self.file.entries if entry.kind is kind]
        told = kind is EntryKind.TOLD
        # The one told is what this table is about; of a measure it is the words.
        words, person = Column(t("Told what") if told else t("What was done")), Column(who, WHO_MM)
        columns = [Column(t("Time"), FIT, weight=MEDIUM), *((person, words) if told else (words, person))]
        columns.append(Column(t("Noted by"), BY_MM))
        rows = [Row(self._cells(entry, told=told)) for entry in entries]
        count = self.language.ngettext("%(count)s entry", "%(count)s entries", len(entries)) if entries else ""
        return [Section("", title, count), Table(columns, rows, size=BODY, empty=t("Nothing noted."))]

    def _cells(self, entry: EntryLine, *, told: bool) -> list[str]:
        at = self.language.time(entry.at, self.zone)
        day = entry.at.astimezone(self.zone).date()
        if day != self.line.occurred_at.astimezone(self.zone).date():
            at = f"{self.language.short_date(day)} {at}"
        said = (entry.who, entry.words) if told else (entry.words, entry.who)
        return [at, *said, entry.by]

    def _people(self) -> Table:
        t, file = self.language.gettext, self.file
        nobody = t("Nothing noted.")
        worth = t("unknown") if file.damage_fen is None else t("%(sum)s yuan", sum=yuan(file.damage_fen))
        rows = [
            Row((t("People involved"), file.people or nobody)),
            Row((t("People hurt"), self.language.integer(self.line.hurt))),
            Row((t("Damage"), file.damage or nobody)),
            Row((t("Worth of the damage"), worth)),
        ]
        return Table((Column("", FIT, weight=MEDIUM), Column()), rows, size=BODY)

    def _photos(self) -> list[Block]:
        if not self.sheet.photos:
            return []
        more = self.sheet.left_out
        note = self.language.ngettext("and %(count)s more", "and %(count)s more", more) if more else ""
        return [Section("", self.language.gettext("Photos"), note), Photos(self.sheet.photos, PHOTO_HIGH)]

    def _signing(self) -> list[Block]:
        """Return who signed it off; where nobody did, or it was changed since, lines to sign on."""
        t, signature = self.language.gettext, self.file.signature
        blocks: list[Block] = [Section("", t("Manager's signature"))]
        if signature is not None:
            at = self.language.moment(signature.at, self.zone)
            said = t("%(name)s signed this off on %(at)s.", name=signature.by, at=at)
            words = (said, *([signature.words] if signature.words else []))
            blocks.append(Paragraph("\n".join(words)))
            if signature.holds:
                return blocks
            blocks.append(Paragraph(t("It was changed after that: the signature no longer holds.")))
        day = self.language.pgettext("space for a handwritten date", "Date:")
        colon = ":" if self.language.code == "en" else "："
        signers = (t("Person on duty"), t("Head of department"), t("Project manager"))
        blocks.append(Signatures(*((f"{who}{colon}", day) for who in signers)))
        return blocks
