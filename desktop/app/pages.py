"""The pages of the window, in the order of the navigation: the one list to add a feature's screen to."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from desktop.app.entries import PageEntry
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


def _follow_ups(session: Session, shell: Shell) -> Page:
    from desktop.app.household_panels import last_words  # noqa: PLC0415
    from desktop.follow_ups.view import FollowUpsPage  # noqa: PLC0415

    return FollowUpsPage(session.desk, shell, last_words=partial(last_words, zone=session.desk.zone))


def _intake(session: Session, shell: Shell) -> Page:
    from desktop.app.outage_calls import intake_page  # noqa: PLC0415

    return intake_page(session.desk, shell)


def _slips(session: Session, shell: Shell) -> Page:
    from desktop.slips.view import SlipsPage  # noqa: PLC0415

    return SlipsPage(session.desk, shell)


def _households(session: Session, shell: Shell) -> Page:
    from desktop.app.household_panels import household_panels  # noqa: PLC0415
    from desktop.app.household_tools import with_tools  # noqa: PLC0415
    from desktop.households.view import HouseholdsPage  # noqa: PLC0415

    additions = household_panels(session.desk, shell)
    return HouseholdsPage(session.desk, shell, with_tools(additions, session.desk, shell))


def _care(session: Session, shell: Shell) -> Page:
    from desktop.care.view import CarePage  # noqa: PLC0415

    return CarePage(session.desk, shell)


def _gifts(session: Session, shell: Shell) -> Page:
    from desktop.app.contact_conditions import CONDITIONS  # noqa: PLC0415
    from desktop.gifts.view import GiftsPage  # noqa: PLC0415

    return GiftsPage(session.desk, shell, CONDITIONS)


def _contacts(session: Session, shell: Shell) -> Page:
    from desktop.app.contact_conditions import CONDITIONS  # noqa: PLC0415
    from desktop.contacts.view import ContactsPage  # noqa: PLC0415

    return ContactsPage(session.desk, shell, CONDITIONS)


def _calls(session: Session, shell: Shell) -> Page:
    from desktop.app.contact_conditions import CONDITIONS  # noqa: PLC0415
    from desktop.app.household_panels import last_words  # noqa: PLC0415
    from desktop.contacts.view import CallsPage  # noqa: PLC0415

    return CallsPage(session.desk, shell, CONDITIONS, last_words=partial(last_words, zone=session.desk.zone))


def _outages(session: Session, shell: Shell) -> Page:
    from desktop.outages.view import OutagesPage  # noqa: PLC0415

    return OutagesPage(session.desk, shell)


def _events(session: Session, shell: Shell) -> Page:
    from desktop.app.contact_conditions import CONDITIONS  # noqa: PLC0415
    from desktop.events.view import EventsPage  # noqa: PLC0415

    return EventsPage(session.desk, shell, CONDITIONS)


def _visits(session: Session, shell: Shell) -> Page:
    from desktop.visits.view import VisitsPage  # noqa: PLC0415

    return VisitsPage(session.desk, shell)


def _releases(session: Session, shell: Shell) -> Page:
    from desktop.release_slips.view import ReleasesPage  # noqa: PLC0415

    return ReleasesPage(session.desk, shell)


def _patrols(session: Session, shell: Shell) -> Page:
    from desktop.patrols.view import PatrolsPage  # noqa: PLC0415

    return PatrolsPage(session.desk, shell)


def _incidents(session: Session, shell: Shell) -> Page:
    from desktop.incidents.view import IncidentsPage  # noqa: PLC0415

    return IncidentsPage(session.desk, shell, session.prove)


def _practice(session: Session, shell: Shell) -> Page:
    from desktop.households.table import tag_look  # noqa: PLC0415
    from desktop.practice.view import PracticePage  # noqa: PLC0415

    return PracticePage(session.desk, shell, tag_look)


def _register(session: Session, shell: Shell) -> Page:
    from desktop.register.view import RegisterPage  # noqa: PLC0415

    return RegisterPage(session.desk, shell)


def _handover(session: Session, shell: Shell) -> Page:
    from desktop.app.day_end import CHECKS, SUBJECTS  # noqa: PLC0415
    from desktop.handover.service import HandoverService  # noqa: PLC0415
    from desktop.handover.view import HandoverPage  # noqa: PLC0415

    return HandoverPage(HandoverService(session.desk, session.prove, CHECKS, SUBJECTS), shell)


def _issues(session: Session, shell: Shell) -> Page:
    from desktop.issues.service import IssueService  # noqa: PLC0415
    from desktop.issues.view import IssuesPage  # noqa: PLC0415

    return IssuesPage(IssueService(session.desk, session.prove), shell)


def _month(session: Session, shell: Shell) -> Page:
    from desktop.months.view import MonthPage  # noqa: PLC0415

    return MonthPage(session.desk, shell)


def _combing(session: Session, shell: Shell) -> Page:
    from desktop.month_end.view import CombingPage  # noqa: PLC0415

    return CombingPage(session.desk, shell)


def _import(session: Session, shell: Shell) -> Page:
    from desktop.app.importing.view import ImportPage  # noqa: PLC0415

    return ImportPage(session.desk, shell)


def _community(session: Session, shell: Shell) -> Page:
    from desktop.app.renumbering import FOLLOWERS  # noqa: PLC0415
    from desktop.community.view import CommunityPage  # noqa: PLC0415

    return CommunityPage(session.desk, shell, FOLLOWERS)


def _rules(session: Session, shell: Shell) -> Page:
    from desktop.rules.view import RulesPage  # noqa: PLC0415

    return RulesPage(session.desk, shell)


def _phrases(session: Session, shell: Shell) -> Page:
    from desktop.rules.view import RulesPage  # noqa: PLC0415

    return RulesPage(session.desk, shell, only="phrases")


def _stationery(session: Session, shell: Shell) -> Page:
    from desktop.app.poster_parts import poster_drawing  # noqa: PLC0415
    from desktop.app.report_parts import report_parts  # noqa: PLC0415
    from desktop.stationery.view import StationeryPage  # noqa: PLC0415

    return StationeryPage(session.desk, shell, report_parts(session.desk), poster_drawing(session.desk))


def _calendar(session: Session, shell: Shell) -> Page:
    from desktop.calendar.view import CalendarPage  # noqa: PLC0415

    return CalendarPage(session.desk, shell)


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
    PageEntry("today", msg("Today"), "sun", Operation.READ_REQUEST, _today, typing_finds=True),
    PageEntry("requests", msg("Requests"), "clipboard-list", Operation.READ_REQUEST, _requests),
    PageEntry("intake", msg("New request"), "", Operation.REPORT_REQUEST, _intake, under="requests"),
    PageEntry("slips", msg("Slip return"), "", Operation.COMPLETE_REQUEST, _slips, under="requests"),
    PageEntry("follow_ups", msg("Follow-ups"), "phone-outgoing", Operation.FOLLOW_UP_REQUEST, _follow_ups),
    PageEntry("households", msg("Households"), "house", Operation.READ_HOUSEHOLD, _households, typing_finds=True),
    PageEntry("care", msg("Care"), "heart-handshake", Operation.READ_CARE, _care),
    PageEntry("gifts", msg("Gift lists"), "", Operation.READ_GIFTS, _gifts, under="care"),
    PageEntry("contacts", msg("Contact lists"), "book-user", Operation.READ_CONTACTS, _contacts),
    PageEntry("calls", msg("Phone calls"), "phone-call", Operation.CALL_ROUND, _calls),
    PageEntry("outages", msg("Outage notices"), "droplet-off", Operation.READ_OUTAGES, _outages),
    PageEntry("events", msg("Community events"), "calendar-days", Operation.READ_EVENTS, _events),
    PageEntry("calendar", msg("Calendar"), "", Operation.READ_CALENDAR, _calendar, under="events"),
    PageEntry("visits", msg("The gate"), "door-open", Operation.READ_VISITS, _visits),
    PageEntry("releases", msg("Release slips"), "", Operation.READ_RELEASE_SLIPS, _releases, under="visits"),
    PageEntry("patrols", msg("Patrols"), "", Operation.READ_PATROLS, _patrols, under="visits"),
    PageEntry("incidents", msg("Incidents"), "", Operation.READ_INCIDENTS, _incidents, under="visits"),
    PageEntry("practice", msg("Practice"), "graduation-cap", Operation.PRACTISE, _practice),
    PageEntry("register", msg("Register upkeep"), "copy", Operation.MERGE_RESIDENTS, _register),
    PageEntry("handover", msg("Handover"), "history", Operation.READ_HANDOVER, _handover),
    PageEntry("month", msg("Monthly summary"), "chart-column", Operation.READ_FIGURES, _month),
    PageEntry("issues", msg("Rectification"), "list-checks", Operation.READ_ISSUES, _issues),
    PageEntry("combing", msg("Comb the month"), "", Operation.COMB_MONTH, _combing, under="month"),
    PageEntry("import", msg("Import"), "file-spreadsheet", Operation.IMPORT_HOUSEHOLDS, _import),
    PageEntry("community", msg("Buildings and rooms"), "building-2", Operation.EDIT_COMMUNITY, _community),
    PageEntry("accounts", msg("Accounts"), "users", Operation.MANAGE_ACCOUNTS, _accounts),
    PageEntry("staff", msg("Staff"), "wrench", Operation.EDIT_STAFF, _staff),
    PageEntry("rules", msg("Rules"), "sliders-horizontal", Operation.EDIT_CALENDAR, _rules),
    PageEntry("stationery", msg("Letterhead and letters"), "mail", Operation.EDIT_STATIONERY, _stationery),
    PageEntry("phrases", msg("Phrases"), "", Operation.EDIT_PHRASES, _phrases, under="settings"),
    PageEntry("settings", msg("Settings"), "settings", Operation.CHANGE_OWN_PASSWORD, _settings),
)
"""Keys are what `Shell.go` takes."""
