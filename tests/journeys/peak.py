"""A guard in the morning rush, with a keyboard, and beside the program a plain list of what was done."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QMenu
from sqlalchemy import text

from desktop.app.session import sign_in
from desktop.core.i18n import language
from desktop.core.permissions import Role
from desktop.gate.view.arriving import ArrivingPane
from desktop.gate.view.leaving import LeavingPane
from desktop.gate.view.logbook import LogPane
from desktop.households.model import InstructionKind
from desktop.households.rows import NewInstruction
from desktop.households.service import HouseholdService
from desktop.ui.language import translate
from desktop.visits.model import VisitKind, WatchAction
from desktop.visits.rows import NewPass, NewVisit, NewWatch
from desktop.visits.service import VisitService
from tests.conftest import SHANGHAI
from tests.journeys.day import ALT, CTRL, SHIFT, Hands, Key, microseconds
from tests.journeys.program import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from desktop.core.months import ZoneInfo
    from desktop.storage.desk import Desk
    from tests.journeys.program import Program

__all__ = ["CREW", "MOST_KEYS", "OPENS", "REGULARS", "Entered", "Morning", "found", "prepare", "written"]
