"""One release slip looked at: what it lets out, for whom and until when, and what the gates did with it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.release_slips.model import Applicant, Consent, ReleaseState
from desktop.release_slips.rows import CONSENT_LABELS, ReleaseStanding, moment_text
from desktop.release_slips.table import check_words, left_words, standing_cell, who_words
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.flow import FlowLayout
from desktop.ui.keys import key
from desktop.ui.language import say, ui_language
from desktop.ui.panels import EmptyState, Facts, Panel, label
from desktop.ui.scrolling import scrolled
from desktop.ui.tab_order import focus_kept

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.release_slips.rows import ReleaseFile
    from desktop.ui.language import Text

__all__ = ["ReleaseDetail"]

_BUTTONS = (
    ("print", msg("Print"), "printer", "print", "plain"),
    ("follow-on", msg("Issue another one for the rest"), "copy", "follow-on", "primary"),
    ("amend", msg("Change"), "square-pen", "", "plain"),
    ("withdraw", msg("Withdraw the slip"), "circle-x", "take-off", "plain"),
    ("resume", msg("Make it good again"), "undo-2", "reopen", "plain"),
)
"""Name, words, icon, key and kind of each."""


class ReleaseDetail(Panel):
    """Shows one slip. `left()`: back to the list. `asked(what)`: print, follow-on, amend, withdraw or resume.

    `room_asked()`: the household is to be shown.
    """

    left = Signal()
    asked = Signal(str)
    room_asked = Signal()

    def __init__(self, zone: ZoneInfo, *, may_issue: bool) -> None:
        """Show nothing yet."""
        super().__init__(name="slip-detail")
        self._zone = zone
        self._may_issue = may_issue
        self.file: ReleaseFile | None = None
        whole = QWidget()
        self._stack = QStackedLayout(whole)
        self.body.addWidget(whole, 1)
        advice = msg("Choose a release slip to see all of it.")
        self._stack.addWidget(EmptyState(msg("Nothing is chosen"), advice, icon="truck"))
        self._stack.addWidget(self._shown())
        self._build_foot()

    def show_file(self, file: ReleaseFile | None) -> None:
        """Show a slip with all that belongs to it, or that none is chosen."""
        self.file = file
        self._stack.setCurrentIndex(0 if file is None else 1)
        self._bar.setVisible(file is not None)
        if file is None:
            return
        with focus_kept(self._area):
            self._fill(file)
        able = _able(file)
        for name, button in self.buttons.items():
            button.setVisible((name == "print" or name in able) and self._may_issue)

    def take_keyboard(self) -> None:
        """Let the keyboard come to the first that can be done here."""
        first = next((widget for widget in (self.back, *self.buttons.values()) if widget.isVisible()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- building --------------------------------------------------------------------------------------------------

    def _shown(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 10, 12, 12)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.back = Button(msg("Back"), icon="chevron-left", key=key("leave"), bind=False, small=True, name="slip-back")
        self.back.clicked.connect(self.left)
        head.addWidget(self.back)
        self.title = label("", "section", cut=True, name="slip-title")
        head.addWidget(self.title, 1)
        self.state = Chip(name="slip-state")
        head.addWidget(self.state)
        column.addLayout(head)
        self.code = label("", "figure", name="slip-code")
        column.addWidget(self.code)
        self.verdict = label("", "strong", wrap=True, name="slip-verdict")
        column.addWidget(self.verdict)
        self.facts = Facts(width=64)
        column.addWidget(self.facts)
        self.checks_title = label(msg("At the gate"), "strong")
        self.checks = label("", wrap=True, name="slip-checks")
        column.addWidget(self.checks_title)
        column.addWidget(self.checks)
        column.addStretch(1)
        self._area = scrolled(inside)
        return self._area

    def _build_foot(self) -> None:
        self._bar = QWidget()
        flow = FlowLayout(self._bar)
        self.buttons: dict[str, Button] = {}
        for name, words, icon, shortcut, kind in _BUTTONS:
            pressed = key(shortcut) if shortcut else ""
            button = Button(words, icon=icon, key=pressed, kind=kind, small=True, name=f"slip-{name}")
            button.clicked.connect(partial(self._ask, name))
            flow.addWidget(button)
            self.buttons[name] = button
        self.foot.addWidget(self._bar, 1)
        self._bar.hide()

    def _ask(self, name: str, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.asked.emit(name)

    # --- filling ---------------------------------------------------------------------------------------------------

    def _fill(self, file: ReleaseFile) -> None:
        line, zone = file.line, self._zone
        say(self.title, text=line.number)
        cell = standing_cell(line, ui_language().language)
        self.state.show_state(lambda spoken: standing_cell(line, spoken).text, cell.tone, cell.icon)
        say(self.code, text=f"{line.code[:3]} {line.code[3:]}")
        say(self.verdict, text=file.verdict)
        self.facts.show_facts(self._facts(file))
        self.checks_title.setVisible(bool(file.checks))
        self.checks.setVisible(bool(file.checks))
        say(self.checks, text=lambda spoken: "\n".join(check_words(check, zone, spoken) for check in file.checks))

    def _facts(self, file: ReleaseFile) -> list[tuple[Text, Text | QWidget]]:
        line = file.line
        facts: list[tuple[Text, Text | QWidget]] = [
            (msg("Room"), self._room(line.place) if line.room_id else line.place),
            (msg("Taken out by"), lambda spoken: who_words(line, spoken)),
            (msg("Goods"), partial(_goods, file)),
            (msg("Plate"), line.plate or msg("any, or none")),
            (msg("Valid"), f"{moment_text(line.valid_from, self._zone)} – {moment_text(line.valid_until, self._zone)}"),
        ]
        if line.applicant is Applicant.TENANT:
            facts.append((msg("Consent"), partial(_consent, file)))
        facts.append(
            (msg("Fees"), msg("cleared") if line.fees_cleared else msg("not cleared: %(why)s", why=file.fees_words))
        )
        facts += [(words, said) for words, said in ((msg("Mover"), file.mover), (msg("Note"), file.note)) if said]
        issued = moment_text(line.issued_at, self._zone)
        facts.append((msg("Issued"), f"{line.issued_by}　{issued}"))
        for words, number in ((msg("Follows"), file.follows), (msg("Followed by"), file.followed_by)):
            if number:
                facts.append((words, number))
        return facts

    def _room(self, place: str) -> QWidget:
        whole = QWidget()
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        link = Button(place, kind="link", small=True, name="slip-room")
        link.clicked.connect(self.room_asked)
        row.addWidget(link)
        row.addStretch(1)
        return whole


def _able(file: ReleaseFile) -> frozenset[str]:
    """Return what can be done with a slip as it stands."""
    if file.state is ReleaseState.WITHDRAWN:
        return frozenset({"resume"} | ({"follow-on"} if not file.followed_by else set()))
    if file.state is ReleaseState.USED:
        return frozenset()
    able = {"withdraw"} | ({"amend"} if file.state is ReleaseState.OPEN else set())
    if file.line.standing is ReleaseStanding.EXPIRED and not file.followed_by:
        able.add("follow-on")
    return frozenset(able)


def _goods(file: ReleaseFile, spoken: Language) -> str:
    return "\n".join(left_words(each, spoken) for each in file.line.goods)


def _consent(file: ReleaseFile, spoken: Language) -> str:
    said = [spoken.message(CONSENT_LABELS[file.consent]), file.owner]
    if file.consent is Consent.PHONE:
        said.append(spoken.gettext("identity number ends in %(tail)s", tail=file.id_tail))
    return "　".join(said)
