"""Looking at release slips: lists, one in full, what the gate holds in its hands, what ran out unused."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.release_slips import store
from desktop.release_slips.rows import Goods, NewRelease, ReleaseFilter, ReleaseStart
from desktop.release_slips.rule import read_scan
from desktop.release_slips.service.shared import SlipWork

if TYPE_CHECKING:
    from desktop.release_slips.rows import ReleaseCounts, ReleaseFile, ReleaseLine

__all__ = ["Looking"]


class Looking(SlipWork):
    """Shows release slips as they are now."""

    @requires(Operation.READ_RELEASE_SLIPS)
    def slips(
        self, wanted: ReleaseFilter | None = None, after: ReleaseLine | None = None, limit: int = 100
    ) -> tuple[ReleaseLine, ...]:
        """Return slips, the newest first, beginning after `after`."""
        with self.desk.read() as session:
            return store.lines(session, self._seen(), wanted or ReleaseFilter(), after, limit)

    @requires(Operation.READ_RELEASE_SLIPS)
    def slip(self, slip_id: int) -> ReleaseFile:
        """Return one slip; raise UserError where there is none."""
        with self.desk.read() as session:
            return self._file(session, slip_id)

    @requires(Operation.READ_RELEASE_SLIPS)
    def of_room(self, room_id: int, limit: int = 20) -> tuple[ReleaseLine, ...]:
        """Return the newest slips of a household."""
        with self.desk.read() as session:
            return store.lines_of_room(session, self._seen(), room_id, limit)

    @requires(Operation.READ_RELEASE_SLIPS)
    def expired_unused(self) -> ReleaseCounts:
        """Return how many slips can still be used, and how many ran out with goods still here, seen to by nobody."""
        with self.desk.read() as session:
            return store.counts(session, self._seen())

    @requires(Operation.ISSUE_RELEASE_SLIP)
    def follow_on(self, slip_id: int) -> ReleaseStart:
        """Return a new slip for what did not leave with this one, as the form begins with it.

        Whether the fees are cleared, and when it is valid, is asked anew. Raises UserError where everything has left.
        """
        with self.desk.read() as session:
            file = self._file(session, slip_id)
        line = file.line
        rest = tuple(Goods(each.goods, each.left) for each in line.goods if each.left)
        if not rest:
            raise UserError(msg("Everything on this slip has left; there is nothing to issue another one for."))
        draft = NewRelease(
            room_id=line.room_id or 0,
            name=line.name,
            goods=rest,
            applicant=line.applicant,
            consent=file.consent,
            owner=file.owner,
            id_tail=file.id_tail,
            plate=line.plate,
            mover=file.mover,
            note=file.note,
            follows_id=line.id,
        )
        return ReleaseStart(draft.room_id, line.place if line.room_id else "", line.plate, draft=draft)

    @requires(Operation.CHECK_RELEASE_SLIP)
    def at_gate(self, text: str) -> ReleaseFile:
        """Return the slip that six digits, a number or what was scanned mean; its `verdict` says what to do with it.

        Raises UserError on "code" for what no slip has, and where a scanned code is not that of the number beside it.
        """
        scan = read_scan(text)
        with self.desk.read() as session:
            found = store.found_at_gate(session, self.actor.community_id, scan)
            if found is None:
                unknown = msg("No release slip has this code. Hold the goods and call the front desk.")
                raise UserError(Problem(unknown, "code"))
            slip_id, code = found
            if scan.number and scan.code and scan.code != code:
                words = msg("Number and code are not of one slip. Hold the goods and call the front desk.")
                raise UserError(Problem(words, "code"))
            return self._file(session, slip_id)
