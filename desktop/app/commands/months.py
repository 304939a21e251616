"""The command that writes a month's reports, or the summary of a week."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.app.commands.people import department_id
from desktop.core.errors import Problem, UserError, WorldError
from desktop.core.i18n import msg
from desktop.core.months import Month
from desktop.core.weeks import Week
from desktop.months.report import week_summary
from desktop.months.service import MonthService, masked_by_letterhead
from desktop.months.sheet import write_report
from desktop.sheets.replace import replace_file
from desktop.staff.service import StaffService

if TYPE_CHECKING:
    from desktop.app.commands.context import Context
    from desktop.app.session import Session

__all__ = ["report"]


def report(context: Context) -> int:
    """Write OUT/YYYY-MM-<code> per department and YYYY-MM-all, or one YYYY-MM.json; print each path.

    Of a week, OUT/YYYY-Www-all.pdf, or that of one department.
    """
    arguments = context.arguments
    if arguments.what == "week":
        return _week(context)
    if arguments.week or not arguments.month:
        raise UserError(Problem(msg("Name the month: %(example)s", example="report month 2026-11 --out DIR"), "month"))
    month = Month.parse(arguments.month)
    folder = Path(arguments.out)
    with context.session() as session:
        _make(folder)
        if arguments.format == "json":
            written = [_write_json(session, month, folder, arguments.department)]
        else:
            written = [
                _write(context, session, month, folder / f"{month}-{code}", id_)
                for code, id_ in _wanted(session, month, arguments.department).items()
            ]
    for path in written:
        context.say.text(str(path))
    return 0


def _week(context: Context) -> int:
    arguments = context.arguments
    if arguments.month or not arguments.week:
        raise UserError(
            Problem(msg("Name the week: %(example)s", example="report week --week 2026-W47 --out DIR"), "week")
        )
    if arguments.format != "pdf":
        raise UserError(Problem(msg("The summary of a week is written as PDF only."), "format"))
    week = Week.parse(arguments.week)
    folder, code = Path(arguments.out), arguments.department or "all"
    with context.session() as session:
        _make(folder)
        chosen = None if code == "all" else department_id(session, code)
        summary = MonthService(session.desk).week(week, chosen)
        masked = masked_by_letterhead(summary.letterhead)
        path = folder / f"{week}-{code}.pdf"
        replace_file(path, week_summary(summary, context.language, masked=masked))
    context.say.text(str(path))
    return 0


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorldError(msg("%(path)s cannot be written; choose another place.", path=folder)) from error


def _wanted(session: Session, month: Month, code: str | None) -> dict[str, int | None]:
    """Return which reports to write: department ids by code, none for the whole."""
    if code and code != "all":
        row_id = department_id(session, code)
        codes = {row.id: row.code for row in StaffService(session.desk).departments()}
        return {codes[row_id]: row_id}
    if code == "all":
        return {"all": None}
    return dict(MonthService(session.desk).departments(month))


def _write_json(session: Session, month: Month, folder: Path, code: str | None) -> Path:
    chosen = department_id(session, code) if code and code != "all" else None
    summary = MonthService(session.desk).summary(month, chosen)
    path = folder / f"{month}.json"
    replace_file(path, (json.dumps(summary.as_json(), ensure_ascii=False, indent=2) + "\n").encode())
    return path


def _write(context: Context, session: Session, month: Month, stem: Path, department: int | None) -> Path:
    months = MonthService(session.desk)
    if context.arguments.format == "xlsx":
        path = stem.with_name(f"{stem.name}.xlsx")
        write_report(path, months.report(month, department), context.language)
    else:
        path = stem.with_name(f"{stem.name}.pdf")
        replace_file(path, months.paper(month, department, context.language))
    return path
