"""The page of follow-ups over things that were done, behind real tasks and in a window that remembers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from desktop.follow_ups.view import FollowUpsPage
from tests.follow_ups.conftest import Asked, settled
from tests.requests.screens import Screens, screens

if TYPE_CHECKING:
    from tests.requests.screens import Screens as _Screens

__all__ = ["Calls", "calls", "screens"]


class Calls(Asked):
    """The page, and what the tests do on it."""

    def __init__(self, screens: _Screens) -> None:
        super().__init__(screens.place, screens.clock)
        self.screens = screens
        self.shell = screens.shell

    def open(self, size: tuple[int, int] = (1198, 612), **where: object) -> FollowUpsPage:
        page = FollowUpsPage(self.place.desk, self.shell)
        self.screens.show(page, size)
        page.show_at(**where)
        self.screens.settle()
        return page

    def begin(self) -> FollowUpsPage:
        """Open the page and call the first household."""
        page = self.open()
        page.idle.start.click()
        self.screens.settle()
        assert page.presenter.card is not None
        return page


@pytest.fixture
def calls(screens: Screens) -> Calls:
    """Return a community with two clerks, and nothing done yet."""
    settled(screens.place, screens.clock)
    return Calls(screens)
