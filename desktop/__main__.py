"""Where the program starts: without a command it opens its window, with one it runs that command and ends."""

from __future__ import annotations

import sys

__all__ = ["main"]


def main() -> int:
    """Run the program with the arguments of the process and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    arguments = sys.argv[1:]
    # Each way imports only what it needs: the window no commands, the commands no Qt, the reader of sheets neither.
    if arguments and arguments[0] == "--read-sheets":
        from desktop.sheets import child  # noqa: PLC0415

        return child.main(arguments[1:])
    if _opens_window(arguments):
        from desktop.app import start  # noqa: PLC0415

        return start.run(arguments)
    from desktop.app import commands  # noqa: PLC0415

    return commands.main(arguments)


def _opens_window(arguments: list[str]) -> bool:
    """Tell whether nothing but options for the window and what another program handed over ("tel:...") was given."""
    # Not at the top: the reader of sheets does without.
    from desktop.app.handed_over import is_handed_over, taken_apart  # noqa: PLC0415

    _options, others = taken_apart(arguments)
    return all(is_handed_over(argument) for argument in others)


if __name__ == "__main__":
    sys.exit(main())
