from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import insert, select, text

from desktop.accounts.model import Account
from desktop.accounts.service import AccountService
from desktop.core.errors import RefusedError, UserError
from desktop.core.permissions import Role
from desktop.staff.service import StaffService
from desktop.storage.audit import Audit

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.accounts.rows import AccountRow
    from desktop.app.session import Session

FIRST = "first password"


def fresh_name() -> str:
    """Return a name no other test uses: a server's logins outlive its databases."""
    return f"li {uuid4().hex[:12]}"


def row(session: Session, account_id: int) -> AccountRow:
    return next(each for each in session.accounts.accounts() if each.id == account_id)


def fields(caught: pytest.ExceptionInfo[UserError]) -> list[str]:
    return [problem.field for problem in caught.value.problems]


def acting_as(session: Session, role: Role) -> AccountService:
    desk = replace(session.desk, actor=replace(session.desk.actor, role=role))
    return AccountService(desk, session.passwords)


def may_log_in(session: Session, name: str) -> bool:
    """Tell whether the server lets `name` in, or the key file holds a slot for it."""
    if session.opened.keys is not None:
        return name in session.opened.keys.names()
    with session.desk.database.connect() as connection:
        found = connection.execute(text("SELECT rolcanlogin FROM pg_roles WHERE rolname = :name"), {"name": name})
        return bool(found.scalar_one())


def test_that_an_account_is_added_with_its_role_and_way_in(either: Session) -> None:
    name = fresh_name()
    changes = either.accounts.add(name, Role.CLERK, None, FIRST)
    added = row(either, changes.result)
    assert (added.name, added.role, added.disabled) == (name, Role.CLERK, False)
    assert changes.touches("account")
    assert may_log_in(either, name)


def test_that_a_name_is_taken_whatever_its_case_and_width(either: Session) -> None:
    name = fresh_name()
    either.accounts.add(name, Role.CLERK, None, FIRST)
    with pytest.raises(UserError) as caught:
        either.accounts.add(f" {name.upper()}　", Role.GUARD, None, FIRST)
    assert fields(caught) == ["name"]


@pytest.mark.parametrize("name", ["", "　 ", "很" * 41])
def test_that_a_name_is_neither_empty_nor_endless(session: Session, name: str) -> None:
    with pytest.raises(UserError) as caught:
        session.accounts.add(name, Role.CLERK, None, FIRST)
    assert fields(caught) == ["name"]
    assert len(session.accounts.accounts()) == 1


def test_that_a_short_password_adds_nothing(either: Session) -> None:
    before = len(either.accounts.accounts())
    with pytest.raises(UserError) as caught:
        either.accounts.add(fresh_name(), Role.CLERK, None, "short")
    assert fields(caught) == ["password"]
    assert len(either.accounts.accounts()) == before


def test_that_only_a_manager_heads_a_department(either: Session) -> None:
    department = StaffService(either.desk).departments()[1]
    with pytest.raises(UserError) as caught:
        either.accounts.add(fresh_name(), Role.CLERK, department.id, FIRST)
    assert fields(caught) == ["department_id"]
    head = either.accounts.add(fresh_name(), Role.MANAGER, department.id, FIRST)
    assert row(either, head.result).department_id == department.id
    either.accounts.set_role(head.result, Role.CLERK)
    assert row(either, head.result).department_id is None
    with pytest.raises(UserError):
        either.accounts.set_role(head.result, Role.GUARD, department.id)


def test_that_the_last_administrator_stays(either: Session) -> None:
    own = either.desk.actor.account_id
    with pytest.raises(UserError):
        either.accounts.set_role(own, Role.CLERK)
    second = either.accounts.add(fresh_name(), Role.ADMINISTRATOR, None, FIRST).result
    either.accounts.disable(second)
    with pytest.raises(UserError):
        either.accounts.set_role(own, Role.CLERK)
    assert row(either, own).role is Role.ADMINISTRATOR


def test_that_nobody_disables_the_own_account(session: Session) -> None:
    session.accounts.add(fresh_name(), Role.ADMINISTRATOR, None, FIRST)
    with pytest.raises(UserError):
        session.accounts.disable(session.desk.actor.account_id)
    assert not row(session, session.desk.actor.account_id).disabled


def test_that_a_disabled_account_has_no_way_in_until_its_password_is_reset(either: Session) -> None:
    name = fresh_name()
    added = either.accounts.add(name, Role.CLERK, None, FIRST).result
    either.accounts.disable(added)
    assert row(either, added).disabled
    assert not may_log_in(either, name)
    either.accounts.reset_password(added, "second password")
    assert not row(either, added).disabled
    assert may_log_in(either, name)


def test_that_a_reset_password_is_good_for_one_sign_in(
    session: Session, file_target: Path, enter: Callable[..., Session]
) -> None:
    added = session.accounts.add("li", Role.CLERK, None, FIRST).result
    assert enter(file_target, "li", FIRST).must_change_password
    session.accounts.reset_password(added, "second password")
    with pytest.raises(UserError):
        enter(file_target, "li", FIRST)
    clerk = enter(file_target, "li", "second password")
    assert clerk.must_change_password
    clerk.accounts.change_own_password("second password", "my own password")
    assert not enter(file_target, "li", "my own password").must_change_password


def test_that_the_own_password_needs_the_old_one(session: Session) -> None:
    with pytest.raises(UserError) as caught:
        session.accounts.change_own_password("not it", "my own password")
    assert fields(caught) == ["password"]
    with pytest.raises(UserError) as same:
        session.accounts.change_own_password("open sesame", "open sesame")
    assert fields(same) == ["new"]


@pytest.mark.parametrize("role", [Role.CLERK, Role.MANAGER, Role.GUARD])
def test_that_only_the_administrator_manages_accounts(session: Session, role: Role) -> None:
    service = acting_as(session, role)
    calls: list[Callable[[], object]] = [
        service.accounts,
        lambda: service.add("li", Role.CLERK, None, FIRST),
        lambda: service.set_role(1, Role.CLERK),
        lambda: service.reset_password(1, FIRST),
        lambda: service.disable(1),
    ]
    for call in calls:
        with pytest.raises(RefusedError):
            call()
    assert len(session.accounts.accounts()) == 1


def test_that_every_change_is_in_the_audit_without_the_password(either: Session) -> None:
    added = either.accounts.add(fresh_name(), Role.CLERK, None, FIRST).result
    either.accounts.set_role(added, Role.GUARD)
    either.accounts.reset_password(added, "second password")
    either.accounts.disable(added)
    with either.desk.read() as reading:
        rows = reading.execute(
            select(Audit.action, Audit.before, Audit.after)
            .where(Audit.topic == "account", Audit.subject_id == added)
            .order_by(Audit.id)
        ).all()
    assert [each.action for each in rows] == ["added", "role changed", "password reset", "disabled"]
    assert "password" not in str([(each.before, each.after) for each in rows])


def test_that_an_account_of_another_community_is_none(session: Session) -> None:
    with session.desk.database.connect(writing=True) as connection:
        connection.execute(
            text(
                "INSERT INTO community (id, name, time_zone, phone, created_at, version)"
                " VALUES (2, '别处', 'Asia/Shanghai', '', 0, 1)"
            )
        )
        stranger = insert(Account).values(community_id=2, name="wang", name_key="wang", role="clerk", version=1)
        id_ = connection.execute(stranger.returning(Account.id)).scalar_one()
    with pytest.raises(UserError):
        session.accounts.disable(id_)
