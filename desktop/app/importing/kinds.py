"""The two kinds of spreadsheet that are imported, and what the screens need to know of each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from desktop.core.i18n import Message, msg
from desktop.core.permissions import Operation
from desktop.households.roster import columns as roster
from desktop.households.roster.planning import RosterPlan
from desktop.households.service import HouseholdService
from desktop.requests.ledger import columns as ledger
from desktop.requests.ledger.planning import LedgerPlan
from desktop.requests.service import RequestService

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.core.changes import Changes
    from desktop.core.i18n import Language
    from desktop.households.roster.comparing import Decisions
    from desktop.households.roster.shapes import Corrections
    from desktop.sheets.headers import Column
    from desktop.sheets.profile import Profile
    from desktop.sheets.workbook import Workbook
    from desktop.storage.batches import Undone
    from desktop.storage.desk import Desk

__all__ = ["IMPORTS", "ImportKind", "Importer", "Plan", "PlannedRow", "make_plan", "planned_rows"]

Plan = RosterPlan | LedgerPlan


class Importer(Protocol):
    """What both importing services can do."""

    def plan_import(
        self,
        workbook: Workbook,
        profile: Profile | None = None,
        corrections: dict[tuple[str, int, str], str] | None = None,
    ) -> Any:
        """Return what importing the workbook would do."""
        ...

    def apply_import(self, plan: Any, *, file_name: str, file_hash: str, operation_id: str = "") -> Changes:
        """Write a plan."""
        ...

    def undo_preview(self, batch_id: int) -> Undone:
        """Return what taking an import back would do."""
        ...

    def undo_import(self, batch_id: int, *, operation_id: str = "") -> Changes:
        """Take an import back."""
        ...


@dataclass(frozen=True, slots=True)
class ImportKind:
    """One kind: how it is called, the right it needs, its columns, its template, its service."""

    key: str
    label: Message
    icon: str
    operation: Operation
    columns: Sequence[Column]
    template: Sequence[Column]
    examples: Sequence[Mapping[str, str]]
    sheet_name: Message
    file_name: Message
    service: Callable[[Desk], Importer]

    def column_label(self, field: str, spoken: Language) -> str:
        """Return what the column of `field` is called, the bare field where there is none."""
        return next((spoken.message(column.label) for column in self.columns if column.field == field), field)


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """One row of the preview, of either kind. `details` are field, old and new value of what changes."""

    id: int
    sheet: str
    row: int
    outcome: str
    what: str
    about: str
    details: tuple[tuple[str, Message | str, Message | str], ...]


IMPORTS: Mapping[str, ImportKind] = {
    kind.key: kind
    for kind in (
        ImportKind(
            "households",
            msg("Roster of households"),
            "house",
            Operation.IMPORT_HOUSEHOLDS,
            roster.COLUMNS,
            roster.TEMPLATE_COLUMNS,
            roster.EXAMPLES,
            msg("Households"),
            msg("Roster template"),
            HouseholdService,
        ),
        ImportKind(
            "requests",
            msg("Ledger of requests"),
            "clipboard-list",
            Operation.IMPORT_REQUESTS,
            ledger.COLUMNS,
            ledger.COLUMNS,
            ledger.EXAMPLES,
            msg("Requests"),
            msg("Ledger template"),
            RequestService,
        ),
    )
}
"""By the kind that batches carry."""


def make_plan(
    service: Importer,
    workbook: Workbook,
    profile: Profile | None,
    corrections: Corrections,
    decisions: Decisions,
) -> Plan:
    """Return what importing the workbook would do; a ledger has no conflicts to decide."""
    if isinstance(service, HouseholdService):
        return service.plan_import(workbook, profile, corrections, decisions)
    plan: Plan = service.plan_import(workbook, profile, corrections)
    return plan


def planned_rows(plan: Plan) -> list[PlannedRow]:
    """Return the rows of a plan's preview alike for both kinds."""
    rows: list[PlannedRow] = []
    if isinstance(plan, RosterPlan):
        for person in plan.preview():
            about = (person.room, "、".join(person.people), person.details)
            rows.append(PlannedRow(len(rows), person.sheet, person.row, person.outcome, *about))
    else:
        for request in plan.preview():
            details = tuple((field, "", "") for field in request.details)
            about = (request.number or request.room, request.words, details)
            rows.append(PlannedRow(len(rows), request.sheet, request.row, request.outcome, *about))
    return rows
