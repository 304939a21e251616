"""What is asked and shown beside the month's page: targets, two months compared, changes since a closing, the set."""

from __future__ import annotations

from desktop.months.dialogs.comparing import CompareDialog
from desktop.months.dialogs.issued_set import PrintingDialog, SetDialog
from desktop.months.dialogs.since import SinceDialog
from desktop.months.dialogs.targets import TargetsDialog
from desktop.months.dialogs.weeks import WeekDialog

__all__ = ["CompareDialog", "PrintingDialog", "SetDialog", "SinceDialog", "TargetsDialog", "WeekDialog"]
