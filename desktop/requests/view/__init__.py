"""The pages of requests: the list with its detail, and taking one in."""

from __future__ import annotations

from desktop.requests.view.intake import IntakePage
from desktop.requests.view.page import RequestsPage

__all__ = ["IntakePage", "RequestsPage"]
