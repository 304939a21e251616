"""The pages of the window, in the order of the navigation: the one list to add a feature's screen to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.app.window import PageEntry
from desktop.core.i18n import msg
from desktop.core.permissions import Operation

if TYPE_CHECKING:
    from desktop.app.session import Session
    from desktop.ui.shell import Page, Shell

__all__ = ["PAGES"]

# A page and all it needs is imported when it is first shown: the window is painted before that.


def _today(session: Session, shell: Shell) -> Page:
    from desktop.app.today.view import TodayPage  # noqa: PLC0415

    return TodayPage(session.desk, shell)


def _requests(session: Session, shell: Shell) -> Page:
    from desktop.requests.view import RequestsPage  # noqa: PLC0415

    return RequestsPage(session.desk, shell)


def _intake(session: Session, shell: Shell) -> Page:
    from desktop.requests.view import IntakePage  # noqa: PLC0415

    return IntakePage(session.desk, shell)


def _households(session: Session, shell: Shell) -> Page:
    from desktop.app.household_panels import household_panels  # noqa: PLC0415
    from desktop.households.view import HouseholdsPage  # noqa: PLC0415

    return HouseholdsPage(session.desk, shell, household_panels(session.desk, shell))


def _month(session: Session, shell: Shell) -> Page:
    from desktop.months.view import MonthPage  # noqa: PLC0415

    return MonthPage(session.desk, shell)


def _import(session: Session, shell: Shell) -> Page:
    from desktop.app.importing.view import ImportPage  # noqa: PLC0415

    return ImportPage(session.desk, shell)


def _accounts(session: Session, shell: Shell) -> Page:
    from desktop.accounts.view import AccountsPage  # noqa: PLC0415

    return AccountsPage(session.accounts, session.desk, shell)


def _staff(session: Session, shell: Shell) -> Page:
    from desktop.staff.view import StaffPage  # noqa: PLC0415

    return StaffPage(session.desk, shell)


def _settings(session: Session, shell: Shell) -> Page:
    from desktop.app.preferences import SettingsPage  # noqa: PLC0415

    return SettingsPage(session, shell)


PAGES = (
    PageEntry("today", msg("Today"), "sun", Operation.READ_REQUEST, _today),
    PageEntry("requests", msg("Requests"), "clipboard-list", Operation.READ_REQUEST, _requests),
    PageEntry("intake", msg("New request"), "", Operation.REPORT_REQUEST, _intake, under="requests"),
    PageEntry("households", msg("Households"), "house", Operation.SEARCH_PUBLIC, _households),
    PageEntry("month", msg("Monthly summary"), "chart-column", Operation.READ_FIGURES, _month),
    PageEntry("import", msg("Import"), "file-spreadsheet", Operation.IMPORT_HOUSEHOLDS, _import),
    PageEntry("accounts", msg("Accounts"), "users", Operation.MANAGE_ACCOUNTS, _accounts),
    PageEntry("staff", msg("Staff"), "wrench", Operation.EDIT_STAFF, _staff),
    PageEntry("settings", msg("Settings"), "settings", Operation.CHANGE_OWN_PASSWORD, _settings),
)
"""Keys are what `Shell.go` takes."""
