"""The part of the watchlist: noted by anybody, in force once a manager has approved it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.core.permissions import Operation
from desktop.core.plates import display_plate
from desktop.ui.keys import key
from desktop.visits.dialogs import watched_words
from desktop.visits.model import WatchAction
from desktop.visits.presenter import WatchPresenter, WatchScope
from desktop.visits.rows import ACTION_LABELS
from desktop.visits.table import NOTHING, watch_cell
from desktop.visits.view.part import Part
from desktop.visits.view.scopes import ScopeBar
from desktop.visits.view.shown import Act, Shown, Strip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.core.changes import Changes
    from desktop.core.i18n import Language, Message
    from desktop.ui.language import Text
    from desktop.ui.table import Cell
    from desktop.visits.rows import WatchLine
    from desktop.visits.view.acting import VisitActs

__all__ = ["WatchlistPart"]

_SCOPES: Mapping[str, Message] = {
    WatchScope.LIVING: msg("On the watchlist"),
    WatchScope.WAITING: msg("To approve"),
    WatchScope.OVER: msg("Ended"),
}


class WatchlistPart(Part["WatchLine"]):
    """Whom the gate watches for."""

    presenter: WatchPresenter

    def __init__(self, acts: VisitActs) -> None:
        """Show what is not over."""
        shell = acts.shell
        presenter = WatchPresenter(acts.desk, shell.tasks, shell.bus)
        super().__init__(presenter, acts, name="watchlist", label=msg("Watchlist"), icon="shield-alert")
        presenter.setParent(self)
        presenter.model.loaded.connect(self._count)

    def make_bar(self) -> QWidget:
        """Return which entries to choose from, and the line to look for one."""
        self.scopes = ScopeBar(self.presenter, _SCOPES, msg("Plate, name or looks"), "watchlist")
        return self.scopes

    def nothing_chosen(self) -> tuple[Message, Message]:
        """Return what stands in the place of an entry that is not chosen."""
        return msg("Nobody is chosen"), msg("Choose an entry to see what the gate is told.")

    def nothing_there(self) -> tuple[Message, Message]:
        """Return what stands in the place of an empty list."""
        if self.presenter.text:
            return msg("Nobody is like this"), msg("Look for other words.")
        if self.presenter.scope == WatchScope.WAITING:
            return msg("Nothing waits for a manager"), msg("What guards and the desk note stands here first.")
        if self.presenter.scope == WatchScope.OVER:
            return msg("No entry has ended"), msg("What is settled stands here with the reason.")
        return msg("Nobody is on the watchlist"), msg("Note by plate, name or looks whom the gate is to watch for.")

    def adding(self) -> Act | None:
        """Return the button that notes somebody."""
        if not self.acts.may(Operation.NOTE_WATCHED):
            return None
        return Act(msg("Watch for somebody"), "note-watched", lambda: self.acts.note_watched(self._look_at_new), "plus")

    def shown(self, row: WatchLine) -> Shown:
        """Return whom the gate watches for, why, and who wants it."""
        when = self.presenter.when
        over = row.ended_at is not None or (row.until is not None and row.until <= when.now)
        refused = row.action is WatchAction.REFUSE
        strips = []
        if not over and row.approved_at is None:
            strips.append(Strip(msg("The gate is not told yet"), msg("A manager has to approve it."), "amber", "clock"))
        elif not over:
            look = ("red", "octagon-x") if refused else ("amber", "eye")
            strips.append(Strip(ACTION_LABELS[row.action], row.reason, *look))
        return Shown(
            title=watched_words(row),
            state=partial(_state, self.presenter, row),
            strips=strips,
            facts=_facts(self.presenter, row),
            acts=self._acts_of(row, over=over),
        )

    def _acts_of(self, row: WatchLine, *, over: bool) -> Sequence[Act]:
        acts, made = self.acts, []
        manages = acts.may(Operation.APPROVE_WATCHED)
        if not acts.may(Operation.NOTE_WATCHED) or (row.approved_at is not None and not manages):
            return ()
        if over:
            again = Act(msg("Watch again"), "resume-watched", lambda: acts.resume_watched(row), "undo-2")
            return (again,) if row.ended_at is not None else ()
        if row.approved_at is None and manages:
            approve = partial(acts.approve_watched, row)
            made.append(Act(msg("Approve"), "approve-watched", approve, "check", key("complete"), "primary"))
        made.append(Act(msg("Change"), "amend-watched", lambda: acts.amend_watched(row), "square-pen"))
        made.append(Act(msg("End it"), "end-watched", lambda: acts.end_watched(row), "circle-x", key("take-off")))
        return made

    def _count(self) -> None:
        """Tell beside its scope how many wait for a manager, once all that is not over was read."""
        if not self.presenter.is_narrowed:
            waiting = [row for row in self.presenter.model.rows if row.approved_at is None]
            self.scopes.count(WatchScope.WAITING, len(waiting))

    def _look_at_new(self, changes: Changes) -> None:
        self.seek(changes.result)


def _state(presenter: WatchPresenter, row: WatchLine, spoken: Language) -> Cell:
    return watch_cell(row, presenter.when, spoken)


def _facts(presenter: WatchPresenter, row: WatchLine) -> Sequence[tuple[Text, Text]]:
    when = presenter.when

    def until(spoken: Language) -> str:
        return NOTHING if row.until is None else when.until(row.until, spoken)

    def noted(spoken: Language) -> str:
        return f"{when.words(row.noted_at, spoken)} {row.noted_by}"

    def approved(spoken: Language) -> str:
        return "" if row.approved_at is None else f"{when.words(row.approved_at, spoken)} {row.approved_by}"

    facts: list[tuple[Text, Text]] = [
        (msg("Plate"), display_plate(row.plate) if row.plate else ""),
        (msg("Name"), row.name),
        (msg("Last four"), row.id_tail),
        (msg("Looks"), row.looks),
        (msg("Why"), row.reason),
        (msg("The gate"), ACTION_LABELS[row.action]),
        (msg("Ordered by"), row.ordered_by),
        (msg("Holds until"), until),
        (msg("Noted"), noted),
    ]
    if row.approved_at is not None:
        facts.append((msg("Approved"), approved))
    if row.ended_at is not None:
        ended = row.ended_at
        facts.append((msg("Ended"), lambda spoken: f"{when.words(ended, spoken)} {row.ended_words}"))
    return [fact for fact in facts if fact[1]]
