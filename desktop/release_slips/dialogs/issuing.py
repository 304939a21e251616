"""A release slip before it is issued, and one that is changed before anything left."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desktop.core.errors import UserError
from desktop.core.i18n import Message, msg, nmsg
from desktop.core.plates import plate_doubt
from desktop.households.model import OccupancyRole
from desktop.release_slips.dialogs.fields import add_fields, draft_of, texts_of
from desktop.release_slips.model import Applicant, Consent
from desktop.release_slips.rows import NewRelease, ReleaseStart
from desktop.release_slips.rule import read_goods
from desktop.release_slips.service import ReleaseSlipService
from desktop.ui.acting import CommandDialog
from desktop.ui.language import say
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from PySide6.QtWidgets import QWidget

    from desktop.households.rows import RoomChoice
    from desktop.release_slips.presenter import Command
    from desktop.release_slips.rows import ReleaseFile
    from desktop.ui.language import Text

__all__ = ["AmendSlip", "IssueSlip"]

WIDTH = 700


class _SlipDialog(CommandDialog[ReleaseSlipService]):
    """What both forms share: a household is looked up with `room.asked(text)`, answered with `offer_rooms`.

    The owner's or the tenant's name is filled in with the household, as long as nobody typed another one. Below the
    form stands what was understood: how many pieces leave, and what looks odd about the plate.
    """

    def __init__(
        self, title: Text, verb: Text, *, key: str, about: Text, now: datetime, zone: ZoneInfo, parent: QWidget | None
    ) -> None:
        self._people: dict[str, Sequence[tuple[OccupancyRole, str]]] = {}
        self._filled: dict[str, str] = {}
        form, self.room = add_fields(now, zone)
        super().__init__(title, form, verb, key=key, about=about, parent=parent, width=WIDTH)
        self.understood = label("", tone="ink2", wrap=True, name="slip-understood")
        self.body.insertWidget(self.body.count() - 1, self.understood)
        form.changed.connect(self._follow)
        self.room.picked.connect(lambda _key: self._fill_names())
        self._arrange()
        self.scroll_form()

    def offer_rooms(self, rooms: Sequence[RoomChoice]) -> None:
        """Suggest `rooms`, and remember who lives there; of one chosen already fill in the names."""
        for room in rooms:
            self._people[str(room.room_id)] = [(person.role, person.name) for person in room.people]
        if self.room.room_id is None:
            self.room.offer_rooms(rooms)
        else:
            self._fill_names()

    def take_up(self, texts: Any) -> None:
        """Take up what a draft kept, and show the fields that belong to it."""
        super().take_up(texts)
        self._arrange()

    def typed(self, values: dict[str, Any]) -> NewRelease:
        """Return the slip that the fields say; raise UserError where no household was chosen."""
        if self.room.room_id is None:
            raise self.room.refuse(msg("Choose the household from the list that drops down."))
        return draft_of(self.room.room_id, values)

    def _follow(self, key: str) -> None:
        if key in {"applicant", "consent", "fees_cleared"}:
            self._arrange()
        if key == "applicant":
            self._fill_names()
        if key in {"goods", "plate"}:
            self._say_understood()

    def _arrange(self) -> None:
        """Show the fields that are asked for by what was chosen."""
        fields, form = self.form.fields, self.form
        tenant = fields["applicant"].text() == Applicant.TENANT
        form.show_field("consent", tenant)
        form.show_field("owner", tenant)
        form.show_field("id_tail", tenant and fields["consent"].text() == Consent.PHONE)
        form.show_field("fees_words", not fields["fees_cleared"].value())
        self._say_understood()

    def _fill_names(self) -> None:
        people = self._people.get(str(self.room.room_id or ""), ())
        owner = next((name for role, name in people if role is OccupancyRole.OWNER), "")
        tenant = next((name for role, name in people if role is OccupancyRole.TENANT), "")
        is_tenant = self.form.fields["applicant"].text() == Applicant.TENANT
        typed = self.form.dirty
        self._suggest("name", tenant if is_tenant else owner)
        if is_tenant:
            self._suggest("owner", owner)
        if not typed:
            self.form.settle()

    def _suggest(self, key: str, text: str) -> None:
        """Fill in a field that nobody typed otherwise."""
        field = self.form.fields[key]
        if text and field.text() in {"", self._filled.get(key, "")}:
            self._filled[key] = text
            field.set_text(text)

    def _say_understood(self) -> None:
        doubt = plate_doubt(self.form.fields["plate"].text())
        say(self.understood, text=doubt if doubt is not None else _goods_understood(self.form.fields["goods"].text()))


class IssueSlip(_SlipDialog):
    """A slip is issued; it may begin with what is known already."""

    def __init__(
        self, now: datetime, zone: ZoneInfo, start: ReleaseStart | None = None, parent: QWidget | None = None
    ) -> None:
        """Begin with `start`: a household, a plate, or what did not leave with an earlier slip."""
        self.start = start or ReleaseStart()
        draft = self.start.draft
        key = "new"
        if draft is not None and draft.follows_id:
            key = f"follow-{draft.follows_id}"
        elif self.start.call_id:
            key = f"call-{self.start.call_id}"
        elif self.start.room_id:
            key = f"room-{self.start.room_id}"
        about = msg("Whoever shows its six digits at the gate lets these goods out, once.")
        super().__init__(
            msg("New release slip"), msg("Issue the slip"), key=key, about=about, now=now, zone=zone, parent=parent
        )
        self.saved = msg("The release slip is issued")
        if draft is not None:
            self.form.restore(texts_of(draft, self.start.room, zone))
            self.form.fields["fees_cleared"].set_text("")
        else:
            if self.start.room_id:
                self.room.choose(str(self.start.room_id), self.start.room)
            self.form.fields["plate"].set_text(self.start.plate)
        self.form.settle()
        self._arrange()
        if draft is not None:
            self.form.fields["fees_cleared"].input.setFocus()
        else:
            self.form.focus_first()

    def command(self, values: dict[str, Any]) -> Command:
        """Return what issues the slip."""
        before = self.start.draft
        new = replace(self.typed(values), follows_id=before.follows_id if before else None)
        return lambda service, operation: service.issue(new, operation_id=operation)


class AmendSlip(_SlipDialog):
    """A slip is changed; number and code stay."""

    def __init__(self, file: ReleaseFile, now: datetime, zone: ZoneInfo, parent: QWidget | None = None) -> None:
        """Change the slip of `file`."""
        line = file.line
        super().__init__(
            msg("Change %(number)s", number=line.number),
            msg("Save"),
            key=f"amend-{line.id}",
            about=msg("Number and code stay; print it anew where it was given out already."),
            now=now,
            zone=zone,
            parent=parent,
        )
        self.saved = msg("%(number)s: saved", number=line.number)
        self._line = line
        self.form.restore(texts_of(_as_draft(file), line.place if line.room_id else "", zone))
        self.form.settle()
        self._arrange()

    def renew(self, row: ReleaseFile) -> None:
        """Go on with the slip as it stands now."""
        if row.line.id == self._line.id:
            self._line = row.line

    def command(self, values: dict[str, Any]) -> Command:
        """Return the amending."""
        line, new = self._line, self.typed(values)
        return lambda service, operation: service.amend(line.id, new, version=line.version, operation_id=operation)


def _as_draft(file: ReleaseFile) -> NewRelease:
    line = file.line
    return NewRelease(
        room_id=line.room_id or 0,
        name=line.name,
        goods=tuple(each.as_typed for each in line.goods),
        applicant=line.applicant,
        consent=file.consent,
        owner=file.owner,
        id_tail=file.id_tail,
        plate=line.plate,
        mover=file.mover,
        fees_cleared=line.fees_cleared,
        fees_words=file.fees_words,
        note=file.note,
        valid_from=line.valid_from,
        valid_until=line.valid_until,
    )


def _goods_understood(text: str) -> Message | str:
    if not text.strip():
        return ""
    try:
        goods = read_goods(text)
    except UserError as error:
        return error.problems[0].message
    pieces = sum(each.count for each in goods)
    lines = nmsg("%(count)s kind of item", "%(count)s kinds of item", len(goods))
    return nmsg("%(goods)s, %(count)s piece in all", "%(goods)s, %(count)s pieces in all", pieces, goods=lines)
