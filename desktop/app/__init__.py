"""The only part that knows every feature: start-up, command line, main window, navigation, search box, today."""

from __future__ import annotations

__all__ = ["ADMINISTRATOR"]

ADMINISTRATOR = "admin"
"""Name of the first account of a data file. On a server it is the role that sets it up."""
