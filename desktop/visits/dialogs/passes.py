"""Contractors' passes: issued, changed, revoked, and where the deposit stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.core.money import FEN, yuan
from desktop.households.dialogs import day_reader
from desktop.ui.forms import Choice, Form, LineField, MomentField, NumberField, SegmentField, TextField
from desktop.visits.dialogs.forms import RoomField, VisitDialog
from desktop.visits.model import DepositState
from desktop.visits.rows import DEPOSIT_LABELS, NewPass

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from PySide6.QtWidgets import QWidget

    from desktop.core.changes import Changes
    from desktop.visits.rows import PassLine
    from desktop.visits.service import VisitService

    Command = Callable[[VisitService, str], Changes]

__all__ = ["DepositDialog", "PassDialog", "RevokePass"]

WIDTH = 680
MOST_PEOPLE = 200


class PassDialog(VisitDialog):
    """A contractor's pass is issued, or `line` is changed. Its field `where` asks for a room or takes any place."""

    def __init__(self, today: date, line: PassLine | None = None, parent: QWidget | None = None) -> None:
        """Ask for company, place and days."""
        self._line = line
        form = Form(columns=2, name="contractor-pass")
        self.where = RoomField("room_id", msg("Where"), required=True, hint=msg("room, or another place"))
        form.add(LineField("company", msg("Company"), required=True))
        form.add(self.where)
        form.add(LineField("foreman", msg("Foreman")))
        form.add(NumberField("people", msg("Persons"), required=True, least=1, most=MOST_PEOPLE, width=72))
        reader = day_reader(today, coming=True)
        form.add(MomentField("first_day", msg("From"), reader, required=True, width=110))
        form.add(MomentField("last_day", msg("To"), reader, required=True, hint=msg("e.g. 12-20"), width=110))
        form.add(LineField("work", msg("Kind of work"), hint=msg("kitchen, floor, air conditioning")))
        form.add(NumberField("deposit_fen", msg("Deposit"), digits=2, least=0, unit=msg("yuan"), width=110))
        form.add(TextField("crew", msg("Crew"), hint=msg("a name a line"), letter=True, lines=2), wide=True)
        form.restore(_texts(line, today))
        super().__init__(
            msg("Issue a pass") if line is None else msg("Pass %(number)s", number=line.number),
            form,
            msg("Issue the pass") if line is None else msg("Save"),
            key="pass" if line is None else f"pass-{line.id}",
            saved=msg("The pass is issued.") if line is None else msg("%(who)s: saved", who=line.company),
            parent=parent,
            width=WIDTH,
        )

    def renew(self, row: PassLine) -> None:
        """Go on with the pass as it stands now."""
        if self._line is not None and row.id == self._line.id:
            self._line = row

    def command(self, values: dict[str, Any]) -> Command:
        """Return the issuing or the amending."""
        deposit = values["deposit_fen"]
        new = NewPass(
            company=values["company"],
            first_day=values["first_day"],
            last_day=values["last_day"],
            room_id=self.where.room_id,
            place="" if self.where.room_id is not None else values["room_id"],
            foreman=values["foreman"],
            crew=values["crew"],
            people=int(values["people"]),
            work=values["work"],
            deposit_fen=0 if deposit is None else int(deposit * FEN),
        )
        line = self._line
        if line is None:
            return lambda service, operation_id: service.issue_pass(new, operation_id=operation_id)
        return lambda service, operation_id: service.amend_pass(
            line.id, new, version=line.version, operation_id=operation_id
        )


class RevokePass(VisitDialog):
    """A pass is revoked, for a reason the gate is told."""

    def __init__(self, line: PassLine, parent: QWidget | None = None) -> None:
        """Revoke `line`."""
        self._line = line
        form = Form(columns=1, name="revoke-pass")
        form.add(TextField("words", msg("Why"), required=True, hint=msg("the gate is told this")))
        super().__init__(
            msg("Revoke the pass of %(company)s?", company=line.company),
            form,
            msg("Revoke"),
            key=f"revoke-{line.id}",
            saved=msg("The pass of %(company)s is revoked.", company=line.company),
            parent=parent,
        )

    def renew(self, row: PassLine) -> None:
        """Go on with the pass as it stands now."""
        if row.id == self._line.id:
            self._line = row

    def command(self, values: dict[str, Any]) -> Command:
        """Return the revoking."""
        line = self._line
        return lambda service, operation_id: service.revoke_pass(
            line.id, values["words"], version=line.version, operation_id=operation_id
        )


class DepositDialog(VisitDialog):
    """Where a deposit stands now: taken, given back, kept, and what is to be said of that."""

    def __init__(self, line: PassLine, parent: QWidget | None = None) -> None:
        """Ask about the deposit of `line`."""
        self._line = line
        form = Form(columns=1, name="deposit")
        states = (DepositState.TAKEN, DepositState.RETURNED, DepositState.KEPT)
        choices = [Choice(state.value, DEPOSIT_LABELS[state]) for state in states]
        form.add(SegmentField("state", msg("Deposit"), choices, required=True))
        shown = line.deposit_state if line.deposit_state in states else DepositState.TAKEN
        form.fields["state"].set_text(shown.value)
        form.add(TextField("words", msg("Note"), hint=msg("receipt number, what was damaged")))
        form.fields["words"].set_text(line.deposit_words)
        super().__init__(
            msg("Deposit of %(company)s", company=line.company),
            form,
            msg("Save"),
            key=f"deposit-{line.id}",
            saved=msg("The deposit of %(company)s is noted.", company=line.company),
            about=msg("%(sum)s yuan", sum=yuan(line.deposit_fen)),
            parent=parent,
        )

    def renew(self, row: PassLine) -> None:
        """Go on with the pass as it stands now."""
        if row.id == self._line.id:
            self._line = row

    def command(self, values: dict[str, Any]) -> Command:
        """Return the noting."""
        line, state = self._line, DepositState(values["state"])
        return lambda service, operation_id: service.set_deposit(
            line.id, state, values["words"], version=line.version, operation_id=operation_id
        )


def _texts(line: PassLine | None, today: date) -> dict[str, str]:
    if line is None:
        return {"first_day": today.isoformat(), "people": "1"}
    where = line.place if line.room_id is None else f"{line.room_id}|{line.place}"
    return {
        "company": line.company,
        "room_id": where,
        "foreman": line.foreman,
        "people": str(line.people),
        "first_day": line.first_day.isoformat(),
        "last_day": line.last_day.isoformat(),
        "work": line.work,
        "deposit_fen": yuan(line.deposit_fen) if line.deposit_fen else "",
        "crew": line.crew,
    }
