"""The SQL of release slips."""

from __future__ import annotations

from desktop.release_slips.store.files import slip_file
from desktop.release_slips.store.lists import Seen, counts, lines, lines_of_room
from desktop.release_slips.store.writing import code_is_taken, follower, found_at_gate

__all__ = ["Seen", "code_is_taken", "counts", "follower", "found_at_gate", "lines", "lines_of_room", "slip_file"]
