"""The forms of problem points and rectification actions. Each says what it wants written: a command of the service.

`RaiseIssue` and `ActionForm` are pickers for other pages as well; the names they offer come from `load_names`.
"""

from __future__ import annotations

from desktop.issues.dialogs.actions import (
    ActionForm,
    AmendAction,
    DropAction,
    FinishAction,
    JudgeAction,
    PostponeAction,
)
from desktop.issues.dialogs.forms import ActionDialog, Command, IssueDialog, PointDialog
from desktop.issues.dialogs.moves import (
    AddEvidence,
    CommentIssue,
    ConfirmIssue,
    DropIssue,
    MendIssue,
    MergeIssues,
    ReopenIssue,
    SplitIssue,
)
from desktop.issues.dialogs.point import AmendIssue, RaiseIssue
from desktop.issues.offer import IssueNames, load_names

__all__ = [
    "ActionDialog",
    "ActionForm",
    "AddEvidence",
    "AmendAction",
    "AmendIssue",
    "Command",
    "CommentIssue",
    "ConfirmIssue",
    "DropAction",
    "DropIssue",
    "FinishAction",
    "IssueDialog",
    "IssueNames",
    "JudgeAction",
    "MendIssue",
    "MergeIssues",
    "PointDialog",
    "PostponeAction",
    "RaiseIssue",
    "ReopenIssue",
    "SplitIssue",
    "load_names",
]
