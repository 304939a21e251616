"""Where things lie: in the source tree, in an installed wheel, in a frozen program."""

from __future__ import annotations

import sys
from pathlib import Path

import platformdirs

__all__ = ["alembic_dir", "default_data_dir", "i18n_dir", "resources_dir", "settings_file"]

PROGRAM = "Touchpoint"


def _shipped(name: str) -> Path:
    package = Path(__file__).resolve().parent.parent
    frozen = getattr(sys, "_MEIPASS", None)
    bundled = (Path(frozen) / "desktop" if frozen else package) / "_bundled" / name
    return bundled if bundled.is_dir() else package.parent / name


def resources_dir() -> Path:
    """Return the folder of icons, fonts, themes and sample data."""
    return _shipped("resources")


def i18n_dir() -> Path:
    """Return the folder of the message catalogues."""
    return _shipped("i18n")


def alembic_dir() -> Path:
    """Return the folder of the migrations (env.py, versions)."""
    return _shipped("alembic")


def default_data_dir() -> Path:
    """Return where this person's data lives unless told: local, never roaming, application data."""
    return platformdirs.user_data_path(PROGRAM, appauthor=False, roaming=False)


def settings_file() -> Path:
    """Return this PC's settings file (language, theme, window); it holds nothing personal."""
    return platformdirs.user_config_path(PROGRAM, appauthor=False, roaming=False) / "settings.json"
