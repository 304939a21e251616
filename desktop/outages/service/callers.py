"""Who rings about an outage: logged in one key, counted once a household, called back when it is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean_lines
from desktop.households.model import Room
from desktop.outages.model import Outage, OutageCaller, RoundPurpose
from desktop.outages.service.owned import owned, seen
from desktop.outages.service.warning import Warning_, begin_round
from desktop.outages.store import callers as store
from desktop.outages.store.notices import kind_name
from desktop.outages.store.rounds import spoken_for
from desktop.storage.timeline import TimelineEntry

if TYPE_CHECKING:
    from desktop.core.changes import Changes
    from desktop.outages.rows import NewCaller
    from desktop.storage.work import UnitOfWork

__all__ = ["CALLER_KIND", "Callers"]

CALLER_KIND = "outage_caller"
"""What a household's timeline calls its entries about having rung."""

LONGEST_NOTE = 1000
"""Characters of all that was noted of one household."""


class Callers(Warning_):
    """Logs callers, takes them back, keeps the promise to call back."""

    @requires(Operation.LOG_CALLER)
    def log_caller(self, caller: NewCaller, *, operation_id: str = "") -> Changes:
        """Note that a household rang about an outage; the result is the caller's id.

        Whether the scope names its room does not matter: the outage may be wider than thought. A household that rang
        before stays one caller, at the time it rang first: a note is added to what is noted, and a call back promised
        once stays promised. Raises UserError for an outage or a room that is gone, naming "note" where that is too
        long.
        """
        note = clean_lines(caller.note)
        if len(note) > LONGEST_NOTE:
            raise UserError(_too_long())
        with self.desk.write(Operation.LOG_CALLER, operation_id) as work:
            # locked, so that two clerks who hear the same household make one caller of it
            outage = owned(work, Outage, caller.outage_id)
            room = work.session.get(Room, caller.room_id)
            if room is None or room.community_id != work.community_id:
                raise UserError(msg("This household is no longer in the register; search for it again."))
            known = select(OutageCaller).where(
                OutageCaller.outage_id == outage.id, OutageCaller.room_id == room.id, OutageCaller.undone_at.is_(None)
            )
            row = work.session.scalars(known).first()
            if row is None:
                row = self._first_time(work, outage, room, note, call_back=caller.call_back)
            else:
                _once_more(work, row, note, call_back=caller.call_back)
            told = {"outage": outage.kind, "kind_name": kind_name(work.session, outage.own_kind_id), "note": note}
            work.timeline(room.id, work.now, CALLER_KIND, outage.id, **told)
            work.touch("room", room.id)
            work.result = row.id
        return work.changes

    @requires(Operation.LOG_CALLER)
    def undo_caller(self, caller_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Take a caller back that was noted by mistake; doing so again changes nothing.

        Raises ConflictError where someone noted more about it meanwhile.
        """
        with self.desk.write(Operation.LOG_CALLER, operation_id) as work:
            row = seen(work, OutageCaller, caller_id, version)
            if row.undone_at is None:
                row.undone_at = work.now
                work.session.execute(
                    delete(TimelineEntry).where(
                        TimelineEntry.room_id == row.room_id,
                        TimelineEntry.kind == CALLER_KIND,
                        TimelineEntry.source_id == row.outage_id,
                    )
                )
                work.audit("outage", row.outage_id, "caller taken back", {"room": row.room_label}, None)
                if row.room_id is not None:
                    work.touch("room", row.room_id)
            work.result = row.id
        return work.changes

    @requires(Operation.LOG_CALLER)
    def set_call_back(self, caller_id: int, promised: bool, *, version: int, operation_id: str = "") -> Changes:  # noqa: FBT001 - what is set
        """Note that a caller was promised a call when the outage is over, or that none is owed (any more)."""
        with self.desk.write(Operation.LOG_CALLER, operation_id) as work:
            row = seen(work, OutageCaller, caller_id, version)
            if row.call_back != promised:
                row.call_back = promised
                before, after = {"call_back": not promised}, {"call_back": promised, "room": row.room_label}
                work.audit("outage", row.outage_id, "call back", before, after)
                if row.room_id is not None:
                    work.touch("room", row.room_id)
            work.result = row.id
        return work.changes

    @requires(Operation.CALL_ROUND)
    def start_call_backs(
        self, outage_id: int, *, script: str | None = None, language_code: str = "", operation_id: str = ""
    ) -> Changes:
        """Start a call round over the households that were promised a call back; the result is its id.

        Who was called back already, or waits in a round of it that is open, is not in it. `script` None is the text
        for restorations. Raises UserError before the outage is over, and where nobody is owed a call.
        """
        words = self._round_words(outage_id, RoundPurpose.CALL_BACK, script, language_code)
        with self.desk.write(Operation.CALL_ROUND, operation_id) as work:
            outage = owned(work, Outage, outage_id)
            if outage.can_change():
                raise UserError(msg("The outage is not over yet; note its restoration first, then call back."))
            owed = store.owed_rooms(work.session, outage.id)
            waiting = set(work.session.scalars(spoken_for(outage.id, RoundPurpose.CALL_BACK)))
            rooms = [room_id for room_id in owed if room_id not in waiting]
            if not owed:
                raise UserError(msg("Nobody is owed a call back for this outage."))
            if not rooms:
                raise UserError(msg("The calls back have begun already; go on with their round."))
            work.result = begin_round(work, outage, RoundPurpose.CALL_BACK, rooms, words, self._today())
        return work.changes

    def _first_time(self, work: UnitOfWork, outage: Outage, room: Room, note: str, *, call_back: bool) -> OutageCaller:
        row = OutageCaller(
            community_id=work.community_id,
            outage_id=outage.id,
            room_id=room.id,
            room_label=room.label,
            building_id=room.building_id,
            at=work.now,
            account_id=self.actor.account_id,
            note=note,
            call_back=call_back,
        )
        work.session.add(row)
        work.session.flush()
        said = {"room": room.label, "note": note, "call_back": call_back}
        work.audit("outage", outage.id, "household rang", None, said)
        return row


def _once_more(work: UnitOfWork, row: OutageCaller, note: str, *, call_back: bool) -> None:
    before = {"note": row.note, "call_back": row.call_back}
    together = "\n".join(line for line in (row.note, note) if line)
    if len(together) > LONGEST_NOTE:
        raise UserError(_too_long())
    row.note = together
    row.call_back = row.call_back or call_back
    work.session.flush()
    after = {"room": row.room_label, "note": row.note, "call_back": row.call_back}
    work.audit("outage", row.outage_id, "household rang again", before, after)


def _too_long() -> Problem:
    return Problem(msg("A note has at most %(count)s characters.", count=LONGEST_NOTE), "note")
