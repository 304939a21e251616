"""The only part that knows every feature: start-up, command line, main window, navigation, search box, today."""

from __future__ import annotations

__all__ = ["ADMINISTRATOR", "NO_WINDOW"]

ADMINISTRATOR = "admin"
"""Name of the first account of a data file. On a server it is the role that sets it up."""

NO_WINDOW = 4
"""Exit code of a program that lacks what a window needs, or could not make it: the launcher gives up a new version."""
