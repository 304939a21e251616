"""The forms of what is laid down: one for a line of each table, for the hours of the week, for a year of holidays."""

from __future__ import annotations

from desktop.rules.dialogs.calendar import HoursDialog, YearDialog
from desktop.rules.dialogs.limits import RuleDialog, TryRuleDialog
from desktop.rules.dialogs.lines import (
    CategoryDialog,
    EquipmentDialog,
    GradeDialog,
    LineDialog,
    PhraseDialog,
    QuestionDialog,
    TryWordsDialog,
    dialog_for,
)

__all__ = [
    "CategoryDialog",
    "EquipmentDialog",
    "GradeDialog",
    "HoursDialog",
    "LineDialog",
    "PhraseDialog",
    "QuestionDialog",
    "RuleDialog",
    "TryRuleDialog",
    "TryWordsDialog",
    "YearDialog",
    "dialog_for",
]
