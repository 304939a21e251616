"""Commands about finding and about accounts: search, user."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from desktop.app.search import find
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import ROLE_LABELS, Role
from desktop.staff.service import StaffService, department_key

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from desktop.accounts.rows import AccountRow
    from desktop.app.commands.context import Context
    from desktop.app.session import Session

__all__ = ["department_id", "search", "user"]


def search(context: Context) -> int:
    """Print what the search box would find, as JSON."""
    with context.session() as session:
        hits = find(session.desk, context.arguments.text)
    context.say.json([hit.as_json() for hit in hits])
    return 0


def user(context: Context) -> int:
    """Add, change or list accounts."""
    actions: Mapping[str, Callable[[Context, Session], None]] = {
        "add": _add,
        "role": _role,
        "department": _department,
        "password": _password,
        "disable": _disable,
        "list": _list,
    }
    with context.session() as session:
        if session.must_change_password and context.arguments.action != "password":
            raise UserError(msg("This password was for one sign-in only: change it with “touchpoint user password”."))
        actions[context.arguments.action](context, session)
    return 0


def department_id(session: Session, code: str) -> int:
    """Return the id of the department with this code or name; raises UserError naming those there are."""
    known = StaffService(session.desk).departments()
    for department in known:
        if code == department.code or department_key(code) == department.name:
            return department.id
    codes = ", ".join(department.code for department in known)
    raise UserError(
        Problem(msg("There is no department “%(code)s”; there are: %(codes)s.", code=code, codes=codes), "department")
    )


def _account(session: Session, name: str) -> AccountRow:
    for account in session.accounts.accounts():
        if account.name.casefold() == name.casefold():
            return account
    raise UserError(Problem(msg("There is no account called %(name)s.", name=name), "name"))


def _new_password(context: Context) -> tuple[str, bool]:
    """Return the new password, and whether it was made up here and must be shown."""
    given = context.arguments.new_password or os.environ.get("TOUCHPOINT_NEW_PASSWORD")
    if given:
        return given, False
    return secrets.token_urlsafe(9), True


def _add(context: Context, session: Session) -> None:
    arguments = context.arguments
    head_of = department_id(session, arguments.department) if arguments.department else None
    password, made_up = _new_password(context)
    session.accounts.add(arguments.name, Role(arguments.role), head_of, password)
    context.say.line(msg("Added the account %(name)s.", name=arguments.name))
    _show_password(context, password, made_up=made_up)


def _show_password(context: Context, password: str, *, made_up: bool) -> None:
    if made_up:
        context.say.line(msg("Password for the first sign-in: %(password)s", password=password))


def _role(context: Context, session: Session) -> None:
    account = _account(session, context.arguments.name)
    role = Role(context.arguments.role)
    session.accounts.set_role(account.id, role, account.department_id if role is Role.MANAGER else None)
    context.say.line(msg("%(name)s is now: %(role)s.", name=account.name, role=ROLE_LABELS[role]))


def _department(context: Context, session: Session) -> None:
    account = _account(session, context.arguments.name)
    code = context.arguments.department
    head_of = department_id(session, code) if code else None
    session.accounts.set_role(account.id, account.role, head_of)
    if code:
        context.say.line(msg("%(name)s is now head of department %(code)s.", name=account.name, code=code))
    else:
        context.say.line(msg("%(name)s heads no department now.", name=account.name))


def _password(context: Context, session: Session) -> None:
    name = context.arguments.name or session.desk.actor.name
    if name.casefold() == session.desk.actor.name.casefold():
        given = context.arguments.new_password
        new = given or context.secret("TOUCHPOINT_NEW_PASSWORD", context.language.gettext("New password: "))
        session.accounts.change_own_password(context.password(), new)
        context.say.line(msg("Your password is changed."))
        return
    account = _account(session, name)
    password, made_up = _new_password(context)
    session.accounts.reset_password(account.id, password)
    context.say.line(msg("%(name)s has a new password for one sign-in.", name=account.name))
    _show_password(context, password, made_up=made_up)


def _disable(context: Context, session: Session) -> None:
    account = _account(session, context.arguments.name)
    session.accounts.disable(account.id)
    context.say.line(msg("%(name)s can no longer sign in.", name=account.name))


def _list(context: Context, session: Session) -> None:
    departments = {row.id: row.code for row in StaffService(session.desk).departments()}
    for account in session.accounts.accounts():
        columns = [
            account.name,
            context.language.message(ROLE_LABELS[account.role]),
            departments.get(account.department_id or 0, ""),
            context.language.gettext("disabled") if account.disabled else "",
        ]
        context.say.text("\t".join(columns).rstrip())
