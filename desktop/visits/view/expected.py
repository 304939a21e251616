"""The part of expected visitors: told to the gate for a household, with the code shown large."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.core.permissions import Operation
from desktop.ui.keys import key
from desktop.visits.presenter import ExpectedPresenter, ExpectedScope
from desktop.visits.rows import KIND_LABELS
from desktop.visits.table import days_words, expected_cell, message_words, who_words
from desktop.visits.view.links import room_link
from desktop.visits.view.part import Part
from desktop.visits.view.scopes import ScopeBar
from desktop.visits.view.shown import Act, Shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.core.changes import Changes
    from desktop.core.i18n import Language, Message
    from desktop.ui.language import Text
    from desktop.ui.table import Cell
    from desktop.visits.rows import ExpectedLine
    from desktop.visits.view.acting import VisitActs

__all__ = ["ExpectedPart"]

_SCOPES: Mapping[str, Message] = {
    ExpectedScope.TODAY: msg("Expected today"),
    ExpectedScope.COMING: msg("Coming days"),
    ExpectedScope.PAST: msg("Last 30 days"),
}
_EMPTY: Mapping[str, tuple[Message, Message]] = {
    ExpectedScope.TODAY: (msg("Nobody is expected today"), msg("A household calls: tell the gate who comes.")),
    ExpectedScope.COMING: (msg("Nobody is expected on the coming days"), msg("Who comes later stands here.")),
    ExpectedScope.PAST: (msg("Nobody was expected lately"), msg("Who came, and who did not, stands here.")),
}


class ExpectedPart(Part["ExpectedLine"]):
    """Whom households expect."""

    presenter: ExpectedPresenter

    def __init__(self, acts: VisitActs) -> None:
        """Show those of today."""
        shell = acts.shell
        presenter = ExpectedPresenter(acts.desk, shell.tasks, shell.bus)
        super().__init__(presenter, acts, name="expected", label=msg("Expected visitors"), icon="user-check")
        presenter.setParent(self)

    def make_bar(self) -> QWidget:
        """Return the days to choose from, and the line to look for somebody."""
        return ScopeBar(self.presenter, _SCOPES, msg("Name, plate or code"), "expected")

    def nothing_chosen(self) -> tuple[Message, Message]:
        """Return what stands in the place of a visitor that is not chosen."""
        return msg("Nobody is chosen"), msg("Choose a visitor to see the code.")

    def nothing_there(self) -> tuple[Message, Message]:
        """Return what stands in the place of an empty list."""
        if self.presenter.text:
            return msg("Nobody is like this"), msg("Look for other words.")
        return _EMPTY[self.presenter.scope]

    def adding(self) -> Act | None:
        """Return the button that tells the gate of somebody."""
        if not self.acts.may(Operation.EXPECT_VISITOR):
            return None
        return Act(msg("Expect a visitor"), "expect", self.begin, icon="user-plus")

    def begin(self, room: tuple[int, str] | None = None) -> None:
        """Open the form; whom it is about is looked at afterwards."""
        self.acts.expect(self._look_at_new, room)

    def shown(self, row: ExpectedLine) -> Shown:
        """Return the code, who comes and when."""
        when = self.presenter.when
        good = row.withdrawn_at is None and row.last_day >= when.today
        return Shown(
            title=who_words(row.plate, row.name),
            state=partial(_state, self.presenter, row),
            large=row.code if good else "",
            about=partial(_message, row) if good else "",
            facts=(
                (msg("Household"), room_link(self.acts, row.room_id, row.place)),
                (msg("Valid"), lambda spoken: days_words(row.first_day, row.last_day, spoken)),
                (msg("Purpose"), KIND_LABELS[row.kind]),
                (msg("Persons"), str(row.people)),
                *_if((msg("Told by"), row.asked_by), (msg("Note"), row.note)),
                *_if((msg("Entry code"), "" if good else row.code)),
                (msg("Noted"), lambda spoken: f"{when.words(row.recorded_at, spoken)} {row.recorded_by}"),
            ),
            acts=self._acts_of(row, good=good),
        )

    def _acts_of(self, row: ExpectedLine, *, good: bool) -> Sequence[Act]:
        acts = self.acts
        if not acts.may(Operation.EXPECT_VISITOR):
            return ()
        if row.withdrawn_at is not None:
            resume = Act(msg("Comes after all"), "resume-expected", lambda: acts.resume_expected(row), "undo-2")
            return (resume,) if row.last_day >= self.presenter.when.today else ()
        if not good:
            return ()
        return (
            Act(
                msg("Copy for the household"),
                "copy-expected",
                lambda: acts.copy_message(row),
                "copy",
                key("copy-notice"),
                "primary",
            ),
            Act(msg("Change"), "amend-expected", lambda: acts.amend_expected(row), "square-pen"),
            Act(
                msg("Does not come"),
                "withdraw-expected",
                lambda: acts.withdraw_expected(row),
                "circle-x",
                key("take-off"),
            ),
        )

    def _look_at_new(self, changes: Changes) -> None:
        self.seek(changes.result)


def _state(presenter: ExpectedPresenter, row: ExpectedLine, spoken: Language) -> Cell:
    return expected_cell(row, presenter.when, spoken)


def _message(row: ExpectedLine, spoken: Language) -> str:
    return message_words(row, spoken)


def _if(*facts: tuple[Text, str]) -> Sequence[tuple[Text, str]]:
    return [fact for fact in facts if fact[1]]
