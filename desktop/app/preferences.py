"""The settings page: language and look, one's own password, the care of the data, and what the program is made of."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QFileDialog, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop import __version__
from desktop.app.community_settings import CommunityPanel
from desktop.app.upkeep import UpkeepService
from desktop.core import settings as known_settings
from desktop.core.errors import Problem, UserError
from desktop.core.i18n import Message, msg
from desktop.core.permissions import Operation, allows
from desktop.ui.buttons import Button
from desktop.ui.choices import SegmentedRow
from desktop.ui.dialogs import show_error
from desktop.ui.forms import Form, LineField
from desktop.ui.language import Text, say, translate, ui_language
from desktop.ui.panels import Facts, IconLabel, PageHeader, Panel, label, set_tone
from desktop.ui.shell import Page
from desktop.ui.theme import ThemeChoice, theme

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    from desktop.app.session import Session
    from desktop.core.errors import TouchpointError
    from desktop.core.settings import Setting
    from desktop.ui.shell import Shell
    from desktop.ui.tasks import Progress

__all__ = ["PARTS", "SettingsPage"]

NARROW = 1000
MEGABYTE = 1_000_000

PARTS: tuple[tuple[str, str], ...] = (
    ("LGPL 3", "Qt, PySide6, psycopg"),
    ("MIT", "SQLAlchemy, Alembic, python-calamine, pypinyin, borax, argon2-cffi, platformdirs"),
    ("BSD", "ReportLab, XlsxWriter, Babel, segno, SQLCipher"),
    ("zlib", "sqlcipher3"),
    ("Apache 2.0", "cryptography, tzdata"),
    ("SIL OFL 1.1", "Noto Sans SC"),
    ("Hanazono", "HanaMinB"),
    ("ISC, MIT", "Lucide"),
)
"""What the program is built from, by licence; names are never translated."""


@dataclass(frozen=True, slots=True)
class _Backup:
    """A backup that was written: where, and how large it is in bytes."""

    path: Path
    size: int


class _Outcome(QWidget):
    """How the last backup or check went: icon and words."""

    def __init__(self, words: Text, name: str) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(6)
        self._icon = IconLabel("info", "ink2", 16)
        self._icon.setFixedHeight(24)  # that of the first line beside it
        self.words = label(words, tone="ink2", wrap=True, name=name)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.words, 1)

    def tell(self, words: Text, tone: str, icon: str) -> None:
        self._icon.show_icon(icon, tone)
        set_tone(self.words, "ink" if tone == "green" else tone)
        say(self.words, text=words)


class SettingsPage(Page):
    """What each person sets for this PC and the own account; the administrator also cares for the data here.

    `backed_up(path)` and `checked(number of faults)` follow what was asked for.
    """

    backed_up = Signal(str)
    checked = Signal(int)

    def __init__(self, session: Session, shell: Shell) -> None:
        """Show what `session`'s account may set."""
        super().__init__()
        self.setObjectName("settings-page")
        self._session = session
        self._shell = shell
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setObjectName("ground")
        scroll.setWidget(inside)
        outer.addWidget(scroll)
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        column.addWidget(PageHeader(msg("Settings")))
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(12)
        self._across.addLayout(_stacked(self._this_pc(), self._own_password()), 1)
        care: list[Panel] = [self._care()] if allows(session.desk.actor, Operation.BACK_UP) else []
        self.community: CommunityPanel | None = None
        if allows(session.desk.actor, Operation.EDIT_COMMUNITY):
            self.community = CommunityPanel(session.desk, shell)
            care.append(self.community)
        if allows(session.desk.actor, Operation.EDIT_PHRASES):
            care.append(self._phrases())
        self._across.addLayout(_stacked(*care, _about()), 1)
        column.addLayout(self._across, 1)
        self.setFocusProxy(self.choices[known_settings.LANGUAGE.key])

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the panels below one another where there is no room beside."""
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        self._across.setDirection(direction.TopToBottom if self.width() < NARROW else direction.LeftToRight)

    # --- this PC ---------------------------------------------------------------------------------------------------

    def _this_pc(self) -> Panel:
        """Return a row for each setting that has choices, and where the data lies."""
        panel = Panel(msg("This computer"), name="this-pc")
        panel.pad(12, 10, 12, 12)
        self.choices: dict[str, SegmentedRow] = {}
        now = {known_settings.LANGUAGE.key: ui_language().language.code, known_settings.THEME.key: theme().choice.value}
        rows: list[tuple[Text, QWidget]] = []
        for setting in known_settings.SETTINGS:
            if setting.shown and setting.choices:
                choice = SegmentedRow(list(setting.choices.items()), name=setting.key)
                say(choice, accessibleName=setting.label)
                choice.choose(now.get(setting.key, self._shell.settings.get(setting)))
                choice.chosen.connect(partial(self._choose, setting))
                self.choices[setting.key] = choice
                rows.append((setting.label, _left(choice)))
        self.place = label(self._place(), wrap=True, name="data-place")
        self.place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        rows.append((known_settings.DATA_PLACE.label, self.place))
        panel.body.addLayout(_lines(rows))
        return panel

    def _place(self) -> str:
        place = self._session.opened.place
        if place is not None:
            return str(place.directory)
        return self._session.desk.database.engine.url.render_as_string(hide_password=True)

    def _choose(self, setting: Setting[Any], key: str) -> None:
        """Apply a choice at once and keep it."""
        self._shell.settings.set(setting, key)
        if setting is known_settings.LANGUAGE:
            ui_language().choose(key)
        elif setting is known_settings.THEME:
            theme().choose(ThemeChoice(key))
        settings = self._shell.settings
        self._shell.tasks.run(lambda _progress: settings.save(), owner=self, write=True)

    # --- the own password ------------------------------------------------------------------------------------------

    def _own_password(self) -> Panel:
        panel = Panel(msg("My password"), note=self._session.desk.actor.name, name="my-password")
        panel.pad(12, 12, 12, 12)
        self.form = Form(columns=1, name="my-password")
        self.form.add(LineField("old", msg("Old password"), required=True, password=True, width=280))
        self.form.add(LineField("new", msg("New password"), required=True, password=True, width=280))
        self.form.add(LineField("again", msg("Once more"), required=True, password=True, width=280))
        self.form.submitted.connect(self._change_password)
        panel.body.addWidget(self.form)
        self.change = Button(msg("Change password"), icon="key-round", name="change-password")
        self.change.clicked.connect(self._change_password)
        panel.foot.addWidget(self.change)
        panel.foot.addStretch(1)
        return panel

    def _change_password(self) -> None:
        values = self.form.check()
        if values is None or not self.change.isEnabled():
            return
        if values["new"] != values["again"]:
            self.form.show_problems([Problem(msg("The two passwords differ."), "again")])
            return
        self._set_busy(busy=True)
        self._shell.tasks.run(
            partial(_change_own, self._session, values["old"], values["new"]),
            lambda _changes: self._changed(),
            self._fail,
            owner=self,
            write=True,
            on_end=partial(self._set_busy, busy=False),
        )

    def _changed(self) -> None:
        self.form.restore({})
        self._shell.tell(msg("Your password is changed."))

    def _fail(self, error: TouchpointError) -> None:
        self._set_busy(busy=False)
        if isinstance(error, UserError):
            self.form.show_problems(error.problems)
        elif show_error(self, error):
            self._change_password()

    def _set_busy(self, *, busy: bool) -> None:
        self.form.setEnabled(not busy)
        self.change.setEnabled(not busy)

    # --- what the desk writes often --------------------------------------------------------------------------------

    def _phrases(self) -> Panel:
        panel = Panel(msg("Phrases"), name="phrases")
        panel.pad(12, 10, 12, 12)
        words = msg("Phrases of the whole desk: an abbreviation typed in a form becomes the whole text.")
        panel.body.addWidget(label(words, tone="ink2", wrap=True))
        self.phrases = Button(msg("Edit phrases"), icon="keyboard", name="edit-phrases")
        self.phrases.clicked.connect(lambda: self._shell.go("phrases"))
        panel.foot.addWidget(self.phrases)
        panel.foot.addStretch(1)
        return panel

    # --- the care of the data --------------------------------------------------------------------------------------

    def _care(self) -> Panel:
        panel = Panel(msg("Backup and check"), name="care")
        panel.pad(12, 10, 12, 12)
        panel.body.setSpacing(8)
        words = msg(
            "A backup is one encrypted file. It opens with the passwords of its day or with the recovery key; keep it"
            " on another disk."
        )
        panel.body.addWidget(label(words, tone="ink2", wrap=True))
        self.backup_outcome = _Outcome(msg("No backup was made from this window yet."), "backup-outcome")
        self.check_outcome = _Outcome(msg("The data was not checked from this window yet."), "check-outcome")
        panel.body.addWidget(self.backup_outcome)
        panel.body.addWidget(self.check_outcome)
        self.back_up = Button(msg("Back up now"), icon="save", name="back-up")
        self.back_up.clicked.connect(self._ask_where)
        self.check = Button(msg("Check the data"), icon="shield", name="check-data")
        self.check.clicked.connect(self._check)
        panel.foot.addWidget(self.back_up)
        panel.foot.addWidget(self.check)
        panel.foot.addStretch(1)
        if self._session.opened.place is None:
            self.back_up.setEnabled(False)
            say(self.backup_outcome.words, text=msg("On PostgreSQL backups belong to the server; use its own tools."))
        return panel

    def _ask_where(self) -> None:
        spoken = ui_language().language
        desk = self._session.desk
        today = desk.clock.now().astimezone(desk.zone)
        name = f"{desk.community}-{today:%Y-%m-%d}.zip"
        title = translate(msg("Back up to"), spoken)
        chosen, _filter = QFileDialog.getSaveFileName(self, title, name, "ZIP (*.zip)")
        if chosen:
            self.back_up_to(Path(chosen))

    def back_up_to(self, out: Path) -> None:
        """Write a verified backup to `out` in the background."""
        upkeep = UpkeepService(self._session)

        def work(_progress: Progress) -> _Backup:
            upkeep.back_up(out)
            return _Backup(out, out.stat().st_size)

        self.backup_outcome.tell(msg("Writing the backup …"), "ink2", "clock")
        self._care_for(self.back_up, work, self._backed_up, self.backup_outcome, msg("Writing the backup …"))

    def _backed_up(self, backup: _Backup) -> None:
        words = msg(
            "Backup written and checked: %(path)s (%(size)s, %(time)s)",
            path=backup.path,
            size=f"{backup.size / MEGABYTE:.1f} MB",
            time=self._time(),
        )
        self.backup_outcome.tell(words, "green", "circle-check")
        self.backed_up.emit(str(backup.path))

    def _check(self) -> None:
        upkeep = UpkeepService(self._session)
        self.check_outcome.tell(msg("Checking the data …"), "ink2", "clock")
        self._care_for(
            self.check, lambda _progress: upkeep.check(), self._checked, self.check_outcome, msg("Checking the data …")
        )

    def _checked(self, faults: Sequence[Message]) -> None:
        if faults:

            def words(spoken: Any) -> str:
                return "\n".join(spoken.message(fault) for fault in faults)

            self.check_outcome.tell(words, "red", "circle-alert")
        else:
            whole = msg("The data is whole (checked %(time)s).", time=self._time())
            self.check_outcome.tell(whole, "green", "circle-check")
        self.checked.emit(len(faults))

    def _care_for(
        self,
        button: Button,
        work: Callable[[Progress], Any],
        done: Callable[[Any], None],
        outcome: _Outcome,
        title: Message,
    ) -> None:
        def fail(error: TouchpointError) -> None:
            outcome.tell(error.problems[0].message, "red", "circle-alert")

        button.setEnabled(False)
        self._shell.tasks.run(work, done, fail, owner=self, title=title, on_end=lambda: button.setEnabled(True))

    def _time(self) -> str:
        desk = self._session.desk
        return desk.clock.now().astimezone(desk.zone).strftime("%H:%M")


def _stacked(*panels: Panel) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(12)
    for panel in panels:
        column.addWidget(panel)
    column.addStretch(1)
    return column


def _lines(rows: Sequence[tuple[Text, QWidget]]) -> QGridLayout:
    """Return labels with what is set beside them, each in the middle of its line."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(8)
    grid.setColumnMinimumWidth(0, 96)
    grid.setColumnStretch(1, 1)
    for row, (words, widget) in enumerate(rows):
        grid.addWidget(label(words, tone="ink2"), row, 0)
        grid.addWidget(widget, row, 1)
    return grid


def _left(widget: QWidget) -> QWidget:
    """Return `widget` at the left of whatever room there is."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(widget)
    row.addStretch(1)
    return whole


def _about() -> Panel:
    panel = Panel(msg("About Touchpoint"), note=__version__, name="about")
    panel.pad(12, 10, 12, 12)
    panel.body.setSpacing(8)
    words = msg(
        "The front desk of a residential community. Free software (%(licence)s licence), built with:", licence="MIT"
    )
    panel.body.addWidget(label(words, tone="ink2", wrap=True))
    facts = Facts(width=96)
    facts.show_facts(PARTS)
    panel.body.addWidget(facts)
    return panel


def _change_own(session: Session, old: str, new: str, _progress: Progress) -> Any:
    """Change the own password; what the service says of "the password" is told of the field it means."""
    try:
        session.passwords.check(new)
    except UserError as error:
        raise _of_field(error, {"password": "new"}) from error
    try:
        return session.accounts.change_own_password(old, new)
    except UserError as error:
        raise _of_field(error, {"password": "old"}) from error


def _of_field(error: UserError, fields: Mapping[str, str]) -> UserError:
    return UserError(*(Problem(each.message, fields.get(each.field, each.field)) for each in error.problems))
