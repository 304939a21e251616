"""The command line, for administrators and schedules. Free of Qt, so that it runs on a server without a screen."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from desktop.app.arguments import COMMANDS, chosen_language, parse
from desktop.app.commands import data, imports, months, people, visits
from desktop.app.commands.context import Context, Say
from desktop.core.clock import SystemClock
from desktop.core.errors import TouchpointError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from desktop.core.clock import Clock

__all__ = ["COMMANDS", "main"]

_RUN: Mapping[str, Callable[[Context], int]] = {
    "init": data.init,
    "demo": data.demo,
    "import": imports.import_file,
    "template": imports.template,
    "report": months.report,
    "search": people.search,
    "visits": visits.visits,
    "user": people.user,
    "recover": data.recover,
    "backup": data.backup,
    "restore": data.restore,
    "check": data.check,
}


def main(arguments: Sequence[str], clock: Clock | None = None) -> int:
    """Run one command and return its exit code: 0, or not 0 with one clear sentence on stderr.

    Results go to stdout. `clock` is the PC's unless a test brings its own.
    """
    spoken = chosen_language(arguments)
    say = Say(spoken)
    try:
        parsed = parse(arguments, spoken)
        if not parsed.command:
            return say.no_screen(COMMANDS)
        return _RUN[parsed.command](Context(parsed, spoken, clock or SystemClock(), say))
    except TouchpointError as error:
        say.error(error)
        return 1
    except KeyboardInterrupt:
        say.stopped()
        return 130
    except BrokenPipeError:
        sys.stderr.close()
        return 1
