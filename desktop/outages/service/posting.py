"""Where notices hang: put up, photographed, taken down."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from desktop.attachments.service import Attaching
from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import ConflictError, Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.core.texts import clean
from desktop.households.model import Building
from desktop.outages.model import NoticePosting, OutageNotice
from desktop.outages.store.notices import POSTING_FILES, postings
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from typing import Any

    from sqlalchemy.orm import Session

    from desktop.outages.rows import NewPosting, PostingRow
    from desktop.storage.work import UnitOfWork

__all__ = ["Posting", "PostingFiles"]

LONGEST_PLACE = 80
LONGEST_NAME = 40
MOST_AT_ONCE = 500


class Posting(Service):
    """Keeps where notices hang."""

    @requires(Operation.READ_OUTAGES)
    def postings(self, outage_id: int) -> tuple[PostingRow, ...]:
        """Return where the notices of an outage hang or hung, the latest first."""
        with self.desk.read() as session:
            return postings(session, self.actor.community_id, outage_id)

    @requires(Operation.ISSUE_NOTICE)
    def post(self, notice_id: int, places: Sequence[NewPosting], *, operation_id: str = "") -> Changes:
        """Note that a notice was put up in `places`, all or nothing; the result is the id of the last posting.

        Raises UserError naming place, posted_by, posted_at or building_id for the first that is wrong.
        """
        if not places:
            raise UserError(Problem(msg("Name at least one place."), "place"))
        if len(places) > MOST_AT_ONCE:
            words = msg("At most %(most)s places are noted at once; split the list.", most=MOST_AT_ONCE)
            raise UserError(Problem(words, "place"))
        with self.desk.write(Operation.ISSUE_NOTICE, operation_id) as work:
            notice = work.session.get(OutageNotice, notice_id)
            if notice is None or notice.community_id != work.community_id:
                raise UserError(msg("This notice does not exist; look at the outage again."))
            rows = [_posting(work, notice, new) for new in places]
            work.session.add_all(rows)
            work.session.flush()
            told = {"notice": notice.number, "places": [row.place for row in rows]}
            work.audit("outage", notice.outage_id, "notice put up", None, told)
            work.result = rows[-1].id
        return work.changes

    @requires(Operation.ISSUE_NOTICE)
    def take_down(self, posting_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Note that a notice hangs no more; the result is the posting's id. Raises ConflictError if it was changed."""
        with self.desk.write(Operation.ISSUE_NOTICE, operation_id) as work:
            row = work.session.get(NoticePosting, posting_id, with_for_update=True)
            if row is None or row.community_id != work.community_id:
                raise _no_such_posting()
            if row.version != version:
                raise ConflictError(
                    msg("Someone else changed this meanwhile; nothing was overwritten. Look at it again, then repeat.")
                )
            if row.taken_down_at is not None:
                raise UserError(msg("It was taken down already."))
            row.taken_down_at = work.now
            notice = work.session.get_one(OutageNotice, row.notice_id)
            told = {"notice": notice.number, "place": row.place}
            work.audit("outage", notice.outage_id, "notice taken down", None, told)
            work.result = row.id
        return work.changes


class PostingFiles(Attaching):
    """Keeps the photos of postings."""

    TOPIC: ClassVar[str] = POSTING_FILES
    READ_BY: ClassVar[Operation] = Operation.READ_OUTAGES
    ATTACHED_BY: ClassVar[Operation] = Operation.ATTACH_FILE
    SAVED_BY: ClassVar[Operation] = Operation.ISSUE_NOTICE

    def _subject(self, session: Session, owner_id: int, *, lock: bool) -> tuple[str, int]:
        # a photo changes nothing of the posting itself, whoever else looks at it
        del lock
        row = session.get(NoticePosting, owner_id)
        if row is None or row.community_id != self.actor.community_id:
            raise _no_such_posting()
        return "outage", session.get_one(OutageNotice, row.notice_id).outage_id


def _posting(work: UnitOfWork, notice: OutageNotice, new: NewPosting) -> NoticePosting:
    place, by = clean(new.place), clean(new.posted_by)
    # on a PC whose clock goes slow, now may be before the notice
    at = new.posted_at or max(work.now, notice.issued_at)
    problems = [*_faults(place, "place", LONGEST_PLACE), *_faults(by, "posted_by", LONGEST_NAME)]
    if not place:
        problems.append(Problem(msg("Say where it hangs."), "place"))
    problems += _of_time(at, notice, max(work.now, notice.issued_at))
    if new.building_id is not None:
        building = work.session.get(Building, new.building_id)
        if building is None or building.community_id != work.community_id:
            problems.append(Problem(msg("This building is not there any more; choose another."), "building_id"))
    if problems:
        raise UserError(*problems)
    return NoticePosting(
        community_id=work.community_id,
        notice_id=notice.id,
        building_id=new.building_id,
        place=place,
        posted_at=at,
        posted_by=by or work.actor.name,
        account_id=work.actor.account_id,
    )


def _of_time(at: datetime, notice: OutageNotice, now: datetime) -> list[Problem]:
    if at > now:
        return [Problem(msg("It cannot have been put up in the future; look at the time."), "posted_at")]
    if at.replace(second=0, microsecond=0) < notice.issued_at.replace(second=0, microsecond=0):
        words = msg("It was put up before it was issued; look at the time.")
        return [Problem(words, "posted_at")]
    return []


def _faults(text: str, field: str, most: int) -> list[Any]:
    if len(text) <= most:
        return []
    words = msg("This text has %(count)s characters; shorten it to %(most)s.", count=len(text), most=most)
    return [Problem(words, field)]


def _no_such_posting() -> UserError:
    return UserError(msg("This place is not noted any more; look at the outage again."))
