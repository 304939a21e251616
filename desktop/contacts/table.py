"""Lists of contact lists, of their households, of rounds and of who is called: columns, chips, sources."""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.contacts.model import CallOutcome, CallState, Membership, RoundState
from desktop.contacts.rows import ENTRY_LABELS, OUTCOME_LABELS, EntryFilter
from desktop.core.i18n import msg
from desktop.ui.table import Cell, Column, Direction

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date, datetime
    from zoneinfo import ZoneInfo

    from desktop.contacts.rows import ContactListLine, EntryLine, MemberLine, RoundLine
    from desktop.contacts.service import ContactService
    from desktop.core.i18n import Language

__all__ = [
    "OUTCOME_LOOKS",
    "EntrySource",
    "MemberSource",
    "attempt_icon",
    "confirmed_words",
    "entry_columns",
    "list_columns",
    "member_columns",
    "names_words",
    "round_columns",
    "state_cell",
    "tag_look",
    "unreached_columns",
    "when_words",
]

NOTHING = "—"
"""What stands where there is nothing to say."""

OUTCOME_LOOKS: Mapping[CallOutcome, tuple[str, str]] = MappingProxyType(
    {
        CallOutcome.REACHED: ("green", "circle-check"),
        CallOutcome.NO_ANSWER: ("amber", "phone-missed"),
        CallOutcome.BUSY: ("amber", "phone-missed"),
        CallOutcome.MESSAGE_LEFT: ("blue", "voicemail"),
        CallOutcome.WRONG_NUMBER: ("amber", "phone-off"),
        CallOutcome.REFUSED: ("grey", "user-x"),
        CallOutcome.DO_NOT_CALL: ("grey", "ban"),
        CallOutcome.NO_PHONE: ("amber", "phone-off"),
        CallOutcome.LEFT_ROUND: ("grey", "log-out"),
    }
)
"""Tone and icon of what a call came to."""

_TAGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "vip": ("violet", "crown"),
        "committee": ("blue", "badge-check"),
        "living_alone": ("amber", "heart-handshake"),
        "legacy_issue": ("amber", "history"),
        "pregnant_or_infant": ("amber", "calendar-heart"),
        "ill": ("amber", "calendar-heart"),
    }
)


@dataclass(frozen=True, slots=True)
class MemberSource:
    """The households of one list as the generic list asks for them, on background threads."""

    service: ContactService
    list_id: int

    def count(self) -> int:
        """Return the number of households."""
        return self.service.member_count(self.list_id)

    def page(self, anchor: MemberLine | None, direction: Direction, limit: int) -> Sequence[MemberLine]:
        """Return the `limit` households next to `anchor`, the first or last of the list without one."""
        return self.service.members(self.list_id, anchor, backward=direction is Direction.BEFORE, limit=limit)

    def jump(self, position: int, limit: int) -> Sequence[MemberLine]:
        """Return `limit` households from `position`."""
        return self.service.members_from(self.list_id, position, limit)

    def find(self, identity: object) -> int | None:
        """Return the position of the room with id `identity`, None if it is not on the list."""
        return self.service.member_position(self.list_id, identity) if isinstance(identity, int) else None


@dataclass(frozen=True, slots=True)
class EntrySource:
    """The households of one round as the generic list asks for them, on background threads."""

    service: ContactService
    round_id: int
    wanted: EntryFilter

    def count(self) -> int:
        """Return the number of households."""
        return self.service.entry_count(self.round_id, self.wanted)

    def page(self, anchor: EntryLine | None, direction: Direction, limit: int) -> Sequence[EntryLine]:
        """Return the `limit` households next to `anchor`, the first or last of the round without one."""
        backward = direction is Direction.BEFORE
        return self.service.entries(self.round_id, self.wanted, anchor, backward=backward, limit=limit)

    def jump(self, position: int, limit: int) -> Sequence[EntryLine]:
        """Return `limit` households from `position`."""
        return self.service.entries_from(self.round_id, self.wanted, position, limit)

    def find(self, identity: object) -> int | None:
        """Return the position of the entry with id `identity`, None where the table leaves it out."""
        if not isinstance(identity, int):
            return None
        return self.service.entry_position(self.round_id, self.wanted, identity)


# --- contact lists --------------------------------------------------------------------------------------------------


def list_columns() -> Sequence[Column[ContactListLine]]:
    """Return the columns of the lists themselves: the name over where its households come from, their number."""
    return (
        Column("name", msg("List"), _list_name, 120, stretch=True, sort=False),
        Column("members", msg("Households"), _members, 64, right=True, sort=False),
    )


def member_columns() -> Sequence[Column[MemberLine]]:
    """Return the columns of the households of a list."""
    return (
        Column("room", msg("Room"), lambda line, _: Cell(line.label, strong=True), 96, sort=False),
        Column("people", msg("People"), _member_people, 150, stretch=True, sort=False),
        Column("tags", msg("Tags"), _member_tags, 130, sort=False),
        Column("priority", msg("Priority"), _priority, 64, right=True, sort=False),
        Column("origin", msg("On the list"), _origin, 122, sort=False),
        Column("note", msg("Note"), lambda line, _: Cell(" ".join(line.note.split()), tone="ink2"), 130, sort=False),
    )


def _list_name(line: ContactListLine, spoken: Language) -> Cell:
    if line.archived_at is not None:
        return Cell(line.name, spoken.gettext("archived"), tone="ink2")
    if line.rule is None:
        second = spoken.gettext("by hand")
    elif line.added or line.excluded:
        second = spoken.gettext("by rule and by hand")
    else:
        second = spoken.gettext("by rule")
    return Cell(line.name, second, strong=True)


def _members(line: ContactListLine, spoken: Language) -> Cell:
    return Cell(spoken.integer(line.members), tone="ink" if line.members and line.archived_at is None else "ink2")


def _member_people(line: MemberLine, spoken: Language) -> Cell:
    names = names_words(line.people, spoken)
    return Cell(names) if names else Cell(spoken.gettext("Nobody entered"), tone="ink2")


def _member_tags(line: MemberLine, spoken: Language) -> Cell:
    return Cell(names_words(line.tags, spoken), tone="ink2")


def _priority(line: MemberLine, spoken: Language) -> Cell:
    return Cell(spoken.integer(line.priority)) if line.priority else Cell(NOTHING, tone="ink2")


def _origin(line: MemberLine, spoken: Language) -> Cell:
    """Return why a household is on the list; what keeps it from being called comes first."""
    if line.do_not_call:
        return Cell(spoken.gettext("Do not call"), tone="amber", icon="phone-off", chip=True)
    if not line.phones:
        return Cell(spoken.gettext("No phone"), tone="amber", icon="phone-off", chip=True)
    by_hand = line.membership is Membership.ADDED and not line.by_rule
    return Cell(spoken.gettext("by hand") if by_hand else spoken.gettext("by rule"), tone="ink2")


# --- rounds ---------------------------------------------------------------------------------------------------------


def round_columns(zone: ZoneInfo) -> Sequence[Column[RoundLine]]:
    """Return the columns of rounds; days and times are in `zone`."""

    def started(line: RoundLine, spoken: Language) -> Cell:
        return Cell(spoken.moment(line.started_at, zone), tone="ink2")

    return (
        Column("state", msg("State"), _round_state, 116, sort=False),
        Column("occasion", msg("Occasion"), lambda line, _: Cell(line.occasion, strong=True), stretch=True, sort=False),
        Column("list", msg("List"), lambda line, _: Cell(line.list_name), 150, sort=False),
        Column("done", msg("Done"), _round_done, 84, right=True, sort=False),
        Column("unreached", msg("Not reached"), _round_unreached, 92, right=True, sort=False),
        Column("started", msg("Begun"), started, 140, right=True, sort=False),
    )


def _round_state(line: RoundLine, spoken: Language) -> Cell:
    if line.state is RoundState.ENDED:
        return Cell(spoken.gettext("Ended"), tone="grey", icon="circle-check", chip=True)
    if line.progress.done == line.progress.total:
        return Cell(spoken.gettext("All called"), tone="green", icon="circle-check", chip=True)
    if line.progress.calling or line.mine:
        return Cell(spoken.gettext("Being called"), tone="accent", icon="phone-call", chip=True)
    return Cell(spoken.gettext("Under way"), tone="blue", icon="circle-dot", chip=True)


def _round_done(line: RoundLine, spoken: Language) -> Cell:
    return Cell(f"{spoken.integer(line.progress.done)} / {spoken.integer(line.progress.total)}")


def _round_unreached(line: RoundLine, spoken: Language) -> Cell:
    count = line.progress.unreached
    return Cell(spoken.integer(count), tone="amber" if count else "ink2")


def entry_columns(zone: ZoneInfo, now: Callable[[], datetime], me: str = "") -> Sequence[Column[EntryLine]]:
    """Return the columns of who is called; times are in `zone`, `now` is asked when a cell is made, `me` looks."""

    def state(line: EntryLine, spoken: Language) -> Cell:
        return state_cell(line, now(), zone, spoken, me)

    def number(line: EntryLine, spoken: Language) -> Cell:
        return Cell(spoken.integer(line.number), tone="ink2")

    return (
        Column("number", msg("No."), number, 32, sort=False),
        Column("room", msg("Room"), lambda line, _: Cell(line.room), 94, sort=False),
        Column("people", msg("People"), _entry_people, 60, stretch=True, sort=False),
        Column("state", msg("State"), state, 122, sort=False),
    )


def unreached_columns(zone: ZoneInfo, now: Callable[[], datetime]) -> Sequence[Column[EntryLine]]:
    """Return the columns of who was not reached: why, how often it was tried, by whom at last, what was noted."""

    def state(line: EntryLine, spoken: Language) -> Cell:
        return state_cell(line, now(), zone, spoken)

    def called(line: EntryLine, spoken: Language) -> Cell:
        if line.called_at is None:
            return Cell(NOTHING, tone="ink2")
        return Cell(f"{when_words(line.called_at, now(), zone, spoken)} {line.called_by}", tone="ink2")

    return (
        Column("state", msg("State"), state, 122, sort=False),
        Column("room", msg("Room"), lambda line, _: Cell(line.room, strong=True), 92, sort=False),
        Column("people", msg("People"), _unreached_people, 120, stretch=True, sort=False),
        Column(
            "attempts",
            msg("Calls"),
            lambda line, spoken: Cell(spoken.integer(line.attempts)),
            56,
            right=True,
            sort=False,
        ),
        Column("called", msg("Last call"), called, 130, sort=False),
        Column("note", msg("Note"), lambda line, _: Cell(" ".join(line.note.split()), tone="ink2"), 120, sort=False),
    )


def state_cell(line: EntryLine, now: datetime, zone: ZoneInfo, spoken: Language, me: str = "") -> Cell:
    """Return where a household of a round stands: who is calling it, what came of it, when it is called again."""
    if line.calling:
        calling = spoken.gettext("on the phone") if line.calling == me else line.calling
        return Cell(calling, tone="accent", icon="phone-call", chip=True)
    if line.state is CallState.WAITING:
        return Cell("", icon="circle")
    if line.state is CallState.LATER:
        if line.next_at is None or line.next_at <= now:
            return Cell(spoken.gettext("Call now"), tone="amber", icon="clock", chip=True)
        again = spoken.gettext("again %(time)s", time=when_words(line.next_at, now, zone, spoken))
        return Cell(again, tone="amber", icon="clock", chip=True)
    if line.outcome is None:
        return Cell(spoken.message(ENTRY_LABELS[line.state]), tone="grey", icon="circle-x", chip=True)
    tone, icon = OUTCOME_LOOKS[line.outcome]
    return Cell(spoken.message(OUTCOME_LABELS[line.outcome]), tone=tone, icon=icon, chip=True)


def attempt_icon(outcome: CallOutcome) -> tuple[str, str]:
    """Return icon and tone of one call that was made."""
    tone, icon = OUTCOME_LOOKS[outcome]
    return icon, tone


def when_words(at: datetime, now: datetime, zone: ZoneInfo, spoken: Language) -> str:
    """Return the time of a moment of today in `zone`, with its day before it for any other."""
    local = at.astimezone(zone)
    time = spoken.time(at, zone)
    return time if local.date() == now.astimezone(zone).date() else f"{spoken.short_date(local.date())} {time}"


def names_words(names: Sequence[str], spoken: Language) -> str:
    """Return names one after the other, as the language lists them."""
    return ("、" if spoken.code.startswith("zh") else ", ").join(names)


def tag_look(meaning: str, tone: str = "") -> tuple[str, str]:
    """Return tone and icon of a tag by its meaning; `tone` is the colour the community chose for it."""
    usual, icon = _TAGS.get(meaning, ("grey", "tag"))
    return tone or usual, icon


def _unreached_people(line: EntryLine, spoken: Language) -> Cell:
    return Cell(names_words(line.people, spoken) or NOTHING, tone="ink" if line.people else "ink2")


def _entry_people(line: EntryLine, _spoken: Language) -> Cell:
    return Cell(next(iter(line.people), NOTHING), tone="ink" if line.people else "ink2")


def confirmed_words(day: date | None, today: date, spoken: Language) -> tuple[str, str, str]:
    """Return how fresh a phone is, in words, with tone and icon of its chip."""
    if day is None:
        return spoken.gettext("never confirmed"), "grey", "clock"
    years = (today - day).days // 365
    if years:
        words = spoken.ngettext("confirmed %(count)s year ago", "confirmed %(count)s years ago", years)
        return words, "grey", "clock"
    return spoken.gettext("confirmed %(day)s", day=spoken.short_date(day)), "green", "check"
