"""What can be done with care tasks: plan them singly or for many, end them, move them, find out who is forgotten."""

from __future__ import annotations

from desktop.care.service.keeping import LONGEST_WORDS, Keeping, add_task, note_done, remove_note, withdraw_task
from desktop.care.service.looking import Looking

__all__ = ["LONGEST_WORDS", "CareService", "add_task", "note_done", "remove_note", "withdraw_task"]


class CareService(Looking, Keeping):
    """Care of households, for one signed-in account."""
