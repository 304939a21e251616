"""Forms of requests: the facts of one, and what each move needs to be told."""

from __future__ import annotations

from desktop.requests.dialogs.caller import CallerPhone
from desktop.requests.dialogs.facts import FactsForm
from desktop.requests.dialogs.moves import MoveDialog, move_dialog

__all__ = ["CallerPhone", "FactsForm", "MoveDialog", "move_dialog"]
