"""Keeping tags and standing instructions: put on, changed, taken off; given, ended, read in bulk."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg, nmsg
from desktop.core.permissions import Operation, allows, requires
from desktop.core.texts import clean, clean_lines, search_form
from desktop.households.model import (
    GATE_KINDS,
    InstructionKind,
    Room,
    RoomTag,
    StandingInstruction,
    Tag,
    tag_meaning,
)
from desktop.households.rows import MEANING_LABELS, TONE_LABELS, InstructionLine, NewInstruction, TagRow
from desktop.households.service.keeping import Keeping, index_room, index_rooms, owned, seen
from desktop.households.store import marks

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from desktop.core.changes import Changes
    from desktop.storage.work import UnitOfWork

__all__ = ["KeepingMarks", "add_instruction", "end_now"]

_NEEDS_WORDS = frozenset({InstructionKind.ADMIT, InstructionKind.DO_NOT_ADMIT, InstructionKind.OTHER})
"""Instructions that say nothing without words: whom to admit, what to do."""


def add_instruction(work: UnitOfWork, room_id: int, given: NewInstruction) -> int:
    """Keep what a household asked for inside the caller's own unit of work; return the instruction's id.

    Raises UserError as `KeepingMarks.give_instruction`.
    """
    room = owned(work, Room, room_id)
    row = StandingInstruction(community_id=work.community_id, room_id=room.id)
    _fill(row, given, work.now)
    work.session.add(row)
    work.session.flush()
    _tell(work, row, "instruction given", None)
    return row.id


def end_now(work: UnitOfWork, row: StandingInstruction) -> None:
    """Let a standing instruction that is in force expire now, inside the caller's own unit of work."""
    before = _said(row)
    row.ended_at = work.now
    _tell(work, row, "instruction ended", before)


class KeepingMarks(Keeping):
    """Writes what is to be known of a household. Days are days in the community's time zone."""

    # --- tags of a household ---------------------------------------------------------------------------------------

    @requires(Operation.EDIT_HOUSEHOLD)
    def tag(
        self,
        room_id: int,
        name: str,
        *,
        cause: str = "",
        since: date | datetime | None = None,
        meaning: str = "",
        tone: str = "",
        operation_id: str = "",
    ) -> Changes:
        """Put a tag on a household, or set its cause anew; a tag of that name is made where there is none.

        `since` none means from now on, or unchanged where it is worn. A new tag means `meaning`, or what its name says,
        and has its own `tone` where given. The result is the tag's id. Raises UserError naming tag, since or tone.
        """
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            room = owned(work, Room, room_id)
            tag = self._tag_named(work, name, meaning, tone)
            worn = self._worn(work, room.id, tag.id)
            moment = self._begun(since)
            if worn is None:
                worn = RoomTag(community_id=work.community_id, room_id=room.id, tag_id=tag.id, cause=clean(cause))
                worn.since = moment or work.now
                work.session.add(worn)
                self._note(work, room, tag, worn, None, "tagged")
            else:
                self._rewrite(work, room, tag, worn, cause, moment or worn.since)
            work.result = tag.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def change_tag(
        self,
        room_id: int,
        tag_id: int,
        *,
        version: int,
        cause: str,
        since: date | datetime | None,
        operation_id: str = "",
    ) -> Changes:
        """Set why and since when (none: not known) a household wears a tag.

        Raises UserError for a day yet to come or where the tag was taken off, ConflictError if it changed meanwhile.
        """
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            room = owned(work, Room, room_id)
            found = self._worn(work, room.id, tag_id)
            worn = seen(work, RoomTag, 0 if found is None else found.id, version)
            self._rewrite(work, room, owned(work, Tag, tag_id), worn, cause, self._begun(since))
            work.result = tag_id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def untag(self, room_id: int, tag_id: int, *, operation_id: str = "") -> Changes:
        """Take a tag off a household; nothing happens where it does not wear it."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            room = owned(work, Room, room_id)
            worn = self._worn(work, room.id, tag_id)
            if worn is not None:
                tag = owned(work, Tag, tag_id)
                before = self._told(tag, worn)
                work.session.delete(worn)
                work.audit("room", room.id, "untagged", before, None)
                work.touch("tag", tag.id)
                work.timeline(room.id, work.now, "untagged", tag.id, **before)
                index_room(work, room)
            work.result = room.id
        return work.changes

    # --- the community's tags --------------------------------------------------------------------------------------

    @requires(Operation.READ_HOUSEHOLD)
    def community_tags(self) -> tuple[TagRow, ...]:
        """Return the community's tags, those that mean something first, each with the number of its households."""
        with self.desk.read() as session:
            return marks.community_tags(session, self.actor.community_id)

    @requires(Operation.EDIT_HOUSEHOLD)
    def add_tag(self, name: str, *, meaning: str = "", tone: str = "", operation_id: str = "") -> Changes:
        """Make a tag that no household wears yet; raise UserError where there is one of that name."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            self._check_free(work, name, 0)
            work.result = self._tag_named(work, name, meaning, tone).id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def edit_tag(
        self, tag_id: int, *, version: int, name: str, meaning: str, tone: str, operation_id: str = ""
    ) -> Changes:
        """Call a tag otherwise everywhere, let it mean `meaning` (empty: nothing) and look like `tone` (its meaning's).

        Raises UserError naming name, meaning or tone, ConflictError if it changed meanwhile.
        """
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            tag = seen(work, Tag, tag_id, version)
            self._check_free(work, name, tag.id)
            self._check_look(meaning, tone)
            before, renamed = _about(tag), tag.name != clean(name)
            tag.name, tag.meaning, tag.tone = clean(name), meaning, tone
            work.audit("tag", tag.id, "edited", before, _about(tag))
            rooms = marks.wearers(work.session, tag.id)
            if rooms:
                work.touch("room", *rooms)
            if renamed:
                index_rooms(work, rooms)
            work.result = tag.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def remove_tag(self, tag_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Remove a tag that no household wears; raise UserError where one does."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            tag = seen(work, Tag, tag_id, version)
            count = len(marks.wearers(work.session, tag.id))
            if count:
                raise UserError(
                    nmsg(
                        "%(count)s household wears “%(tag)s”; take it off there first.",
                        "%(count)s households wear “%(tag)s”; take it off there first.",
                        count,
                        tag=tag.name,
                    )
                )
            work.audit("tag", tag.id, "removed", _about(tag), None)
            work.session.delete(tag)
            work.result = tag_id
        return work.changes

    # --- standing instructions -------------------------------------------------------------------------------------

    @requires(Operation.EDIT_HOUSEHOLD)
    def give_instruction(self, room_id: int, given: NewInstruction, *, operation_id: str = "") -> Changes:
        """Keep what a household asked for; the result is the instruction's id.

        Raises UserError naming words or until: nothing said where words are needed, over before it begins or already.
        """
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            work.result = add_instruction(work, room_id, given)
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def change_instruction(
        self, instruction_id: int, given: NewInstruction, *, version: int, operation_id: str = ""
    ) -> Changes:
        """Correct a standing instruction; one that had been ended holds again.

        Raises UserError as `give_instruction`, ConflictError if it changed meanwhile.
        """
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            row = seen(work, StandingInstruction, instruction_id, version)
            before = _said(row)
            _fill(row, given, work.now)
            row.ended_at = None
            if _said(row) != before:
                _tell(work, row, "instruction changed", before)
            work.result = row.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def end_instruction(self, instruction_id: int, *, version: int, operation_id: str = "") -> Changes:
        """Let a standing instruction expire now; nothing happens where it is over. ConflictError if it changed."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            row = seen(work, StandingInstruction, instruction_id, version)
            if row.ended_at is None and (row.until is None or row.until > work.now):
                end_now(work, row)
            work.result = row.id
        return work.changes

    @requires(Operation.EDIT_HOUSEHOLD)
    def resume_instruction(self, instruction_id: int, *, operation_id: str = "") -> Changes:
        """Take back that a standing instruction was ended; its own end still counts."""
        with self.desk.write(Operation.EDIT_HOUSEHOLD, operation_id) as work:
            row = owned(work, StandingInstruction, instruction_id)
            if row.ended_at is not None:
                before = _said(row)
                row.ended_at = None
                _tell(work, row, "instruction resumed", before)
            work.result = row.id
        return work.changes

    @requires(Operation.SEARCH_PUBLIC)
    def instructions_in_force(
        self, room_ids: Sequence[int], kinds: Collection[InstructionKind] = ()
    ) -> Mapping[int, tuple[InstructionLine, ...]]:
        """Return what holds now by room, most urgent first; no `kinds` means all. Rooms without any are left out.

        Who may search rooms and names only, the gate, is told whom to admit and nothing else.
        """
        wanted = frozenset(kinds or InstructionKind)
        if not allows(self.actor, Operation.READ_HOUSEHOLD):
            wanted &= GATE_KINDS
        with self.desk.read() as session:
            return marks.in_force(session, self.actor.community_id, room_ids, wanted, self.desk.clock.now())

    # --- inside ----------------------------------------------------------------------------------------------------

    def _tag_named(self, work: UnitOfWork, name: str, meaning: str, tone: str) -> Tag:
        """Return the tag called so, in whatever spelling, or make it."""
        wanted = clean(name)
        if not wanted:
            raise UserError(Problem(msg("Write what the tag is called."), "tag"))
        self._check_look(meaning, tone)
        tags = work.session.scalars(select(Tag).where(Tag.community_id == work.community_id).order_by(Tag.id)).all()
        alike = [tag for tag in tags if search_form(tag.name) == search_form(wanted)]
        found = next((tag for tag in alike if tag.name == wanted), alike[0] if alike else None)
        if found is not None:
            return found
        made = Tag(community_id=work.community_id, name=wanted, meaning=meaning or tag_meaning(wanted), tone=tone)
        work.session.add(made)
        work.session.flush()
        work.audit("tag", made.id, "added", None, _about(made))
        return made

    def _check_free(self, work: UnitOfWork, name: str, tag_id: int) -> None:
        wanted = clean(name)
        if not wanted:
            raise UserError(Problem(msg("Write what the tag is called."), "name"))
        others = select(Tag.name).where(Tag.community_id == work.community_id, Tag.id != tag_id)
        if any(search_form(other) == search_form(wanted) for other in work.session.scalars(others)):
            raise UserError(Problem(msg("There is a tag “%(tag)s” already; use that one.", tag=wanted), "name"))

    def _check_look(self, meaning: str, tone: str) -> None:
        if meaning and meaning not in MEANING_LABELS:
            raise UserError(Problem(msg("Choose what the tag means from the list."), "meaning"))
        if tone and tone not in TONE_LABELS:
            raise UserError(Problem(msg("Choose the tag's colour from the list."), "tone"))

    def _rewrite(
        self, work: UnitOfWork, room: Room, tag: Tag, worn: RoomTag, cause: str, since: datetime | None
    ) -> None:
        before = self._told(tag, worn)
        worn.cause, worn.since = clean(cause), since
        if self._told(tag, worn) != before:
            self._note(work, room, tag, worn, before, "tag_changed")

    def _note(
        self, work: UnitOfWork, room: Room, tag: Tag, worn: RoomTag, before: Mapping[str, Any] | None, kind: str
    ) -> None:
        after = self._told(tag, worn)
        work.audit("room", room.id, kind.replace("_", " "), before, after)
        work.touch("tag", tag.id)
        work.timeline(room.id, work.now, kind, tag.id, **after)
        index_room(work, room)

    def _told(self, tag: Tag, worn: RoomTag) -> dict[str, Any]:
        """Return a worn tag as audit and timeline keep it."""
        since = None if worn.since is None else worn.since.astimezone(self.desk.zone).date().isoformat()
        return {"tag": tag.name, "meaning": tag.meaning, "cause": worn.cause, "since": since}

    def _begun(self, since: date | datetime | None) -> datetime | None:
        """Return the moment a tag is worn from; raise UserError for one yet to come."""
        if since is not None and not isinstance(since, datetime):
            since = datetime.combine(since, time(), self.desk.zone)
        if since is not None and since > self.desk.clock.now():
            raise UserError(Problem(msg("A tag tells what is so already; choose a day up to today."), "since"))
        return since

    def _worn(self, work: UnitOfWork, room_id: int, tag_id: int) -> RoomTag | None:
        return work.session.scalars(
            select(RoomTag).where(RoomTag.room_id == room_id, RoomTag.tag_id == tag_id)
        ).one_or_none()


def _tell(work: UnitOfWork, row: StandingInstruction, action: str, before: Mapping[str, Any] | None) -> None:
    said = _said(row)
    work.audit("standing_instruction", row.id, action, before, said)
    work.touch("room", row.room_id)
    # what an end does to the words is told by the kind of touchpoint
    work.timeline(row.room_id, work.now, action.replace(" ", "_"), row.id, **said)
    work.result = row.id


def _about(tag: Tag) -> dict[str, Any]:
    return {"name": tag.name, "meaning": tag.meaning, "tone": tag.tone}


def _fill(row: StandingInstruction, given: NewInstruction, now: datetime) -> None:
    """Take over what was said; raise UserError naming everything that is wrong with it."""
    kind, words = InstructionKind(given.kind), clean_lines(given.words)
    since, until = given.since or row.since or now, given.until
    problems = []
    if not words and kind in _NEEDS_WORDS:
        problems.append(Problem(msg("Write what is to be done."), "words"))
    if until is not None and until <= since:
        problems.append(Problem(msg("It would be over before it begins; choose a later end."), "until"))
    elif until is not None and until <= now:
        problems.append(Problem(msg("This end has passed already; choose a later one."), "until"))
    if problems:
        raise UserError(*problems)
    row.kind, row.words, row.said_by = kind, words, clean(given.said_by)
    row.since, row.until = since, until


def _said(row: StandingInstruction) -> dict[str, Any]:
    """Return a standing instruction as audit and timeline keep it; times are ISO 8601 in UTC."""
    return {
        "asked": str(row.kind),
        "words": row.words,
        "said_by": row.said_by,
        "since": row.since.isoformat(),
        "until": None if row.until is None else row.until.isoformat(),
        "ended": row.ended_at is not None,
    }
