"""The page of rules and calendar."""

from __future__ import annotations

from desktop.rules.view.page import RulesPage

__all__ = ["RulesPage"]
