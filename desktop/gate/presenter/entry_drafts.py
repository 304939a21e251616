"""The drafts of the form at the gate: what stands in it, and what was cleared last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.changes import Draft
from desktop.gate.presenter.entry import Entry, of_texts

if TYPE_CHECKING:
    from datetime import date

    from desktop.ui.shell import Drafts

__all__ = ["EntryDrafts"]

TYPED, CLEARED = "typed", "cleared"
OPERATION, DAY = "operation", "day"


class EntryDrafts:
    """Keeps an entry with the id of the write it is meant for, so that a repeated write does nothing twice."""

    def __init__(self, drafts: Drafts, form: str = "gate_in") -> None:
        """Keep them among `drafts` as those of `form`."""
        self._drafts = drafts
        self._form = form

    @property
    def typed(self) -> tuple[Entry, str] | None:
        """Return what stood in the form when the program ended, and its operation id."""
        kept = self._kept(TYPED)
        return None if kept is None else (of_texts(kept.fields), kept.fields.get(OPERATION, ""))

    @property
    def cleared(self) -> Entry | None:
        """Return what was cleared last."""
        kept = self._kept(CLEARED)
        return None if kept is None else of_texts(kept.fields)

    def keep(self, entry: Entry, operation_id: str) -> None:
        """Keep what stands in the form; an empty one is forgotten."""
        if entry.is_empty:
            self._drafts.forget(self._form, TYPED)
        else:
            self._drafts.keep(Draft(self._form, TYPED, entry.who, entry.texts() | {OPERATION: operation_id}))

    def clear(self, entry: Entry, day: date) -> None:
        """Keep what was cleared on `day`, in place of what was cleared before; an empty entry changes nothing."""
        if not entry.is_empty:
            self._drafts.keep(Draft(self._form, CLEARED, entry.who, entry.texts() | {DAY: day.isoformat()}))

    def forget_older(self, day: date) -> None:
        """Forget what was cleared before `day`: nobody comes back for it, and it names people."""
        kept = self._kept(CLEARED)
        if kept is not None and kept.fields.get(DAY, "") < day.isoformat():
            self._drafts.forget(self._form, CLEARED)

    def take_cleared(self) -> Entry | None:
        """Return what was cleared last, and keep it no more."""
        kept = self.cleared
        self._drafts.forget(self._form, CLEARED)
        return kept

    def _kept(self, key: str) -> Draft | None:
        return next((draft for draft in self._drafts.all(self._form) if draft.key == key), None)
