"""The page of the end of the day and the handover."""

from desktop.handover.view.page import HandoverPage

__all__ = ["HandoverPage"]
