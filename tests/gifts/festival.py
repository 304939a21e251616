"""A village before a festival: contact lists, gift lists, and what of them can be counted by hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.care.model import CareTask
from desktop.contacts.model import CallingOrder
from desktop.contacts.rows import ListDraft
from desktop.contacts.rule import Group, Tagged
from desktop.contacts.service import ContactService
from desktop.gifts.rows import GiftEntryLine, GiftListLine, NewGiftList
from desktop.gifts.service import GiftService
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from tests.care.villages import Village

__all__ = ["DUE", "Festival"]

DUE = date(2026, 11, 25)
"""Three days after the village's today."""


@dataclass
class Festival:
    """The village with the service of gift lists as a clerk has it."""

    village: Village

    @property
    def gifts(self) -> GiftService:
        return GiftService(self.village.desk)

    def contact_list(self, *rooms: str) -> int:
        """Make a contact list of `rooms` in that order and return its id."""
        contacts = ContactService(self.village.desk)
        made = contacts.create_list(ListDraft("送礼名单", "", None, CallingOrder.HAND)).result
        contacts.add_rooms(made, [self.village.rooms[room] for room in rooms])
        return made

    def rule_list(self) -> int:
        """Make a contact list of the VIP households and return its id."""
        rule = Group(parts=(Tagged(meaning="vip"),))
        return ContactService(self.village.desk).create_list(ListDraft("贵宾", "", rule)).result

    def start(self, *rooms: str, stock: int = 10, pieces: int = 1, title: str = "中秋慰问", due: date = DUE) -> int:
        """Start a gift list for `rooms` and return its id."""
        draft = NewGiftList(title, "月饼礼盒", due, stock, pieces=pieces)
        made = self.gifts.start(draft).result
        if rooms:
            self.gifts.add_rooms(made, [self.village.rooms[room] for room in rooms], pieces)
        return made

    def line(self, list_id: int) -> GiftListLine:
        return self.gifts.list_of(list_id)

    def entry(self, list_id: int, room: str) -> GiftEntryLine:
        return next(entry for entry in self.gifts.entries(list_id) if entry.room == room)

    def give(self, list_id: int, room: str, to: str = "本人", note: str = "") -> int:
        """Hand a gift over at a room and return the id of its entry."""
        entry = self.entry(list_id, room)
        return self.gifts.hand_over(entry.id, to, note, version=entry.version).result

    def care(self) -> list[tuple[str, str, str, str]]:
        """Return kind, state, words and result of every care task."""
        tasks = select(CareTask.kind, CareTask.state, CareTask.words, CareTask.result).order_by(CareTask.id)
        with self.village.desk.read() as session:
            return [(row[0], row[1], row[2], row[3]) for row in session.execute(tasks)]

    def told(self, room: str) -> list[tuple[str, int]]:
        """Return kind and source of a room's touchpoints."""
        query = select(TimelineEntry.kind, TimelineEntry.source_id)
        with self.village.desk.read() as session:
            found = session.execute(query.where(TimelineEntry.room_id == self.village.rooms[room]))
            return [(row[0], row[1]) for row in found]
