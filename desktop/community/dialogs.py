"""The forms of the community editor."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal

from desktop.community.rows import RoomPattern
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import Message, msg, nmsg
from desktop.ui.dialogs import FormDialog
from desktop.ui.forms import CheckField, Choice, ChoiceField, Form, LineField, NumberField, SegmentField, TextField
from desktop.ui.language import say, ui_language
from desktop.ui.panels import label, set_tone

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.community.rows import BuildingRow, PlannedRooms, RoomRow, ZoneRow

__all__ = ["BuildingDialog", "NameDialog", "RenumberDialog", "RoomsDialog", "ZoneDialog"]

NO_ZONE = "0"
FLATS, ROW = "flats", "row"
TYPING_MS = 250
"""A pause in typing after which the pattern is tried."""

_LINE = re.compile(r"\s*(.+?)\s*(?:→|->|=|:|：)\s*(\S*)\s*")


class NameDialog(FormDialog):
    """Asks what a place is called. `named(name, swap)`."""

    named = Signal(str, bool)

    def __init__(
        self, title: Message, verb: Message, note: Message, parent: QWidget, *, name: str = "", swap: bool = False
    ) -> None:
        """Begin with `name`; `swap` offers to let another place have the old one."""
        form = Form(columns=1, name="place-name")
        form.add(LineField("name", msg("Name or number"), required=True, width=240))
        if swap:
            form.add(CheckField("swap", "", msg("Swap with the one that has this number")))
        form.fields["name"].set_text(name)
        form.settle()
        super().__init__(title, form, verb, parent)
        self.body.insertWidget(1, label(note, "small", "ink2", wrap=True))
        self.submitted.connect(self._tell)

    def _tell(self, values: dict[str, Any]) -> None:
        self.set_busy(True)
        self.named.emit(values["name"], bool(values.get("swap")))


class BuildingDialog(FormDialog):
    """Asks for a new building. `asked(name, zone id or None)`."""

    asked = Signal(str, object)

    def __init__(self, zones: Sequence[ZoneRow], zone_id: int, parent: QWidget) -> None:
        """Offer `zones`, the one of `zone_id` chosen (0: none)."""
        form = Form(columns=1, name="new-building")
        form.add(LineField("name", msg("Name or number"), required=True, width=240))
        form.add(_zone_field(zones, zone_id))
        form.settle()
        super().__init__(msg("New building"), form, msg("Add building"), parent)
        note = msg("The number or letter house numbers begin with; villas, shops and garages by their own word.")
        self.body.insertWidget(1, label(note, "small", "ink2", wrap=True))
        self.submitted.connect(self._tell)

    def _tell(self, values: dict[str, Any]) -> None:
        self.set_busy(True)
        self.asked.emit(values["name"], _zone_id(values))


class ZoneDialog(FormDialog):
    """Asks which zone buildings belong to. `asked(zone id or None)`."""

    asked = Signal(object)

    def __init__(self, buildings: Sequence[BuildingRow], zones: Sequence[ZoneRow], parent: QWidget) -> None:
        """Begin with where the first of `buildings` is now."""
        form = Form(columns=1, name="assign-zone")
        form.add(_zone_field(zones, buildings[0].zone_id or 0))
        form.settle()
        names = "、".join(building.name for building in buildings[:8])
        super().__init__(msg("Zone of %(names)s", names=names), form, msg("Save"), parent)
        self.submitted.connect(self._tell)

    def _tell(self, values: dict[str, Any]) -> None:
        self.set_busy(True)
        self.asked.emit(_zone_id(values))


class RenumberDialog(FormDialog):
    """Asks for the new numbers of rooms, one line each. `asked({room id: number}, {room id: number now})`."""

    asked = Signal(object, object)

    def __init__(self, rooms: Sequence[RoomRow], parent: QWidget) -> None:
        """Begin with the numbers `rooms` have."""
        several = len({room.number for room in rooms}) < len(rooms)
        self._rooms = {room.label if several else room.number: room for room in rooms}
        form = Form(columns=1, name="renumber")
        field = TextField("numbers", msg("Numbers"), required=True, lines=min(max(len(rooms), 2), 10), most=14)
        field.set_text("\n".join(f"{called} → {room.number}" for called, room in self._rooms.items()))
        form.add(field)
        form.settle()
        first = rooms[0].label
        title = msg("Renumber %(room)s", room=first) if len(rooms) == 1 else msg("Renumber %(n)s rooms", n=len(rooms))
        super().__init__(title, form, msg("Renumber"), parent)
        note = msg(
            "Old number, arrow, new number; two rooms may swap theirs. Open requests follow, finished ones keep theirs."
        )
        self.body.insertWidget(1, label(note, "small", "ink2", wrap=True))
        self.submitted.connect(self._tell)

    def _tell(self, values: dict[str, Any]) -> None:
        try:
            numbers = self._read(values["numbers"])
        except UserError as error:
            self.show_problems(error.problems)
            return
        if not numbers:
            self.reject()
            return
        self.set_busy(True)
        before = {room.id: room.number for room in self._rooms.values() if room.id in numbers}
        self.asked.emit(numbers, before)

    def _read(self, text: str) -> dict[int, str]:
        numbers: dict[int, str] = {}
        for line in filter(str.strip, text.splitlines()):
            match = _LINE.fullmatch(line)
            room = self._rooms.get(match[1]) if match else None
            if match is None or room is None or not match[2]:
                words = msg("“%(line)s” is not understood; write it as 502 → 503.", line=line.strip())
                raise UserError(Problem(words, "numbers"))
            if match[2] != room.number:
                numbers[room.id] = match[2]
        return numbers


class RoomsDialog(FormDialog):
    """Asks for a pattern of rooms and shows what it would make. `looked_at(RoomPattern)`, `asked(RoomPattern)`."""

    looked_at = Signal(object)
    asked = Signal(object)

    def __init__(self, building: BuildingRow, entrance: str, parent: QWidget) -> None:
        """Begin with flats of `entrance` ("": none yet) of `building`."""
        self._building = building
        self._form = Form(columns=2, name="make-rooms")
        self._add_fields(entrance)
        title = msg("Make rooms in building %(name)s", name=building.name)
        super().__init__(title, self._form, msg("Make rooms"), parent, width=640)
        self.count = label("", "strong", wrap=True, name="rooms-planned")
        self.existing = label("", "small", "ink2", wrap=True, name="rooms-existing")
        self.body.insertWidget(1, self.count)
        self.body.insertWidget(2, self.existing)
        self._soon = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._soon.timeout.connect(self.look)
        self._form.changed.connect(self._changed)
        self.submitted.connect(self._tell)
        self.finished.connect(self._soon.stop)
        self._show_kind()

    def look(self) -> None:
        """Ask what the pattern as typed would make."""
        try:
            self.looked_at.emit(self._pattern(self._form.values()))
        except UserError as error:
            self.show_unplanned(error)

    def show_planned(self, planned: PlannedRooms) -> None:
        """Show what would be made and what exists already."""
        new, known = planned.new, planned.existing
        words: Message = msg("Every one of these rooms exists already.")
        if len(new) == 1:
            words = msg("1 new room: %(first)s", first=new[0])
        elif new:
            words = nmsg(
                "%(count)s new room: %(first)s … %(last)s",
                "%(count)s new rooms: %(first)s … %(last)s",
                len(new),
                first=new[0],
                last=new[-1],
            )
        set_tone(self.count, "ink" if new else "ink2")
        say(self.count, text=words)
        left = nmsg(
            "%(count)s exists already and is left alone: %(rooms)s",
            "%(count)s exist already and are left alone: %(rooms)s",
            len(known),
            rooms="、".join(known[:5]) + (" …" if len(known) > 5 else ""),
        )
        say(self.existing, text=left if known else "")
        self.save.setEnabled(bool(new))

    def show_unplanned(self, error: UserError) -> None:
        """Say why the pattern makes nothing; the fields are marked only when it is asked for."""
        set_tone(self.count, "amber")
        say(self.count, text=error.problems[0].message)
        say(self.existing, text="")

    def _add_fields(self, entrance: str) -> None:
        spoken, form = ui_language().language, self._form
        kinds = [Choice(FLATS, msg("Flats by floor")), Choice(ROW, msg("In a row: shops, garages, villas"))]
        form.add(SegmentField("kind_of_rooms", msg("Make"), kinds), wide=True)
        form.add(LineField("entrances", msg("Entrances"), hint=msg("1-3, or empty for none"), width=160))
        form.add(LineField("pattern", msg("Numbering"), required=True, width=200))
        form.add(LineField("first_floor", msg("First floor"), width=72))
        form.add(LineField("last_floor", msg("Last floor"), width=72))
        form.add(LineField("first_room", msg("First room"), required=True, width=72))
        form.add(LineField("last_room", msg("Last room"), required=True, width=72))
        form.add(LineField("skipped_floors", msg("Skip floors"), hint="4, 13, 14", width=160))
        form.add(LineField("skipped_rooms", msg("Skip rooms"), hint="4, 502", width=160))
        form.add(NumberField("area_m2", msg("Area"), digits=2, unit=msg("m²"), width=96))
        form.add(LineField("kind", msg("Kind of room"), width=160))
        form.fields["kind_of_rooms"].set_text(FLATS if entrance or self._usual_flats() else ROW)
        texts = {"entrances": entrance, "first_floor": "1", "last_floor": "6", "first_room": "1", "last_room": "2"}
        for key, text in texts.items():
            form.fields[key].set_text(text)
        self._patterns = {FLATS: spoken.gettext("{floor}{room:02}"), ROW: spoken.gettext("{room}")}
        form.fields["pattern"].set_text(self._patterns[form.fields["kind_of_rooms"].text()])
        form.settle()

    def _usual_flats(self) -> bool:
        return self._building.name[-1:].isascii()

    def _changed(self, key: str) -> None:
        if key == "kind_of_rooms":
            self._show_kind()
        self._soon.start()

    def _show_kind(self) -> None:
        """Ask for entrances and floors of flats only, and offer the usual pattern unless another one was typed."""
        kind = self._form.fields["kind_of_rooms"].text() or FLATS
        for key in ("entrances", "first_floor", "last_floor", "skipped_floors"):
            self._form.show_field(key, kind == FLATS)
        if self._form.fields["pattern"].text() in self._patterns.values():
            self._form.fields["pattern"].set_text(self._patterns[kind])
        self._soon.start()

    def _pattern(self, values: dict[str, Any]) -> RoomPattern:
        flats = values["kind_of_rooms"] != ROW
        area = values["area_m2"]
        return RoomPattern(
            building_id=self._building.id,
            pattern=values["pattern"],
            entrances=values["entrances"] if flats else "",
            floors=(values["first_floor"], values["last_floor"]) if flats else ("", ""),
            rooms=(values["first_room"], values["last_room"]),
            skipped_floors=values["skipped_floors"] if flats else "",
            skipped_rooms=values["skipped_rooms"],
            area_m2=None if area is None else float(area),
            kind=values["kind"],
        )

    def _tell(self, values: dict[str, Any]) -> None:
        self.set_busy(True)
        self.asked.emit(self._pattern(values))

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Mark what the service refused; floors and rooms are named by their first field."""
        fields = {"floors": "first_floor", "rooms": "first_room"}
        super().show_problems([Problem(one.message, fields.get(one.field, one.field)) for one in problems])


def _zone_field(zones: Sequence[ZoneRow], chosen: int) -> ChoiceField:
    choices = [Choice(NO_ZONE, msg("No zone")), *(Choice(str(zone.id), zone.name) for zone in zones)]
    field = ChoiceField("zone_id", msg("Zone"), choices, width=240)
    field.choose(str(chosen))
    return field


def _zone_id(values: dict[str, Any]) -> int | None:
    chosen = values["zone_id"]
    return None if chosen in {"", NO_ZONE} else int(chosen)
