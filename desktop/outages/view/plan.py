"""The form of an outage in the place of list and detail: what and when at the left, where at the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.changes import Draft
from desktop.core.errors import ConflictError, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Operation, allows
from desktop.outages.dialogs.fields import PlanFields, texts_of
from desktop.outages.model import NoticeEdition, OutageState
from desktop.outages.presenter.planning import PlanPresenter, picks_from, picks_text
from desktop.outages.rows import NewNotice, NewOutage
from desktop.outages.view.picker import ScopePicker
from desktop.outages.view.plan_parts import CountLine, WarningLines
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.keys import key
from desktop.ui.language import ui_language
from desktop.ui.panels import Panel
from desktop.ui.scrolling import scrolled

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Message
    from desktop.outages.presenter.places import Places
    from desktop.outages.rows import KindRow, OutageCheck, OutageFile, Pick, ScopeCount
    from desktop.outages.service import OutageService
    from desktop.ui.shell import Shell

__all__ = ["DRAFTS", "PlanSheet"]

DRAFTS = "outages"
"""The name under which half-typed outages are kept."""

PLACES = "places"
AUTOSAVE_MS = 500
NARROW = 1000
FORM_WIDTH, NARROW_FORM = 512, 440
TOLD_HIGH, NARROW_TOLD = 96, 24
"""Px that the form, and what is to be known, take at most in a wide page and in a narrow one."""


class PlanSheet(Panel):
    """Plans an outage, changes one, or announces one that is there already. `file` is the outage that is changed.

    `left()`: back to the list, what was typed is kept. `saved(Changes, bool)`: it was written; whether its notice is
    wanted next. `announced(Changes)`: it was planned and announced at once. `kinds_asked()`: the kinds are to be
    edited.
    """

    left = Signal()
    saved = Signal(object, bool)
    announced = Signal(object)
    kinds_asked = Signal()

    def __init__(self, service: OutageService, shell: Shell, *, urgent: bool) -> None:
        """Make the form; an `urgent` one asks for kind, scope and cause only."""
        super().__init__(msg("New outage"), name="urgent-outage" if urgent else "plan-outage")
        self._shell = shell
        self._desk = service.desk
        self.urgent = urgent
        self.file: OutageFile | None = None
        self._draft_key = "urgent" if urgent else "plan"
        self._then_write = False
        self._clean_picks = ""
        self.presenter = PlanPresenter(service, shell.tasks, shell.bus, self)
        self.form = PlanFields(self._desk.clock, self._desk.zone, urgent=urgent)
        self.picker = ScopePicker()
        self._build(may_edit_kinds=allows(self._desk.actor, Operation.EDIT_OUTAGE_KINDS))
        self._soon = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._soon.timeout.connect(self.keep)
        self._connect()

    # --- begun -----------------------------------------------------------------------------------------------------

    def begin(self, new: NewOutage | None = None) -> None:
        """Begin a new outage: what was half typed, else `new`, else nothing."""
        self.file = None
        self._draft_key = "urgent" if self.urgent else "plan"
        title = msg("Emergency notice: announce it now") if self.urgent else msg("New outage")
        texts = {"planned": "yes"} if new is None else texts_of(new, self._desk.zone)
        self._load(title, texts, new.places if new else ())

    def begin_amend(self, file: OutageFile) -> None:
        """Change an outage that is planned; its times only while no notice is out."""
        self.file = file
        self._draft_key = f"amend-{file.line.id}"
        self._load(msg("Change the outage"), texts_of(file.plan, self._desk.zone), file.plan.places)
        announced = file.line.state is not OutageState.PLANNED
        self.form.keep_times(keep=announced)

    def show_kinds(self, kinds: Sequence[KindRow]) -> None:
        """Offer the kinds there are, and one chosen before that is archived meanwhile."""
        self.form.kind.choices.offer([row for row in kinds if not row.archived])

    def keep(self) -> None:
        """Keep what was typed, if anything was."""
        self._soon.stop()
        if self.dirty:
            fields = self.form.texts() | {PLACES: picks_text(self.picker.picks)}
            self._shell.drafts.keep(Draft(DRAFTS, self._draft_key, self.title.text(), fields))

    @property
    def is_announced(self) -> bool:
        """Tell whether residents were told of the outage that is changed."""
        return self.file is not None and self.file.line.state is OutageState.ANNOUNCED

    @property
    def dirty(self) -> bool:
        """Tell whether anything was typed or picked that is not saved."""
        return self.form.dirty or picks_text(self.picker.picks) != self._clean_picks

    def discard(self) -> None:
        """Throw away what was typed, and begin anew."""
        self._shell.drafts.forget(DRAFTS, self._draft_key)
        self.form.restore({})
        file = self.file
        if file is None:
            self.begin()
        else:
            self.begin_amend(file)

    # --- building --------------------------------------------------------------------------------------------------

    def _build(self, *, may_edit_kinds: bool) -> None:
        self.kinds = Button(msg("Kinds …"), kind="link", small=True, name="edit-kinds")
        self.kinds.clicked.connect(self.kinds_asked)
        self.tools.addWidget(self.kinds)
        self.kinds.setVisible(may_edit_kinds)
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(16)
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 10, 0)
        column.addWidget(self.form)
        column.addStretch(1)
        self._area = scrolled(left)
        row.addWidget(self._area)
        self.count = CountLine()
        self.head.addWidget(self.count, 0, Qt.AlignmentFlag.AlignVCenter)
        right = QVBoxLayout()
        right.setSpacing(6)
        right.addWidget(self.picker, 1)
        self.warnings = WarningLines()
        self._told = scrolled(self.warnings)
        row.addLayout(right, 1)
        self.body.addWidget(whole, 1)
        below = QVBoxLayout()
        below.setContentsMargins(12, 0, 12, 6)
        below.addWidget(self._told)
        self.body.addLayout(below)
        self._told.hide()
        self._build_foot()

    def _build_foot(self) -> None:
        words = msg("Announce and print") if self.urgent else msg("Save")
        icon = "megaphone" if self.urgent else "check"
        self.save = Button(words, icon=icon, key=key("save"), bind=False, kind="primary", name="save-outage")
        self.save.clicked.connect(self.submit)
        self.foot.addWidget(self.save)
        self.write = Button(
            msg("Save and write the notice"), icon="megaphone", key=key("save-and-send"), name="save-and-write"
        )
        self.write.clicked.connect(self.submit_and_write)
        self.foot.addWidget(self.write)
        self.write.setVisible(not self.urgent and allows(self._desk.actor, Operation.ISSUE_NOTICE))
        self.foot.addStretch(1)
        self.anew = Button(msg("Throw away"), kind="link", name="discard-outage")
        self.anew.clicked.connect(self.discard)
        self.foot.addWidget(self.anew)
        self.leave = Button(
            msg("Leave, keep the draft"), key=key("leave"), bind=False, kind="link", name="leave-outage"
        )
        self.leave.clicked.connect(self.go_back)
        self.foot.addWidget(self.leave)

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.known.connect(self._take_places)
        presenter.counted.connect(self._show_count)
        presenter.checked.connect(self._show_check)
        presenter.saved.connect(self._saved)
        presenter.refused.connect(self._refused)
        presenter.renewed.connect(self._renew)
        presenter.failed.connect(lambda error: self._shell.tell(error.problems[0].message))
        self.form.submitted.connect(self.submit)
        self.form.changed.connect(self._changed)
        self.picker.changed.connect(self._changed)

    # --- filled ----------------------------------------------------------------------------------------------------

    def _load(self, title: Message, texts: dict[str, str], picks: Sequence[Pick]) -> None:
        self.set_title(title)
        self.form.keep_times(keep=False)
        self.form.restore(texts)
        self.form.settle()
        self.picker.tell("")
        self.picker.show_picks(picks)
        self._clean_picks = picks_text(self.picker.picks)
        kept = next((draft for draft in self._shell.drafts.all(DRAFTS) if draft.key == self._draft_key), None)
        if kept is not None:
            self.form.restore(kept.fields)
            self.picker.show_picks(picks_from(kept.fields.get(PLACES, "")))
        self.anew.setVisible(kept is not None)
        self.count.show_count(None)
        self._tell(())
        self.set_busy(False)
        self.presenter.begin()
        self.presenter.read_places()
        self._ask()

    def take_keyboard(self) -> None:
        """Let the keyboard come to the first field that is empty."""
        self.form.focus_first()

    def _take_places(self, places: Places) -> None:
        untouched = picks_text(self.picker.picks) == self._clean_picks
        self.picker.show_places(places)
        self._show_vacant()
        if untouched:
            # The community tells the same picks in its own order and words.
            self._clean_picks = picks_text(self.picker.picks)

    def _changed(self, *_what: object) -> None:
        if not self._soon.isActive():
            self._soon.start()
        self.anew.setVisible(True)
        self._ask()

    def _ask(self) -> None:
        picks = self.picker.picks
        vacant = self._show_vacant()
        new = self.form.so_far(picks)
        id_ = None if self.file is None else self.file.line.id
        self.presenter.ask(picks, exclude_vacant=vacant, new=new, outage_id=id_)

    def _show_vacant(self) -> bool:
        """Count the vacant homes of each building or not, and return whether they are left out."""
        vacant = bool(self.form.fields["exclude_vacant"].value())
        self.picker.plan.leave_out_vacant(leave_out=vacant)
        return vacant

    def _show_count(self, count: ScopeCount) -> None:
        self.count.show_count(count if self.picker.picks else None)

    def _show_check(self, check: OutageCheck | None) -> None:
        self._tell(() if check is None else check.warnings)

    def _tell(self, sentences: Sequence[Message]) -> None:
        self.warnings.show_sentences(sentences)
        self._told.setVisible(bool(sentences))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Leave the plan the room it needs."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        narrow = self.width() < NARROW
        self._area.setFixedWidth(NARROW_FORM if narrow else FORM_WIDTH)
        wide = max(self._told.viewport().width(), 200)
        high = self.warnings.heightForWidth(wide)
        self._told.setFixedHeight(min(max(high, 1), NARROW_TOLD if narrow else TOLD_HIGH))
        self.picker.keep_low(low=narrow)

    # --- saved -----------------------------------------------------------------------------------------------------

    def submit(self) -> None:
        """Save, or say everything that is missing; an emergency is announced with it."""
        self._then_write = False
        self._submit()

    def submit_and_write(self) -> None:
        """Save, and go on to the notice."""
        self._then_write = True
        self._submit()

    def _submit(self) -> None:
        if not self.save.isEnabled():
            return
        self.picker.add_typed()
        values, picks = self.form.check(), self.picker.picks
        self.picker.tell("" if picks else msg("Choose the buildings, entrances or homes that are affected."))
        if values is None or not picks or self.picker.line.text().strip():
            if values is not None:
                self.picker.line.setFocus()
            return
        begun = self.form.starts_at() or self.form.now()
        new = self.form.new(values, picks, begun)
        self.set_busy(True)
        if self.urgent:
            self.presenter.announce(new, NewNotice(NoticeEdition.ANNOUNCED, ui_language().language.code))
        elif self.file is None:
            self.presenter.plan(new)
        else:
            self.presenter.amend(self.file, new)

    def set_busy(self, busy: bool) -> None:  # noqa: FBT001 - a setter
        """Keep it from being sent twice while it is saved."""
        for button in (self.save, self.write):
            button.setEnabled(not busy)

    def _saved(self, changes: Changes) -> None:
        self._soon.stop()
        self.presenter.rest()
        self._shell.drafts.forget(DRAFTS, self._draft_key)
        self.form.settle()
        self._clean_picks = picks_text(self.picker.picks)
        self.set_busy(False)
        if self.urgent:
            self.announced.emit(changes)
        else:
            self.saved.emit(changes, self._then_write)

    def _refused(self, error: TouchpointError) -> None:
        self.set_busy(False)
        if isinstance(error, UserError) and not isinstance(error, ConflictError):
            of_scope = [problem for problem in error.problems if problem.field == PLACES]
            self.form.show_problems([problem for problem in error.problems if problem.field != PLACES])
            if of_scope:
                self.picker.tell(of_scope[0].message)
        elif show_error(self, error):
            self._submit()

    def _renew(self, file: OutageFile) -> None:
        """Go on with the outage as somebody else left it, once that was told; what is typed stays."""
        if self.file is not None and file.line.id == self.file.line.id:
            self.file = file

    # --- left ------------------------------------------------------------------------------------------------------

    def go_back(self) -> None:
        """Leave; what was typed is kept."""
        self.keep()
        self.presenter.rest()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by Esc and save by Enter, as long as nothing inside wants them."""
        if QKeySequence(event.keyCombination()) == QKeySequence(key("leave")):
            self.go_back()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & ~_KEYPAD:
            self.submit()
        else:
            super().keyPressEvent(event)


_KEYPAD = Qt.KeyboardModifier.KeypadModifier
