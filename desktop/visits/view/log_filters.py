"""The conditions over the log: words, days, gate, kind, and what is to be looked at."""

from __future__ import annotations

from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from desktop.core.i18n import msg
from desktop.ui.buttons import Button, FilterChip
from desktop.ui.filters import FilterBar, SearchLine
from desktop.ui.language import say, translate, ui_language
from desktop.visits.dialogs import DaysDialog
from desktop.visits.presenter import LATELY, last_days
from desktop.visits.rows import VisitFilter
from desktop.visits.table import days_words
from desktop.visits.view.scopes import WIDTH

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.i18n import Language, Message
    from desktop.ui.language import Text
    from desktop.visits.presenter import LogPresenter
    from desktop.visits.rows import KindKey

__all__ = ["LogFilterBar"]

FLAGS: Sequence[tuple[str, Message, str]] = (
    ("incomplete", msg("To complete"), "square-pen"),
    ("overridden", msg("Overridden"), "triangle-alert"),
    ("vehicles", msg("Vehicles"), "car"),
    ("held", msg("Held back"), "lock"),
)


class LogFilterBar(FilterBar):
    """Shows and changes which visits a `LogPresenter` shows. `dialog` asks for days, None while it does not."""

    def __init__(self, presenter: LogPresenter) -> None:
        """Show what `presenter` shows."""
        super().__init__()
        self._presenter = presenter
        self.dialog: DaysDialog | None = None
        self.text = SearchLine(msg("Plate, name or room"), "log-text", WIDTH, high=True)
        self.add(self.text)
        self.days = Button(self._days_words, menu=True, icon="calendar", name="log-days")
        self.gates = Button(self._gate_words, menu=True, name="log-gate")
        self.kinds = Button(self._kind_words, menu=True, name="log-kind")
        menus: Sequence[tuple[Button, Callable[[], QMenu]]] = (
            (self.days, self.days_menu),
            (self.gates, self.gate_menu),
            (self.kinds, self.kind_menu),
        )
        for button, menu in menus:
            button.clicked.connect(partial(self._open, button, menu))
            self.add(button)
        self.flags: dict[str, FilterChip] = {}
        for name, words, icon in FLAGS:
            chip = self.add_chip(words, f"log-{name}", icon)
            chip.clicked.connect(partial(self._flag, name))
            self.flags[name] = chip
        self.clear = Button(msg("Clear conditions"), icon="x", kind="link", small=True, name="log-clear")
        self.clear.clicked.connect(presenter.clear)
        self.add(self.clear)
        self.text.searched.connect(lambda words: self._ask(text=words))
        presenter.conditions_changed.connect(self._show)
        presenter.named.connect(self._show)
        self._show()

    def days_menu(self) -> QMenu:
        """Return the menu of days: some of the last ones, all that are kept, or others."""
        presenter, today = self._presenter, self._presenter.when.today
        yesterday = today - timedelta(days=1)
        spans: Sequence[tuple[Text, VisitFilter]] = (
            (msg("Only today"), last_days(presenter, 1)),
            (msg("Yesterday"), VisitFilter(first_day=yesterday, last_day=yesterday)),
            (_last_words(7), last_days(presenter, 7)),
            (_last_words(30), last_days(presenter, 30)),
            (msg("All that is kept"), VisitFilter()),
        )
        menu = QMenu(self)
        for words, span in spans:
            self._add(menu, words, partial(self._ask, first_day=span.first_day, last_day=span.last_day))
        self._add(menu, msg("Other days …"), self.ask_days)
        return menu

    def gate_menu(self) -> QMenu:
        """Return the menu of gates."""
        menu = QMenu(self)
        self._add(menu, msg("Every gate"), partial(self._ask, gate_id=None))
        for gate in self._presenter.gates:
            self._add(menu, gate.name, partial(self._ask, gate_id=gate.id))
        return menu

    def kind_menu(self) -> QMenu:
        """Return the menu of kinds, own ones last."""
        menu = QMenu(self)
        self._add(menu, msg("Every purpose"), partial(self._ask, kinds=()))
        for kind in self._presenter.kinds:
            self._add(menu, kind.name, partial(self._ask, kinds=(kind.key,)))
        return menu

    def ask_days(self) -> None:
        """Ask for other days."""
        if self.dialog is None:
            self.dialog = dialog = DaysDialog(self._presenter.when.today, self.window())
            dialog.submitted.connect(self._take_days)
            dialog.finished.connect(self._forget)
            dialog.open()

    def _take_days(self, values: dict[str, Any]) -> None:
        first, last = values["first_day"], values["last_day"] or values["first_day"]
        self._ask(first_day=min(first, last), last_day=max(first, last))
        if self.dialog is not None:
            self.dialog.accept()

    def _forget(self, _result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is not None:
            dialog.deleteLater()

    def _ask(self, **asked: Any) -> None:
        self._presenter.narrow(**asked)

    def _flag(self, name: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self._ask(**{name: self.flags[name].isChecked()})

    def _add(self, menu: QMenu, words: Text, act: Callable[[], None]) -> None:
        action = QAction(translate(words, ui_language().language), menu)
        action.triggered.connect(partial(_run, act))
        menu.addAction(action)

    def _open(self, below: Button, menu_of: Callable[[], QMenu], _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.open_menu(below, menu_of())

    def _show(self) -> None:
        wanted = self._presenter.wanted
        for button, words in ((self.days, self._days_words), (self.gates, self._gate_words)):
            say(button, text=words)
        say(self.kinds, text=self._kind_words)
        for name, chip in self.flags.items():
            chip.setChecked(getattr(wanted, name))
        self.text.show_words(wanted.text)
        self.clear.setVisible(wanted != last_days(self._presenter, LATELY))
        for button in (self.days, self.gates, self.kinds):
            button.updateGeometry()
        self.refit()

    def _days_words(self, spoken: Language) -> str:
        wanted, today = self._presenter.wanted, self._presenter.when.today
        if wanted.first_day is None:
            return spoken.gettext("All that is kept")
        last = wanted.last_day or today
        if wanted.first_day == last == today:
            return spoken.gettext("Only today")
        if last == today and (span := (today - wanted.first_day).days + 1) in {7, 30}:
            return _last_words(span)(spoken)
        return days_words(wanted.first_day, last, spoken)

    def _gate_words(self, spoken: Language) -> str:
        chosen = self._presenter.wanted.gate_id
        name = next((gate.name for gate in self._presenter.gates if gate.id == chosen), "")
        return name or spoken.gettext("Every gate")

    def _kind_words(self, spoken: Language) -> str:
        keys: Sequence[KindKey] = tuple(self._presenter.wanted.kinds)
        name = next((kind.name for kind in self._presenter.kinds if kind.key in keys), None)
        return spoken.gettext("Every purpose") if name is None else translate(name, spoken)


def _last_words(days: int) -> Callable[[Language], str]:
    return lambda spoken: spoken.ngettext("Last %(count)s day", "Last %(count)s days", days)


def _run(act: Callable[[], None], _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
    act()
