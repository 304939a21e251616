"""Commands about the gate's visits: reduce the old ones to counts, write the log of a day."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.sheets.replace import replace_file
from desktop.visits.service import VisitService

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop.app.commands.context import Context

__all__ = ["visits"]


def visits(context: Context) -> int:
    """Reduce old visits, exit code 1 where that is refused; or write a day's visitor log."""
    actions: Mapping[str, Callable[[Context, VisitService], int]] = {"reduce": _reduce, "log": _log}
    with context.session() as session:
        return actions[context.arguments.action](context, VisitService(session.desk))


def _reduce(context: Context, service: VisitService) -> int:
    service.reduce(even_if_many=context.arguments.even_if_many)
    (run,) = service.last_reductions(1)
    if run.refused is not None:
        context.say.warn(run.refused)
        return 1
    context.say.line(
        msg(
            "%(reduced)s visits from before %(day)s became counts; %(held)s are kept because someone asked for them.",
            reduced=run.reduced,
            day=run.before.isoformat(),
            held=run.held,
        )
    )
    return 0


def _log(context: Context, service: VisitService) -> int:
    given, out = context.arguments.day, Path(context.arguments.out)
    try:
        day = date.fromisoformat(given)
    except ValueError as error:
        raise UserError(Problem(msg("“%(day)s” is no day; write it as 2026-11-23.", day=given), "day")) from error
    replace_file(out, service.visitor_log(day, day, None, context.language))
    context.say.text(str(out))
    return 0
