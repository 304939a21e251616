"""What makes the start quick: no looking for garbage among modules, and the window's brought in at the door.

Free of Qt, so that `begin` can be called before Qt comes in.
"""

from __future__ import annotations

import ctypes
import gc
import importlib
import sys

from desktop.core.collecting import allow_collecting, forbid_collecting

__all__ = ["begin", "bring_along", "bring_paper", "settle"]

_LATER = (
    "desktop.app.session",
    "desktop.app.window",
    "desktop.app.pages",
    "desktop.app.today.view",
    "desktop.app.search",
)


def begin() -> None:
    """Let Python collect no garbage while modules come in: what they make stays, and looking costs an eighth of it."""
    forbid_collecting()


def settle() -> None:
    """Collect garbage again, but never look among what has come in so far; give back what that left free."""
    gc.freeze()
    allow_collecting()
    if sys.platform == "linux":
        # Its allocator keeps some 10 MB that the imports are through with; others have no such call.
        give_back = getattr(ctypes.CDLL(None), "malloc_trim", None)
        if give_back is not None:
            give_back(0)


def bring_paper() -> None:
    """Import what draws lists on paper: nobody waits for the list of who is inside."""
    importlib.import_module("desktop.visits.report.inside")


def bring_along() -> None:
    """Import what the window needs, while the person at the door still types."""
    for name in _LATER:
        importlib.import_module(name)
