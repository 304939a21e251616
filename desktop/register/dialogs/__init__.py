"""The forms of the register's upkeep: merging two entries, editing and exporting many households, choosing a paper."""

from __future__ import annotations

from desktop.register.dialogs.many import BulkDialog, ExportDialog
from desktop.register.dialogs.merging import MergeDialog
from desktop.register.dialogs.papers import LabelsDialog, PrintDialog
from desktop.register.dialogs.sides import SidesGrid

__all__ = ["BulkDialog", "ExportDialog", "LabelsDialog", "MergeDialog", "PrintDialog", "SidesGrid"]
