"""A part of the page: conditions on top, a list, and what is looked at beside it."""

from __future__ import annotations

from abc import abstractmethod
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui.language import say
from desktop.ui.panels import EmptyState, ListFrame, Panel
from desktop.ui.table import ListView
from desktop.ui.two_columns import Columns, TwoColumnPage, beside
from desktop.visits.view.detail import Detail

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Message
    from desktop.ui.language import Text
    from desktop.visits.presenter import PartPresenter
    from desktop.visits.view.acting import VisitActs
    from desktop.visits.view.shown import Act, Shown

__all__ = ["Part"]

DETAIL_WIDTH = 396
RowT = TypeVar("RowT")


class Part(TwoColumnPage, Generic[RowT]):
    """Shows the rows of `presenter`.

    `counted()`: there are more or fewer of them than before. `placed(alone)`: what is looked at has all of a small page
    now, or no longer.
    """

    counted = Signal()
    placed = Signal(bool)

    def __init__(
        self,
        presenter: PartPresenter[RowT],
        acts: VisitActs,
        *,
        name: str,
        label: Message,
        icon: str,
        list_width: int = 0,
    ) -> None:
        """Show nothing yet; `icon` stands where there is nothing. The list has `list_width` px, or what is left."""
        super().__init__()
        self.setObjectName(f"gate-{name}")
        self.name = name
        self.presenter = presenter
        self.reader = presenter
        self.acts = acts
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        self.bar = self.make_bar()
        column.addWidget(self.bar)
        self.list_panel = Panel(name=f"{name}-list")
        self.list_panel.setMinimumWidth(360)
        self.view = ListView(presenter.model, label=label, name=f"{name}-rows", row="row-two-line")
        self.empty = EmptyState("", icon=icon)
        self.list_panel.body.addWidget(ListFrame(self.view, self.empty))
        missing, advice = self.nothing_chosen()
        self.detail = Detail(EmptyState(missing, advice, icon=icon), f"{name}-detail")
        self.detail.setMinimumWidth(320)
        self.split = beside(self.list_panel, self.detail, shares=(0 if list_width else 1, 1 if list_width else 0))
        column.addWidget(self.split, 1)
        self.columns = Columns(
            self.split,
            [self.list_panel, self.bar],
            self.detail,
            self.detail.back,
            list_width=list_width,
            detail_width=0 if list_width else DETAIL_WIDTH,
        )
        self._looked_at: object = None
        self._connect()

    # --- what a part says of itself ---------------------------------------------------------------------------------

    @abstractmethod
    def make_bar(self) -> QWidget:
        """Return the conditions over the list; called once, before there is a list."""

    @abstractmethod
    def nothing_chosen(self) -> tuple[Message, Message]:
        """Return what stands in the place of a row that is not chosen, and what to do."""

    @abstractmethod
    def nothing_there(self) -> tuple[Message, Message]:
        """Return what stands in the place of an empty list, and what to do."""

    @abstractmethod
    def shown(self, row: RowT) -> Shown:
        """Return what the detail shows of a row."""

    def note(self) -> Text:
        """Return what stands beside the page's title."""
        return ""

    def adding(self) -> Act | None:
        """Return what the page's button for something new does here, None for nothing."""
        return None

    def papers(self) -> Sequence[Act]:
        """Return what can be printed of this part and of what is looked at."""
        return ()

    # --- looking ----------------------------------------------------------------------------------------------------

    def look(self, row: RowT | None) -> None:
        """Look at a row, None for none."""
        identity = None if row is None else self.presenter.model.identify(row)
        another, self._looked_at = identity != self._looked_at, identity
        self.detail.show_row(None if row is None else self.shown(row), another=another)
        self.acts.renew(row)

    def show_again(self) -> None:
        """Show the row looked at as it is by now."""
        self.look(self.view.row)

    def open_row(self, row: RowT) -> None:
        """Show a row in full where it has no place beside the list, and give it the keyboard."""
        self.look(row)
        self.give_place(to_detail=True)
        self.detail.take_keyboard()

    def give_place(self, *, to_detail: bool) -> None:
        """Show the one asked for; the other as well where there is room for both."""
        super().give_place(to_detail=to_detail)
        self.placed.emit(to_detail and self.one_column)

    def seek(self, id_: int) -> None:
        """Look at the row of `id_`, whatever conditions hide it."""
        self.presenter.seek(id_)

    def _connect(self) -> None:
        presenter = self.presenter
        presenter.failed.connect(self._fail)
        presenter.sought.connect(self._found)
        presenter.model.loaded.connect(self._loaded)
        self.view.row_changed.connect(self._row_changed)
        self.view.opened.connect(self.open_row)
        self.detail.left.connect(self.show_list)
        self.listen("leave", self.show_list)
        self.listen("reload", presenter.read)

    def show_list(self) -> None:
        """Give the list its place back, and the keyboard."""
        self.give_place(to_detail=False)
        self.view.setFocus()

    def _row_changed(self, row: Any) -> None:
        if not self.presenter.is_seeking:
            self.look(row)

    def _loaded(self) -> None:
        missing, advice = self.nothing_there()
        say(self.empty.missing, text=missing)
        say(self.empty.advice, text=advice)
        model = self.presenter.model
        if model.rowCount() and not self.view.currentIndex().isValid() and not self.presenter.is_seeking:
            self.view.selectRow(0)
        self.show_again()
        self.counted.emit()

    def _found(self, id_: int) -> None:
        self.view.select(id_)
        self.show_again()
        row = self.view.row
        if self.one_column and row is not None:
            # The list is not seen then, and what is not seen cannot have the keyboard.
            self.open_row(row)
        else:
            self.give_place(to_detail=True)

    def _fail(self, error: TouchpointError) -> None:
        self.acts.shell.tell(error.problems[0].message)
