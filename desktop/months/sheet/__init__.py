"""The month as workbooks: `report` is everything on the page, `comparing` two months beside each other."""

from __future__ import annotations

from desktop.months.sheet.comparing import write_comparison
from desktop.months.sheet.report import write_report

__all__ = ["write_comparison", "write_report"]
