"""The page of rules and calendar: its sections left, the one chosen right."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.rules.dialogs import HoursDialog, TryRuleDialog, TryWordsDialog, YearDialog, dialog_for
from desktop.rules.presenter import CalendarPresenter, Done, RulesPresenter
from desktop.rules.rows import What
from desktop.rules.view.calendar import CalendarSection
from desktop.rules.view.desk import DeskSection
from desktop.rules.view.listing import ListSection
from desktop.rules.view.sections import CALENDAR, DESK, LISTS, Section, sections_for
from desktop.ui.dialogs import Dialog, FormDialog, show_error
from desktop.ui.keys import key
from desktop.ui.panels import PageHeader, Panel
from desktop.ui.shell import Page
from desktop.ui.table import Cell, Column, ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.errors import TouchpointError
    from desktop.rules.rows import LaidDown, Line
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell
    from desktop.working_days.rows import YearRow

__all__ = ["RulesPage"]

LIST_WIDTH = 184


class RulesPage(Page):
    """Shows the sections an account may edit: a manager all, an administrator the calendar, a clerk the phrases."""

    def __init__(self, desk: Desk, shell: Shell, only: str = "") -> None:
        """Show what `desk`'s community laid down; with `only` that section alone."""
        super().__init__()
        self.setObjectName("rules-page")
        self._desk = desk
        self._shell = shell
        self._wanted = 0
        self._saving_desk = False
        self.dialog: Dialog | None = None
        self.known: Sequence[Section] = sections_for(desk.actor, only)
        self.presenter = RulesPresenter(desk, shell.tasks, shell.bus, self)
        self.calendar_presenter = CalendarPresenter(desk, shell.tasks, shell.bus, self)
        self.lists: dict[What, ListSection] = {}
        self.desk: DeskSection | None = None
        self.calendar: CalendarSection | None = None
        self._parts: dict[str, QWidget] = {section.id: self._part(section) for section in self.known}
        self._arrange()
        for presenter in (self.presenter, self.calendar_presenter):
            presenter.done.connect(self._tell)
            presenter.refused.connect(self._refuse)
        again = QShortcut(QKeySequence(key("reload")), self)
        again.activated.connect(self.show_at)
        self.presenter.listed.connect(self._show)
        self.presenter.tried.connect(self._answer)

    def show_at(self, **where: object) -> None:
        """Read everything anew; `section` is limits, categories, grades, phrases, questions, equipment, desk, calendar.

        A section that the account does not see is passed over.
        """
        wanted = where.get("section")
        if wanted in self._parts:
            self.sections.select(wanted)
        self.presenter.read()
        if self.calendar is not None:
            self.calendar_presenter.read()

    def _arrange(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(12)
        one = self.known[0] if len(self.known) == 1 else None
        title = msg("Rules and calendar") if one is None else one.title
        column.addWidget(PageHeader(title, note=msg("What is laid down here holds on every PC of the desk.")))
        across = QHBoxLayout()
        across.setSpacing(12)
        self.section_model = RowsModel([Column("section", msg("Section"), _section_cell, 120, stretch=True)])
        self.section_model.set_rows(self.known)
        self.sections = ListView(self.section_model, label=msg("Sections"), name="rules-sections")
        self.sections.horizontalHeader().hide()
        panel = Panel(name="sections")
        panel.setFixedWidth(LIST_WIDTH)
        panel.body.addWidget(self.sections)
        if one is not None:
            panel.hide()
        across.addWidget(panel)
        self.stack = QStackedWidget()
        for part in self._parts.values():
            self.stack.addWidget(part)
        across.addWidget(self.stack, 1)
        column.addLayout(across, 1)
        for part in self.lists.values() if one is not None else ():
            part.title.hide()
        self.sections.row_changed.connect(self._choose)
        self.sections.opened.connect(lambda _section: self._enter())
        self.sections.select(self.known[0].id)
        self.setFocusProxy(self.sections if one is None else self._inner(one))

    def _part(self, section: Section) -> QWidget:
        """Return the widget of a section, wired."""
        if section is DESK:
            self.desk = DeskSection()
            self.desk.asked.connect(self._save_desk)
            return self.desk
        if section is CALENDAR:
            self.calendar = part = CalendarSection()
            self.calendar_presenter.shown.connect(part.show_known)
            part.hours_asked.connect(self._ask_hours)
            part.year_asked.connect(self._ask_year)
            part.reset_asked.connect(self.calendar_presenter.reset_year)
            part.file_chosen.connect(self.calendar_presenter.take_file)
            return part
        listed = next(each for each in LISTS if each.section is section)
        made = ListSection(listed)
        made.edit_asked.connect(partial(self._ask_line, listed.what))
        made.use_asked.connect(partial(self._use, listed.what))
        made.moved.connect(partial(self.presenter.move, listed.what))
        made.trial_asked.connect(partial(self._try, listed.what))
        self.lists[listed.what] = made
        return made

    # --- showing -----------------------------------------------------------------------------------------------------

    def _choose(self, section: Section | None) -> None:
        if section is not None:
            self.stack.setCurrentWidget(self._parts[section.id])

    def _enter(self) -> None:
        """Go into the section chosen."""
        section: Section | None = self.sections.row
        if section is not None:
            self._inner(section).setFocus()

    def _inner(self, section: Section) -> QWidget:
        """Return where work in a section begins."""
        part = self._parts[section.id]
        if isinstance(part, DeskSection):
            return part.form.fields["duty_phone"].input
        return part.view if isinstance(part, ListSection | CalendarSection) else part

    def _show(self, laid: LaidDown) -> None:
        wanted, self._wanted = self._wanted, 0
        current = self.stack.currentWidget()
        for part in self.lists.values():
            part.show_laid(laid, wanted if part is current else 0)
        if self.desk is not None:
            self.desk.show_laid(laid)
        if isinstance(self.dialog, TryWordsDialog):
            self.dialog.tell()

    # --- asking ------------------------------------------------------------------------------------------------------

    def _ask_line(self, what: What, line: Line[Any] | None) -> None:
        dialog = dialog_for(what, self.presenter.laid, line, self)
        dialog.asked.connect(lambda facts: self.presenter.save(facts, line))
        self._open(dialog)

    def _use(self, what: What, line: Line[Any]) -> None:
        if what is What.PHRASE:
            self.presenter.remove_phrase(line)
        else:
            self.presenter.set_active(what, line, active=not line.active)

    def _try(self, what: What) -> None:
        if what is What.CATEGORY:
            self._open(TryWordsDialog(self.presenter.try_words, self))
            return
        dialog = TryRuleDialog(self._desk, self.presenter.laid, self)
        dialog.asked.connect(self.presenter.try_rule)
        self._open(dialog)
        dialog.ask()

    def _save_desk(self, facts: Any, version: int) -> None:
        self._saving_desk = True
        self.presenter.save_setup(facts, version)

    def _ask_hours(self) -> None:
        if self.calendar is not None:
            dialog = HoursDialog(self.calendar.known.hours, self)
            dialog.asked.connect(self.calendar_presenter.save_hours)
            self._open(dialog)

    def _ask_year(self, row: YearRow | None, year: int) -> None:
        dialog = YearDialog(row, year, self)
        dialog.asked.connect(self.calendar_presenter.save_year)
        self._open(dialog)

    # --- afterwards --------------------------------------------------------------------------------------------------

    def _open(self, dialog: Dialog) -> None:
        self.dialog = dialog
        dialog.finished.connect(dialog.deleteLater)
        dialog.finished.connect(lambda _result: self._forget(dialog))
        dialog.open()

    def _forget(self, dialog: Dialog) -> None:
        if self.dialog is dialog:
            self.dialog = None

    def _answer(self, tried: object) -> None:
        if isinstance(self.dialog, TryRuleDialog):
            self.dialog.tell(tried)  # type: ignore[arg-type]  # the signal carries a TriedRule

    def _tell(self, done: Done) -> None:
        self._wanted = done.id
        if isinstance(self.dialog, FormDialog):
            self.dialog.accept()
        if self._saving_desk and self.desk is not None:
            self._saving_desk = False
            self.desk.saved()
        if done.words is not None:
            self._shell.tell(done.words, undo=done.undo)

    def _refuse(self, error: TouchpointError) -> None:
        """Mark the form that asked, or tell what failed around us; what was typed stays."""
        form: Any = self.dialog if isinstance(self.dialog, FormDialog) else self.desk if self._saving_desk else None
        self._saving_desk = False
        if form is not None and isinstance(error, UserError):
            form.show_problems(error.problems)
            return
        if form is not None:
            form.set_busy(False)
        if show_error(self.dialog or self, error) and isinstance(form, FormDialog):
            form.submit()


def _section_cell(section: Section, language: Any) -> Cell:
    return Cell(language.message(section.title), icon=section.icon)
