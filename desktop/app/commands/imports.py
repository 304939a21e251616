"""Commands about spreadsheets: import, template."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from desktop.core.errors import WorldError
from desktop.core.i18n import msg, nmsg
from desktop.households.roster import columns as roster
from desktop.households.service import HouseholdService
from desktop.requests.ledger import columns as ledger
from desktop.requests.service import RequestService
from desktop.sheets.profile import load_profile
from desktop.sheets.read import read_workbook
from desktop.sheets.template import write_template

if TYPE_CHECKING:
    from desktop.app.commands.context import Context
    from desktop.core.changes import Changes
    from desktop.sheets.profile import Profile
    from desktop.sheets.records import ImportReport
    from desktop.sheets.workbook import Workbook
    from desktop.storage.desk import Desk

__all__ = ["import_file", "template"]


class Importer(Protocol):
    """What both importing services do."""

    def plan_import(self, workbook: Workbook, profile: Profile | None = None) -> Any:
        """Return what importing would do."""
        ...

    def apply_import(self, plan: Any, *, file_name: str, file_hash: str) -> Changes:
        """Do it."""
        ...


_FIELDS = {"households": roster.FIELDS, "requests": ledger.FIELDS}

REFUSED = 3
"""Exit code of a strict import that imported nothing because rows are refused."""


def import_file(context: Context) -> int:
    """Import a spreadsheet of households or requests; say what was created, changed, skipped and refused."""
    arguments = context.arguments
    path = Path(arguments.file)
    profile = load_profile(Path(arguments.map), _FIELDS[arguments.what]) if arguments.map else None
    with context.session() as session:
        service = _service(session.desk, arguments.what)
        workbook = read_workbook(path)
        plan = service.plan_import(workbook, profile)
        refused = plan.report.refused
        stopped = arguments.strict and refused
        if not arguments.dry_run and not stopped:
            service.apply_import(plan, file_name=path.name, file_hash=_digest(path))
    report: ImportReport = plan.report
    if arguments.report:
        _write(Path(arguments.report), report.as_json(context.language))
    _warn(context, report)
    if stopped:
        context.say.warn(
            nmsg(
                "Nothing was imported: %(count)s row is refused.",
                "Nothing was imported: %(count)s rows are refused.",
                refused,
            )
        )
        return REFUSED
    counted = {name: getattr(report, name) for name in ("created", "changed", "unchanged", "skipped", "refused")}
    if arguments.dry_run:
        context.say.line(
            msg(
                "Would be imported: %(created)s new, %(changed)s changed, %(unchanged)s unchanged,"
                " %(skipped)s skipped, %(refused)s refused.",
                **counted,
            )
        )
    else:
        context.say.line(
            msg(
                "Imported: %(created)s new, %(changed)s changed, %(unchanged)s unchanged,"
                " %(skipped)s skipped, %(refused)s refused.",
                **counted,
            )
        )
    return 0


def _warn(context: Context, report: ImportReport) -> None:
    """Tell what was not imported, and who was in earlier files only."""
    for refusal in (*report.cells, *report.conflicts):
        context.say.warn(refusal.message)
    if report.missing:
        context.say.warn(
            nmsg(
                "%(count)s entry of earlier imports is not in this file; it stays in the register.",
                "%(count)s entries of earlier imports are not in this file; they stay in the register.",
                len(report.missing),
            )
        )


def _service(desk: Desk, what: str) -> Importer:
    return HouseholdService(desk) if what == "households" else RequestService(desk)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, value: object) -> None:
    try:
        path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise WorldError(msg("%(path)s cannot be written; choose another place.", path=path)) from error


def template(context: Context) -> int:
    """Write an empty spreadsheet with the columns understood."""
    households = context.arguments.what == "households"
    path = Path(context.arguments.out)
    name = context.language.gettext("Households") if households else context.language.gettext("Requests")
    columns = roster.TEMPLATE_COLUMNS if households else ledger.COLUMNS
    examples = roster.EXAMPLES if households else ledger.EXAMPLES
    write_template(path, name, columns, examples, context.language, created=context.clock.now())
    context.say.text(str(path))
    return 0
