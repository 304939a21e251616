"""The page of problem points and rectification."""

from __future__ import annotations

from desktop.issues.view.page import IssuesPage

__all__ = ["IssuesPage"]
