"""The words, icons and keys of what can be done with a problem point and its actions."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.issues.rule import IssueMove

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["ACTION_LOOKS", "POINT_LOOKS"]

POINT_LOOKS: Mapping[IssueMove, tuple[Message, str, str]] = MappingProxyType(
    {
        IssueMove.ADD_ACTION: (msg("New action"), "list-plus", "new-action"),
        IssueMove.COMMENT: (msg("Head's comment"), "square-pen", "comment"),
        IssueMove.CONFIRM: (msg("Confirm"), "badge-check", "sign"),
        IssueMove.AMEND: (msg("Amend it"), "square-pen", ""),
        IssueMove.CHANGE_EVIDENCE: (msg("Add requests as evidence"), "plus", ""),
        IssueMove.SPLIT: (msg("Split"), "split", ""),
        IssueMove.MEND: (msg("Mark as mended"), "circle-check", ""),
        IssueMove.DROP: (msg("Withdraw"), "circle-x", ""),
        IssueMove.REOPEN: (msg("Reopen"), "undo-2", "reopen"),
    }
)
"""Words, icon and name of the key of each move of a point."""

ACTION_LOOKS: Mapping[IssueMove, tuple[Message, str, str]] = MappingProxyType(
    {
        IssueMove.FINISH_ACTION: (msg("Done"), "check", "complete"),
        IssueMove.POSTPONE_ACTION: (msg("Postpone"), "calendar-clock", "postpone"),
        IssueMove.JUDGE_ACTION: (msg("Check"), "eye", "check-action"),
        IssueMove.CONFIRM: (msg("Confirm"), "badge-check", ""),
        IssueMove.AMEND_ACTION: (msg("Amend it"), "square-pen", ""),
        IssueMove.DROP_ACTION: (msg("Call off"), "circle-x", ""),
    }
)
"""Words, icon and name of the key of each move of an action."""
