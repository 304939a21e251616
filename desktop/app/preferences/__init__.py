"""The settings page: language and look, one's own password, the care of the data, and the program itself."""

from __future__ import annotations

from desktop.app.preferences.page import SettingsPage

__all__ = ["SettingsPage"]
