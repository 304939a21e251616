"""What leaves the program: lists, labels, cards and files of households. Masked, or audited with a reason."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desktop.core.changes import RepeatedWriteError
from desktop.core.errors import Problem, RefusedError, UserError
from desktop.core.i18n import msg
from desktop.core.id_cards import mask_id_card
from desktop.core.permissions import Operation, allows, requires
from desktop.core.phones import display_phone, mask_phone
from desktop.core.texts import clean
from desktop.households.service import HouseholdService
from desktop.register.rows import Dossier
from desktop.register.service.choosing import rooms_chosen
from desktop.register.store import households
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from sqlalchemy.orm import Session

    from desktop.households.rows import HouseholdChoice, HouseholdFile, PersonLine
    from desktop.register.rows import LabelLine, ListedHousehold

__all__ = ["Taking"]

REPORT_EVERY = 100


class Taking(Service):
    """Reads what is to be taken away, and writes down who took it, and why where nothing is masked."""

    @requires(Operation.EXPORT_LIST)
    def export(
        self,
        choice: HouseholdChoice,
        *,
        unmasked: bool = False,
        reason: str = "",
        watch: Callable[[int, int], None] | None = None,
        operation_id: str = "",
    ) -> list[ListedHousehold]:
        """Return the households chosen as a list to take away, in the list's order.

        Phones and ID numbers are masked unless `unmasked` is asked for by someone who may, with a `reason`; that is
        written to the audit before anything is returned. `watch(done, total)` may raise to stop. Raises RefusedError
        without the right, UserError naming reason.
        """
        why = self._check_reason(unmasked=unmasked, reason=reason)
        rooms = rooms_chosen(HouseholdService(self.desk), choice)
        with self.desk.read() as session:
            rooms = households.existing(session, self.actor.community_id, rooms)
            show = (display_phone, str) if unmasked else (mask_phone, mask_id_card)
            lines = []
            for line in households.listed(session, rooms, self._today(), *show):
                lines.append(line)
                if watch is not None and len(lines) % REPORT_EVERY == 0:
                    watch(len(lines), len(rooms))
        taken = {"households": len(lines), "unmasked": unmasked, "reason": why}
        self._note(Operation.EXPORT_LIST, "community", self.actor.community_id, "exported", taken, operation_id)
        return lines

    @requires(Operation.PRINT_HOUSEHOLD)
    def labels(self, choice: HouseholdChoice) -> list[LabelLine]:
        """Return what the address labels of the households chosen say, in the list's order."""
        rooms = rooms_chosen(HouseholdService(self.desk), choice)
        with self.desk.read() as session:
            rooms = households.existing(session, self.actor.community_id, rooms)
            return households.labels(session, rooms, self._today())

    @requires(Operation.PRINT_HOUSEHOLD)
    def dossier(self, room_id: int, *, unmasked: bool = False, reason: str = "", operation_id: str = "") -> Dossier:
        """Return everything the register holds of one household, for its card or its file.

        Masked, or not, as in `export`; either way the audit says that it was taken, once for each `operation_id`.
        """
        why = self._check_reason(unmasked=unmasked, reason=reason)
        file = HouseholdService(self.desk).household(room_id)
        with self.desk.read() as session:
            if unmasked:
                file = _unmasked(session, file)
            touchpoints = households.timeline(session, self.actor.community_id, room_id)
        self._note(
            Operation.PRINT_HOUSEHOLD, "room", room_id, "printed", {"unmasked": unmasked, "reason": why}, operation_id
        )
        return Dossier(file, touchpoints, masked=not unmasked, reason=why)

    def _check_reason(self, *, unmasked: bool, reason: str) -> str:
        """Return the reason for showing everything, "" where nothing is unmasked."""
        if not unmasked:
            return ""
        if not allows(self.actor, Operation.EXPORT_UNMASKED):
            raise RefusedError(
                msg("This account may not take phones and ID numbers away in full; ask a manager, or take them masked.")
            )
        why = clean(reason)
        if not why:
            raise UserError(Problem(msg("Write why phones and ID numbers are needed in full."), "reason"))
        return why

    def _note(
        self, operation: Operation, topic: str, subject_id: int, action: str, taken: dict[str, Any], operation_id: str
    ) -> None:
        # drawn anew in another language it is still the same paper
        with suppress(RepeatedWriteError), self.desk.write(operation, operation_id) as work:
            work.audit(topic, subject_id, action, None, taken)

    def _today(self) -> date:
        return self.desk.clock.now().astimezone(self.desk.zone).date()


def _unmasked(session: Session, file: HouseholdFile) -> HouseholdFile:
    """Return a household with the phones and documents of its people in full."""
    everyone = (*file.people, *file.former)
    digits = households.digits(session, [phone.id for person in everyone for phone in person.phones])
    full = households.full_values(session, [person.resident_id for person in everyone])

    def shown(person: PersonLine) -> PersonLine:
        document, contact = full[person.resident_id]
        phones = tuple(replace(phone, shown=display_phone(digits[phone.id]), masked=False) for phone in person.phones)
        return replace(person, phones=phones, id_number=document, emergency_contact=contact)

    people, former = (tuple(shown(person) for person in side) for side in (file.people, file.former))
    return replace(file, people=people, former=former)
