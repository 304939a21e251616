"""The columns of what the gate is told beforehand: expected visitors, passes, whom to watch for."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.core.money import yuan
from desktop.ui.table import Cell, Column
from desktop.visits.model import DepositState, WatchAction
from desktop.visits.rows import ACTION_LABELS, DEPOSIT_LABELS, KIND_LABELS
from desktop.visits.table.words import NOTHING, When, days_words, joined, who_words

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.core.i18n import Language
    from desktop.visits.rows import ExpectedLine, PassLine, WatchLine

__all__ = [
    "expected_cell",
    "expected_columns",
    "message_words",
    "pass_cell",
    "pass_columns",
    "watch_cell",
    "watch_columns",
]

_DEPOSITS: Mapping[DepositState, str] = MappingProxyType(
    {DepositState.TAKEN: "amber", DepositState.KEPT: "ink", DepositState.RETURNED: "ink2", DepositState.NONE: "ink2"}
)


def message_words(line: ExpectedLine, spoken: Language) -> str:
    """Return what the household sends to its visitor: where, when, and the code to say at the gate."""
    days = days_words(line.first_day, line.last_day, spoken)
    who = who_words(line.plate, line.name)
    if who == NOTHING:
        return spoken.gettext(
            "You are expected at %(place)s on %(days)s. Please say the code %(code)s at the gate.",
            place=line.place,
            days=days,
            code=line.code,
        )
    return spoken.gettext(
        "%(who)s: you are expected at %(place)s on %(days)s. Please say the code %(code)s at the gate.",
        who=who,
        place=line.place,
        days=days,
        code=line.code,
    )


def expected_cell(line: ExpectedLine, when: When, spoken: Language) -> Cell:
    """Return where an expected visit stands as a chip."""
    if line.withdrawn_at is not None:
        return Cell(spoken.gettext("Does not come"), tone="grey", icon="circle-x", chip=True)
    if line.came_at is not None:
        words = spoken.gettext("Came %(when)s", when=when.words(line.came_at, spoken))
        return Cell(words, tone="green", icon="circle-check", chip=True)
    if line.last_day < when.today:
        return Cell(spoken.gettext("Did not come"), tone="grey", icon="circle-x", chip=True)
    if line.first_day > when.today:
        return Cell(spoken.gettext("On another day"), tone="grey", icon="calendar", chip=True)
    return Cell(spoken.gettext("Still to come"), tone="accent", icon="circle-dot", chip=True)


def expected_columns(when: Callable[[], When]) -> Sequence[Column[ExpectedLine]]:
    """Return the columns of expected visitors."""

    def who(line: ExpectedLine, spoken: Language) -> Cell:
        aside = joined(spoken.message(KIND_LABELS[line.kind]), line.note)
        return Cell(who_words(line.plate, line.name), aside, strong=True)

    def asked(line: ExpectedLine, _spoken: Language) -> Cell:
        return Cell(line.place, line.asked_by)

    return (
        Column("code", msg("Entry code"), lambda line, _: Cell(line.code, strong=True), 64, sort=False),
        Column("who", msg("Visitor"), who, 150, stretch=True, sort=False),
        Column("place", msg("Room"), asked, 108, sort=False),
        Column(
            "days",
            msg("Valid"),
            lambda line, spoken: days_words(line.first_day, line.last_day, spoken),
            144,
            sort=False,
        ),
        Column("state", msg("State"), lambda line, spoken: expected_cell(line, when(), spoken), 128, sort=False),
    )


def pass_cell(line: PassLine, when: When, spoken: Language) -> Cell:
    """Return whether a pass is good as a chip; nearly over is said a day before."""
    if line.revoked_at is not None:
        return Cell(spoken.gettext("Revoked"), tone="red", icon="ban", chip=True)
    if line.last_day < when.today:
        return Cell(spoken.gettext("Pass over"), tone="grey", icon="circle-x", chip=True)
    if line.first_day > when.today:
        return Cell(spoken.gettext("Not yet valid"), tone="grey", icon="calendar", chip=True)
    left = (line.last_day - when.today).days
    if left == 0:
        return Cell(spoken.gettext("Ends today"), tone="amber", icon="clock", chip=True)
    words = spoken.ngettext("%(count)s day left", "%(count)s days left", left)
    return Cell(words, tone="green", icon="circle-check", chip=True)


def pass_columns(when: Callable[[], When]) -> Sequence[Column[PassLine]]:
    """Return the columns of contractors' passes."""

    def inside(line: PassLine, spoken: Language) -> Cell:
        return Cell(spoken.integer(line.inside) if line.inside else NOTHING, tone="ink" if line.inside else "ink2")

    def deposit(line: PassLine, spoken: Language) -> Cell:
        if line.deposit_state is DepositState.NONE:
            return Cell(NOTHING, tone="ink2")
        words = spoken.message(DEPOSIT_LABELS[line.deposit_state])
        return Cell(yuan(line.deposit_fen), words, tone=_DEPOSITS[line.deposit_state])

    def valid(line: PassLine, spoken: Language) -> Cell:
        return Cell(days_words(line.first_day, line.last_day, spoken), line.number)

    return (
        Column(
            "company", msg("Company"), lambda line, _: Cell(line.company, line.work, strong=True), 150, stretch=True
        ),
        Column("place", msg("Room"), lambda line, _: Cell(line.place or NOTHING, line.foreman), 104),
        Column("valid", msg("Valid"), valid, 152, sort=False),
        Column("inside", msg("Inside"), inside, 64, right=True),
        Column("deposit", msg("Deposit"), deposit, 108, right=True, sort=False),
        Column("state", msg("State"), lambda line, spoken: pass_cell(line, when(), spoken), 116, sort=False),
    )


def watch_cell(line: WatchLine, when: When, spoken: Language) -> Cell:
    """Return whether the gate acts on an entry as a chip."""
    if line.ended_at is not None or (line.until is not None and line.until <= when.now):
        return Cell(spoken.gettext("Ended"), tone="grey", icon="circle-x", chip=True)
    if line.approved_at is None:
        return Cell(spoken.gettext("To approve"), tone="violet", icon="clock", chip=True)
    if line.action is WatchAction.REFUSE:
        return Cell(spoken.message(ACTION_LABELS[WatchAction.REFUSE]), tone="red", icon="octagon-x", chip=True)
    return Cell(spoken.gettext("Look out"), tone="amber", icon="eye", chip=True)


def watch_columns(when: Callable[[], When]) -> Sequence[Column[WatchLine]]:
    """Return the columns of the watchlist."""

    def who(line: WatchLine, _spoken: Language) -> Cell:
        known = who_words(line.plate, line.name)
        return Cell(known if known != NOTHING else line.looks, line.looks if known != NOTHING else "", strong=True)

    def until(line: WatchLine, spoken: Language) -> Cell:
        if line.until is None:
            return Cell(NOTHING, tone="ink2")
        return Cell(when().until(line.until, spoken), tone="ink2")

    return (
        Column("who", msg("Person or vehicle"), who, 150, stretch=True, sort=False),
        Column("reason", msg("Why"), lambda line, _: Cell(line.reason or NOTHING, line.ordered_by), 170, sort=False),
        Column("until", msg("Holds until"), until, 124, sort=False),
        Column("state", msg("State"), lambda line, spoken: watch_cell(line, when(), spoken), 132, sort=False),
    )
