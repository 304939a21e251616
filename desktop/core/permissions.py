"""Who may do what: the operations and the matrix of PRODUCT.md as plain data. What is not granted is denied.

Services enforce it: each public method of a service names its operation with `requires`; screens ask `allows` only
to hide what would be refused anyway.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from types import MappingProxyType
from typing import TYPE_CHECKING, Concatenate, ParamSpec, Protocol, TypeVar

from desktop.core.changes import RepeatedWriteError
from desktop.core.errors import RefusedError
from desktop.core.i18n import Message, msg

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["MATRIX", "ROLE_LABELS", "Acting", "Actor", "Operation", "Role", "allows", "requires", "requires_named"]


class Role(StrEnum):
    """What an account is. A manager with a department is that department's head."""

    CLERK = "clerk"
    MANAGER = "manager"
    GUARD = "guard"
    ADMINISTRATOR = "administrator"


ROLE_LABELS: Mapping[Role, Message] = MappingProxyType(
    {
        Role.CLERK: msg("Front-desk clerk"),
        Role.MANAGER: msg("Manager"),
        Role.GUARD: msg("Security guard"),
        Role.ADMINISTRATOR: msg("Administrator"),
    }
)


class Operation(StrEnum):
    """Everything a person can ask a service to do."""

    CHANGE_OWN_PASSWORD = "change own password"  # noqa: S105 - a name, no secret
    MANAGE_ACCOUNTS = "manage accounts"
    READ_STAFF = "read staff"
    EDIT_STAFF = "edit staff"
    EDIT_COMMUNITY = "edit community"
    BACK_UP = "back up"
    RESTORE = "restore"
    CHECK_DATA = "check data"
    INSTALL_UPDATE = "install update"
    READ_AUDIT = "read audit"
    KEEP_DRAFTS = "keep drafts"
    SEARCH_PUBLIC = "search rooms and names"
    SEARCH_ALL = "search everything"
    READ_HOUSEHOLD = "read household"
    EDIT_HOUSEHOLD = "edit household"
    REVEAL_PHONE = "reveal phone"
    IMPORT_HOUSEHOLDS = "import households"
    BULK_EDIT_HOUSEHOLDS = "bulk edit households"
    MERGE_RESIDENTS = "merge residents"
    PRINT_HOUSEHOLD = "print household"
    EXPORT_UNMASKED = "export unmasked"
    PRACTISE = "practise residents"
    READ_CARE = "read care tasks"
    EDIT_CARE = "edit care tasks"
    READ_CONTACTS = "read contact lists"
    EDIT_CONTACTS = "edit contact lists"
    CALL_ROUND = "call a round"
    READ_RULES = "read rules"
    EDIT_RULES = "edit rules"
    EDIT_PHRASES = "edit phrases"
    EDIT_CALENDAR = "edit calendar"
    READ_REQUEST = "read request"
    REPORT_REQUEST = "report request"
    AMEND_REQUEST = "amend request"
    ASSIGN_REQUEST = "assign request"
    WORK_REQUEST = "work on request"
    HOLD_REQUEST = "hold request"
    EXTEND_REQUEST = "extend request"
    EXPLAIN_OVERDUE = "explain overdue request"
    HANDLE_COMPLAINT = "handle complaint"
    COMMENT_REQUEST = "comment on request"
    ATTACH_FILE = "attach file"
    COMPLETE_REQUEST = "complete request"
    FOLLOW_UP_REQUEST = "follow up request"
    CLOSE_REQUEST = "close request"
    REOPEN_REQUEST = "reopen request"
    CANCEL_REQUEST = "cancel request"
    MERGE_REQUEST = "merge request"
    PRINT_WORK_ORDER = "print work order"
    PRINT_OPEN_LIST = "print open list"
    IMPORT_REQUESTS = "import requests"
    EXPORT_LIST = "export list"
    READ_HANDOVER = "read handover"
    HAND_OVER = "hand over"
    EDIT_COUNTED_THINGS = "edit counted things"
    READ_FIGURES = "read figures"
    EDIT_TARGETS = "edit targets"
    READ_ISSUES = "read problem points"
    EDIT_ISSUES = "edit problem points"
    WORK_ON_ACTION = "work on rectification action"
    CONFIRM_ISSUE = "confirm problem point"
    COMB_MONTH = "comb month"
    COMMENT_MONTH = "comment month"
    ISSUE_MONTH = "issue month"
    CLOSE_MONTH = "close month"
    REOPEN_MONTH = "reopen month"
    PRINT_REPORT = "print report"
    EDIT_STATIONERY = "edit letterhead and templates"
    WRITE_LETTER = "write letter"
    READ_OUTAGES = "read outages"
    EDIT_OUTAGES = "edit outages"
    ISSUE_NOTICE = "issue notice"
    LOG_CALLER = "log caller of outage"
    EDIT_OUTAGE_KINDS = "edit kinds of outages"
    READ_EVENTS = "read events"
    EDIT_EVENTS = "edit events"
    SIGN_UP_GUEST = "sign up guest"
    EDIT_EVENT_GOALS = "edit goals of events"
    READ_GIFTS = "read gift lists"
    EDIT_GIFTS = "edit gift lists"
    READ_CALENDAR = "read calendar"
    READ_VISITS = "read visits"
    LOG_VISIT = "log visit"
    PRINT_VISITS = "print visits"
    HOLD_VISIT = "hold visit"
    EXPECT_VISITOR = "expect visitor"
    ISSUE_PASS = "issue pass"  # noqa: S105 - a pass on paper, no password
    READ_WATCHLIST = "read watchlist"
    NOTE_WATCHED = "note someone to watch for"
    APPROVE_WATCHED = "approve someone to watch for"
    CALL_DESK = "call the desk"
    ANSWER_GATE = "answer the gate"
    EDIT_GATE = "edit gate"
    REDUCE_VISITS = "reduce old visits"
    READ_RELEASE_SLIPS = "read release slips"
    ISSUE_RELEASE_SLIP = "issue release slip"
    CHECK_RELEASE_SLIP = "check release slip"
    READ_PATROLS = "read patrols"
    EDIT_PATROLS = "edit patrols"
    WALK_PATROL = "walk patrol"
    ENTER_PATROL_SHEET = "enter patrol sheet"
    READ_INCIDENTS = "read incidents"
    REPORT_INCIDENT = "report incident"
    SIGN_OFF_INCIDENT = "sign off incident"


_CLERK, _MANAGER, _GUARD, _ADMINISTRATOR = Role.CLERK, Role.MANAGER, Role.GUARD, Role.ADMINISTRATOR
_EVERYONE = frozenset(Role)
_DESK = frozenset({_CLERK, _MANAGER})
_OFFICE = frozenset({_CLERK, _MANAGER, _ADMINISTRATOR})
_GATE = frozenset({_GUARD})
_DESK_AND_GATE = frozenset({_CLERK, _MANAGER, _GUARD})
_ONLY_ADMINISTRATOR = frozenset({_ADMINISTRATOR})

MATRIX: Mapping[Operation, frozenset[Role]] = MappingProxyType(
    {
        Operation.CHANGE_OWN_PASSWORD: _EVERYONE,
        Operation.MANAGE_ACCOUNTS: _ONLY_ADMINISTRATOR,
        Operation.READ_STAFF: _EVERYONE,
        Operation.EDIT_STAFF: frozenset({_MANAGER, _ADMINISTRATOR}),
        Operation.EDIT_COMMUNITY: _ONLY_ADMINISTRATOR,
        Operation.BACK_UP: _ONLY_ADMINISTRATOR,
        Operation.RESTORE: _ONLY_ADMINISTRATOR,
        Operation.CHECK_DATA: _ONLY_ADMINISTRATOR,
        Operation.INSTALL_UPDATE: _ONLY_ADMINISTRATOR,
        Operation.READ_AUDIT: frozenset({_MANAGER}),
        Operation.KEEP_DRAFTS: _EVERYONE,
        Operation.SEARCH_PUBLIC: _EVERYONE,
        Operation.SEARCH_ALL: _OFFICE,
        Operation.READ_HOUSEHOLD: _OFFICE,
        Operation.EDIT_HOUSEHOLD: _DESK,
        Operation.REVEAL_PHONE: _DESK_AND_GATE,
        Operation.IMPORT_HOUSEHOLDS: _ONLY_ADMINISTRATOR,
        Operation.BULK_EDIT_HOUSEHOLDS: _DESK,
        Operation.MERGE_RESIDENTS: _DESK,
        Operation.PRINT_HOUSEHOLD: _DESK,
        Operation.EXPORT_UNMASKED: frozenset({_MANAGER}),
        Operation.PRACTISE: _DESK_AND_GATE,
        Operation.READ_CARE: _DESK,
        Operation.EDIT_CARE: _DESK,
        Operation.READ_CONTACTS: _DESK,
        Operation.EDIT_CONTACTS: _DESK,
        Operation.CALL_ROUND: _DESK,
        Operation.READ_RULES: _OFFICE,
        Operation.EDIT_RULES: frozenset({_MANAGER}),
        Operation.EDIT_PHRASES: _DESK,
        Operation.EDIT_CALENDAR: frozenset({_MANAGER, _ADMINISTRATOR}),
        Operation.READ_REQUEST: _OFFICE,
        Operation.REPORT_REQUEST: _DESK,
        Operation.AMEND_REQUEST: _DESK,
        Operation.ASSIGN_REQUEST: _DESK,
        Operation.WORK_REQUEST: _DESK,
        Operation.HOLD_REQUEST: _DESK,
        Operation.EXTEND_REQUEST: _DESK,
        Operation.EXPLAIN_OVERDUE: _DESK,
        Operation.HANDLE_COMPLAINT: _DESK,
        Operation.COMMENT_REQUEST: _DESK,
        Operation.ATTACH_FILE: _DESK,
        Operation.COMPLETE_REQUEST: _DESK,
        Operation.FOLLOW_UP_REQUEST: _DESK,
        Operation.CLOSE_REQUEST: _DESK,
        Operation.REOPEN_REQUEST: _DESK,
        Operation.CANCEL_REQUEST: _DESK,
        Operation.MERGE_REQUEST: _DESK,
        Operation.PRINT_WORK_ORDER: _DESK,
        Operation.PRINT_OPEN_LIST: _DESK,
        Operation.IMPORT_REQUESTS: _ONLY_ADMINISTRATOR,
        Operation.EXPORT_LIST: frozenset({_MANAGER}),
        Operation.READ_HANDOVER: _DESK,
        Operation.HAND_OVER: _DESK,
        Operation.EDIT_COUNTED_THINGS: frozenset({_MANAGER}),
        Operation.READ_FIGURES: _OFFICE,
        Operation.EDIT_TARGETS: frozenset({_MANAGER}),
        Operation.READ_ISSUES: _DESK,
        Operation.EDIT_ISSUES: _DESK,
        Operation.WORK_ON_ACTION: _DESK,
        Operation.CONFIRM_ISSUE: frozenset({_MANAGER}),
        Operation.COMB_MONTH: _DESK,
        Operation.COMMENT_MONTH: _DESK,
        Operation.ISSUE_MONTH: _DESK,
        Operation.CLOSE_MONTH: frozenset({_MANAGER}),
        Operation.REOPEN_MONTH: frozenset({_MANAGER}),
        Operation.PRINT_REPORT: _OFFICE,
        Operation.EDIT_STATIONERY: frozenset({_MANAGER}),
        Operation.WRITE_LETTER: _DESK,
        Operation.READ_OUTAGES: _OFFICE,
        Operation.EDIT_OUTAGES: _DESK,
        Operation.ISSUE_NOTICE: _DESK,
        Operation.LOG_CALLER: _DESK,
        Operation.EDIT_OUTAGE_KINDS: frozenset({_MANAGER}),
        Operation.READ_EVENTS: _OFFICE,
        Operation.EDIT_EVENTS: _DESK,
        Operation.SIGN_UP_GUEST: _DESK,
        Operation.EDIT_EVENT_GOALS: frozenset({_MANAGER}),
        Operation.READ_GIFTS: _DESK,
        Operation.EDIT_GIFTS: _DESK,
        Operation.READ_CALENDAR: _OFFICE,
        Operation.READ_VISITS: _DESK_AND_GATE,
        Operation.LOG_VISIT: _GATE,
        Operation.PRINT_VISITS: _DESK_AND_GATE,
        Operation.HOLD_VISIT: frozenset({_MANAGER}),
        Operation.EXPECT_VISITOR: _DESK,
        Operation.ISSUE_PASS: _DESK,
        Operation.READ_WATCHLIST: _DESK_AND_GATE,
        Operation.NOTE_WATCHED: _DESK_AND_GATE,
        Operation.APPROVE_WATCHED: frozenset({_MANAGER}),
        Operation.CALL_DESK: _GATE,
        Operation.ANSWER_GATE: _DESK,
        Operation.EDIT_GATE: frozenset({_MANAGER}),
        Operation.REDUCE_VISITS: _EVERYONE,
        Operation.READ_RELEASE_SLIPS: _DESK_AND_GATE,
        Operation.ISSUE_RELEASE_SLIP: _DESK,
        Operation.CHECK_RELEASE_SLIP: _GATE,
        Operation.READ_PATROLS: _DESK_AND_GATE,
        Operation.EDIT_PATROLS: frozenset({_MANAGER}),
        Operation.WALK_PATROL: _GATE,
        Operation.ENTER_PATROL_SHEET: _DESK_AND_GATE,
        Operation.READ_INCIDENTS: _DESK_AND_GATE,
        Operation.REPORT_INCIDENT: _DESK_AND_GATE,
        Operation.SIGN_OFF_INCIDENT: frozenset({_MANAGER}),
    }
)


@dataclass(frozen=True, slots=True)
class Actor:
    """The signed-in account, acting in one community. `department_id` makes a manager a department's head."""

    account_id: int
    name: str
    role: Role
    community_id: int
    department_id: int | None = None

    @property
    def heads_department(self) -> int | None:
        """Return the id of the department this account heads, if it is a department head."""
        return self.department_id if self.role is Role.MANAGER else None

    @property
    def is_project_manager(self) -> bool:
        """Tell whether this account is a manager of all: one that heads no department."""
        return self.role is Role.MANAGER and self.department_id is None


class Acting(Protocol):
    """Whatever acts for a signed-in account: services and the desk they serve."""

    @property
    def actor(self) -> Actor:
        """Return who acts."""
        ...


def allows(actor: Actor, operation: Operation) -> bool:
    """Tell whether `actor`'s role holds the right to `operation`."""
    return actor.role in MATRIX.get(operation, frozenset())


_Self = TypeVar("_Self", bound=Acting)
_P = ParamSpec("_P")
_R = TypeVar("_R")


def requires(
    operation: Operation,
) -> Callable[[Callable[Concatenate[_Self, _P], _R]], Callable[Concatenate[_Self, _P], _R]]:
    """Return a decorator that lets a service method run only for roles with the right to `operation`.

    The method raises RefusedError otherwise. A write that was already done under its operation id is not done
    again: the method then returns the changes of the first time.
    """
    return _requires(operation, lambda _service: operation)


def requires_named(
    attribute: str,
) -> Callable[[Callable[Concatenate[_Self, _P], _R]], Callable[Concatenate[_Self, _P], _R]]:
    """Return a decorator as `requires` does, by the operation that the service's own class names as `attribute`.

    For what several features inherit: each says by which of its rights it is done there.
    """

    def named(service: Acting) -> Operation:
        operation: Operation = getattr(service, attribute)
        return operation

    return _requires(attribute, named)


def _requires(
    noted: Operation | str, operation_of: Callable[[Acting], Operation]
) -> Callable[[Callable[Concatenate[_Self, _P], _R]], Callable[Concatenate[_Self, _P], _R]]:
    def decorate(method: Callable[Concatenate[_Self, _P], _R]) -> Callable[Concatenate[_Self, _P], _R]:
        @wraps(method)
        def guarded(self: _Self, /, *args: _P.args, **kwargs: _P.kwargs) -> _R:
            if not allows(self.actor, operation_of(self)):
                role = ROLE_LABELS[self.actor.role]
                raise RefusedError(
                    msg("This account (%(role)s) may not do that; ask someone whose role allows it.", role=role)
                )
            try:
                return method(self, *args, **kwargs)
            except RepeatedWriteError as repeated:
                return repeated.changes  # type: ignore[return-value]  # writes return Changes by convention

        guarded.__operation__ = noted  # type: ignore[attr-defined]
        return guarded

    return decorate
