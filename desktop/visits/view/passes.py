"""The part of contractors' passes: issued, printed, revoked, with the deposit."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.core.money import yuan
from desktop.core.permissions import Operation
from desktop.ui.keys import key
from desktop.visits.model import DepositState
from desktop.visits.presenter import PassesPresenter, PassPaper, PassScope
from desktop.visits.rows import DEPOSIT_LABELS
from desktop.visits.table import days_words, joined, pass_cell
from desktop.visits.view.links import room_link
from desktop.visits.view.part import Part
from desktop.visits.view.scopes import ScopeBar
from desktop.visits.view.shown import Act, Line, Lines, Shown, Strip

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.core.changes import Changes
    from desktop.core.i18n import Language, Message
    from desktop.ui.table import Cell
    from desktop.visits.rows import PassLine
    from desktop.visits.view.acting import VisitActs

__all__ = ["PassesPart"]

_SCOPES: Mapping[str, Message] = {PassScope.GOOD: msg("Valid passes"), PassScope.OVER: msg("Passes that are over")}


class PassesPart(Part["PassLine"]):
    """Contractors' passes."""

    presenter: PassesPresenter

    def __init__(self, acts: VisitActs) -> None:
        """Show those that are good."""
        shell = acts.shell
        presenter = PassesPresenter(acts.desk, shell.tasks, shell.bus)
        super().__init__(presenter, acts, name="passes", label=msg("Passes"), icon="id-card")
        presenter.setParent(self)

    def make_bar(self) -> QWidget:
        """Return which passes to choose from, and the line to look for one."""
        return ScopeBar(self.presenter, _SCOPES, msg("Company or number"), "passes")

    def nothing_chosen(self) -> tuple[Message, Message]:
        """Return what stands in the place of a pass that is not chosen."""
        return msg("No pass is chosen"), msg("Choose one to see who may come until when.")

    def nothing_there(self) -> tuple[Message, Message]:
        """Return what stands in the place of an empty list."""
        if self.presenter.text:
            return msg("No pass is like this"), msg("Look for other words.")
        if self.presenter.scope == PassScope.OVER:
            return msg("No pass is over"), msg("Passes that have ended or were revoked stand here.")
        return msg("There is no pass"), msg("A household renovates: issue a pass to its contractor.")

    def adding(self) -> Act | None:
        """Return the button that issues a pass."""
        if not self.acts.may(Operation.ISSUE_PASS):
            return None
        return Act(msg("Issue a pass"), "issue-pass", lambda: self.acts.issue_pass(self._look_at_new), icon="plus")

    def papers(self) -> Sequence[Act]:
        """Return the pass looked at."""
        row: PassLine | None = self.view.row
        if row is None or not self.acts.may(Operation.PRINT_VISITS):
            return ()
        return (Act(msg("This pass"), "print-pass", partial(self._print, row), icon="printer"),)

    def shown(self, row: PassLine) -> Shown:
        """Return who may come where until when, and the deposit."""
        when = self.presenter.when
        strips = []
        if row.revoked_at is not None:
            strips.append(Strip(msg("Revoked"), row.revoked_words, "red", "ban"))
        elif row.inside and row.last_day < when.today:
            strips.append(Strip(msg("Still inside although the pass is over"), tone="red", icon="clock-alert"))
        deposit = partial(_deposit, row)
        crew = [name for name in row.crew.splitlines() if name.strip()]
        return Shown(
            title=row.company,
            state=partial(_state, self.presenter, row),
            large=row.number,
            strips=strips,
            facts=(
                (msg("Where"), room_link(self.acts, row.room_id, row.place)),
                (msg("Valid"), lambda spoken: days_words(row.first_day, row.last_day, spoken)),
                *([(msg("Kind of work"), row.work)] if row.work else []),
                *([(msg("Foreman"), row.foreman)] if row.foreman else []),
                (msg("Persons"), partial(_people, row)),
                (msg("Deposit"), deposit),
                (msg("Issued"), lambda spoken: f"{when.words(row.recorded_at, spoken)} {row.recorded_by}"),
            ),
            parts=[Lines(msg("Crew"), [Line(name) for name in crew])] if crew else (),
            acts=self._acts_of(row),
        )

    def _acts_of(self, row: PassLine) -> Sequence[Act]:
        acts, made = self.acts, []
        if acts.may(Operation.PRINT_VISITS):
            made.append(Act(msg("Print the pass"), "print-this-pass", partial(self._print, row), "printer"))
        if not acts.may(Operation.ISSUE_PASS):
            return made
        made.append(Act(msg("Change"), "amend-pass", lambda: acts.amend_pass(row), "square-pen"))
        if row.deposit_fen:
            made.append(Act(msg("Deposit"), "pass-deposit", lambda: acts.set_deposit(row), "circle-dot"))
        if row.revoked_at is None:
            made.append(Act(msg("Revoke"), "revoke-pass", lambda: acts.revoke_pass(row), "ban", key("take-off")))
        else:
            made.append(Act(msg("Good again"), "resume-pass", lambda: acts.resume_pass(row), "undo-2"))
        return made

    def _print(self, row: PassLine) -> None:
        self.acts.shell.show_paper(PassPaper(self.acts.desk, row))

    def _look_at_new(self, changes: Changes) -> None:
        self.seek(changes.result)


def _state(presenter: PassesPresenter, row: PassLine, spoken: Language) -> Cell:
    return pass_cell(row, presenter.when, spoken)


def _people(row: PassLine, spoken: Language) -> str:
    inside = spoken.gettext("%(count)s inside now", count=row.inside) if row.inside else ""
    return joined(spoken.integer(row.people), inside)


def _deposit(row: PassLine, spoken: Language) -> str:
    if row.deposit_state is DepositState.NONE and not row.deposit_fen:
        return spoken.message(DEPOSIT_LABELS[DepositState.NONE])
    money = spoken.gettext("%(sum)s yuan", sum=yuan(row.deposit_fen))
    return joined(money, spoken.message(DEPOSIT_LABELS[row.deposit_state]), row.deposit_words)
