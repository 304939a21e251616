"""What a clerk should see while a request is typed: the household, what is open there, the same trouble nearby."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from desktop.core.i18n import msg, nmsg
from desktop.households.rows import AlertRank, household_alerts
from desktop.requests.model import OPEN_STATES
from desktop.requests.presenter.intake import Nearby
from desktop.requests.view.briefs import AlertLine, RequestBrief, SayingPanel
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.flow import FlowLayout
from desktop.ui.keys import KeyBox, key
from desktop.ui.language import Text, say, translate
from desktop.ui.panels import Panel, label, rule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QLayout

    from desktop.requests.presenter.intake import Glance
    from desktop.requests.rows import RequestLine, Saying
    from desktop.requests.table import Seen

__all__ = ["BesidePanels"]

MOST_SHOWN = 3
MOST_ALERTS = 4
SIMILAR = msg("Same trouble in the building, 48 hours")

_TAGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "vip": ("violet", "crown"),
        "committee": ("blue", "badge-check"),
        "living_alone": ("amber", "heart-handshake"),
        "legacy_issue": ("amber", "history"),
    }
)


class BesidePanels(QWidget):
    """The panels beside the form. `urge(line)`, `merge(line)`: one key instead of a new request.

    One of the requests offered is picked, the preferred or first until the person picks another: it is what the keys
    mean. `picked_changed()` follows. `room_asked(room id)`, `request_asked(request id)` and `page_asked(page, where)`:
    a link was followed. `saying_acted(Saying, name)`: a button of what to say was pressed.
    """

    urge = Signal(object)
    merge = Signal(object)
    picked_changed = Signal()
    room_asked = Signal(int)
    request_asked = Signal(int)
    page_asked = Signal(str, object)
    saying_acted = Signal(object, str)

    def __init__(self, seen: Seen, parent: QWidget | None = None) -> None:
        """Show the keys alone until a household is known."""
        super().__init__(parent)
        self._seen = seen
        self._room_id = 0
        self._picked_id = 0
        self._preferred_id = 0
        self._open: Sequence[RequestLine] = ()
        self._nearby = Nearby()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._sayings = QVBoxLayout()
        self._sayings.setSpacing(12)
        column.addLayout(self._sayings)
        self.household = Panel(" ", name="household")
        link = Button(msg("Open the household"), kind="link", small=True, name="open-household")
        link.clicked.connect(lambda _checked=False: self.room_asked.emit(self._room_id))
        self.household.tools.addWidget(link)
        self.similar = Panel(SIMILAR, name="similar")
        self.keys = _key_panel()
        for panel in (self.household, self.similar, self.keys):
            column.addWidget(panel)
        column.addStretch(1)
        self.show_household(None)
        self.show_similar(Nearby())

    @property
    def open(self) -> Sequence[RequestLine]:
        """Return the household's open requests, the newest first."""
        return self._open

    @property
    def near(self) -> Sequence[RequestLine]:
        """Return the same trouble in the building, but what is the household's own."""
        known = {line.id for line in self._open}
        return [line for line in self._nearby.lines if line.id not in known]

    @property
    def picked(self) -> RequestLine | None:
        """Return the request that the keys for urging and merging mean, None where none is offered."""
        offered = {line.id: line for line in self._offered}
        return offered.get(self._picked_id) or offered.get(self._preferred_id) or next(iter(offered.values()), None)

    def pick(self, line: RequestLine) -> None:
        """Let the keys mean `line`, because the person said so."""
        self._picked_id = line.id
        self._show_picked()
        self.picked_changed.emit()

    def prefer(self, line: RequestLine | None) -> None:
        """Let the keys mean `line` as long as the person picks no other, the first one for none."""
        self._preferred_id = line.id if line is not None else 0
        self._show_picked()

    @property
    def is_picked_by_hand(self) -> bool:
        """Tell whether the person said which one is meant."""
        return any(line.id == self._picked_id for line in self._offered)

    def pick_next(self) -> None:
        """Let the keys mean the request after the one they mean now."""
        offered, picked = self._offered, self.picked
        if picked is not None:
            self.pick(offered[(offered.index(picked) + 1) % len(offered)])

    def show_household(self, glance: Glance | None) -> None:
        """Show what is known of a household, nothing for none."""
        room_id = 0 if glance is None else glance.file.room_id
        if room_id != self._room_id:
            self._picked_id = self._preferred_id = 0
        self._room_id = room_id
        self._open = () if glance is None else glance.open
        _empty(self.household.body)
        self.household.setVisible(glance is not None)
        self._show_sayings(() if glance is None else glance.sayings)
        if glance is not None:
            names = " · ".join(person.name for person in glance.file.people[:2])
            self.household.set_title(glance.file.label, names)
            self._show_about(glance)
            self._show_lines(self.household, self._open)
        self.show_similar(self._nearby)

    def show_similar(self, nearby: Nearby) -> None:
        """Show the last requests of the same category in the building, but those of the household."""
        _empty(self.similar.body)
        self._nearby = nearby
        self.similar.setVisible(bool(self.near) or nearby.often)
        self.similar.set_title(SIMILAR if self.near else msg("Same trouble in the building, 90 days"))
        if nearby.often:
            row = QWidget()
            flow = FlowLayout(row, gap=6)
            flow.setContentsMargins(12, 8, 12, 8)
            flow.addWidget(_often(nearby.recent, "often-here"))
            self.similar.body.addWidget(row)
        self._show_lines(self.similar, self.near)
        self._show_picked()

    @property
    def _offered(self) -> Sequence[RequestLine]:
        return (*self._open[:MOST_SHOWN], *self.near[:MOST_SHOWN])

    def _show_picked(self) -> None:
        picked = self.picked
        for brief in self.findChildren(RequestBrief):
            brief.pick(picked is not None and brief.line.id == picked.id)

    def _show_sayings(self, sayings: Sequence[Saying]) -> None:
        _empty(self._sayings)
        for place, saying in enumerate(sayings):
            go = partial(self.page_asked.emit, saying.page, saying.where) if saying.page else None
            panel = SayingPanel(saying, go, keys=not place)
            panel.acted.connect(self.saying_acted)
            self._sayings.addWidget(panel)

    def _show_about(self, glance: Glance) -> None:
        late = sum(line.late is not None for line in glance.open)
        about = QWidget()
        flow = FlowLayout(about, gap=6)
        flow.setContentsMargins(12, 8, 12, 8)
        for tag in glance.file.tags:
            tone, icon = _TAGS.get(tag.meaning, ("grey", ""))
            flow.addWidget(Chip(tag.name, tone, icon))
        if glance.often:
            flow.addWidget(_often(glance.recent, "often"))
        if late:
            flow.addWidget(Chip(nmsg("%(count)s overdue", "%(count)s overdue", late), "red", "clock-alert"))
        count = len(glance.open)
        words: Text = nmsg("%(count)s open request", "%(count)s open requests", count) if count else msg("Nothing open")
        flow.addWidget(label(words, tone="ink2"))
        body = self.household.body
        body.addWidget(about)
        # How a VIP is served is told by the tag already.
        alerts = [
            alert
            for alert in household_alerts(glance.file, self._seen.now(), self._seen.zone)
            if alert.rank is not AlertRank.VIP
        ]
        for alert in alerts[:MOST_ALERTS]:
            body.addWidget(AlertLine(alert))
        if len(alerts) > MOST_ALERTS:
            body.addWidget(_more(len(alerts) - MOST_ALERTS))
        if glance.file.note:
            note = label(glance.file.note, wrap=True)
            note.setContentsMargins(12, 0, 12, 8)
            body.addWidget(note)
        elif alerts:
            body.addSpacing(6)

    def _show_lines(self, panel: Panel, lines: Sequence[RequestLine]) -> None:
        for line in lines[:MOST_SHOWN]:
            buttons = [
                _button(msg("Merge"), "merge", partial(self.merge.emit, line)),
                _button(msg("Open"), "", partial(self.request_asked.emit, line.id)),
            ]
            if line.state in OPEN_STATES:
                buttons.insert(0, _button(msg("Urge"), "urge", partial(self.urge.emit, line)))
            brief = RequestBrief(line, self._seen, buttons, told_by=line.room if panel is self.similar else "")
            brief.picked.connect(self.pick)
            panel.body.addWidget(rule())
            panel.body.addWidget(brief)
        if len(lines) > MOST_SHOWN:
            panel.body.addWidget(rule())
            panel.body.addWidget(_more(len(lines) - MOST_SHOWN))


def _often(count: int, name: str) -> Chip:
    words = nmsg("%(count)s request in 90 days", "%(count)s requests in 90 days", count)
    return Chip(words, "amber", "repeat", name=name)


def _more(count: int) -> QWidget:
    words = label(nmsg("and %(count)s more", "and %(count)s more", count), "small", "ink2")
    words.setContentsMargins(12, 4, 12, 8)
    return words


def _button(words: Text, key_name: str, act: partial[None]) -> Button:
    button = Button(words, kind="link", small=True, name=f"beside-{key_name}" if key_name else "")
    if key_name:
        say(button, toolTip=lambda language: f"{translate(words, language)} ({key(key_name)})")
    button.clicked.connect(lambda _checked=False: act())
    return button


def _key_panel() -> Panel:
    panel = Panel(msg("Keys"), name="keys")
    panel.pad(12, 8, 12, 10)
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(8)
    shown = (
        ("next-field", msg("Next field")),
        ("kind", msg("Set the kind")),
        ("next-draft", msg("Next draft")),
        ("new-line", msg("New line")),
        ("urge", msg("Urge")),
        ("merge", msg("Merge")),
        ("next-offered", msg("Other one")),
        ("emergency", msg("Emergency")),
    )
    for place, (name, words) in enumerate(shown):
        row, column = divmod(place, 2)
        grid.addWidget(KeyBox(key(name)), row, 2 * column)
        grid.addWidget(label(words, cut=True), row, 2 * column + 1)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(3, 1)
    panel.body.addLayout(grid)
    return panel


def _empty(layout: QLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if (widget := item.widget()) is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
