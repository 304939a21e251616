"""What the forms of the gate share: days, times of the clock, the household they are about."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.ui.acting import CommandDialog
from desktop.ui.forms import Choice, LookupField
from desktop.visits.service import VisitService

if TYPE_CHECKING:
    from collections.abc import Sequence
    from zoneinfo import ZoneInfo

    from desktop.households.rows import RoomChoice
    from desktop.ui.language import Text

__all__ = ["RoomField", "VisitDialog", "clock_of", "end_of_day", "last_day_of", "read_clock", "text_of_clock"]

_CLOCK = re.compile(r"(\d{1,2})\s*(?:[:.点點时時]\s*(\d{1,2})?\s*分?)?")


class VisitDialog(CommandDialog[VisitService]):
    """A form of the gate."""


class RoomField(LookupField):
    """A household, searched while typing. `asked(text)` asks for rooms; `offer_rooms` answers."""

    def __init__(self, key: str, label: Text, *, required: bool = False, hint: Text = "") -> None:
        """Ask for a household."""
        super().__init__(key, label, required=required, hint=hint or msg("room, name, phone, plate"))

    def offer_rooms(self, rooms: Sequence[RoomChoice]) -> None:
        """Suggest `rooms` with who lives there."""
        self.offer([Choice(str(room.room_id), _words(room), (room.label,)) for room in rooms])

    @property
    def room_id(self) -> int | None:
        """Return the room chosen, None for none."""
        return int(self.chosen) if self.chosen else None

    def text(self) -> str:
        """Return what was typed, and the room where one was chosen."""
        typed = super().text()
        return f"{self.chosen}|{typed}" if self.chosen else typed

    def set_text(self, text: str) -> None:
        """Take up what a draft kept."""
        chosen, separator, label = text.partition("|")
        if separator and chosen.isdecimal():
            self.choose(chosen, label)
        else:
            self.chosen = ""
            super().set_text(text)


def read_clock(text: str) -> tuple[time, Text]:
    """Read a time of the clock for a field; raise UserError for what is none."""
    return clock_of(text), ""


def clock_of(text: str) -> time:
    """Return a time of the clock written as 7:30, 0730, 19 or 19点30; raise UserError for what is none."""
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain.isdecimal() and len(plain) in {3, 4}:
        plain = f"{plain[:-2]}:{plain[-2:]}"
    found = _CLOCK.fullmatch(plain)
    hour, minute = (int(found[1]), int(found[2] or 0)) if found else (24, 0)
    if hour > time.max.hour or minute > time.max.minute:
        raise UserError(msg("“%(text)s” is not a time of day; write it like 9:30.", text=plain[:20]))
    return time(hour, minute)


def text_of_clock(clock: time) -> str:
    """Return a time of the clock as it is typed."""
    return f"{clock:%H:%M}"


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Return the moment at which `day` is over."""
    return datetime.combine(day + timedelta(days=1), time(), zone)


def last_day_of(moment: datetime, zone: ZoneInfo) -> date:
    """Return the last day that lies before `moment`, the inverse of `end_of_day`."""
    return (moment.astimezone(zone) - timedelta(microseconds=1)).date()


def _words(room: RoomChoice) -> str:
    names = dict.fromkeys(person.name for person in room.people)
    return "　".join(filter(None, (room.label, "、".join(names))))
