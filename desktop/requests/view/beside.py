"""What a clerk should see while a request is typed: the household, what is open there, the same trouble nearby."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.i18n import msg, nmsg
from desktop.requests.table import status_of
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.flow import FlowLayout
from desktop.ui.keys import KeyBox, key
from desktop.ui.language import Text, say, translate, ui_language
from desktop.ui.panels import Panel, label, rule

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.core.i18n import Language
    from desktop.requests.presenter.intake import Glance
    from desktop.requests.rows import RequestLine
    from desktop.requests.table import Seen

__all__ = ["BesidePanels"]

MOST_SHOWN = 3

_TAGS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "vip": ("violet", "crown"),
        "committee": ("blue", "badge-check"),
        "living_alone": ("amber", "heart-handshake"),
        "legacy_issue": ("amber", "history"),
    }
)


class _Brief(QWidget):
    """One request in two lines, with what can be done about it from here."""

    def __init__(self, line: RequestLine, seen: Seen, buttons: Sequence[Button]) -> None:
        super().__init__()
        self._line = line
        self._seen = seen
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 7, 8, 7)
        column.setSpacing(3)
        first = QHBoxLayout()
        first.setSpacing(8)
        status = status_of(line, ui_language().language)
        first.addWidget(Chip(partial(_status_words, line), status.tone, status.icon))
        first.addWidget(label(" ".join(line.words.split()), cut=True), 1)
        column.addLayout(first)
        second = QHBoxLayout()
        second.setSpacing(2)
        second.addWidget(label(self._about, "small", "ink2", cut=True), 1)
        for button in buttons:
            second.addWidget(button)
        column.addLayout(second)

    def _about(self, language: Language) -> str:
        line = self._line
        parts = (line.number, line.worker or line.department, self._seen.when(line.occurred_at, language))
        return " · ".join(part for part in parts if part)


class BesidePanels(QWidget):
    """The panels beside the form. `urge(line)`, `merge(line)`: one key instead of a new request.

    `room_asked(room id)` and `request_asked(request id)`: a link was followed.
    """

    urge = Signal(object)
    merge = Signal(object)
    room_asked = Signal(int)
    request_asked = Signal(int)

    def __init__(self, seen: Seen, parent: QWidget | None = None) -> None:
        """Show the keys alone until a household is known."""
        super().__init__(parent)
        self._seen = seen
        self._room_id = 0
        self._open: Sequence[RequestLine] = ()
        self._near: Sequence[RequestLine] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.household = Panel(" ", name="household")
        link = Button(msg("Open the household"), kind="link", small=True, name="open-household")
        link.clicked.connect(self._ask_room)
        self.household.tools.addWidget(link)
        self.similar = Panel(msg("Same trouble in the building, 48 hours"), name="similar")
        self.keys = self._key_panel()
        for panel in (self.household, self.similar, self.keys):
            column.addWidget(panel)
        column.addStretch(1)
        self.show_household(None)
        self.show_similar(())

    @property
    def first(self) -> RequestLine | None:
        """Return the request that the keys for urging and merging mean."""
        return next(iter((*self._open, *self._near)), None)

    @property
    def first_open(self) -> RequestLine | None:
        """Return the household's newest open request."""
        return next(iter(self._open), None)

    def show_household(self, glance: Glance | None) -> None:
        """Show what is known of a household, nothing for none."""
        _empty(self.household)
        self.household.setVisible(glance is not None)
        self._open = () if glance is None else glance.open
        self._room_id = 0 if glance is None else glance.file.room_id
        if glance is None:
            self.show_similar(self._near)
            return
        self.household.set_title(glance.file.label, " · ".join(person.name for person in glance.file.people[:2]))
        self._show_about(glance)
        self._show_lines(self.household, self._open, urging=True)
        self.show_similar(self._near)

    def show_similar(self, lines: Sequence[RequestLine]) -> None:
        """Show the last requests of the same category in the building, but those of the household."""
        _empty(self.similar)
        self._near = tuple(lines)
        known = {line.id for line in self._open}
        others = [line for line in lines if line.id not in known]
        self.similar.setVisible(bool(others))
        self._show_lines(self.similar, others, urging=False)

    def _show_about(self, glance: Glance) -> None:
        late = sum(line.late is not None for line in glance.open)
        about = QWidget()
        flow = FlowLayout(about, gap=6)
        flow.setContentsMargins(12, 8, 12, 8)
        for tag in glance.file.tags:
            tone, icon = _TAGS.get(tag.meaning, ("grey", ""))
            flow.addWidget(Chip(tag.name, tone, icon))
        if late:
            flow.addWidget(Chip(nmsg("%(count)s overdue", "%(count)s overdue", late), "red", "clock-alert"))
        count = len(glance.open)
        words: Text = nmsg("%(count)s open request", "%(count)s open requests", count) if count else msg("Nothing open")
        flow.addWidget(label(words, tone="ink2"))
        self.household.body.addWidget(about)
        if glance.file.note:
            note = label(glance.file.note, wrap=True)
            note.setContentsMargins(12, 0, 12, 8)
            self.household.body.addWidget(note)

    def _show_lines(self, panel: Panel, lines: Sequence[RequestLine], *, urging: bool) -> None:
        for place, line in enumerate(lines[:MOST_SHOWN]):
            panel.body.addWidget(rule())
            first = urging and place == 0
            buttons = (
                [self._button(msg("Urge"), "urge" if first else "", partial(self.urge.emit, line))] if urging else []
            )
            merges = first or (not self._open and place == 0)
            buttons.append(self._button(msg("Merge"), "merge" if merges else "", partial(self.merge.emit, line)))
            buttons.append(self._button(msg("Open"), "", partial(self.request_asked.emit, line.id)))
            panel.body.addWidget(_Brief(line, self._seen, buttons))
        if len(lines) > MOST_SHOWN:
            more = label(nmsg("and %(count)s more", "and %(count)s more", len(lines) - MOST_SHOWN), "small", "ink2")
            more.setContentsMargins(12, 4, 12, 8)
            panel.body.addWidget(rule())
            panel.body.addWidget(more)

    @staticmethod
    def _button(words: Text, key_name: str, act: partial[None]) -> Button:
        button = Button(words, kind="link", small=True, name=f"beside-{key_name}" if key_name else "")
        if key_name:
            say(button, toolTip=lambda language: f"{translate(words, language)} ({key(key_name)})")
        button.clicked.connect(lambda _checked=False: act())
        return button

    def _ask_room(self) -> None:
        self.room_asked.emit(self._room_id)

    @staticmethod
    def _key_panel() -> Panel:
        panel = Panel(msg("Keys"), name="keys")
        panel.pad(12, 8, 12, 10)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(8)
        shown = (
            ("next-field", msg("Next field")),
            ("kind", msg("Choose the kind")),
            ("next-draft", msg("Next draft")),
            ("new-line", msg("New line")),
            ("urge", msg("Urge")),
            ("merge", msg("Merge")),
        )
        for place, (name, words) in enumerate(shown):
            row, column = divmod(place, 2)
            grid.addWidget(KeyBox(key(name)), row, 2 * column)
            grid.addWidget(label(words), row, 2 * column + 1)
        grid.setColumnStretch(1, 1)
        grid.setColumnStretch(3, 1)
        panel.body.addLayout(grid)
        return panel


def _status_words(line: RequestLine, language: Language) -> str:
    return status_of(line, language).text


def _empty(panel: Panel) -> None:
    while (item := panel.body.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
