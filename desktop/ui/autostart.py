"""Whether Windows opens the program by itself once this person has signed in to Windows.

That is a value of this person's own part of the registry; the installer writes the same one and takes it away. What
the person switched off in Windows' own list of startup programs stands beside it, and counts.
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

from desktop.core.errors import WorldError
from desktop.core.i18n import msg

if TYPE_CHECKING:
    from pathlib import Path

__all__ = ["opens_with_windows", "set_opens_with_windows"]

NAME = "Touchpoint"
RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
APPROVED = r"Software\Microsoft\Windows\CurrentVersion\Explorer\StartupApproved\Run"
"""Windows writes there what a person switched off in its list: twelve bytes, the first of them odd for "off"."""


def opens_with_windows(launcher: Path) -> bool:
    """Tell whether Windows opens `launcher` at sign-in; raise WorldError where the registry cannot be read."""
    command = str(_value(RUN) or "")
    approved = _value(APPROVED)
    switched_off = isinstance(approved, bytes) and approved[:1] != b"" and approved[0] % 2 == 1
    return command.casefold() == _command(launcher).casefold() and not switched_off


def set_opens_with_windows(launcher: Path, *, opens: bool) -> None:
    """Let Windows open `launcher` at sign-in from now on, or no more; raise WorldError where that is forbidden."""
    registry = _registry()
    try:
        with registry.CreateKeyEx(registry.HKEY_CURRENT_USER, RUN, 0, registry.KEY_SET_VALUE) as key:
            if opens:
                registry.SetValueEx(key, NAME, 0, registry.REG_SZ, _command(launcher))
            else:
                _delete(registry, key)
        if opens and _value(APPROVED) is not None:
            with registry.OpenKey(registry.HKEY_CURRENT_USER, APPROVED, 0, registry.KEY_SET_VALUE) as key:
                _delete(registry, key)
    except OSError as error:
        raise _forbidden(error) from error


def _value(path: str) -> object:
    """Return our value under `path`, None where there is none."""
    registry = _registry()
    try:
        with registry.OpenKey(registry.HKEY_CURRENT_USER, path, 0, registry.KEY_QUERY_VALUE) as key:
            return registry.QueryValueEx(key, NAME)[0]
    except FileNotFoundError:
        return None
    except OSError as error:
        raise _forbidden(error) from error


def _delete(registry: Any, key: Any) -> None:
    try:
        registry.DeleteValue(key, NAME)
    except FileNotFoundError:
        return


def _command(launcher: Path) -> str:
    return f'"{launcher}"'


def _registry() -> Any:
    """Return Windows' registry, which no other system has."""
    return importlib.import_module("winreg")


def _forbidden(error: OSError) -> WorldError:
    return WorldError(
        msg(
            "Windows does not let this be changed here (error %(code)s). Ask whoever looks after this computer.",
            code=getattr(error, "winerror", None) or error.errno or 0,
        )
    )
