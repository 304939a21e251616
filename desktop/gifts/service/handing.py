"""From door to door: handed over, nobody at home, declined, left out, and each taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from desktop.care.model import CareKind
from desktop.care.service import note_done, remove_note
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean
from desktop.gifts import store
from desktop.gifts.model import GiftState
from desktop.gifts.rows import TIMELINE_KIND
from desktop.gifts.service.shared import Giving, check_open, entry_as_seen
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.changes import Changes
    from desktop.core.i18n import Message
    from desktop.gifts.model import GiftEntry, GiftList
    from desktop.storage.work import UnitOfWork

__all__ = ["Handing"]

LONGEST_NAME, LONGEST_NOTE = 60, 200
"""Characters of who took a gift, and of what is noted about it."""


class Handing(Giving):
    """Writes what came of each household of a list, with audit, care and timeline."""

    @requires(Operation.EDIT_GIFTS)
    def hand_over(
        self, entry_id: int, handed_to: str, note: str = "", *, version: int, operation_id: str = ""
    ) -> Changes:
        """Note that a gift was handed over, and who took it; the result is the household's id on the list.

        It counts as care done for the household and stands on its timeline once. Raises UserError naming `handed_to`
        where nobody is named, `note` for one too long, and where the stock does not reach.
        """
        to, said = _checked(handed_to, "handed_to", LONGEST_NAME), _checked(note, "note", LONGEST_NOTE)
        if not to:
            raise UserError(Problem(msg("Write who took it: a name, or the caretaker, a neighbour."), "handed_to"))
        with self.desk.write(Operation.EDIT_GIFTS, operation_id) as work:
            entry, row = self._to_give(work, entry_id, version)
            left = row.stock - store.given_pieces(work.session, row.id)
            if entry.pieces > left:
                raise UserError(_too_few(left, entry.pieces))
            before = _facts(entry)
            entry.state, entry.handed_to, entry.note = GiftState.HANDED, to, said
            entry.handed_at, entry.handed_by = work.now, work.actor.account_id
            if entry.room_id is not None:
                self._note_care(work, entry, entry.room_id, row)
            _tell(work, entry, "handed over", before)
        return work.changes

    @requires(Operation.EDIT_GIFTS)
    def not_home(self, entry_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Note that nobody was at home; the household is in the next round."""
        with self.desk.write(Operation.EDIT_GIFTS, operation_id) as work:
            entry, _row = self._to_give(work, entry_id, version)
            before = _facts(entry)
            entry.state, entry.tries, entry.last_tried_at = GiftState.NOT_HOME, entry.tries + 1, work.now
            _tell(work, entry, "nobody at home", before)
        return work.changes

    @requires(Operation.EDIT_GIFTS)
    def refuse(self, entry_id: int, words: str, *, version: int, operation_id: str = "") -> Changes:
        """Note that a household does not want the gift; `words` say why and may be empty."""
        said = _checked(words, "note", LONGEST_NOTE)
        with self.desk.write(Operation.EDIT_GIFTS, operation_id) as work:
            entry, _row = self._to_give(work, entry_id, version)
            before = _facts(entry)
            entry.state, entry.note = GiftState.REFUSED, said
            _tell(work, entry, "declined", before)
        return work.changes

    @requires(Operation.EDIT_GIFTS)
    def leave_out(self, entry_id: int, reason: str, *, version: int, operation_id: str = "") -> Changes:
        """Leave a household out of the list; raise UserError on "reason" without one."""
        said = _checked(reason, "reason", LONGEST_NOTE)
        if not said:
            raise UserError(Problem(msg("Write why the household is left out."), "reason"))
        with self.desk.write(Operation.EDIT_GIFTS, operation_id) as work:
            entry, _row = self._to_give(work, entry_id, version)
            before = _facts(entry)
            entry.state, entry.note = GiftState.LEFT_OUT, said
            _tell(work, entry, "left out", before)
        return work.changes

    @requires(Operation.EDIT_GIFTS)
    def take_back(self, entry_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Take back what was noted last: the household is where it was before.

        The care noted and the touchpoint of a gift that was handed over are removed. Raises UserError where nothing
        was noted, or the list has ended.
        """
        with self.desk.write(Operation.EDIT_GIFTS, operation_id) as work:
            entry, row = entry_as_seen(work, entry_id, version)
            check_open(row)
            if entry.state == GiftState.WAITING:
                raise UserError(msg("Nothing was noted for this household; there is nothing to take back."))
            before = _facts(entry)
            if entry.state == GiftState.HANDED:
                _withdraw(work, entry, row)
            elif entry.state == GiftState.NOT_HOME:
                # when it was tried before is not kept; how often is
                entry.tries, entry.last_tried_at = entry.tries - 1, None
            entry.state, entry.note = (GiftState.NOT_HOME if entry.tries else GiftState.WAITING), ""
            _tell(work, entry, "taken back", before)
        return work.changes

    def _to_give(self, work: UnitOfWork, entry_id: int, version: int) -> tuple[GiftEntry, GiftList]:
        entry, row = entry_as_seen(work, entry_id, version)
        check_open(row)
        if not entry.can_be_given():
            raise UserError(msg("This household is settled already; take that back first."))
        return entry, row

    def _note_care(self, work: UnitOfWork, entry: GiftEntry, room_id: int, row: GiftList) -> None:
        said = f"{row.title}: {row.gift}" if row.gift not in row.title else row.title
        result = " ".join(filter(None, (entry.handed_to, entry.note)))
        entry.care_task_id = note_done(work, room_id, CareKind.GIFT, said, result, self._seen().today)
        told = {"title": row.title, "gift": row.gift, "pieces": entry.pieces, "to": entry.handed_to}
        work.timeline(room_id, work.now, TIMELINE_KIND, row.id, **told)


def _withdraw(work: UnitOfWork, entry: GiftEntry, row: GiftList) -> None:
    """Remove what was made of a gift that was not handed over after all."""
    task_id, entry.care_task_id = entry.care_task_id, None
    entry.handed_to, entry.handed_at, entry.handed_by = "", None, None
    work.session.flush()
    if task_id is not None:
        remove_note(work, task_id)
    if entry.room_id is not None:
        told = (
            TimelineEntry.room_id == entry.room_id,
            TimelineEntry.kind == TIMELINE_KIND,
            TimelineEntry.source_id == row.id,
        )
        work.session.execute(delete(TimelineEntry).where(*told))


def _tell(work: UnitOfWork, entry: GiftEntry, action: str, before: Mapping[str, Any]) -> None:
    said = {"entry": entry.id, "room": entry.room_label}
    work.audit("gift_list", entry.gift_list_id, action, {**said, **before}, {**said, **_facts(entry)})
    if entry.room_id is not None:
        work.touch("room", entry.room_id)
    work.result = entry.id


def _facts(entry: GiftEntry) -> Mapping[str, Any]:
    return {"state": str(entry.state), "tries": entry.tries, "handed_to": entry.handed_to, "note": entry.note}


def _checked(text: str, field: str, longest: int) -> str:
    said = clean(text)
    if len(said) > longest:
        raise UserError(Problem(msg("At most %(count)s characters.", count=longest), field))
    return said


def _too_few(left: int, needed: int) -> Message:
    if not left:
        return msg("Nothing is left in stock; raise the stock of the list first if more has come.")
    return msg(
        "Only %(left)s left in stock, and this household is given %(needed)s; raise the stock of the list first if "
        "more has come.",
        left=left,
        needed=needed,
    )
