"""The first start: a community of one's own, or the made-up one to look around in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from desktop.app import ADMINISTRATOR
from desktop.app.card import Card
from desktop.app.commands.data import DEMO_ACCOUNTS, DEMO_ZONE
from desktop.app.demo import DemoSize, add_demo, sample
from desktop.app.founding import Founding, found
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.months import Month, load_zone
from desktop.ui.forms import CheckField, Choice, LineField, SegmentField
from desktop.ui.language import say
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from desktop.app.signin import Door
    from desktop.storage.work import UnitOfWork
    from desktop.ui.tasks import Progress

__all__ = ["FirstStart"]

DEMO_HOUSEHOLDS = 600
DEMO_MONTHS = 26


class FirstStart(Card):
    """Asks which community to begin with, makes it, and shows the recovery key once."""

    def __init__(self, door: Door) -> None:
        """Stand at `door`, where there is no data yet."""
        super().__init__(
            msg("Welcome to Touchpoint"),
            msg("Begin with your own community, or look around in a made-up one first."),
            msg("Begin"),
            name="first-start",
        )
        self._door = door
        self.kind = SegmentField(
            "kind", msg("Begin with"), [Choice("own", msg("My community")), Choice("demo", msg("Made-up community"))]
        )
        self.kind.choose("own")
        self.form.add(self.kind)
        self.form.add(LineField("name", msg("Community"), required=True, hint=msg("Name of the community")))
        self.form.add(LineField("password", msg("Password"), required=True, password=True))
        self.form.add(LineField("again", msg("Once more"), required=True, password=True))
        self.note = label(msg("The first account is called admin."), "small", "ink2", wrap=True)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(layout.count() - 1, self.note)
        self.add_link(msg("Restore a backup …"), door.choose_backup, name="restore-backup")
        self.kind.changed.connect(self._choose)
        self.form.submitted.connect(self._begin)
        self.go.clicked.connect(self._begin)

    def _choose(self) -> None:
        own = self.kind.value() == "own"
        self.form.show_field("name", own)
        names = ", ".join([ADMINISTRATOR, *DEMO_ACCOUNTS])
        say(
            self.note,
            text=msg("The first account is called admin.")
            if own
            else msg("Accounts, all with this password: %(names)s.", names=names),
        )

    def _begin(self) -> None:
        if not self.go.isEnabled():
            return
        problems: list[Problem] = []
        try:
            values = self.form.values()
        except UserError as error:
            problems += error.problems
        again = self.form.fields["again"]
        if not again.empty and again.value() != self.form.fields["password"].value():
            problems.append(Problem(msg("The two passwords differ."), "again"))
        self.form.show_problems(problems)
        if problems:
            return
        own = values["kind"] == "own"
        target, clock, password = self._door.target, self._door.clock, values["password"]
        founding = Founding(values["name"], DEMO_ZONE) if own else self._demo()
        self.set_busy(True)

        def make(_progress: Progress) -> str:
            return found(target, ADMINISTRATOR, password, founding, clock)

        self._door.tasks.run(make, self._made, self.fail, owner=self, write=True, title=msg("Making the community …"))

    def _demo(self) -> Founding:
        zone = load_zone(DEMO_ZONE)
        last = Month.containing(self._door.clock.now(), zone)
        size = DemoSize(DEMO_HOUSEHOLDS, DEMO_MONTHS, 1, last)

        def fill(work: UnitOfWork, departments: Mapping[str, int], zone: ZoneInfo) -> None:
            add_demo(work, zone, departments, size)

        return Founding(sample()["name"], DEMO_ZONE, DEMO_ACCOUNTS, fill)

    def _made(self, recovery_key: str) -> None:
        self.set_busy(False)
        follow = RecoveryKey(recovery_key)
        follow.go.clicked.connect(lambda: self._door.show_card(self._door.sign_in_card()))
        self._door.show_card(follow)


class RecoveryKey(Card):
    """Shows the recovery key, once."""

    def __init__(self, recovery_key: str) -> None:
        """Show `recovery_key`; the button is free once it was noted."""
        super().__init__(
            msg("Write down the recovery key"),
            msg(
                "It opens the data if every password is lost. It is shown this once only: write it on paper and lock"
                " it away, not on this computer."
            ),
            msg("Go on to sign in"),
            name="recovery-key",
        )
        shown = label(recovery_key, "section", name="recovery-key-text")
        shown.setWordWrap(True)
        shown.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.insertWidget(2, shown)
        noted = CheckField("noted", "", msg("I have written it down"))
        self.form.add(noted)
        self.go.setEnabled(False)
        noted.changed.connect(lambda: self.go.setEnabled(bool(noted.value())))

    @property
    def gives_way(self) -> bool:
        """Stay: the key is never shown again."""
        return False
