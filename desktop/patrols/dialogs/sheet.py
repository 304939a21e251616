"""A round that was walked on paper is entered: when, by whom, and what each point was like."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.households.dialogs.marks import moment_reader
from desktop.patrols.dialogs.forms import PatrolDialog
from desktop.patrols.model import PointOutcome
from desktop.patrols.rows import NewFinding, NewSheet, SheetStep
from desktop.ui.forms import Choice, ChoiceField, Form, LineField, MomentField, SegmentField, TextField

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from desktop.patrols.dialogs.forms import Command
    from desktop.patrols.rows import FindingChoices, PointLine, RouteLine
    from desktop.storage.desk import Desk

__all__ = ["SheetDialog"]

WIDTH = 780
LONGEST_LABEL = 14
"""Characters."""


class SheetDialog(PatrolDialog):
    """The sheet of one route. Every point begins as in order; what was found there needs words."""

    def __init__(self, desk: Desk, route: RouteLine, choices: FindingChoices, parent: QWidget | None = None) -> None:
        """Enter a round of `route`."""
        self._route = route
        self._usual = {each.id: each.department_id for each in choices.categories}
        read = moment_reader(desk.clock.now(), desk.zone)
        form = Form(columns=2, name="patrol-sheet")
        form.add(MomentField("started_at", msg("Begun at"), read, required=True, hint="02:00", width=130))
        form.add(MomentField("ended_at", msg("Ended at"), read, required=True, hint="02:40", width=130))
        form.add(LineField("walker", msg("Walked by"), required=True), wide=True)
        categories = [Choice(str(each.id), each.name, each.finds) for each in choices.categories]
        for point in route.points:
            _add_point(form, point, categories)
        form.add(TextField("end_words", msg("Broken off"), hint=msg("why, where not all of it was walked")), wide=True)
        super().__init__(
            msg("Enter a sheet of %(route)s", route=route.name),
            form,
            msg("Enter it"),
            key=f"sheet-{route.id}",
            parent=parent,
            width=WIDTH,
        )
        self.saved = msg("The round of %(route)s is entered", route=route.name)
        self.scroll_form()
        form.changed.connect(self._follow)

    def take_up(self, texts: Any) -> None:
        """Take up what a draft kept, with the fields it asks for."""
        super().take_up(texts)
        for point in self._route.points:
            self._follow(f"outcome-{point.id}")

    def command(self, values: dict[str, Any]) -> Command:
        """Return what enters the round; raise UserError for what was found without words."""
        steps = tuple(_step(point, values, self._usual) for point in self._route.points)
        problems = [
            Problem(msg("Write down what was found."), f"words-{step.point_id}")
            for step in steps
            if step.finding is not None and not step.finding.words.strip()
        ]
        if problems:
            raise UserError(*problems)
        sheet = NewSheet(
            self._route.id, values["started_at"], values["ended_at"], values["walker"], steps, values["end_words"] or ""
        )
        return lambda service, operation: service.enter_sheet(sheet, operation_id=operation)

    def _follow(self, key: str) -> None:
        """Ask for words and category where they mean something."""
        name, _, point = key.partition("-")
        if name == "outcome":
            outcome = self.form.fields[key].text()
            self.form.show_field(f"words-{point}", outcome != PointOutcome.NORMAL)
            self.form.show_field(f"category-{point}", outcome == PointOutcome.FINDING)


def _add_point(form: Form, point: PointLine, categories: list[Choice]) -> None:
    outcomes = [
        Choice(PointOutcome.NORMAL.value, msg("All in order")),
        Choice(PointOutcome.FINDING.value, msg("Something found")),
        Choice(PointOutcome.MISSED.value, msg("Not visited")),
    ]
    outcome = SegmentField(f"outcome-{point.id}", _name(point), outcomes)
    form.add(outcome, wide=True)
    words = LineField(f"words-{point.id}", "", hint=msg("what was found, or why not"))
    form.add(words, wide=True)
    category = ChoiceField(f"category-{point.id}", msg("Category"), categories, hint=msg("Category"), width=130)
    form.join(category, words)
    outcome.set_text(PointOutcome.NORMAL)
    for field in (words, category):
        form.show_field(field.key, shown=False)


def _name(point: PointLine) -> str:
    """Return number and name of a point, cut where it would leave no room for what is typed."""
    name = point.name if len(point.name) <= LONGEST_LABEL else f"{point.name[:LONGEST_LABEL]}…"
    return f"{point.position}　{name}"


def _step(point: PointLine, values: dict[str, Any], usual: Mapping[int, int | None]) -> SheetStep:
    """Return what the sheet says of a point; what was found is for the department that is `usual` for its category."""
    outcome = PointOutcome(values[f"outcome-{point.id}"] or PointOutcome.NORMAL)
    words = values.get(f"words-{point.id}") or ""
    if outcome is PointOutcome.FINDING:
        chosen = values.get(f"category-{point.id}")
        category = int(chosen) if chosen else None
        department = None if category is None else usual.get(category)
        return SheetStep(point.id, outcome, finding=NewFinding(words, category, department))
    return SheetStep(point.id, outcome, words if outcome is PointOutcome.MISSED else "")
