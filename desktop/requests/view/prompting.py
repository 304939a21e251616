"""What the page of a new request finds out while one types, and what the clerk makes of it by one key."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.requests.model import OPEN_STATES, RequestKind
from desktop.requests.presenter.emergency import danger_in

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.households.rows import RoomChoice
    from desktop.requests.presenter import Directory, IntakePresenter
    from desktop.requests.presenter.intake import Glance, Nearby
    from desktop.requests.rows import RequestLine
    from desktop.requests.view.sheet import IntakeSheet

__all__ = ["Prompting"]

MERGE_INTO = "_merge_into"
"""Under which a draft keeps the id of the request that it is one more caller of."""

DUE_AGAIN_MS = 60_000
"""A form that lies open is told anew by when it is due."""

_CALM = frozenset({RequestKind.SUGGESTION, RequestKind.PRAISE})
"""Kinds whose words propose no emergency."""


class Prompting(QObject):
    """Asks as the form changes, and shows the answers on top of it and beside it.

    `merge_into` is the request of which the one being typed is one more caller, None for a request of its own.
    """

    def __init__(self, sheet: IntakeSheet, presenter: IntakePresenter, parent: QObject) -> None:
        """Watch the form of `sheet`."""
        super().__init__(parent)
        self._sheet = sheet
        self._form = sheet.form
        self._presenter = presenter
        self.merge_into: RequestLine | None = None
        self._rework_of: RequestLine | None = None
        self._reworkable: Sequence[RequestLine] = ()
        self._awaited: set[int] = set()
        self._minute = QTimer(self, interval=DUE_AGAIN_MS)
        self._minute.timeout.connect(self._ask_due)
        self._connect()

    def texts(self) -> dict[str, str]:
        """Return what a draft keeps besides the fields."""
        return {MERGE_INTO: str(self.merge_into.id if self.merge_into else "")}

    def start(self, texts: Mapping[str, str] | None = None) -> None:
        """Begin anew, after the form did, or go on with what a draft kept."""
        self.merge_into = None
        self._rework_of = None
        merge_into = (texts or {}).get(MERGE_INTO, "")
        wanted = {int(merge_into)} if merge_into.isdecimal() else set()
        self._awaited = set(wanted)
        if self._form.rework_of_id is not None:
            wanted.add(self._form.rework_of_id)
        for request_id in wanted:
            self._presenter.recall(request_id)
        self._minute.start()
        self._ask()

    def toggle_merge(self, line: RequestLine | None = None) -> None:
        """Make it one more caller of `line`, of the one that is picked if none; or a request of its own again."""
        wanted = line or self._sheet.beside.picked
        self.merge_into = None if self.merge_into is not None and line is None else wanted
        self._show()

    def toggle_rework(self) -> None:
        """Make it the rework of the last repair of the same room and category; or no rework again."""
        if self._form.rework_of_id is not None:
            self._form.rework_of_id = self._rework_of = None
        elif self._can_be_rework and self._reworkable:
            self._rework_of = self._reworkable[0]
            self._form.rework_of_id = self._rework_of.id
        self._show()

    def changed(self, field: str) -> None:
        """Ask what follows from field `field`, which has just changed."""
        if field == "words":
            self._presenter.suggest(self._form.words.text())
            self._show()
        elif field == "category_id":
            self._ask()
        elif field in {"kind", "priority", "occurred_at"}:
            self._ask_due()
            self._look_for_rework()
            self._show()

    def take_room(self, choice: RoomChoice | None) -> None:
        """Ask for what is known of the room that was taken."""
        self._presenter.glance(choice.room_id if choice else 0)
        if choice is None:
            self._sheet.beside.show_household(None)
        self._look_around()

    @property
    def _can_be_rework(self) -> bool:
        return self._form.kind.text() == RequestKind.REPAIR

    def _ask(self) -> None:
        self._look_around()
        self._ask_due()
        self._show()

    def _look_around(self) -> None:
        choice, category_id = self._form.room.choice, self._form.category_id
        self._presenter.look_for_similar(category_id, choice.building_id if choice else 0)
        self._look_for_rework()

    def _look_for_rework(self) -> None:
        choice = self._form.room.choice if self._can_be_rework else None
        room_id = choice.room_id if choice else 0
        self._presenter.look_for_rework(room_id, self._form.category_id, self._form.said_at())

    def _ask_due(self) -> None:
        form = self._form
        priority = form.priority.text() if form.priority.shown else ""
        self._presenter.ask_due(form.kind.text(), form.category_id, priority, form.said_at())

    def _show(self) -> None:
        """Show the strips as things stand."""
        form, prompts = self._form, self._sheet.prompts
        danger = None if form.kind.text() in _CALM else danger_in(form.words.text())
        duty_phone = self._presenter.directory.duty_phone
        prompts.show_emergency(danger, declared=form.is_emergency, duty_phone=duty_phone)
        same = self._same()
        self._sheet.beside.prefer(same)
        if self.merge_into is not None:
            prompts.show_merge(self.merge_into)
        else:
            prompts.show_same(same)
        linked = form.rework_of_id is not None
        earlier = self._rework_of if linked else next(iter(self._reworkable), None)
        asked = self._can_be_rework and self.merge_into is None
        prompts.show_rework(earlier if asked else None, linked=linked)

    def _same(self) -> RequestLine | None:
        """Return the request that is most likely about the same: the one picked, else one of the category.

        That is an open one of the household, or one in the building that is still open.
        """
        beside = self._sheet.beside
        if beside.is_picked_by_hand:
            return beside.picked
        category = self._presenter.directory.category(self._form.category_id)
        if category is None:
            return None
        own = (line for line in beside.open if line.category == category.name)
        near = (line for line in beside.near if line.state in OPEN_STATES)
        return next(own, None) or next(near, None)

    def _show_glance(self, glance: Glance) -> None:
        choice = self._form.room.choice
        if choice is not None and choice.room_id == glance.file.room_id:
            self._sheet.beside.show_household(glance)
            self._show()

    def _show_similar(self, nearby: Nearby) -> None:
        self._sheet.beside.show_similar(nearby)
        self._show()

    def _show_reworkable(self, lines: Sequence[RequestLine]) -> None:
        self._reworkable = tuple(lines)
        linked, is_known = self._form.rework_of_id, self._form.room.choice is not None
        if linked is not None and is_known and linked not in {line.id for line in lines}:
            self._form.rework_of_id = self._rework_of = None
        self._show()

    def _recalled(self, line: RequestLine) -> None:
        if line.id in self._awaited:
            self._awaited.discard(line.id)
            self.merge_into = line
        if line.id == self._form.rework_of_id:
            self._rework_of = line
        self._show()

    def _know(self, directory: Directory) -> None:
        self._form.offer_names(directory)
        if not self._form.words.empty:
            self._presenter.suggest(self._form.words.text())
        self._show()

    def _connect(self) -> None:
        presenter, sheet, form = self._presenter, self._sheet, self._form
        presenter.directory_changed.connect(self._know)
        presenter.suggested.connect(form.suggest)
        presenter.glanced.connect(self._show_glance)
        presenter.similar.connect(self._show_similar)
        presenter.reworkable.connect(self._show_reworkable)
        presenter.due_known.connect(form.due.show_due)
        presenter.recalled.connect(self._recalled)
        sheet.beside.merge.connect(self.toggle_merge)
        sheet.beside.picked_changed.connect(self._show)
        sheet.prompts.emergency_toggled.connect(form.toggle_emergency)
        sheet.prompts.merged.connect(self.toggle_merge)
        sheet.prompts.apart.connect(self.toggle_merge)
        sheet.prompts.rework_toggled.connect(self.toggle_rework)
