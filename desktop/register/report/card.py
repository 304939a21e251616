"""The card of a household: one A5 sheet for the file box at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.tokens import PAPER_TYPE
from desktop.households.rows import STATE_LABELS
from desktop.paper.blocks import SlipFoot, SlipHead
from desktop.paper.flow import AtFoot, Block, Group
from desktop.paper.frames import WORK_ORDER, Document
from desktop.paper.grids import Grid, head, label, value
from desktop.paper.pen import MM
from desktop.paper.tables import FIT, Column, Table
from desktop.register.report.words import PRIVATE, instruction_words, notes_of, person_words, tag_words

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.paper.cells import Cell
    from desktop.register.rows import Dossier

__all__ = ["household_card"]


def household_card(dossier: Dossier, community: str, zone: ZoneInfo, printed_at: datetime, language: Language) -> bytes:
    """Return the PDF of a household's card, A5 across; what does not fit goes on, on a second sheet.

    `printed_at` is aware; days are shown as they are in `zone`.
    """
    card = _Card(dossier, zone, printed_at, language)
    title = language.gettext("Household card")
    document = Document(WORK_ORDER, language, printed_at, f"{title} {dossier.file.label}", author=community)
    return document.pdf(card.blocks(community, title))


class _Card:
    """The blocks of one card."""

    def __init__(self, dossier: Dossier, zone: ZoneInfo, printed_at: datetime, language: Language) -> None:
        self._file = dossier.file
        self._dossier = dossier
        self._zone = zone
        self._now = printed_at
        self._language = language
        self._t = language.gettext

    def blocks(self, community: str, title: str) -> Sequence[Block]:
        """Return them from top to bottom."""
        blocks: list[Block] = [
            SlipHead(community, title, self._file.label, facts=self._facts()),
            self._people(),
            self._more(),
        ]
        printed = self._t("Printed %(at)s", at=self._language.moment(self._now, self._zone))
        foot = SlipFoot(self._language.message(PRIVATE), printed)
        return [*blocks, AtFoot(Group(foot))] if self._fits(blocks, foot) else [*blocks, foot]

    def _fits(self, blocks: Sequence[Block], foot: Block) -> bool:
        left, top, right, bottom = (margin * MM for margin in WORK_ORDER.margins_mm)
        width = WORK_ORDER.width - left - right
        high = sum(block.wrap(width, 0)[1] + block.after for block in (*blocks, foot))
        return bool(high <= WORK_ORDER.height - top - bottom)

    def _facts(self) -> str:
        file, t = self._file, self._t
        area = "" if file.area_m2 is None else f"{self._language.decimal(file.area_m2)} ㎡"
        floor = t("Floor %(floor)s", floor=file.floor) if file.floor else ""
        state = "" if file.state is None else self._language.message(STATE_LABELS[file.state])
        return "\u3000".join(filter(None, (file.zone, file.kind, area, floor, state)))

    def _people(self) -> Block:
        t = self._t
        heads = [
            Column(t("Role"), FIT),
            Column(t("Name"), FIT, weight=500),
            Column(t("Phone"), FIT),
            Column(t("Birthday"), FIT),
            Column(t("Note")),
        ]
        rows = []
        for person in self._file.people:
            words = person_words(person, self._language)
            notes = "; ".join(text for _, text in notes_of(person, self._language))
            rows.append([words.role, words.name, words.phones, words.birthday, notes])
        return Table(heads, rows, empty=t("Nobody is entered."))

    def _more(self) -> Block:
        file, t = self._file, self._t
        tags = "; ".join(tag_words(tag, self._zone, self._language) for tag in file.tags)
        rows: list[tuple[str, Cell]] = [
            (t("Tags"), tags),
            (t("Standing instructions"), self._instructions()),
            (t("Vehicles"), "; ".join(" ".join(filter(None, (line.plate, line.note))) for line in file.vehicles)),
            (t("Pets"), "; ".join(" ".join(filter(None, (pet.kind, pet.name, pet.note))) for pet in file.pets)),
            (t("Note"), file.note),
        ]
        width = 24 if self._language.code.startswith("zh") else 36
        grid = [[label(what, width), value(words)] for what, words in rows if words]
        return Grid(*(grid or [[head(t("Nothing else is noted."))]]), row_height=18)

    def _instructions(self) -> str:
        lines = [line for line in self._file.instructions if line.in_force(self._now)]
        worded = (instruction_words(line, self._zone, self._language) for line in lines)
        return "\n".join(" · ".join(filter(None, parts)) for parts in worded)


BODY = PAPER_TYPE["body"]
