"""Python's cycle collector and Qt: only the main thread may take widgets apart.

The collector runs in whatever thread happens to allocate. In a worker it would destroy widgets and other objects of Qt
that hang in a cycle, while Qt uses them on the main thread: the program is gone without a word. So it rests while any
work is done in the background; what is dropped meanwhile is freed at once as ever, and cycles wait those moments.
"""

from __future__ import annotations

import gc

__all__ = ["allow_collecting", "forbid_collecting", "pause_collecting", "resume_collecting"]

_pauses = 0
_allowed = True


def forbid_collecting() -> None:
    """Let nothing be collected until `allow_collecting`. For the main thread, as all of this."""
    global _allowed  # noqa: PLW0603 - the collector is one for the whole process
    _allowed = False
    gc.disable()


def allow_collecting() -> None:
    """Let the collector run again, once nothing pauses it."""
    global _allowed  # noqa: PLW0603 - as above
    _allowed = True
    if not _pauses:
        gc.enable()


def pause_collecting() -> None:
    """Let nothing be collected until `resume_collecting` was called as often."""
    global _pauses  # noqa: PLW0603 - as above
    _pauses += 1
    gc.disable()


def resume_collecting() -> None:
    """Take back one `pause_collecting`; after the last the collector runs again where it is allowed."""
    global _pauses  # noqa: PLW0603 - as above
    _pauses -= 1
    if not _pauses and _allowed:
        gc.enable()
