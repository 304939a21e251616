"""What each figure ought to be: of all departments, or of one; only the project manager lays it down."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from desktop.core.i18n import msg
from desktop.months.rows import HOURS, LESS_IS_BETTER, TARGETED, Figure, TargetRow
from desktop.months.table import AT_LEAST, AT_MOST, TILE_LABELS
from desktop.ui.dialogs import FormDialog
from desktop.ui.forms import Choice, ChoiceField, Form, NumberField
from desktop.ui.language import say
from desktop.ui.panels import label

if TYPE_CHECKING:
    from typing import Any

    from PySide6.QtWidgets import QWidget

    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Language
    from desktop.months.presenter import Targets, TargetsPresenter

__all__ = ["TargetsDialog"]

ALL = "0"
"""The key of what holds for all departments."""
PER_CENT = Decimal(100)


class TargetsDialog(FormDialog):
    """A field for each figure that can have a target; an empty one takes what holds otherwise."""

    def __init__(self, presenter: TargetsPresenter, parent: QWidget | None) -> None:
        """Show what is laid down; read-only unless the presenter `may_edit`."""
        self.presenter = presenter
        self._targets: Targets | None = None
        self._shown = ALL
        self._typed: dict[str, dict[str, Any]] = {}
        form = Form(columns=2, name="targets")
        self.numbers = {figure: _field(figure) for figure in TARGETED}
        for field in self.numbers.values():
            form.add(field)
        super().__init__(msg("Targets"), form, msg("Save"), parent, width=640)
        self._back = QTimer(self, singleShot=True, interval=0)
        self._back.timeout.connect(self._stay)
        self.department = ChoiceField("department", msg("Of"), width=200)
        self.department.changed.connect(self._choose)
        self.department.close_row()
        self.body.insertWidget(0, self.department.row)
        say(self.department.input, accessibleName=msg("Department"))
        self.note = label("", "small", "ink2", wrap=True, name="targets-note")
        self.body.insertWidget(1, self.note)
        self.save.setVisible(presenter.may_edit)
        say(self.cancel, text=msg("Cancel") if presenter.may_edit else msg("Close"))
        for field in self.numbers.values():
            field.line.setReadOnly(not presenter.may_edit)
        presenter.read_in.connect(self._take)
        presenter.kept.connect(self.accept)
        presenter.refused.connect(self._refuse)
        self.submitted.connect(self._keep)
        presenter.read()

    def _take(self, targets: Targets) -> None:
        """Show what was read; what was typed meanwhile stays."""
        self._targets = targets
        choices = [Choice(ALL, msg("All departments"))] if targets.everything else []
        choices += [Choice(str(row.id), row.name) for row in targets.departments]
        self._shown = choices[0].key if choices else ALL
        self.department.offer(choices)
        self.department.choose(self._shown)
        self._show()

    def _choose(self) -> None:
        """Show another department; what was typed for this one is kept until all is saved."""
        chosen = self.department.text()
        if self._targets is None or not chosen or chosen.startswith("?") or chosen == self._shown:
            return
        values = self.form.check()
        if values is None:
            # The field is still taking up the choice that is refused here.
            self._back.start()
            return
        self._typed[self._shown] = values
        self._shown = chosen
        self._show()

    def _stay(self) -> None:
        self.department.choose(self._shown)

    def _show(self) -> None:
        assert self._targets is not None
        department_id = int(self._shown)
        typed = self._typed.get(self._shown, {})
        for figure, field in self.numbers.items():
            field.set_value(typed.get(figure.value, _number(self._targets.own(figure, department_id))))
            otherwise = self._targets.otherwise(figure, department_id)
            held = None if otherwise is None else _number(TargetRow(figure, department_id, otherwise, 0))
            field.line.setPlaceholderText("" if held is None else str(held))
        alone = msg("An empty field: the target that came with the program, or none.")
        shared = msg("An empty field: the target of all departments.")
        say(self.note, text=alone if self._shown == ALL else shared)

    def _keep(self, values: dict[str, Any]) -> None:
        assert self._targets is not None
        self._typed[self._shown] = values
        wanted = [
            (self._targets.row(figure, int(key)), _value(figure, typed[figure.value]))
            for key, typed in self._typed.items()
            for figure in TARGETED
            if typed[figure.value] != _number(self._targets.own(figure, int(key)))
        ]
        if wanted:
            self.set_busy(busy=True)
            self.presenter.keep(wanted)
        else:
            self.accept()

    def _refuse(self, error: TouchpointError) -> None:
        self.show_problems(error.problems)


def _field(figure: Figure) -> NumberField:
    """Return the field of a figure, in per cent or hours."""

    def words(spoken: Language) -> str:
        return f"{spoken.message(TILE_LABELS[figure])} {AT_MOST if figure in LESS_IS_BETTER else AT_LEAST}"

    hours = figure in HOURS
    unit = msg("hours") if hours else "%"
    return NumberField(figure.value, words, digits=1, least=0, most=10_000 if hours else 100, unit=unit, width=96)


def _number(row: TargetRow | None) -> Decimal | None:
    """Return a target as it stands in its field: per cent or hours, with at most one decimal."""
    if row is None:
        return None
    number = Decimal(str(row.value)) * (1 if row.figure in HOURS else PER_CENT)
    return Decimal(f"{round(number, 1):f}".removesuffix(".0"))


def _value(figure: Figure, number: Decimal | None) -> float | None:
    """Return the target that stands in a field as the figure is counted."""
    return None if number is None else float(number if figure in HOURS else number / PER_CENT)
