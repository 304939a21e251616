"""Forms about incidents, and the report as something to look at. Each form returns a command for the service."""

from __future__ import annotations

from desktop.incidents.dialogs.endings import EndDialog, SignOffDialog
from desktop.incidents.dialogs.forms import Command, IncidentForm, past_reader
from desktop.incidents.dialogs.incident import AmendDialog, ReportDialog
from desktop.incidents.presenter.paper import IncidentPaper

__all__ = [
    "AmendDialog",
    "Command",
    "EndDialog",
    "IncidentForm",
    "IncidentPaper",
    "ReportDialog",
    "SignOffDialog",
    "past_reader",
]
