"""One household on one page (一户一档): alerts, people, what is good to know, open work, every touchpoint."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.core.i18n import Language, Message, msg
from desktop.households.rows import STATE_LABELS, household_alerts
from desktop.households.table import STATE_ICONS, area_words, tag_look
from desktop.households.view.alerts import AlertStack
from desktop.households.view.notes import NotesPanel
from desktop.households.view.people import PeoplePanel
from desktop.households.view.timeline import TimelinePanel
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import PageHeader
from desktop.ui.tab_order import keep_tab_order

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from desktop.households.presenter import HouseholdPresenter, HouseholdShown
    from desktop.households.rows import Alert, HouseholdFile
    from desktop.households.view.additions import RoomAction, RoomPanel
    from desktop.ui.language import Text

__all__ = ["HouseholdPane"]

ONE_COLUMN_BELOW = 1000
PEOPLE_WIDTH = 372
HEADER_TAGS = 3
GAP = 8
LEAST_WIDE = 640
LEAST_FACTS = 96
LONGEST_IN_HEADER = 12
"""Characters of a name or tag beside the buttons; below it stands whole."""


class HouseholdPane(QWidget):
    """Shows what the presenter read. `left()`: back to the list; `asked(key, subject)`: an action was chosen."""

    left = Signal()
    asked = Signal(str, object)

    def __init__(
        self, presenter: HouseholdPresenter, panels: Sequence[RoomPanel], actions: Sequence[RoomAction] = ()
    ) -> None:
        """Lay out the page; `panels` are other features' panels above the timeline, `actions` their buttons."""
        super().__init__()
        self.setObjectName("household")
        self._presenter = presenter
        self._panels = tuple(panels)
        self._main_panels = [panel for panel in panels if not panel.aside]
        self._side_panels = [panel for panel in panels if panel.aside]
        self._panel_alerts: dict[RoomPanel, Sequence[Alert]] = {}
        self._facts: Text = ""
        self._tags: list[Chip] = []
        self._room_id = 0
        self._own_alerts: Sequence[Alert] = ()
        self.alerts = AlertStack()
        desk, may_edit = presenter.desk, presenter.may_edit
        self.people = PeoplePanel(presenter.today, may_reveal=presenter.may_reveal, may_edit=may_edit)
        self.notes = NotesPanel(desk.zone, may_edit=may_edit)
        self.timeline = TimelinePanel(desk.zone, presenter.groups)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(12)
        self.header = PageHeader("")
        outer.addWidget(self.header)
        self._add_tools(actions, may_edit=may_edit)
        outer.addWidget(self._scrolled(), 1)
        self._connect()

    def focus_first(self) -> None:
        """Take the focus without pressing anything."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Go on by Tab as the page lies, whenever its rows were made."""
        keep_tab_order(self)
        return super().focusNextPrevChild(next_one)

    def minimumSizeHint(self) -> QSize:
        """Return less than the header would like: it drops chips where the page is narrow."""
        return QSize(LEAST_WIDE, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Use one column where the page is narrow."""
        super().resizeEvent(event)
        self._fold()

    def changeEvent(self, event: QEvent) -> None:
        """Make room for the words of another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._fold_tags()

    # --- layout ----------------------------------------------------------------------------------------------------

    def _add_tools(self, actions: Sequence[RoomAction], *, may_edit: bool) -> None:
        tools: list[tuple[Message, str, str]] = []
        self._tools: list[Button] = []
        if may_edit:
            tools = [(msg("Move in"), "user-plus", "move-in")]
        for words, icon, name in tools:
            button = Button(words, icon=icon, name=name)
            button.clicked.connect(lambda _on=False, name=name: self.asked.emit(name, None))
            self._tools.append(button)
        for action in actions:
            button = Button(action.words, icon=action.icon, key=key(action.key) if action.key else "", name=action.name)
            button.clicked.connect(lambda _on=False, action=action: self._act(action))
            self._tools.append(button)
        back = Button(msg("All households"), icon="chevron-left", key=key("leave"), bind=False, name="back")
        back.clicked.connect(self.left)
        self._tools.append(back)
        for button in self._tools:
            self.header.tools.addWidget(button)
        leave = QShortcut(QKeySequence(key("leave")), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.left)

    def _act(self, action: RoomAction) -> None:
        if self._presenter.now is not None:
            action.act(self._presenter.now.file, self)

    def _scrolled(self) -> QScrollArea:
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        content = QWidget()
        content.setObjectName("ground")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.alerts)
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(12)
        column.addLayout(self._columns, 1)
        self._side = QWidget()
        self._side_column = side = QVBoxLayout(self._side)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(12)
        side.addWidget(self.people)
        for panel in (self.notes, *self._side_panels):
            side.addWidget(panel)
        side.addStretch(1)
        self._main_column = main = QVBoxLayout()
        main.setSpacing(12)
        for panel in self._main_panels:
            main.addWidget(panel)
        main.addWidget(self.timeline, 1)
        self._columns.addWidget(self._side)
        self._columns.addLayout(main, 1)
        area.setWidget(content)
        return area

    def _fold(self) -> None:
        narrow = self.width() < ONE_COLUMN_BELOW
        # open work comes before what is only good to know
        column, place = (self._main_column, len(self._main_panels)) if narrow else (self._side_column, 1)
        for step, panel in enumerate((self.notes, *self._side_panels)):
            column.insertWidget(place + step, panel)
        direction = QBoxLayout.Direction.TopToBottom if narrow else QBoxLayout.Direction.LeftToRight
        self._columns.setDirection(direction)
        self._side.setMinimumWidth(0 if narrow else PEOPLE_WIDTH)
        self._side.setMaximumWidth(16_777_215 if narrow else PEOPLE_WIDTH)
        self.timeline.setMinimumHeight(320 if narrow else 200)
        for button in self._tools:
            button.show_key = not narrow
            button.updateGeometry()

        self._fold_tags()

    def _fold_tags(self) -> None:
        """Show the chips there is room for beside the title; all tags stand among what is good to know."""
        beside = [self.header.title, *self._tools]
        room = self.width() - sum(widget.sizeHint().width() + GAP for widget in beside)
        for chip in self._tags:
            room -= chip.sizeHint().width() + GAP
            chip.setVisible(room >= 0)
        # a fact or two of the line are worth the room, its first character is not
        say(self.header.note, text=self._facts if room >= LEAST_FACTS else "")

    def _connect(self) -> None:
        presenter = self._presenter
        presenter.shown.connect(self._show)
        presenter.told.connect(lambda rows, _more: self.timeline.show_rows(rows))
        self.timeline.chosen.connect(self._look_at)
        self.timeline.older.connect(presenter.read_older)
        presenter.pictured.connect(self.people.show_photos)
        self.people.reveal.connect(presenter.reveal)
        self.people.asked.connect(self.asked)
        self.people.add.connect(lambda: self.asked.emit("add-person", None))
        self.notes.asked.connect(self.asked)
        for panel in self._panels:
            panel.alerted.connect(lambda alerts, panel=panel: self._take_alerts(panel, alerts))
        self.alerts.acted.connect(self._act_on)

    # --- showing ---------------------------------------------------------------------------------------------------

    def _look_at(self, group: str) -> None:
        self._presenter.look_at(group)
        if self._presenter.now is not None:
            self.timeline.show_counts(self._presenter.now, group)

    def _show(self, shown: HouseholdShown) -> None:
        file = shown.file
        self.people.show_people(file.people, file.former, shown.today, photos_allowed=file.photos_allowed)
        self.notes.show_file(file, shown.now)
        self.timeline.show_counts(shown, self._presenter.group)
        self._show_header(file)
        if file.room_id != self._room_id:
            self._room_id = file.room_id
            self.alerts.fold()
        self._own_alerts = household_alerts(file, shown.now, self._presenter.desk.zone)
        self._show_alerts()

    def _show_header(self, file: HouseholdFile) -> None:
        name = _short(file.people[0].name) if file.people else ""
        title: Text = msg("%(room)s  %(name)s household", room=file.label, name=name) if name else file.label
        self._facts = _facts(file)
        self.header.set_title(title, self._facts)
        while (item := self.header.tags.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        worn = file.tags[:HEADER_TAGS]
        self._tags = [Chip(_short(tag.name), *tag_look("", tag.meaning, tag.tone), name="tag") for tag in worn]
        if file.state is not None:
            self._tags.append(Chip(STATE_LABELS[file.state], "grey", STATE_ICONS[file.state], name="state"))
        for chip in self._tags:
            self.header.tags.addWidget(chip)
        self._fold_tags()

    def _act_on(self, alert: Alert, name: str) -> None:
        for panel, alerts in self._panel_alerts.items():
            if alert in alerts:
                panel.act(alert, name)

    def _take_alerts(self, panel: RoomPanel, alerts: Sequence[Alert]) -> None:
        self._panel_alerts[panel] = tuple(alerts)
        self._show_alerts()

    def _show_alerts(self) -> None:
        found = [*self._own_alerts, *(alert for alerts in self._panel_alerts.values() for alert in alerts)]
        self.alerts.show_alerts(found, self._presenter.today)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_IN_HEADER else f"{text[: LONGEST_IN_HEADER - 1]}…"


def _facts(file: HouseholdFile) -> Text:
    """Return zone, type, area and since when people live there, in one line."""
    since = min((person.since for person in file.people if person.since is not None), default=None)

    def words(spoken: Language) -> str:
        moved = "" if since is None else spoken.gettext("living here since %(day)s", day=spoken.full_date(since))
        return " · ".join(filter(None, [file.zone, file.kind, area_words(file.area_m2, spoken), moved]))

    return words
