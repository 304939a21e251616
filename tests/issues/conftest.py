"""A community with requests, problem points and everyone who has a say in them, in a file and on a server."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from desktop.accounts.model import Account
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.months import Month
from desktop.core.permissions import Operation, Role
from desktop.issues.rows import NewAction, NewIssue
from desktop.issues.service import IssueService
from desktop.requests.model import Equipment, Request, RequestKind
from desktop.requests.rows import NewRequest
from tests.requests.conftest import database, place

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from desktop.issues.rows import ActionRow, IssueRow
    from desktop.storage.desk import Desk
    from tests.requests.conftest import Place

__all__ = ["NOVEMBER", "PASSWORD", "Combing", "combing", "database", "place", "prove"]

PASSWORD = "right one"
NOVEMBER = Month(2026, 11)
PEOPLE = (
    ("张敏", Role.CLERK, ""),
    ("周经理", Role.MANAGER, ""),
    ("何主管", Role.MANAGER, "engineering"),
    ("丁主管", Role.MANAGER, "order"),
    ("门岗", Role.GUARD, ""),
    ("管理员", Role.ADMINISTRATOR, ""),
)


def prove(name: str, password: str) -> None:
    """Refuse any other password than the one of the tests."""
    assert name
    if password != PASSWORD:
        raise UserError(Problem(msg("The name or the password is wrong."), "password"))


class Combing:
    """A community whose month is combed; the clock stands at 2026-11-22 14:05 in Shanghai."""

    def __init__(self, place: Place, clock: FixedClock) -> None:
        self.place = place
        self.clock = clock

    def desk(self, name: str = "张敏") -> Desk:
        """Return the desk of one of `PEOPLE`."""
        number = [person[0] for person in PEOPLE].index(name)
        _, role, code = PEOPLE[number]
        actor = replace(
            self.place.desk.actor,
            account_id=number + 1,
            name=name,
            role=role,
            department_id=self.place.departments[code] if code else None,
        )
        return replace(self.place.desk, actor=actor)

    def of(self, name: str) -> IssueService:
        """Return the service as one of `PEOPLE` has it."""
        return IssueService(self.desk(name), prove)

    @property
    def clerk(self) -> IssueService:
        return self.of("张敏")

    @property
    def manager(self) -> IssueService:
        return self.of("周经理")

    @property
    def head(self) -> IssueService:
        """Return the service as the head of the engineering department has it."""
        return self.of("何主管")

    def request(self, room: str = "3-1-502", category: str = "给排水", **changes: Any) -> int:
        """Report a repair now."""
        given: dict[str, Any] = {
            "kind": RequestKind.REPAIR,
            "words": "厨房漏水",
            "room_id": self.place.rooms[room],
            "category_id": self.place.categories[category],
        }
        return self.place.service.report(NewRequest(**(given | changes))).result

    def requests(self, count: int, room: str = "3-1-502") -> list[int]:
        return [self.request(room) for _ in range(count)]

    def new(self, title: str = "厨房漏水反复", **changes: Any) -> NewIssue:
        given: dict[str, Any] = {"month": NOVEMBER, "department_id": self.place.departments["engineering"]}
        return NewIssue(**(given | {"title": title} | changes))

    def raised(self, title: str = "厨房漏水反复", **changes: Any) -> IssueRow:
        """Raise a point of the engineering department."""
        return self.now(self.clerk.raise_issue(self.new(title, **changes)).result)

    def now(self, issue: IssueRow | int) -> IssueRow:
        """Return a point as it is now, with all of it."""
        return self.manager.issue(issue if isinstance(issue, int) else issue.id)

    def agree(self, issue: IssueRow, words: str = "更换软管", **changes: Any) -> ActionRow:
        """Agree an action under the point, due on 30 November."""
        given: dict[str, Any] = {"words": words, "owner": "何志强", "due_on": date(2026, 11, 30)}
        version = self.now(issue).version
        made = self.clerk.add_action(issue.id, NewAction(**(given | changes)), version=version).result
        return self.action(made)

    def action(self, action: ActionRow | int) -> ActionRow:
        """Return an action as it is now."""
        wanted = action if isinstance(action, int) else action.id
        everywhere = (each for issue in self.manager.issues() for each in issue.actions)
        return next(each for each in everywhere if each.id == wanted)

    def done(self, action: ActionRow) -> ActionRow:
        """Let the action be done."""
        self.head.finish_action(action.id, "已更换", version=self.action(action).version)
        return self.action(action)

    def judged(self, action: ActionRow, *, effective: bool) -> ActionRow:
        """Let the action be done and checked."""
        done = self.done(action)
        self.clerk.judge_action(done.id, effective, "回访确认", version=done.version)
        return self.action(done)

    def mended(self, **changes: Any) -> IssueRow:
        """Raise a point and let it be mended."""
        issue = self.raised(**changes)
        self.clerk.mend(issue.id, "已全部更换", version=issue.version)
        return self.now(issue)

    def later(self, **delta: float) -> None:
        self.clock.advance(**delta)

    def equipment(self, name: str = "1号电梯") -> int:
        with self.place.desk.write(Operation.EDIT_RULES) as work:
            row = Equipment(community_id=work.community_id, name=name)
            work.session.add(row)
            work.session.flush()
            return row.id

    def number(self, request_id: int) -> str:
        with self.place.desk.read() as session:
            return session.get_one(Request, request_id).number


def people(place: Place) -> None:
    """Add the accounts."""
    with place.desk.write(Operation.MANAGE_ACCOUNTS) as work:
        for name, role, code in PEOPLE:
            department = place.departments[code] if code else None
            work.session.add(
                Account(community_id=work.community_id, name=name, name_key=name, role=role, department_id=department)
            )
            work.session.flush()


@pytest.fixture
def combing(place: Place, clock: FixedClock) -> Combing:
    """Return the community with its people."""
    people(place)
    return Combing(place, clock)
