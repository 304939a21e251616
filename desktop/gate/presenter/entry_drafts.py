"""The drafts of the form at the gate: what stands in it, and what was cleared last."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core import settings as known_settings
from desktop.core.changes import FOR_OPERATION, Draft
from desktop.gate.presenter.entry import Entry, of_texts

if TYPE_CHECKING:
    from datetime import date

    from desktop.core.settings import Settings
    from desktop.ui.shell import Drafts

__all__ = ["EntryDrafts"]

TYPED, CLEARED = "typed", "cleared"
DAY = "day"


class EntryDrafts:
    """Keeps an entry with the id of the write it is meant for, so that a repeated write does nothing twice.

    Drafts are an account's, and guards at several gates may share one: each gate has its own among them.
    """

    def __init__(self, drafts: Drafts, settings: Settings, visit_id: int = 0) -> None:
        """Keep them among `drafts` as those of the gate this PC stands at, or of a visit that is amended."""
        self._drafts = drafts
        self._settings = settings
        self._visit_id = visit_id
        self._kept_as = self._form

    @property
    def _form(self) -> str:
        return (
            f"gate_visit_{self._visit_id}" if self._visit_id else f"gate_in_{self._settings.get(known_settings.GATE)}"
        )

    @property
    def typed(self) -> tuple[Entry, str] | None:
        """Return what stood in the form when the program ended, and its operation id."""
        kept = self._kept(TYPED)
        return None if kept is None else (of_texts(kept.fields), kept.fields.get(FOR_OPERATION, ""))

    @property
    def cleared(self) -> Entry | None:
        """Return what was cleared last."""
        kept = self._kept(CLEARED)
        return None if kept is None else of_texts(kept.fields)

    def keep(self, entry: Entry, operation_id: str) -> None:
        """Keep what stands in the form; an empty one is forgotten, and so is what the PC kept for another gate."""
        if self._kept_as != self._form:
            self._drafts.forget(self._kept_as, TYPED)
            self._kept_as = self._form
        if entry.is_empty:
            self._drafts.forget(self._form, TYPED)
        else:
            self._drafts.keep(Draft(self._form, TYPED, entry.who, entry.texts() | {FOR_OPERATION: operation_id}))

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
