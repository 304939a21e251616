"""The end of the day: what hangs, what the shift tells the next one, who signed it and who took it over."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from desktop.accounts.service import account_named
from desktop.core.changes import Changes  # noqa: TC001 - part of the public signatures
from desktop.core.errors import ConflictError, Problem, UserError
from desktop.core.i18n import Message, msg
from desktop.core.permissions import MATRIX, Operation, allows, requires
from desktop.core.texts import clean, clean_lines
from desktop.handover import store
from desktop.handover.model import CountedThing, Handover
from desktop.handover.rows import (
    LONGEST_REMARK,
    LONGEST_WORDS,
    MOST_LINES,
    Checked,
    Counted,
    HandoverRow,
    LeftOver,
    NewHandover,
    Paragraph,
    Shift,
    ThingRow,
)
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from sqlalchemy.orm import Session

    from desktop.core.i18n import Language
    from desktop.handover.rows import DayCheck, Subject
    from desktop.storage.desk import Desk
    from desktop.storage.work import UnitOfWork

__all__ = ["LONGEST_SHIFT", "MOST_COUNTED", "HandoverService"]

LONGEST_SHIFT = timedelta(hours=24)
"""A shift is told of from the end of the last one, but of no more than this."""

CLOCKS_DIFFER = timedelta(hours=1)
"""The clocks of two PCs go apart by less; a last shift that ended later than this from now had a wrong one."""

MOST_COUNTED = 9999
LONGEST_NAME = 60


class HandoverService(Service):
    """The check of the day and the handovers of one community.

    `checks` and `subjects` are what the features of the house offer, `headings` their words by key. `prove(name,
    password)` raises UserError for a wrong password: it is how something is signed.
    """

    def __init__(
        self,
        desk: Desk,
        prove: Callable[[str, str], None],
        checks: Sequence[DayCheck] = (),
        subjects: Sequence[Subject] = (),
    ) -> None:
        """Serve `desk`."""
        super().__init__(desk)
        self._prove = prove
        self._checks = checks
        self._subjects = subjects
        self.headings: Mapping[str, Message] = {
            **{each.key: each.heading for each in subjects},
            **{each.key: each.words for each in checks},
        }

    @requires(Operation.READ_HANDOVER)
    def check_day(self) -> tuple[Checked, ...]:
        """Return what hangs now, of everything this account may see; what is in order has the count 0."""
        with self.desk.hold() as desk:
            return tuple(Checked(check, check.count(desk)) for check in self._checks if allows(self.actor, check.needs))

    @requires(Operation.READ_HANDOVER)
    def shift(self) -> Shift:
        """Return the running shift: from the end of the last one, else from midnight in the community's zone."""
        with self.desk.read() as session:
            return self._shift(session)

    @requires(Operation.HAND_OVER)
    def propose(self, language: Language) -> NewHandover:
        """Return a handover of the running shift in words made from its data, for the clerk to edit."""
        with self.desk.hold() as desk, desk.read() as session:
            shift = self._shift(session)
            things = store.things(session, self.actor.community_id)
            paragraphs = tuple(
                Paragraph(subject.key, _fitting(subject.draft(desk, shift, language))) for subject in self._subjects
            )
        left = tuple(LeftOver(found.check.key, found.count, "") for found in self.check_day() if found.count)
        return NewHandover(
            shift, paragraphs, left, tuple(Counted(thing.name, thing.expected, None) for thing in things)
        )

    @requires(Operation.HAND_OVER)
    def give(self, content: NewHandover, password: str, *, operation_id: str = "") -> Changes:
        """Sign `content` with this account's password and leave it to the next shift; the result is its id.

        Raises UserError naming every field that is wrong: `words-KEY`, `reason-KEY`, `counted-NAME`, `remark-NAME`,
        `password`; ConflictError where someone else handed over since.
        """
        checked, problems = _checked(content)
        if not password:
            problems.append(Problem(msg("Enter your password: it is your signature."), "password"))
        else:
            try:
                self._prove(self.actor.name, password)
            except UserError as error:
                problems += error.problems
        if problems:
            raise UserError(*problems)
        with self.desk.write(Operation.HAND_OVER, operation_id) as work:
            self._refuse_another(work, content.shift)
            row = Handover(
                community_id=work.community_id,
                since=content.shift.since,
                until=work.now,
                paragraphs=[asdict(paragraph) for paragraph in checked.paragraphs],
                left_over=[asdict(left) for left in checked.left_over],
                counted=[asdict(counted) for counted in checked.counted],
                given_by=self.actor.account_id,
                given_at=work.now,
            )
            work.session.add(row)
            work.session.flush()
            work.audit("handover", row.id, "given", None, {"since": content.shift.since.isoformat()})
            work.result = row.id
        return work.changes

    @requires(Operation.READ_HANDOVER)
    def take(
        self, handover_id: int, name: str, password: str, remark: str = "", *, version: int, operation_id: str = ""
    ) -> Changes:
        """Take a handover over as account `name` with its password, whoever is signed in at this PC.

        Raises UserError on `name` for who handed over or may not work at the desk, on `password` for a wrong one.
        """
        words = _short(remark, "remark")
        self._prove(name, password)
        with self.desk.write(Operation.READ_HANDOVER, operation_id) as work:
            row = self._still(work, handover_id, version)
            taker = self._taker(work.session, name)
            if taker == row.given_by:
                raise UserError(
                    Problem(msg("Who handed over cannot take over; let the next shift sign with its account."), "name")
                )
            row.taken_by, row.taken_at, row.remark = taker, work.now, words
            work.audit("handover", row.id, "taken", {"taken_by": None}, {"taken_by": taker, "remark": words})
            work.result = row.id
        return work.changes

    @requires(Operation.READ_HANDOVER)
    def newest(self, limit: int = 60) -> Sequence[HandoverRow]:
        """Return the last handovers, the newest first."""
        with self.desk.read() as session:
            return store.newest(session, self.actor.community_id, limit)

    @requires(Operation.READ_HANDOVER)
    def handover(self, handover_id: int) -> HandoverRow:
        """Return one handover; raise UserError if there is none."""
        with self.desk.read() as session:
            found = store.handover(session, self.actor.community_id, handover_id)
        if found is None:
            raise _no_such()
        return found

    @requires(Operation.READ_HANDOVER)
    def unread(self) -> Sequence[HandoverRow]:
        """Return what was handed over and not taken over yet, the oldest first."""
        with self.desk.read() as session:
            return store.unread(session, self.actor.community_id)

    @requires(Operation.READ_HANDOVER)
    def note_print(self, handover_id: int, *, operation_id: str = "") -> Changes:
        """Note that a handover was printed."""
        with self.desk.write(Operation.READ_HANDOVER, operation_id) as work:
            if store.handover(work.session, work.community_id, handover_id) is None:
                raise _no_such()
            work.audit("handover", handover_id, "printed")
            work.result = handover_id
        return work.changes

    @requires(Operation.READ_HANDOVER)
    def things(self) -> Sequence[ThingRow]:
        """Return the keys and tools that are counted, in their order."""
        with self.desk.read() as session:
            return store.things(session, self.actor.community_id)

    @requires(Operation.EDIT_COUNTED_THINGS)
    def add_thing(self, name: str, expected: int, *, operation_id: str = "") -> Changes:
        """Let something be counted from now on; the result is its id. A name that was retired comes back."""
        words = self._thing_name(name, expected)
        with self.desk.write(Operation.EDIT_COUNTED_THINGS, operation_id) as work:
            ours = CountedThing.community_id == work.community_id
            row = work.session.scalars(select(CountedThing).where(ours, CountedThing.name == words)).one_or_none()
            if row is not None and row.active:
                raise UserError(Problem(msg("“%(name)s” is counted already; change its number.", name=words), "name"))
            last = work.session.execute(select(func.max(CountedThing.position)).where(ours)).scalar_one_or_none() or 0
            if row is None:
                row = CountedThing(community_id=work.community_id, name=words)
                work.session.add(row)
            row.expected, row.position, row.active = expected, last + 1, True
            work.session.flush()
            work.audit("counted_thing", row.id, "added", None, {"name": words, "expected": expected})
            work.result = row.id
        return work.changes

    @requires(Operation.EDIT_COUNTED_THINGS)
    def change_thing(self, thing_id: int, expected: int, *, version: int, operation_id: str = "") -> Changes:
        """Change how many there ought to be; 0 lets it be counted no more."""
        with self.desk.write(Operation.EDIT_COUNTED_THINGS, operation_id) as work:
            row = work.session.get(CountedThing, thing_id)
            if row is None or row.community_id != work.community_id or not row.active:
                raise UserError(msg("This is not counted any more; look at the list again."))
            if row.version != version:
                raise ConflictError(
                    msg("Someone else changed this meanwhile; nothing was overwritten. Look at it again, then repeat.")
                )
            if not 0 <= expected <= MOST_COUNTED:
                raise UserError(Problem(_no_number(), "expected"))
            before = {"expected": row.expected}
            row.expected, row.active = (expected, True) if expected else (row.expected, False)
            work.audit("counted_thing", row.id, "changed", before, {"expected": expected})
            work.result = row.id
        return work.changes

    def _thing_name(self, name: str, expected: int) -> str:
        problems, words = [], clean(name)
        if not words or len(words) > LONGEST_NAME:
            problems.append(Problem(msg("Name it in %(most)s characters at most.", most=LONGEST_NAME), "name"))
        if not 1 <= expected <= MOST_COUNTED:
            problems.append(Problem(_no_number(), "expected"))
        if problems:
            raise UserError(*problems)
        return words

    def _shift(self, session: Session) -> Shift:
        now = self.desk.clock.now()
        midnight = datetime.combine(now.astimezone(self.desk.zone).date(), time(), self.desk.zone)
        last = store.last(session, self.actor.community_id)
        if last is None:
            return Shift(midnight, now)
        after, ended = last
        if ended - now > CLOCKS_DIFFER:
            return Shift(midnight, now, after)
        return Shift(max(min(ended, now), now - LONGEST_SHIFT), now, after)

    def _refuse_another(self, work: UnitOfWork, shift: Shift) -> None:
        """Raise ConflictError where a handover was given after this shift was told of."""
        # who signs at the same time on another PC waits here until this one is through
        before = select(Handover.id).where(Handover.id == shift.after, Handover.community_id == work.community_id)
        work.session.execute(before.with_for_update())
        last = store.last(work.session, work.community_id)
        if last is not None and last[0] != shift.after:
            raise ConflictError(
                msg("Someone else handed over meanwhile; nothing was signed. Look at it, then write your own.")
            )

    def _still(self, work: UnitOfWork, handover_id: int, version: int) -> Handover:
        row = work.session.get(Handover, handover_id, with_for_update=True)
        if row is None or row.community_id != work.community_id:
            raise _no_such()
        if row.taken_at is not None or row.version != version:
            raise ConflictError(msg("Someone else took this over already; look at it again."))
        return row

    def _taker(self, session: Session, name: str) -> int:
        account = account_named(session, self.actor.community_id, name)
        if account is None or account.role not in MATRIX[Operation.HAND_OVER]:
            raise UserError(Problem(msg("This account does not work at the desk; sign with one that does."), "name"))
        return account.id


def _fitting(words: str) -> str:
    """Return as many lines of words made from the data as a paragraph may have; what is left out is told by …."""
    lines = words.split("\n")
    kept: list[str] = []
    for line in lines[:MOST_LINES]:
        if len("\n".join([*kept, line])) > LONGEST_WORDS - 1:
            break
        kept.append(line)
    return "\n".join(kept) + ("…" if len(kept) < len(lines) else "")


def _checked(content: NewHandover) -> tuple[NewHandover, list[Problem]]:
    """Return `content` cleaned, and everything that is wrong with it."""
    problems: list[Problem] = []

    def short(text: str, most: int, field: str, *, lines: bool = False) -> str:
        words = clean_lines(text) if lines else clean(text)
        if len(words) > most:
            problems.append(Problem(_too_long(words, most), field))
        return words

    paragraphs = tuple(
        Paragraph(each.key, short(each.words, LONGEST_WORDS, f"words-{each.key}", lines=True))
        for each in content.paragraphs
    )
    left_over = tuple(
        LeftOver(each.key, each.count, short(each.reason, LONGEST_REMARK, f"reason-{each.key}"))
        for each in content.left_over
    )
    counted = tuple(
        Counted(each.name, each.expected, each.counted, short(each.remark, LONGEST_REMARK, f"remark-{each.name}"))
        for each in content.counted
    )
    problems += [
        Problem(
            msg("This text has %(count)s lines; shorten it to %(most)s.", count=lines, most=MOST_LINES),
            f"words-{each.key}",
        )
        for each in paragraphs
        if (lines := each.words.count("\n") + 1) > MOST_LINES
    ]
    problems += [
        Problem(msg("Say why this is left; a few words are enough."), f"reason-{left.key}")
        for left in left_over
        if left.count and not left.reason
    ]
    for thing in counted:
        if thing.counted is None or not 0 <= thing.counted <= MOST_COUNTED:
            problems.append(Problem(msg("Count this and enter the number."), f"counted-{thing.name}"))
        elif thing.differs and not thing.remark:
            problems.append(
                Problem(
                    msg("There ought to be %(expected)s; say what happened.", expected=thing.expected),
                    f"remark-{thing.name}",
                )
            )
    return NewHandover(content.shift, paragraphs, left_over, counted), problems


def _short(text: str, field: str) -> str:
    words = clean_lines(text)
    if len(words) > LONGEST_REMARK:
        raise UserError(Problem(_too_long(words, LONGEST_REMARK), field))
    return words


def _too_long(words: str, most: int) -> Message:
    return msg("This text has %(count)s characters; shorten it to %(most)s.", count=len(words), most=most)


def _no_number() -> Message:
    return msg("Enter how many there ought to be, at most %(most)s.", most=MOST_COUNTED)


def _no_such() -> UserError:
    return UserError(msg("There is no such handover; look at the list again."))
