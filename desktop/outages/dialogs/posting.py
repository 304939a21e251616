"""Where a notice was put up: several places at once, by whom and when."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import Message, msg, nmsg
from desktop.core.tokens import HEIGHTS
from desktop.outages.dialogs.notice import near_reader
from desktop.outages.rows import NewPosting
from desktop.outages.service import OutageService
from desktop.ui.acting import CommandDialog
from desktop.ui.buttons import Button, FilterChip
from desktop.ui.flow import FlowLayout
from desktop.ui.forms import Choice, ChoiceField, Field, Form, LineField, MomentField
from desktop.ui.language import translate, ui_language
from desktop.ui.scrolling import scrolled

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from PySide6.QtGui import QResizeEvent

    from desktop.outages.presenter.progress import Command
    from desktop.outages.rows import NoticeRow
    from desktop.ui.language import Text

__all__ = ["ActDialog", "ChipsField", "PostingDialog"]

WIDTH = 620
CHIPS_HIGH, BAR = 96, 10
"""Three lines of chips, so that the smallest window holds the form; and room for a scroll bar, px."""
PLACES: Sequence[tuple[str, Message]] = (("gate", msg("Gate")), ("board", msg("Notice board")))
"""Places to choose that are of no building."""
LOBBY = msg("Lift lobby")


class ActDialog(CommandDialog[OutageService]):
    """A form about an outage."""


class ChipsField(Field):
    """Several of many choices, each a chip that is on or off. The value is the keys that are on, in order."""

    def __init__(self, key: str, label: Text, choices: Sequence[Choice], *, on: Collection[str] = ()) -> None:
        """Offer `choices`; those of `on` are on at first. Beyond some lines the chips are scrolled."""
        inside = QWidget()
        self.flow = FlowLayout(inside, gap=6)
        beside = (HEIGHTS["field"] - HEIGHTS["small-button"]) // 2
        self.flow.setContentsMargins(0, beside, 0, beside)
        self.chips: dict[str, FilterChip] = {}
        for choice in choices:
            chip = FilterChip(choice.text, name=f"{key}-{choice.key}")
            chip.setChecked(choice.key in on)
            self.flow.addWidget(chip)
            self.chips[choice.key] = chip
        whole = _Chips(inside)
        if self.chips:
            whole.setFocusProxy(next(iter(self.chips.values())))
        super().__init__(key, label, whole)
        for chip in self.chips.values():
            chip.toggled.connect(lambda _on: self.changed.emit())

    def value(self) -> Any:
        """Return the keys that are on."""
        return tuple(key for key, chip in self.chips.items() if chip.isChecked())

    def text(self) -> str:
        """Return the keys that are on, with commas."""
        return ",".join(self.value())

    def set_text(self, text: str) -> None:
        """Let the keys named be on, the others off."""
        wanted = set(text.split(","))
        for key, chip in self.chips.items():
            chip.setChecked(key in wanted)

    @property
    def empty(self) -> bool:
        """Tell whether none is on."""
        return not self.value()


class _Chips(QWidget):
    """Chips as high as their lines, up to some; those are scrolled."""

    def __init__(self, inside: QWidget) -> None:
        super().__init__()
        self._inside = inside
        self._area = scrolled(inside)
        self._area.setParent(self)
        self.setFixedHeight(HEIGHTS["field"])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        layout = self._inside.layout()
        if layout is not None:
            high = max(layout.heightForWidth(self.width() - BAR), HEIGHTS["field"])
            self.setFixedHeight(min(high, CHIPS_HIGH))
        self._area.setGeometry(self.rect())


class PostingDialog(ActDialog):
    """A notice was put up in one place or several."""

    def __init__(
        self,
        notices: Sequence[NoticeRow],
        posted: Collection[int],
        who: str,
        now: datetime,
        zone: ZoneInfo,
        parent: QWidget | None = None,
    ) -> None:
        """Ask where one of `notices` (newest first) was put up; buildings of `posted` have it already, `who` did it."""
        self._notices = {str(notice.id): notice for notice in notices}
        newest = notices[0]
        buildings = newest.text.buildings
        self._names = {str(number): name for number, name in buildings}
        self._posted = frozenset(map(str, posted))
        form = Form(columns=1, name="posting")
        choices = [Choice(str(each.id), f"{each.number} {each.text.title}") for each in notices]
        self._notice = ChoiceField("notice", msg("Notice"), choices, required=True)
        self._notice.choose(str(newest.id))
        form.add(self._notice)
        self.lobbies = ChipsField("lobbies", LOBBY, [Choice(*each) for each in self._names.items()])
        form.add(self.lobbies)
        form.add(ChipsField("places", msg("Elsewhere"), [Choice(*each) for each in PLACES]))
        form.add(LineField("other", msg("Another place"), hint=msg("several with commas")))
        form.add(LineField("posted_by", msg("Put up by")))
        form.fields["posted_by"].set_text(who)
        form.add(MomentField("posted_at", msg("When"), near_reader(now, now, zone), hint=msg("now"), width=170))
        if len(notices) == 1:
            form.show_field("notice", shown=False)
        super().__init__(
            msg("Where does the notice hang?"),
            form,
            msg("Posted"),
            key=f"posting-{newest.id}",
            saved=msg("Noted where the notice hangs."),
            parent=parent,
            width=WIDTH,
        )
        if len(self._names) > 1:
            every = Button(msg("All without one"), kind="link", small=True, name="all-lobbies")
            every.clicked.connect(self._take_all)
            # First, for the chips of many buildings are scrolled.
            self.lobbies.flow.insert(0, every)

    def command(self, values: dict[str, Any]) -> Command:
        """Return the postings, one for each place."""
        spoken = ui_language().language
        by, at = values["posted_by"], values["posted_at"]
        words = dict(PLACES)
        lobby = translate(LOBBY, spoken)
        new = [NewPosting(lobby, int(building), by, at) for building in values["lobbies"]]
        new += [NewPosting(translate(words[place], spoken), None, by, at) for place in values["places"]]
        other = values["other"].replace("，", ",").replace("、", ",").split(",")
        new += [NewPosting(place.strip(), None, by, at) for place in other if place.strip()]
        if not new:
            raise UserError(Problem(msg("Choose at least one place."), "lobbies"))
        self.saved = nmsg("The notice hangs in %(count)s place.", "The notice hangs in %(count)s places.", len(new))
        notice_id = int(values["notice"])
        return lambda service, operation_id: service.post(notice_id, new, operation_id=operation_id)

    def _take_all(self) -> None:
        for building, chip in self.lobbies.chips.items():
            chip.setChecked(chip.isChecked() or building not in self._posted)
