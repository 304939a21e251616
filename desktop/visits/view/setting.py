"""What a manager lays down for the gates, from a button to the line that says so."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.core.i18n import msg, nmsg
from desktop.ui.dialogs import Question
from desktop.visits.dialogs import GateDialog, KindDialog, RulesDialog, ShiftDialog

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.core.changes import Changes
    from desktop.visits.dialogs import VisitDialog
    from desktop.visits.presenter import SetupPresenter
    from desktop.visits.rows import GateRow, KindRow, ReductionRow, RulesRow, ShiftRow
    from desktop.visits.service import VisitService
    from desktop.visits.view.acting import VisitActs

    Command = Callable[[VisitService, str], Changes]

__all__ = ["SetupActs"]


class SetupActs(QObject):
    """Opens the forms of the set-up through `acts`. `question` is the one that is open, None for none."""

    def __init__(self, acts: VisitActs, presenter: SetupPresenter) -> None:
        """Act over the page of `acts`."""
        super().__init__(presenter)
        self.question: Question | None = None
        self._acts = acts
        self._presenter = presenter
        presenter.reduced.connect(self._say_reduced)

    def edit_gate(self, row: GateRow | None = None) -> None:
        """Add a gate, or rename `row`."""
        self._open(GateDialog(row, self._acts.page))

    def archive_gate(self, row: GateRow) -> None:
        """Offer a gate no more; adding one of its name takes that back."""
        self._acts.make(
            lambda service, operation_id: service.archive_gate(row.id, version=row.version, operation_id=operation_id),
            msg("%(name)s is no longer offered.", name=row.name),
            lambda _changes: partial(_add_gate, row.name),
        )

    def edit_kind(self, row: KindRow | None = None) -> None:
        """Add an own kind of visit, or rename `row`."""
        self._open(KindDialog(row, self._acts.page))

    def archive_kind(self, row: KindRow) -> None:
        """Offer an own kind no more; adding one of its name takes that back."""
        self._acts.make(
            lambda service, operation_id: service.archive_kind(
                row.key.own_id, version=row.version, operation_id=operation_id
            ),
            msg("%(name)s is no longer offered.", name=str(row.name)),
            lambda _changes: partial(_add_kind, row),
        )

    def add_shift(self) -> None:
        """Add a shift."""
        self._open(ShiftDialog(self._acts.page))

    def archive_shift(self, row: ShiftRow) -> None:
        """End a shift; another one of its times takes that back."""
        self._acts.make(
            lambda service, operation_id: service.archive_shift(row.id, version=row.version, operation_id=operation_id),
            msg("%(name)s is no longer offered.", name=row.name),
            lambda _changes: partial(_add_shift, row),
        )

    def edit_rules(self, row: RulesRow) -> None:
        """Lay down the rules."""
        self._open(RulesDialog(row, self._acts.page))

    def reduce(self, due: ReductionRow) -> None:
        """Ask, then let old visits become counts however many they are."""
        words = nmsg(
            "%(count)s visit becomes a count: who came, with which car and to whom, is gone for good. What was held "
            "stays.",
            "%(count)s visits become counts: who came, with which car and to whom, is gone for good. What was held "
            "stays.",
            due.due,
        )
        question = Question(msg("Reduce all of them at once?"), words, msg("Reduce all the same"), self._acts.page)
        question.accepted.connect(self._presenter.reduce)
        question.finished.connect(self._forget)
        self.question = question
        question.open()

    def _open(self, dialog: VisitDialog) -> None:
        if self._acts.dialog is None:
            self._acts.open(dialog)

    def _say_reduced(self) -> None:
        self._acts.shell.tell(msg("Old visits have become counts."))

    def _forget(self, _result: int) -> None:
        question, self.question = self.question, None
        if question is not None:
            question.deleteLater()


def _add_gate(name: str, service: VisitService, operation_id: str) -> Changes:
    return service.add_gate(name, operation_id=operation_id)


def _add_kind(row: KindRow, service: VisitService, operation_id: str) -> Changes:
    return service.add_kind(str(row.name), row.like, operation_id=operation_id)


def _add_shift(row: ShiftRow, service: VisitService, operation_id: str) -> Changes:
    return service.add_shift(row.name, row.starts, row.ends, operation_id=operation_id)
