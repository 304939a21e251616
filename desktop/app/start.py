"""Starts the window: finds the data, lets one window have it, opens the door, then the desk."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.app import NO_WINDOW, warming
from desktop.app.handed_over import handed_among, settled, taken_apart
from desktop.core import settings as known_settings
from desktop.core.clock import SystemClock
from desktop.core.errors import UserError
from desktop.core.i18n import LANGUAGES, language, msg, system_language, system_names
from desktop.core.paths import default_data_dir, settings_file
from desktop.core.settings import Settings

if sys.platform == "win32":
    import ctypes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Language

__all__ = ["run"]

PROGRAM = "Touchpoint 触点前台"
_SIGN_OF_WARNING = 0x30  # MB_ICONWARNING
NOT_UNDERSTOOD = 1
NO_SCREEN = 2


def run(arguments: Sequence[str]) -> int:
    """Open the window with options --data, --database, --user, --language, or raise the one open; return the exit code.

    What another program hands over ("tel:13800138000") is shown in the window; what is not understood is refused before
    anything is opened. Without a screen, or without the libraries a window needs, one sentence on stderr names the
    headless commands.
    """
    warming.begin()
    options, _others = taken_apart(arguments)
    settings = Settings.load(settings_file())
    spoken = _spoken(options, settings)
    try:
        arguments = settled(arguments)
        handed_among(arguments)
    except UserError as error:
        _say("\n".join(spoken.message(problem.message) for problem in error.problems))
        return NOT_UNDERSTOOD
    if not _has_screen():
        return _refuse(spoken)
    try:
        from desktop.app.controller import Controller  # noqa: PLC0415 - Qt comes in only where a window opens
    except ImportError as error:
        if "PySide6" not in str(error) and not str(error).startswith("lib"):
            raise
        _refuse(spoken)
        return NO_WINDOW
    target: Path | str = options.get("--database") or Path(options.get("--data") or default_data_dir())
    controller = Controller(target, settings, spoken.code, SystemClock(), options.get("--user", ""))
    return controller.run(list(arguments))


def _spoken(options: dict[str, str], settings: Settings) -> Language:
    named = options.get("--language", "")
    if named in LANGUAGES:
        return language(named)
    if settings.get(known_settings.FIRST_RUN_DONE):
        return language(settings.get(known_settings.LANGUAGE))
    return language(system_language(*system_names()))


def _has_screen() -> bool:
    if sys.platform != "linux" or os.environ.get("QT_QPA_PLATFORM"):
        return True
    if os.environ.get("WAYLAND_DISPLAY"):
        return True
    display = os.environ.get("DISPLAY", "")
    if display.startswith(":"):
        number = display[1:].partition(".")[0]
        return Path(f"/tmp/.X11-unix/X{number}").exists()  # noqa: S108 - where X servers listen
    return bool(display)


def _refuse(spoken: Language) -> int:
    from desktop.app.arguments import COMMANDS  # noqa: PLC0415 - needed only to refuse

    sentence = msg(
        "There is no screen to open a window on; without one these commands work: %(commands)s.",
        commands=", ".join(COMMANDS),
    )
    _say(spoken.message(sentence))
    return NO_SCREEN


def _say(words: str) -> None:
    """Tell whoever started the program: on stderr, or in a box where Windows gave it none."""
    if sys.platform == "win32" and sys.stderr is None:
        ctypes.windll.user32.MessageBoxW(None, words, PROGRAM, _SIGN_OF_WARNING)
    else:
        sys.stderr.write(f"{words}\n")
