"""Keeps Python's cycle collector from looking through an import's hundreds of thousands of living objects."""

from __future__ import annotations

import gc
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["without_collecting"]


@contextmanager
def without_collecting() -> Iterator[None]:
    """Let nothing be collected inside the block, which takes a third of an import's time and finds nothing.

    What is dropped is still freed at once; only cycles wait until after the block.
    """
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()
