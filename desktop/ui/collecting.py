"""Python's cycle collector and Qt: only the main thread may take widgets apart.

The collector runs in whatever thread happens to allocate. In a worker it would destroy widgets and other objects of Qt
that hang in a cycle, while Qt uses them on the main thread: the program is gone without a word. So it rests while any
work is done in the background; what is dropped meanwhile is freed at once as ever, and cycles wait those moments.
"""

from __future__ import annotations

import gc

__all__ = ["pause_collecting", "resume_collecting"]

_pauses = 0
_was_enabled = True


def pause_collecting() -> None:
    """Let nothing be collected until `resume_collecting` was called as often. For the main thread."""
    global _pauses, _was_enabled  # noqa: PLW0603 - the collector is one for the whole process
    if not _pauses:
        _was_enabled = gc.isenabled()
        gc.disable()
    _pauses += 1


def resume_collecting() -> None:
    """Take back one `pause_collecting`; after the last the collector runs again if it did before."""
    global _pauses  # noqa: PLW0603 - as above
    _pauses -= 1
    if not _pauses and _was_enabled:
        gc.enable()
