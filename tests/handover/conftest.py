"""The community of the tests of care, with handovers over it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.app.day_end import CHECKS, SUBJECTS
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation
from desktop.handover.rows import DayCheck, Subject
from desktop.handover.service import HandoverService
from tests.care.conftest import on_file, on_server, shell, template, village  # noqa: F401 - fixtures

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.storage.desk import Desk
    from tests.care.villages import Village

__all__ = ["PASSWORD", "prove", "serve"]

PASSWORD = "right one"


def prove(name: str, password: str) -> None:
    """Refuse any other password than the one of the tests."""
    assert name
    if password != PASSWORD:
        raise UserError(Problem(msg("The name or the password is wrong."), "password"))


def serve(desk: Desk, hanging: dict[str, int] | None = None) -> HandoverService:
    """Return the service with two checks that find what `hanging` says, and two subjects."""
    found = hanging if hanging is not None else {}

    def check(key: str) -> DayCheck:
        return DayCheck(
            key, msg("Overdue"), "clock-alert", Operation.READ_REQUEST, lambda _: found.get(key, 0), "requests"
        )

    subjects = (
        Subject("requests", msg("Requests"), lambda _desk, shift, _language: f"since {shift.since:%H:%M}"),
        Subject("other", msg("Other matters"), lambda *_: ""),
    )
    return HandoverService(desk, prove, (check("late"), check("drafts")), subjects)


@pytest.fixture
def whole() -> Callable[[Village], HandoverService]:
    """Return how the program itself makes the service."""
    return lambda made: HandoverService(made.desk, prove, CHECKS, SUBJECTS)
