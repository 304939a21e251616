"""Forms about what is to be known of a household: its tags, and its standing instructions."""

from __future__ import annotations

import re
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from desktop.core.errors import UserError
from desktop.core.i18n import Message, msg
from desktop.core.texts import search_form
from desktop.households.dialogs.forms import Command, HouseholdDialog, SuggestingField, day_field
from desktop.households.model import InstructionKind, tag_meaning
from desktop.households.rows import INSTRUCTION_LABELS, MEANING_LABELS, TONE_LABELS, NewInstruction, last_day
from desktop.households.table import tag_look
from desktop.sheets.cells import CellFault
from desktop.sheets.dates import to_moment
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.flow import FlowLayout
from desktop.ui.forms import Choice, ChoiceField, Form, LineField, LookupField, MomentField, SegmentField, TextField
from desktop.ui.language import say, translate, ui_language
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from PySide6.QtWidgets import QWidget

    from desktop.households.rows import HouseholdFile, InstructionLine, TagLine, TagRow
    from desktop.ui.language import Text

__all__ = ["InstructionDialog", "TagCauseDialog", "TagDialog", "meaning_field", "moment_reader", "tone_field"]

MOST_OFFERED = 10
"""Tags offered below the field; the others are found by typing."""

PEOPLE_OFFERED = 3
LONG_ENOUGH = (7, 30)
"""Days after which an instruction often ends, offered beside its end."""

_RELATIVE = re.compile(r"(?P<day>今天|今日|today|t|明天|明日|tomorrow)?\s*(?P<time>\d{1,2}[:：]\d{2})?", re.IGNORECASE)
_TOMORROW = frozenset({"明天", "明日", "tomorrow"})


def meaning_field() -> ChoiceField:
    """Return the field of what a tag means to the program."""
    choices = [Choice(key, words) for key, words in MEANING_LABELS.items()]
    return ChoiceField("meaning", msg("Meaning"), choices, hint=msg("a word of our own"), width=220)


def tone_field() -> SegmentField:
    """Return the field of a tag's own colour; nothing chosen is the colour of its meaning."""
    return SegmentField("tone", msg("Colour"), [Choice(key, words) for key, words in TONE_LABELS.items()])


class TagDialog(HouseholdDialog):
    """A tag is put on a household, one there is or a new one, with its cause and since when.

    A new one may be given a meaning and a colour of its own.
    """

    def __init__(self, file: HouseholdFile, today: date, parent: QWidget | None = None) -> None:
        """Ask for the tag; `know` tells which there are."""
        self._file = file
        self._tags: Sequence[TagRow] = ()
        form = Form(columns=1, name="tag")
        self.tag = LookupField(
            "tag", msg("Tag"), required=True, hint=msg("VIP, lives alone, legacy issue …"), width=240
        )
        self.chip = Chip("", name="tag-preview")
        self.tag.add_beside(self.chip)
        form.add(self.tag)
        form.add(LineField("cause", msg("Cause"), hint=msg("school, flood …")))
        form.add(day_field("since", msg("Since"), today, hint=msg("today")))
        form.add(meaning_field())
        form.add(tone_field())
        super().__init__(
            msg("Tag of %(room)s", room=file.label),
            form,
            msg("Save"),
            key=f"tag-{file.room_id}",
            saved=msg("%(room)s: tag saved", room=file.label),
            parent=parent,
        )
        self.offered = FlowLayout(gap=6)
        self.body.insertLayout(0, self.offered)
        self.tag.asked.connect(self._suggest)
        for field in (self.tag, form.fields["meaning"], form.fields["tone"]):
            field.changed.connect(self._look)
        self._look()

    def know(self, tags: Sequence[TagRow]) -> None:
        """Suggest `tags` from now on, and the meanings for which there is none yet."""
        self._tags = tuple(tags)
        worn = {tag.id for tag in self._file.tags}
        there = {tag.meaning for tag in tags}
        free = sorted((tag for tag in tags if tag.id not in worn), key=lambda tag: (not tag.meaning, -tag.rooms))
        offered: list[tuple[Text, str, str]] = [
            (words, meaning, "") for meaning, words in MEANING_LABELS.items() if meaning not in there
        ]
        offered = [*((tag.name, tag.meaning, tag.tone) for tag in free), *offered][:MOST_OFFERED]
        while (item := self.offered.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        for words, meaning, tone in offered:
            icon = tag_look(words if isinstance(words, str) else "", meaning, tone)[1] or "tag"
            button = Button(words, icon=icon, small=True, name="tag-suggestion")
            button.clicked.connect(lambda _on=False, words=words, meaning=meaning: self._take(words, meaning))
            self.offered.addWidget(button)
            # the layout counts only what is shown
            button.show()
        self._look()
        self._grow()

    def command(self, values: dict[str, Any]) -> Command:
        """Return the tagging."""
        room_id, known = self._file.room_id, self._known() is not None
        return lambda service, operation: service.tag(
            room_id,
            values["tag"],
            cause=values["cause"],
            since=values["since"],
            meaning="" if known else values["meaning"],
            tone="" if known else values["tone"],
            operation_id=operation,
        )

    def _grow(self) -> None:
        """Make room for what was not known yet when the form was opened."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def _known(self) -> TagRow | None:
        typed = search_form(self.tag.line.text())
        return next((tag for tag in self._tags if search_form(tag.name) == typed), None)

    def _take(self, words: Text, meaning: str) -> None:
        self.tag.line.setText(translate(words, ui_language().language))
        if self._known() is None:
            self.form.fields["meaning"].set_text(meaning)
        self.form.fields["cause"].input.setFocus()

    def _suggest(self, text: str) -> None:
        typed = search_form(text)
        found = [tag.name for tag in self._tags if typed in search_form(tag.name)] if typed else []
        self.tag.offer([Choice(name, name) for name in found])

    def _look(self) -> None:
        """Show the tag as it will look; what is new may be given a meaning and a colour, what is there has them."""
        typed, known = self.tag.line.text().strip(), self._known()
        meaning, tone = self.form.fields["meaning"], self.form.fields["tone"]
        if known is not None:
            meaning.set_text(known.meaning)
            tone.set_text(known.tone)
        elif not meaning.input.isEnabled():
            meaning.set_text("")
            tone.set_text("")
        for field in (meaning, tone):
            field.input.setEnabled(bool(typed) and known is None)
        self.chip.setVisible(bool(typed))
        meant = meaning.text() or ("" if known is not None else tag_meaning(typed))
        self.chip.show_state(typed if known is None else known.name, *tag_look("", meant, tone.text()))


class TagCauseDialog(HouseholdDialog):
    """Why and since when a household wears a tag is corrected."""

    def __init__(self, file: HouseholdFile, tag: TagLine, today: date, zone: ZoneInfo, parent: QWidget | None) -> None:
        """Show what is noted; days are days in `zone`."""
        self._room_id, self._tag = file.room_id, tag
        form = Form(columns=1, name="tag-cause")
        form.add(LineField("cause", msg("Cause"), hint=msg("school, flood …")))
        form.add(day_field("since", msg("Since"), today, hint=msg("not known")))
        since = "" if tag.since is None else tag.since.astimezone(zone).date().isoformat()
        form.restore({"cause": tag.cause, "since": since})
        form.settle()
        super().__init__(
            msg("%(tag)s · %(room)s", tag=tag.name, room=file.label),
            form,
            msg("Save"),
            key=f"tag-{file.room_id}-{tag.id}-{tag.version}",
            saved=msg("%(room)s: tag saved", room=file.label),
            parent=parent,
            width=480,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the correction."""
        room_id, tag = self._room_id, self._tag
        return lambda service, operation: service.change_tag(
            room_id, tag.id, version=tag.version, cause=values["cause"], since=values["since"], operation_id=operation
        )


class InstructionDialog(HouseholdDialog):
    """What a household asks for once and for all: its kind, who said it, from when, until when, in which words."""

    def __init__(
        self,
        file: HouseholdFile,
        now: datetime,
        zone: ZoneInfo,
        line: InstructionLine | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Ask for a new instruction, or correct `line`; days are days in `zone`."""
        self._room_id, self._line = file.room_id, line
        form = Form(columns=2, name="instruction")
        kinds = [Choice(kind.value, words) for kind, words in INSTRUCTION_LABELS.items()]
        form.add(ChoiceField("kind", msg("Kind"), kinds, required=True), wide=True)
        form.add(TextField("words", msg("Words"), hint=msg("who, what, where: as the gate should read it")), wide=True)
        names: list[Text] = [person.name for person in file.people[:PEOPLE_OFFERED]]
        form.add(SuggestingField("said_by", msg("Said by"), names, width=160), wide=True)
        form.add(MomentField("since", msg("From"), moment_reader(now, zone), hint=msg("now")), wide=True)
        until = MomentField("until", msg("Until"), moment_reader(now, zone, end=True), hint=msg("until it is ended"))
        form.add(until, wide=True)
        for days in LONG_ENOUGH:
            until.add_beside(_days_button(until, now.astimezone(zone).date() + timedelta(days=days), days))
        if line is not None:
            form.restore(
                {
                    "kind": line.kind,
                    "words": line.words,
                    "said_by": line.said_by,
                    "since": line.since.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
                    "until": "" if line.until is None else last_day(line.until, zone),
                }
            )
            form.settle()
        self._since = form.fields["since"].text() if line is not None else ""
        name = f"{line.id}-{line.version}" if line is not None else f"new-{file.room_id}"
        super().__init__(
            msg("Standing instruction of %(room)s", room=file.label),
            form,
            msg("Save"),
            key=f"instruction-{name}",
            saved=msg("%(room)s: instruction saved", room=file.label),
            parent=parent,
            width=600,
        )
        if line is not None and line.over(now):
            note = msg("It is over; saved with a later end, or none, it holds again.")
            self.body.insertWidget(1, label(note, "small", "ink2", wrap=True))
        form.changed.connect(self._look)
        self._look("kind")

    def command(self, values: dict[str, Any]) -> Command:
        """Return what was given, or its correction."""
        kind, since = InstructionKind(values["kind"]), values["since"]
        if self.form.fields["since"].text() == self._since:
            # shown to the minute, kept to the microsecond
            since = None
        given = NewInstruction(kind, values["words"], values["said_by"], since, values["until"])
        room_id, line = self._room_id, self._line
        if line is None:
            return lambda service, operation: service.give_instruction(room_id, given, operation_id=operation)
        return lambda service, operation: service.change_instruction(
            line.id, given, version=line.version, operation_id=operation
        )

    def _look(self, key: str) -> None:
        """Say what the words of this kind should hold."""
        if key == "kind":
            hint = _HINTS.get(self.form.fields["kind"].text(), msg("who, what, where: as the gate should read it"))
            say(self.form.fields["words"].input, placeholderText=hint)


_HINTS: dict[str, Message] = {
    InstructionKind.ADMIT: msg("whom, by which name or plate, at what times"),
    InstructionKind.DO_NOT_ADMIT: msg("whom, how they introduce themselves, what to do instead"),
    InstructionKind.OUT_OF_TOWN: msg("where to, how to reach them"),
    InstructionKind.KEEP_PARCELS: msg("where to put them, who fetches them"),
    InstructionKind.CARETAKER: msg("who looks after the flat, by which phone"),
    InstructionKind.KEY_HELD: msg("where the key is, who may have it"),
    InstructionKind.DO_NOT_CALL: msg("how to reach them instead"),
}


def moment_reader(now: datetime, zone: ZoneInfo, *, end: bool = False) -> Callable[[str], tuple[datetime, Text]]:
    """Return a reader of moments as people write them: 12-31, 2026-3-1 18:00, 明天, 18:00 of today.

    A day alone is its first moment, or with `end` the first one after it; an end without a year lies ahead. Times are
    read in `zone`; the reader raises UserError for what is none.
    """
    today = now.astimezone(zone).date()

    def read(text: str) -> tuple[datetime, Text]:
        typed = _spelt_out(text.strip(), today)
        found = to_moment(typed, zone, today.year)
        if end and found is not None and not isinstance(found, CellFault) and found.year_missing and found.at <= now:
            found = to_moment(typed, zone, today.year + 1)
        if found is None or isinstance(found, CellFault):
            raise UserError(msg("“%(text)s” is no date; write it like 2026-03-01 or 2026-03-01 18:00.", text=text[:40]))
        if not found.time_missing:
            return found.at, lambda spoken: spoken.moment(found.at, zone)
        day = found.at.astimezone(zone).date()
        if not end:
            return found.at, lambda spoken: spoken.full_date(day)
        after = datetime.combine(day + timedelta(days=1), time(), zone)
        return after, lambda spoken: spoken.gettext("%(day)s included", day=spoken.full_date(day))

    return read


def _spelt_out(typed: str, today: date) -> str:
    """Return a day said in relation to today, or a time alone, with the date it means."""
    found = _RELATIVE.fullmatch(typed)
    if not typed or found is None:
        return typed
    day = today + timedelta(days=(found["day"] or "").casefold() in _TOMORROW)
    return f"{day.isoformat()} {(found['time'] or '').replace('：', ':')}".strip()


def _days_button(until: MomentField, day: date, days: int) -> Button:
    button = Button(msg("%(count)s days", count=days), kind="link", small=True, name=f"until-{days}")
    button.clicked.connect(lambda: until.set_text(day.isoformat()))
    return button
