"""What makes the start quick: no looking for garbage among modules, and the window's brought in at the door.

Free of Qt, so that `begin` can be called before Qt comes in.
"""

from __future__ import annotations

import gc
import importlib

__all__ = ["begin", "bring_along", "settle"]

_LATER = ("desktop.app.session", "desktop.app.pages", "desktop.app.today.view", "desktop.app.search")


def begin() -> None:
    """Let Python collect no garbage while modules come in: what they make stays, and looking costs an eighth of it."""
    gc.disable()


def settle() -> None:
    """Collect garbage again, but never look among what has come in so far."""
    gc.freeze()
    gc.enable()


def bring_along() -> None:
    """Import what the window needs, while the person at the door still types."""
    for name in _LATER:
        importlib.import_module(name)
