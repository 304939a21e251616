"""The page "Slip return": a number, its form, Enter to the next."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.changes import Draft
from desktop.core.i18n import msg
from desktop.requests.model import Priority
from desktop.requests.rows import PRIORITY_LABELS
from desktop.slips.presenter import Returned, SlipsPresenter, Standing, Times, Values
from desktop.slips.view.done import DonePanel
from desktop.slips.view.form import SlipForm
from desktop.ui.buttons import Button
from desktop.ui.dialogs import show_error
from desktop.ui.forms import Form, LineField
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import PageHeader, Panel, label
from desktop.ui.scrolling import scrolled
from desktop.ui.shell import Page

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.errors import Problem, TouchpointError
    from desktop.core.i18n import Language
    from desktop.requests.rows import RequestDetail
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell

__all__ = ["SlipsPage"]

FORM = "slip-return"
WIDEST = 940
MOST_ASIDE = 3
"""Slips put aside that are offered, the latest."""
LEAST_DONE = 132
"""Height of the list of slips taken back, px; in a low window the page scrolls."""


class SlipsPage(Page):
    """Takes slips back one after the other; nothing typed is lost when another page or person takes over."""

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Take slips back as `desk`'s account."""
        super().__init__()
        self.setObjectName("slips-page")
        self._shell = shell
        self._values: Values | None = None
        self._stood: Standing | None = None
        self._busy = False
        self._next = ""
        self.times = Times(desk.clock, desk.zone)
        self.presenter = SlipsPresenter(desk, shell.tasks, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        self.header = PageHeader(
            msg("Slip return"), note=msg("Scan or type the number; Enter goes on, and at the end saves.")
        )
        column.addWidget(self.header)
        inside = QWidget()
        below = QVBoxLayout(inside)
        below.setContentsMargins(0, 0, 0, 0)
        below.setSpacing(12)
        below.addWidget(self._number_panel())
        below.addWidget(self._slip_panel())
        self.done = DonePanel(self.times)
        self.done.setMinimumHeight(LEAST_DONE)
        below.addWidget(self.done, 1)
        self.area = scrolled(inside)
        column.addWidget(self.area, 1)
        self.setFocusProxy(self.number.line)
        self._connect()
        self.presenter.read_directory()

    def show_at(self, **where: object) -> None:
        """Take up the slip `number`, or the one that lies open, or wait for the next; offer those put aside."""
        self._show_aside()
        number = where.get("number")
        if isinstance(number, str):
            self._look_for(number)
        elif self.presenter.detail is not None:
            self.setFocusProxy(self.form.worker.input)

    def leave(self) -> None:
        """Keep what was typed into the slip that is open."""
        detail = self.presenter.detail
        if detail is not None and self.form.dirty:
            self._shell.drafts.keep(Draft(FORM, detail.line.number, detail.line.number, self.form.texts()))

    # --- building --------------------------------------------------------------------------------------------------

    def _number_panel(self) -> QWidget:
        holder = QWidget()
        across = QHBoxLayout(holder)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(12)
        self.number_form = Form(columns=1, name="slip-number")
        self.number = LineField("number", msg("Number"), hint="BX-2611-0017 · 17", width=220)
        self.number_form.add(self.number)
        across.addWidget(self.number_form)
        self.aside_words = label(msg("Put aside:"), tone="ink2")
        self._aside = QHBoxLayout()
        self._aside.setSpacing(4)
        across.addWidget(self.aside_words)
        across.addLayout(self._aside)
        self.stands = label("", tone="amber", wrap=True, name="slip-stands")
        self.look = Button(msg("Open the request"), icon="arrow-right", small=True, name="open-standing")
        across.addWidget(self.stands, 1)
        across.addWidget(self.look)
        across.addStretch(0)
        self._say_standing(None)
        return holder

    def _slip_panel(self) -> Panel:
        self.panel = Panel(name="slip")
        self.panel.pad(16, 12, 16, 12)
        self.heading = label("", "section", cut=True, name="slip-about")
        self.words = label("", tone="ink2", cut=True, name="slip-words")
        self.form = SlipForm(self.times)
        self.form.setMaximumWidth(WIDEST)
        for widget in (self.heading, self.words):
            self.panel.body.addWidget(widget)
        self.panel.body.addSpacing(8)
        self.panel.body.addWidget(self.form)
        self.save = Button(msg("Save, next slip"), key=key("save-and-send"), kind="primary", name="save-slip")
        self.aside = Button(msg("Put it aside"), key=key("leave"), bind=False, name="put-slip-aside")
        self.panel.foot.addWidget(self.save)
        self.panel.foot.addStretch(1)
        self.panel.foot.addWidget(self.aside)
        self.panel.hide()
        return self.panel

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.directory_changed.connect(self.form.offer)
        presenter.opened.connect(self._open)
        presenter.stands.connect(self._stand)
        presenter.unknown.connect(self._not_found)
        presenter.returned.connect(self._take_back)
        presenter.refused.connect(self._refuse)
        presenter.failed.connect(self._fail)
        self.number_form.submitted.connect(lambda: self._look_for(self.number.text()))
        self.number.changed.connect(lambda: self._say_standing(None))
        self.form.finished.connect(self._send)
        self.form.entered.connect(self._bring_into_view)
        self.save.clicked.connect(self._send)
        self.aside.clicked.connect(self._put_aside)
        self.look.clicked.connect(self._look_at_standing)
        self.done.asked.connect(lambda request_id: self._shell.go("requests", request_id=request_id))
        escape = QShortcut(QKeySequence(key("leave")), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._put_aside)

    # --- a number --------------------------------------------------------------------------------------------------

    def _look_for(self, typed: str) -> None:
        """Look for a slip; an empty field asks nothing. The slip that lies open is put aside first.

        A reader may be faster than the write of the slip before: its number waits for that.
        """
        if self._busy:
            self._next = typed
            return
        self.leave()
        if typed.strip():
            if self.number.text() != typed:
                self.number.set_text(typed)
            self.presenter.find(typed)

    def _open(self, detail: RequestDetail) -> None:
        self.number_form.show_problems(())
        self._say_standing(None)
        line = detail.line
        say(self.heading, text=partial(_about_words, detail))
        say(self.words, text=" ".join(line.words.split()), toolTip=line.words)
        self.panel.show()
        self._set_busy(busy=False)
        self.form.load(detail)
        kept = next((draft for draft in self._shell.drafts.all(FORM) if draft.key == line.number), None)
        if kept is not None:
            self.form.restore(kept.fields)
        self.setFocusProxy(self.form.worker.input)
        self._show_aside()

    def _stand(self, standing: Standing) -> None:
        """Say why the slip cannot come back; what was typed stays, also where someone else was faster."""
        detail = self.presenter.detail
        self._set_busy(busy=False)
        self._next = ""
        if detail is None or detail.line.number != standing.number:
            self.leave()
            self._shell.drafts.forget(FORM, standing.number)
            self._close()
            self.number.line.selectAll()
        self._say_standing(standing)

    def _say_standing(self, standing: Standing | None) -> None:
        self._stood = standing
        say(self.stands, text=standing.words if standing else "")
        self.look.setVisible(standing is not None)

    def _show_aside(self) -> None:
        """Offer the slips that were begun and put aside, the latest first."""
        while (item := self._aside.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        open_now = self.presenter.detail.line.number if self.presenter.detail is not None else ""
        kept = [draft.key for draft in reversed(self._shell.drafts.all(FORM)) if draft.key != open_now]
        for number in kept[:MOST_ASIDE]:
            button = Button(number, kind="link", small=True, name="slip-aside")
            button.clicked.connect(partial(self._look_for, number))
            self._aside.addWidget(button)
        self.aside_words.setVisible(bool(kept))

    def _bring_into_view(self, widget: QWidget) -> None:
        self.area.ensureWidgetVisible(widget)

    def _look_at_standing(self) -> None:
        if self._stood is not None:
            self._shell.go("requests", request_id=self._stood.request_id)

    def _not_found(self, problems: Sequence[Problem]) -> None:
        self._close()
        self.number_form.show_problems(problems)
        self.number.line.selectAll()

    # --- a slip ----------------------------------------------------------------------------------------------------

    def _send(self) -> None:
        values = self.form.slip()
        if values is not None and self.presenter.detail is not None:
            self._values = values
            self._write()

    def _write(self) -> None:
        """Write the slip; the number field is free for the next one meanwhile."""
        assert self._values is not None
        self._set_busy(busy=True)
        self.number.set_text("")
        self.number.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.presenter.save(self._values)

    def _take_back(self, done: Returned) -> None:
        self._shell.drafts.forget(FORM, done.number)
        self.done.show_done(self.presenter.done)
        words = msg("The slip of %(number)s is back", number=done.number)
        self._shell.tell(words, look=partial(self._shell.go, "requests", request_id=done.request_id))
        self._set_busy(busy=False)
        self._close()
        waiting, self._next = self._next, ""
        self._look_for(waiting)

    def _refuse(self, problems: Sequence[Problem]) -> None:
        self._set_busy(busy=False)
        self._next = ""
        self.form.show_problems(problems)
        if any(problem.field == "items" for problem in problems):
            self.form.enter(self.form.entry)

    def _fail(self, error: TouchpointError) -> None:
        self._set_busy(busy=False)
        again = show_error(self, error)
        if again and self.presenter.detail is not None and self._values is not None:
            self._write()
        elif again:
            self._look_for(self.number.text())

    def _put_aside(self) -> None:
        """Let the open slip lie, keep what was typed, and wait for the next number."""
        self.leave()
        self._close()
        self.number.line.selectAll()

    def _close(self) -> None:
        self.presenter.close()
        self._show_aside()
        self.panel.hide()
        self.form.restore({})
        self.form.settle()
        self.setFocusProxy(self.number.line)
        self.number.line.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self.form.setEnabled(not busy)
        self.save.setEnabled(not busy)


def _about_words(detail: RequestDetail, spoken: Language) -> str:
    line = detail.line
    priority = "" if line.priority is Priority.NORMAL else spoken.message(PRIORITY_LABELS[line.priority])
    return "　".join(filter(None, (line.number, line.room, line.reporter, line.category, priority)))
