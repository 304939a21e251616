"""What is asked and shown beside the month's page: targets, two months compared, what changed since a closing."""

from __future__ import annotations

from desktop.months.dialogs.comparing import CompareDialog
from desktop.months.dialogs.since import SinceDialog
from desktop.months.dialogs.targets import TargetsDialog

__all__ = ["CompareDialog", "SinceDialog", "TargetsDialog"]
