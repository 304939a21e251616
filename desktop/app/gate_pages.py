"""The panes of the guard's window, in the order of its tabs: the one list to add a pane of the gate to."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from desktop.app.entries import PageEntry
from desktop.core.i18n import msg
from desktop.core.permissions import Operation

if TYPE_CHECKING:
    from desktop.app.gate_window import GateWindow
    from desktop.app.session import Session
    from desktop.gate.presenter.station import Station
    from desktop.ui.shell import Page, Shell

__all__ = ["GATE_PAGES"]

# A pane and all it needs is imported when it is first shown: the window is painted before that.


def _station(shell: Shell) -> Station:
    return cast("GateWindow", shell).station


def _in(session: Session, shell: Shell) -> Page:
    from desktop.gate.view.arriving import ArrivingPane  # noqa: PLC0415

    return ArrivingPane(session.desk, shell, _station(shell))


def _out(session: Session, shell: Shell) -> Page:
    from desktop.gate.view.leaving import LeavingPane  # noqa: PLC0415

    return LeavingPane(session.desk, shell, _station(shell))


def _releases(session: Session, shell: Shell) -> Page:
    from desktop.gate.view.releasing import ReleasePane  # noqa: PLC0415

    return ReleasePane(session.desk, shell, _station(shell))


def _patrol(session: Session, shell: Shell) -> Page:
    from desktop.gate.view.patrolling import PatrolPane  # noqa: PLC0415

    return PatrolPane(session.desk, shell, _station(shell))


def _incidents(session: Session, shell: Shell) -> Page:
    from desktop.gate.view.incidents import IncidentPane  # noqa: PLC0415

    return IncidentPane(session.desk, shell, _station(shell))


def _log(session: Session, shell: Shell) -> Page:
    from desktop.gate.view.logbook import LogPane  # noqa: PLC0415

    return LogPane(session.desk, shell, _station(shell))


def _practice(session: Session, shell: Shell) -> Page:
    from desktop.households.table import tag_look  # noqa: PLC0415
    from desktop.practice.view import PracticePage  # noqa: PLC0415

    return PracticePage(session.desk, shell, tag_look)


def _settings(session: Session, shell: Shell) -> Page:
    from desktop.app.preferences import SettingsPage  # noqa: PLC0415

    return SettingsPage(session, shell)


GATE_PAGES = (
    PageEntry("gate_in", msg("In"), "log-in", Operation.LOG_VISIT, _in, shortcut="gate-in"),
    PageEntry("gate_out", msg("Out"), "log-out", Operation.LOG_VISIT, _out, shortcut="gate-out"),
    PageEntry(
        "gate_releases",
        msg("Release slips"),
        "truck",
        Operation.CHECK_RELEASE_SLIP,
        _releases,
        shortcut="gate-releases",
    ),
    PageEntry("gate_patrol", msg("Patrol"), "footprints", Operation.WALK_PATROL, _patrol, shortcut="gate-patrol"),
    PageEntry(
        "gate_incidents", msg("Incident"), "siren", Operation.REPORT_INCIDENT, _incidents, shortcut="gate-incidents"
    ),
    PageEntry("gate_log", msg("Log"), "clipboard-list", Operation.READ_VISITS, _log, shortcut="gate-log"),
    PageEntry("practice", msg("Practice"), "", Operation.PRACTISE, _practice),
    PageEntry("settings", msg("Settings"), "", Operation.CHANGE_OWN_PASSWORD, _settings),
)
"""Keys are what `Shell.go` takes. What has no icon is in the menu of the guard's name."""
