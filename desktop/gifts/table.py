"""The gift lists and their households: columns, chips, and the words for how far a list is."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.gifts.model import GiftListState, GiftState
from desktop.gifts.rows import STATE_LABELS, GiftEntryLine, GiftListLine
from desktop.ui.table import Cell, Column

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language

__all__ = ["STATE_LOOKS", "entry_columns", "list_columns", "names_words", "progress_words", "stock_words"]

STATE_LOOKS: Mapping[GiftState, tuple[str, str]] = MappingProxyType(
    {
        GiftState.WAITING: ("accent", "circle-dot"),
        GiftState.NOT_HOME: ("amber", "rotate-ccw"),
        GiftState.HANDED: ("green", "circle-check"),
        GiftState.REFUSED: ("grey", "circle-x"),
        GiftState.LEFT_OUT: ("grey", "circle-x"),
    }
)
"""Tone and icon of each state."""


def list_columns(today: Callable[[], date]) -> Sequence[Column[GiftListLine]]:
    """Return the one column of the list of lists: what it is called, and how far it is below."""

    def show(line: GiftListLine, spoken: Language) -> Cell:
        return Cell(line.title, progress_words(line, spoken), strong=True)

    def due(line: GiftListLine, spoken: Language) -> Cell:
        if line.state is GiftListState.ENDED:
            return Cell(spoken.gettext("Ended"), tone="grey", icon="circle-check", chip=True)
        if line.late:
            late = (today() - line.due_on).days
            words = spoken.ngettext("Late %(count)s day", "Late %(count)s days", late)
            return Cell(words, tone="red", icon="clock-alert", chip=True)
        if line.due_on == today():
            return Cell(spoken.pgettext("day", "Today"), tone="amber", icon="clock", chip=True)
        return Cell(spoken.short_date(line.due_on), tone="ink2")

    return (
        Column("title", msg("Gift list"), show, 150, stretch=True, sort=False),
        Column("due", msg("Due"), due, 116, right=True, sort=False),
    )


def entry_columns(zone: ZoneInfo) -> Sequence[Column[GiftEntryLine]]:
    """Return the columns of the households of a list; times are shown in `zone`."""

    def when(entry: GiftEntryLine, spoken: Language) -> Cell:
        at = entry.handed_at or entry.last_tried_at
        if at is None:
            return Cell("", tone="ink2")
        day = spoken.short_date(at.astimezone(zone).date())
        return Cell(f"{day} {spoken.time(at, zone)}", tone="ink2")

    return (
        Column("state", msg("State"), _state, 144, sort=False),
        Column("room", msg("Room"), lambda entry, _: Cell(entry.room, strong=True), 92, sort=False),
        Column("people", msg("People"), _people, 150, stretch=True, sort=False),
        Column("pieces", msg("Pieces"), lambda entry, spoken: spoken.integer(entry.pieces), 56, right=True, sort=False),
        Column("about", msg("About"), _about, 144, sort=False),
        Column("when", msg("Time"), when, 128, right=True, sort=False),
    )


def progress_words(line: GiftListLine, spoken: Language) -> str:
    """Return how far a list is: 34 of 50 given; who was left out is not counted."""
    count = line.households - line.left_out
    return spoken.gettext("%(done)s of %(count)s given", done=spoken.integer(line.handed), count=spoken.integer(count))


def stock_words(line: GiftListLine, spoken: Language) -> str:
    """Return the stock in words: 12 of 60 in stock · 20 needed."""
    stock = spoken.gettext(
        "%(left)s of %(stock)s left in stock", left=spoken.integer(line.left), stock=spoken.integer(line.stock)
    )
    needed = spoken.gettext("%(count)s needed", count=spoken.integer(line.needed))
    return f"{stock} · {needed}"


def names_words(names: Sequence[str], spoken: Language) -> str:
    """Return names in one line, empty for nobody."""
    return ("、" if spoken.code.startswith("zh") else ", ").join(names)


def _state(entry: GiftEntryLine, spoken: Language) -> Cell:
    tone, icon = STATE_LOOKS[entry.state]
    words = spoken.message(STATE_LABELS[entry.state])
    if entry.state is GiftState.NOT_HOME and entry.tries > 1:
        words = f"{words} ×{spoken.integer(entry.tries)}"
    return Cell(words, tone=tone, icon=icon, chip=True)


def _people(entry: GiftEntryLine, spoken: Language) -> Cell:
    names = names_words(entry.people, spoken)
    return Cell(names) if names else Cell(spoken.gettext("Nobody entered"), tone="ink2")


def _about(entry: GiftEntryLine, spoken: Language) -> Cell:
    """Return who took it, what was noted; of who still waits, what they must not be given."""
    if entry.state is GiftState.HANDED:
        return Cell(" · ".join(filter(None, (entry.handed_to, entry.note))))
    if entry.note:
        return Cell(entry.note, tone="ink2")
    if entry.taboos:
        return Cell(spoken.gettext("Taboo: %(what)s", what="；".join(entry.taboos)), tone="amber")
    return Cell(names_words(entry.tags, spoken), tone="ink2")
