"""The form in which a problem point is raised, and amended later."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg, nmsg
from desktop.core.months import Month
from desktop.issues.dialogs.forms import IssueDialog, PointDialog
from desktop.issues.model import Severity
from desktop.issues.rows import SEVERITY_LABELS, NewIssue
from desktop.ui.forms import Choice, ChoiceField, Form, LineField, SegmentField, TextField

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.issues.dialogs.forms import Command
    from desktop.issues.offer import IssueNames
    from desktop.issues.rows import IssueRow
    from desktop.ui.language import Text

__all__ = ["AmendIssue", "RaiseIssue"]

WIDTH = 720
MONTHS_BACK = 2
"""A point may be raised in this month, or in one of so many before it that are combed late."""


class RaiseIssue(IssueDialog):
    """A problem point is raised: by hand, or from what was found (`new` fills the form and brings its evidence).

    A picker for any page: it needs nothing but names. `submitted(values)` asks for `command(values)`.
    """

    def __init__(
        self, names: IssueNames, month: Month, new: NewIssue | None = None, parent: QWidget | None = None
    ) -> None:
        """Raise a point in `month` unless `new` or the form names another."""
        self._new = new or NewIssue(month, names.own_department, "")
        form = _form(names)
        months = [self._new.month, *(month.plus(-back) for back in range(MONTHS_BACK + 1))]
        form.add(ChoiceField("month", msg("Month"), _months(months), required=True))
        for key, text in _texts(self._new).items():
            form.fields[key].set_text(text)
        form.fields["month"].set_text(str(self._new.month))
        count = len(self._new.request_ids)
        about = nmsg("Rests on %(count)s request", "Rests on %(count)s requests", count) if count else ""
        found = self._new.found_as
        super().__init__(
            msg("New problem point"),
            form,
            msg("Raise"),
            key=f"raise-{found}" if found else "raise",
            saved=msg("Problem point raised; agree who mends it until when."),
            about=about,
            width=WIDTH,
            parent=parent,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the raising."""
        new = _filled(self._new, values, Month.parse(values["month"]))
        return lambda service, operation_id: service.raise_issue(new, operation_id=operation_id)


class AmendIssue(PointDialog):
    """A problem point is put otherwise: department, title, severity, words, what it is about."""

    def __init__(self, names: IssueNames, row: IssueRow, month: Month, parent: QWidget | None = None) -> None:
        """Amend `row`, as found in the combing of `month`."""
        self._month = month
        super().__init__(
            row,
            msg("Amend the problem point"),
            _form(names),
            msg("Save"),
            key=f"amend-{row.id}",
            saved=msg("The problem point was amended."),
            width=WIDTH,
            parent=parent,
        )

    def texts(self) -> Mapping[str, str]:
        """Return what stands in the fields at first."""
        return _texts(_as_new(self.row))

    def command(self, values: dict[str, Any]) -> Command:
        """Return the amending."""
        row = self.row
        new = _filled(_as_new(row), values, self._month)
        return lambda service, operation_id: service.amend(row.id, new, version=row.version, operation_id=operation_id)


def _form(names: IssueNames) -> Form:
    form = Form(columns=2, name="raise-issue")
    own = names.own_department
    departments = [row for row in names.departments if row.active and own in {None, row.id}]
    form.add(
        LineField("title", msg("Headline"), required=True, hint=msg("what keeps going wrong, in a few words")),
        wide=True,
    )
    form.add(
        ChoiceField(
            "department_id",
            msg("Department"),
            _choices([(row.id, row.name) for row in departments], names),
            required=True,
        )
    )
    severities = [Choice(severity.value, words) for severity, words in SEVERITY_LABELS.items()]
    form.add(SegmentField("severity", msg("Severity"), severities, required=True))
    form.add(TextField("words", msg("In words"), hint=msg("what was found, since when, how often"), most=4), wide=True)
    categories = [(row.id, row.name) for row in names.categories]
    form.add(ChoiceField("category_id", msg("Category"), _choices(categories, names)))
    form.add(
        ChoiceField("building_id", msg("Building"), _choices([(row.id, row.name) for row in names.buildings], names))
    )
    form.add(LineField("room_label", msg("Room"), hint=msg("or a place: garage, lobby")))
    equipment = [(row.id, row.name) for row in names.equipment if row.active]
    form.add(ChoiceField("equipment_id", msg("Equipment"), _choices(equipment, names)))
    workers = [(row.id, row.name) for row in names.workers_of(own)]
    form.add(ChoiceField("worker_id", msg("Worker"), _choices(workers, names)))
    return form


def _choices(named: Sequence[tuple[int, str]], names: IssueNames) -> list[Choice]:
    return [Choice(str(id_), name, names.finds.get(name, ())) for id_, name in named]


def _months(months: Sequence[Month]) -> list[Choice]:
    return [Choice(str(month), _month_words(month)) for month in sorted(set(months), reverse=True)]


def _month_words(month: Month) -> Text:
    return lambda spoken: spoken.month(month)


def _texts(new: NewIssue) -> dict[str, str]:
    return {
        "title": new.title,
        "department_id": _text(new.department_id),
        "severity": new.severity.value,
        "words": new.words,
        "category_id": _text(new.category_id),
        "building_id": _text(new.building_id),
        "room_label": new.room_label,
        "equipment_id": _text(new.equipment_id),
        "worker_id": _text(new.worker_id),
    }


def _text(id_: int | None) -> str:
    return "" if id_ is None else str(id_)


def _filled(new: NewIssue, values: Mapping[str, Any], month: Month) -> NewIssue:
    """Return `new` with what the form says in place of what it began with."""
    return replace(
        new,
        month=month,
        department_id=_id(values["department_id"]),
        title=values["title"],
        words=values["words"],
        severity=Severity(values["severity"]),
        category_id=_id(values["category_id"]),
        building_id=_id(values["building_id"]),
        room_label=values["room_label"],
        worker_id=_id(values["worker_id"]),
        equipment_id=_id(values["equipment_id"]),
    )


def _id(text: str) -> int | None:
    return int(text) if text else None


def _as_new(row: IssueRow) -> NewIssue:
    return NewIssue(
        row.month,
        row.department_id,
        row.title,
        row.words,
        row.severity,
        row.found_as,
        row.category_id,
        row.building_id,
        row.room_label,
        row.worker_id,
        row.equipment_id,
    )
