"""What figures ought to be: the targets in force, and laying down others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from desktop.core.errors import ConflictError, Problem, RefusedError, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, requires
from desktop.months.model import Target
from desktop.months.rows import FIGURE_LABELS, HOURS, LESS_IS_BETTER, TARGETED, Figure, TargetRow
from desktop.months.store import kept
from desktop.staff.model import Department
from desktop.storage.desk import Service

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.changes import Changes
    from desktop.core.i18n import Message
    from desktop.storage.work import UnitOfWork

__all__ = ["MOST_HOURS", "Targets", "target_fault"]

MOST_HOURS = 8760.0
"""No target lets a request take longer than a year."""


class Targets(Service):
    """Reads and lays down targets."""

    @requires(Operation.READ_FIGURES)
    def targets(self) -> Sequence[TargetRow]:
        """Return the targets in force, by figure, those for all (department 0) before the departments' own.

        Where nothing was laid down for all there may be a built-in one (version 0).
        """
        with self.desk.read() as session:
            return kept.targets(session, self.actor.community_id)

    @requires(Operation.EDIT_TARGETS)
    def set_target(
        self, figure: Figure, department_id: int, value: float | None, *, version: int, operation_id: str = ""
    ) -> Changes:
        """Lay down what a figure ought to be, of one department or (0) of all; none takes back what was laid down.

        Rates are fractions, times hours. `version` is that of the target seen, 0 where none was laid down. Raises
        RefusedError for a department's head, UserError for a value no figure can have, ConflictError where someone
        else changed the target meanwhile.
        """
        if not self.actor.is_project_manager:
            raise RefusedError(msg("Targets are laid down by the project manager."))
        fault = target_fault(figure, value)
        if fault is not None:
            raise UserError(Problem(fault, "value"))
        with self.desk.write(Operation.EDIT_TARGETS, operation_id) as work:
            _save(work, figure, department_id, value, version)
        return work.changes


def target_fault(figure: Figure, value: float | None) -> Message | None:
    """Return what is wrong with a target, in words; none where it can be."""
    if figure not in TARGETED:
        return msg("%(figure)s is a count; only rates and times have targets.", figure=FIGURE_LABELS[figure])
    if value is None:
        return None
    if figure in HOURS:
        if not 0 < value <= MOST_HOURS:
            return msg("A target for a time is more than 0 and at most %(most)s hours.", most=f"{MOST_HOURS:g}")
    elif not 0 <= value <= 1 or (value == 0 and figure not in LESS_IS_BETTER):
        return msg("A target for a rate is a percentage above 0 and up to 100; only what should be rare may be 0.")
    return None


def _save(work: UnitOfWork, figure: Figure, department_id: int, value: float | None, version: int) -> None:
    if department_id:
        department = work.session.get(Department, department_id)
        if department is None or department.community_id != work.community_id:
            raise UserError(Problem(msg("This department does not exist any more; choose another."), "department"))
    row = work.session.execute(
        select(Target).where(
            Target.community_id == work.community_id,
            Target.figure == figure,
            Target.department_id == department_id,
        )
    ).scalar_one_or_none()
    if (row.version if row else 0) != version:
        raise ConflictError(
            msg("Someone else changed this meanwhile; nothing was overwritten. Look at it again, then repeat.")
        )
    named = {"figure": figure.value, "department_id": department_id}
    before = None if row is None else {**named, "value": row.value}
    after = None if value is None else {**named, "value": value}
    if before == after:
        work.result = row.id if row else 0
        return
    if row is None:
        row = Target(community_id=work.community_id, **named, value=value)
        work.session.add(row)
    elif value is None:
        work.session.delete(row)
    else:
        row.value = value
    work.session.flush()
    action = "laid down" if before is None else "taken back" if after is None else "edited"
    work.audit("figure_target", row.id, action, before, after)
    work.result = row.id
