"""The list of households with its filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from desktop.core.i18n import Language, msg, nmsg
from desktop.households.model import RoomStateKind
from desktop.households.rows import STATE_LABELS, HouseholdChoice, HouseholdFilter
from desktop.ui.buttons import Button, FilterChip
from desktop.ui.fonts import font
from desktop.ui.language import Text, say, translate, ui_language
from desktop.ui.panels import EmptyState, ListFrame, PageHeader, Panel
from desktop.ui.search import SearchField
from desktop.ui.table import ListView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.i18n import Message
    from desktop.households.presenter import ListPresenter, Places
    from desktop.households.rows import PlaceLine
    from desktop.households.view.additions import ListAction

__all__ = ["ListPane", "MenuChip"]

TYPING_MS = 120
"""A pause in typing after which the list is narrowed."""


class MenuChip(FilterChip):
    """A condition with a choice: a click opens the choices, or takes the condition away.

    `key` is what is chosen, "" for none; `chosen(key)` follows a choice by hand.
    """

    chosen = Signal(str)

    def __init__(self, words: Message, name: str, parent: QWidget) -> None:
        """Offer nothing yet."""
        super().__init__(words, name=name, parent=parent)
        self.key = ""
        self._words = words
        self._choices: Sequence[tuple[str, Text, int | None]] = ()
        self.clicked.connect(self._act)

    def offer(self, choices: Sequence[tuple[str, Text, int | None]]) -> None:
        """Offer `choices` as key, words and number of rows."""
        self._choices = tuple(choices)
        self.setVisible(bool(choices))

    def choices(self) -> Sequence[tuple[str, Text, int | None]]:
        """Return what is offered."""
        return self._choices

    def take(self, key: str) -> None:
        """Show `key` as chosen, "" for none."""
        chosen = next((words for each, words, _ in self._choices if each == key), None)
        self.key = key if chosen is not None else ""
        self.setChecked(chosen is not None)

        def words(spoken: Language) -> str:
            name = spoken.message(self._words)
            if chosen is None:
                return name
            return spoken.gettext("%(name)s: %(choice)s", name=name, choice=translate(chosen, spoken))

        say(self, text=words)
        self.updateGeometry()

    def nextCheckState(self) -> None:
        """Leave the state to what is chosen."""

    def _act(self) -> None:
        if self.isChecked():
            self.choose("")
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.setFont(font("body"))
        spoken = ui_language().language
        for key, words, count in self._choices:
            number = "" if count is None else f"\t{spoken.integer(count)}"
            action = QAction(translate(words, spoken).replace("&", "&&") + number, menu)
            action.triggered.connect(lambda _on=False, key=key: self.choose(key))
            menu.addAction(action)
        menu.popup(self.mapToGlobal(QPoint(0, self.height() + 2)))

    def choose(self, key: str) -> None:
        """Take `key` and tell."""
        self.take(key)
        self.chosen.emit(key)


class ListPane(QWidget):
    """Every room in natural order. `opened(room id)`; `tags_asked()`: the community's tags are wanted."""

    opened = Signal(int)
    tags_asked = Signal()

    def __init__(self, presenter: ListPresenter, actions: Sequence[ListAction] = ()) -> None:
        """Show what `presenter` keeps; with `actions` several rows can be selected."""
        super().__init__()
        self.setObjectName("household-list")
        self._actions = [(action, Button("", icon=action.icon, name=action.name)) for action in actions]
        self._presenter = presenter
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.header = PageHeader(msg("Households"))
        for action, button in self._actions:
            button.clicked.connect(lambda _on=False, action=action: action.act(*self.choice(), self))
            self.header.tools.addWidget(button)
        tags = Button(msg("Tags"), icon="tag", name="community-tags")
        tags.clicked.connect(self.tags_asked)
        self.header.tools.addWidget(tags)
        column.addWidget(self.header)
        column.addLayout(self._filters())
        self.view = ListView(presenter.model, label=msg("Households"), name="households", several=bool(actions))
        clear = Button(msg("Clear conditions"), name="clear-empty")
        clear.clicked.connect(self.clear)
        self._empty = EmptyState(
            msg("No household fits"), msg("Take a condition away, or type less."), icon="house", button=clear
        )
        self._clear_empty = clear
        panel = Panel()
        panel.body.addWidget(ListFrame(self.view, self._empty))
        column.addWidget(panel, 1)
        self.view.opened.connect(lambda row: self.opened.emit(row.room_id))
        self.text.asked.connect(lambda _text: self._soon.start())
        self.text.moved.connect(lambda _step: self._enter_list())
        self.text.taken.connect(self._enter_list)
        self.text.left.connect(self._leave_text)
        presenter.places_changed.connect(self._show_places)
        presenter.model.count_changed.connect(self._show_count)
        self.view.selectionModel().selectionChanged.connect(lambda *_ranges: self._say_actions())
        self._say_actions()

    def choice(self) -> tuple[HouseholdChoice, int]:
        """Return the households that an action is meant for, and how many: the rows selected, if several, else all."""
        wanted, model = self._presenter.wanted, self.view.list_model
        shown, places = model.rowCount(), self._selected()
        if len(places) < 2 or len(places) == shown:
            return HouseholdChoice(wanted), shown
        rows = {place: model.row_at(place) for place in places}
        loaded = tuple(row.room_id for row in rows.values() if row is not None)
        return HouseholdChoice(wanted, loaded, tuple(place for place in places if rows[place] is None)), len(places)

    def _selected(self) -> Sequence[int]:
        return sorted(index.row() for index in self.view.selectionModel().selectedRows())

    def _say_actions(self) -> None:
        shown, selected = self.view.list_model.rowCount(), len(self._selected()) if self._actions else 0
        for action, button in self._actions:
            say(button, text=action.words(selected if selected > 1 else 0, shown))
            button.setEnabled(shown > 0)
            button.updateGeometry()

    def clear(self) -> None:
        """Take every condition away."""
        self.text.clear()
        for chip in self.chips.values():
            chip.take("")
        self._narrow()

    def _filters(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.text = SearchField(
            msg("Room, name, phone, plate, tag or note"), label=msg("Narrow the list"), name="household-text"
        )
        self.text.setMinimumWidth(160)
        self.text.setMaximumWidth(320)
        self.text.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row.addWidget(self.text, 1)
        titles = {"building": msg("Building"), "zone": msg("Zone"), "state": msg("State"), "tag": msg("Tag")}
        self.chips = {key: MenuChip(words, f"filter-{key}", self) for key, words in titles.items()}
        for chip in self.chips.values():
            chip.chosen.connect(self._narrow)
            row.addWidget(chip)
        self.chips["state"].offer([(state.value, words, None) for state, words in STATE_LABELS.items()])
        row.addStretch(0)
        self._clear = Button(msg("Clear conditions"), kind="link", small=True, name="clear")
        self._clear.clicked.connect(self.clear)
        self._clear.hide()
        row.addWidget(self._clear)
        self._soon = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._soon.timeout.connect(self._narrow)
        return row

    def _narrow(self) -> None:
        def number(key: str) -> int | None:
            return int(self.chips[key].key) if self.chips[key].key else None

        state = RoomStateKind(self.chips["state"].key) if self.chips["state"].key else None
        wanted = HouseholdFilter(number("building"), number("zone"), state, number("tag"), self.text.text().strip())
        self._clear.setVisible(wanted != HouseholdFilter())
        if wanted != self._presenter.wanted:
            self._presenter.narrow(wanted)

    def _show_places(self, places: Places) -> None:
        def offered(lines: Sequence[PlaceLine]) -> list[tuple[str, Text, int | None]]:
            return [(str(line.id), line.name, line.rooms) for line in lines]

        self.chips["building"].offer(offered(places.buildings))
        self.chips["zone"].offer(offered(places.zones))
        self.chips["tag"].offer(offered(places.tags))
        self._show_count(self._presenter.model.rowCount())

    def _show_count(self, count: int) -> None:
        self._say_actions()
        total = self._presenter.places.total
        narrowed = self._presenter.wanted != HouseholdFilter()
        if narrowed:
            note = msg("%(shown)s shown of %(total)s", shown=_digits(count), total=_digits(total))
        else:
            note = nmsg("%(count)s room", "%(count)s rooms", count)
        self.header.set_title(msg("Households"), note)
        self._clear_empty.setVisible(narrowed)
        say(
            self._empty.missing,
            text=msg("No household fits") if narrowed else msg("No household is in the register yet"),
        )
        say(
            self._empty.advice,
            text=msg("Take a condition away, or type less.")
            if narrowed
            else msg("An administrator imports the roster of rooms and people."),
        )

    def _enter_list(self) -> None:
        self._soon.stop()
        self._narrow()
        self.view.setFocus(Qt.FocusReason.TabFocusReason)
        if not self.view.currentIndex().isValid() and self.view.list_model.rowCount():
            self.view.selectRow(0)

    def _leave_text(self) -> None:
        if self.text.text():
            self.text.clear()
            self._narrow()
        else:
            self.view.setFocus(Qt.FocusReason.TabFocusReason)


def _digits(count: int) -> str:
    return ui_language().language.integer(count)
