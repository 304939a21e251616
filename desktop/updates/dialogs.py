"""The question before an update, and what others made of which the program consists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.i18n import msg
from desktop.ui.choices import CheckBox
from desktop.ui.dialogs import Dialog
from desktop.ui.fonts import font
from desktop.ui.hits import HitLine, HitList
from desktop.ui.language import say
from desktop.ui.panels import EmptyState, Facts, OutcomeLine, label
from desktop.ui.search import SearchField
from desktop.updates.rows import Vouching
from desktop.updates.service import licences

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Language
    from desktop.ui.language import Text
    from desktop.ui.tasks import Tasks
    from desktop.updates.rows import Licence, Ready, Release

__all__ = ["ConfirmUpdate", "LicencesDialog", "sentences"]

MEGABYTE = 1_000_000
WIDTH = 560
LICENCES_WIDTH = 880
"""Px that show a licence's lines of eighty letters whole, beside the list."""
LIST_WIDTH = 264
TEXT_HEIGHT = 240
"""Px of a licence that are seen at least; a small window has no more."""

_VOUCHING = {
    Vouching.SIGNED: (msg("Signed by the makers of this program."), "green", "circle-check"),
    Vouching.UNSIGNED: (
        msg("Unsigned: nobody vouches for this file. Install it only if you know who gave it to you."),
        "amber",
        "triangle-alert",
    ),
    Vouching.UNKNOWN: (
        msg(
            "This version cannot prove who made the file: it was built without a key itself. Install it only if you"
            " know who gave it to you."
        ),
        "amber",
        "triangle-alert",
    ),
}


def sentences(error: TouchpointError) -> Text:
    """Return all that `error` says, a line each."""

    def words(spoken: Language) -> str:
        return "\n".join(spoken.message(problem.message) for problem in error.problems)

    return words


class ConfirmUpdate(Dialog):
    """What the update brings, who vouches for it, and what happens then.

    `agreed()`: it is to be installed; the dialog stays until the installer runs, and tells what keeps it from that.
    `rejected()`: it was left, perhaps while what `agreed` began was under way.
    """

    agreed = Signal()

    def __init__(self, now: str, release: Release, *, backs_up: bool, parent: QWidget | None = None) -> None:
        """Ask about going from version `now` to `release`; `backs_up` tells whether a backup is made before."""
        super().__init__(msg("Install this update?"), parent, width=WIDTH)
        self.setObjectName("confirm-update")
        self._busy = False
        self._starting = False
        facts = Facts(width=96)
        vouching = OutcomeLine(name="vouching")
        vouching.tell(*_VOUCHING[release.vouching])
        facts.show_facts(
            [
                (msg("Version"), f"{now} → {release.version}"),
                (msg("Size"), _sizes(release)),
                (msg("Origin"), vouching),
            ]
        )
        self.body.addWidget(facts)
        self.body.addWidget(label(_what_happens(backs_up=backs_up), wrap=True))
        self.known_giver = CheckBox(msg("I know who gave me this file"), name="known-giver")
        self.known_giver.setVisible(release.vouching is not Vouching.SIGNED)
        self.known_giver.toggled.connect(self._allow)
        self.body.addWidget(self.known_giver)
        self.outcome = OutcomeLine(name="confirm-outcome")
        self.outcome.hide()
        self.body.addWidget(self.outcome)
        self.body.addStretch(1)
        self.cancel = self.add_button(msg("Cancel"), name="cancel")
        self.confirm = self.add_button(msg("Install and restart"), kind="primary", name="confirm")
        self.cancel.clicked.connect(self.reject)
        self.confirm.clicked.connect(self._agree)
        self.cancel.setAutoDefault(True)
        self.confirm.setAutoDefault(True)
        # Enter on the tick means the installing it allows, and nothing before it is set.
        self.confirm.setDefault(release.vouching is not Vouching.SIGNED)
        self._needs_tick = release.vouching is not Vouching.SIGNED
        self._allow()
        (self.known_giver if self._needs_tick else self.cancel).setFocus()

    def refuse(self, error: TouchpointError) -> None:
        """Tell what kept the update from being installed; it can be tried again."""
        self._set_busy(busy=False)
        self.outcome.tell(sentences(error), "red", "circle-alert")

    def tell_starting(self, _ready: Ready) -> None:
        """Say that the installer is being started, which is not to be broken off."""
        self._starting = True
        self.cancel.setEnabled(False)
        self.outcome.tell(msg("Starting the installer; Touchpoint closes in a moment …"), "ink2", "clock")

    def reject(self) -> None:
        """Leave it at that, also while the backup is being made; not any more while the installer is being started."""
        if not self._starting:
            super().reject()

    def _agree(self) -> None:
        self._set_busy(busy=True)
        self.outcome.tell(msg("Checking the file again and making a backup …"), "ink2", "clock")
        self.agreed.emit()

    def _set_busy(self, *, busy: bool) -> None:
        self._busy, self._starting = busy, False
        self.outcome.show()
        self.known_giver.setEnabled(not busy)
        self.cancel.setEnabled(True)
        self._allow()
        (self.cancel if busy else self.confirm).setFocus()

    def _allow(self) -> None:
        may = not self._needs_tick or self.known_giver.isChecked()
        self.confirm.setEnabled(may and not self._busy)
        say(self.confirm, toolTip="" if may else msg("Tick first that you know who gave you this file."))


def _sizes(release: Release) -> Text:
    def words(spoken: Language) -> str:
        sizes = [f"{spoken.decimal(size / MEGABYTE)} MB" for size in (release.size, release.needs)]
        return spoken.gettext("%(file)s; installed it takes %(disk)s", file=sizes[0], disk=sizes[1])

    return words


def _what_happens(*, backs_up: bool) -> Text:
    if backs_up:
        return msg(
            "A checked backup is made first. Then Touchpoint closes, is installed and opens again; what is half typed"
            " is kept. Should the new version not start, the version before comes back with its data."
        )
    return msg(
        "The data lies on a server: make a backup there first. Then Touchpoint closes, is installed and opens again;"
        " what is half typed is kept. Should the new version not start, the version before comes back."
    )


class LicencesDialog(Dialog):
    """Every part the program is made of, found by typing, with the text of its licence beside."""

    def __init__(
        self,
        tasks: Tasks,
        parent: QWidget | None = None,
        read: Callable[[], Sequence[Licence]] = licences,
    ) -> None:
        """Read the parts in the background."""
        super().__init__(msg("Licences"), parent, width=LICENCES_WIDTH)
        self.setObjectName("licences-dialog")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._licences: Sequence[Licence] = ()
        self.field = SearchField(msg("Name or licence"), label=msg("Find a part"), name="find-part")
        self.parts = HitList(msg("Parts of the program"), "parts")
        self.parts.setFixedWidth(LIST_WIDTH)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setObjectName("licence-text")
        self.text.setFont(font("small"))
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(TEXT_HEIGHT)
        say(self.text, accessibleName=msg("Text of the licence"))
        self._lay_out()
        self._say_instead(msg("Reading the licences …"), icon="clock")
        close = self.add_button(msg("Close"), name="close")
        close.clicked.connect(self.accept)
        self.field.asked.connect(lambda _text: self._find())
        self.field.moved.connect(self.parts.move_by)
        self.field.left.connect(self.reject)
        self.parts.selectionModel().currentChanged.connect(lambda *_where: self._show())
        self.field.setFocus()
        tasks.run(lambda _progress: read(), self._take, self._fail, owner=self)

    def _lay_out(self) -> None:
        beside = QVBoxLayout()
        beside.setSpacing(8)
        self.part = label("", "strong", wrap=True, name="part")
        beside.addWidget(self.part)
        beside.addWidget(self.text, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(self.parts)
        row.addLayout(beside, 1)
        self._whole = QWidget()
        column = QVBoxLayout(self._whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addLayout(row, 1)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._whole)
        self._stack.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.body.addWidget(self._stack, 1)

    def _take(self, found: Sequence[Licence]) -> None:
        self._licences = tuple(found)
        if not found:
            self._say_instead(msg("No licences came with this program."), msg("They stand in its source."))
            return
        self._stack.setCurrentWidget(self._whole)
        self.field.setFocus()
        self._find()

    def _fail(self, error: TouchpointError) -> None:
        self._say_instead(msg("The licences cannot be read."), sentences(error), icon="circle-alert")

    def _say_instead(self, missing: Text, advice: Text = "", *, icon: str = "inbox") -> None:
        """Say why there is nothing to look at."""
        self.state = EmptyState(missing, advice, icon=icon)
        self._stack.addWidget(self.state)
        self._stack.setCurrentWidget(self.state)

    def _find(self) -> None:
        wanted = self.field.text().casefold().split()
        shown = [each for each in self._licences if _is_found(each, wanted)]
        self.parts.show_lines(HitLine(each.name, "package", side=each.version, value=each) for each in shown)
        if not shown:
            self._show()

    def _show(self) -> None:
        licence: Licence | None = self.parts.value
        if licence is None:
            say(self.part, text=msg("No part is called that."))
            self.text.clear()
            return
        say(self.part, text=" · ".join(part for part in (licence.name, licence.version, licence.licence) if part))
        self.text.setPlainText(licence.text)


def _is_found(licence: Licence, wanted: Sequence[str]) -> bool:
    """Tell whether every word of `wanted` stands in the name or the licence."""
    said = f"{licence.name} {licence.licence}".casefold()
    return all(word in said for word in wanted)
