"""The handover of the running shift while it is written: the check of the day, the texts, what is counted."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.i18n import Language, msg, nmsg
from desktop.handover.rows import Counted, LeftOver, NewHandover, Paragraph
from desktop.handover.service import MOST_COUNTED
from desktop.ui.buttons import Button
from desktop.ui.forms import Form, LineField, NumberField, TextField
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import IconLabel, Panel, label, rule
from desktop.ui.scrolling import scrolled
from desktop.ui.tab_order import focus_kept

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.core.i18n import Message
    from desktop.handover.presenter import Running
    from desktop.handover.rows import Checked

__all__ = ["WritingPanel"]


class WritingPanel(Panel):
    """Shows what hangs, each with its list and a reason; then the texts; then the counting; then the signature.

    `opened(DayCheck)`: its list is wanted. `signed(values)`: everything is filled in. `typed()`: something changed.
    `counting_asked(ThingRow | None)`: what is counted shall change. `renewed()`: the words shall be made anew.
    """

    opened = Signal(object)
    signed = Signal(object)
    typed = Signal()
    counting_asked = Signal(object)
    renewed = Signal()

    def __init__(self, headings: Mapping[str, Message], *, counting: bool, parent: QWidget | None = None) -> None:
        """Show nothing yet; with `counting` what is counted may be changed here."""
        super().__init__(msg("This shift"), name="handover-writing", parent=parent)
        self._headings = headings
        self._counting = counting
        self._running: Running | None = None
        self._links: list[Button] = []
        self.form = Form(columns=1, name="handover-form")
        self._inside = QWidget()
        self._column = QVBoxLayout(self._inside)
        self._column.setContentsMargins(12, 8, 12, 12)
        self._column.setSpacing(8)
        self.body.addWidget(scrolled(self._inside), 1)
        self.back = Button(msg("Back"), icon="chevron-left", small=True, name="handover-back")
        self.tools.addWidget(self.back)
        self.anew = Button(msg("Make the words anew"), icon="refresh-cw", small=True, name="handover-anew")
        self.anew.clicked.connect(self.renewed)
        self.tools.addWidget(self.anew)
        self.sign = Button(
            msg("Sign and hand over"),
            icon="check",
            kind="primary",
            key=key("save-and-send"),
            name="sign-handover",
        )
        self.sign.clicked.connect(self.submit)
        self.foot.addWidget(self.sign)
        self.foot.addWidget(label(msg("The next shift signs when it has read it."), tone="ink2"))
        self.foot.addStretch(1)

    def changeEvent(self, event: QEvent) -> None:
        """Fit the links to the words of another language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._align_links()

    @property
    def texts(self) -> dict[str, str]:
        """Return what a draft keeps."""
        return self.form.texts()

    def show_running(self, running: Running, kept: Mapping[str, str]) -> None:
        """Show the shift; texts of a draft in `kept` stand in place of those made from the data."""
        with focus_kept(self._inside):
            self._lay_out(running, kept)

    def update_checks(self, checks: Sequence[Checked]) -> None:
        """Show what hangs now; what was typed stays, the password too, and so does the keyboard."""
        if self._running is not None and checks != self._running.checks:
            running = type(self._running)(checks, self._running.proposal, self._running.things)
            password = self.form.fields["password"].value()
            self.show_running(running, self.texts)
            self.form.fields["password"].set_text(password)

    def content(self, values: Mapping[str, Any]) -> NewHandover | None:
        """Return the handover that the form's values make, None while nothing is shown."""
        if self._running is None:
            return None
        proposal = self._running.proposal
        return NewHandover(
            proposal.shift,
            tuple(Paragraph(each.key, values[f"words-{each.key}"]) for each in proposal.paragraphs),
            tuple(
                LeftOver(found.check.key, found.count, values[f"reason-{found.check.key}"])
                for found in self._running.checks
                if found.count
            ),
            tuple(
                Counted(
                    thing.name,
                    thing.expected,
                    None if values[f"counted-{thing.name}"] is None else int(values[f"counted-{thing.name}"]),
                    values[f"remark-{thing.name}"],
                )
                for thing in self._running.things
            ),
        )

    def submit(self) -> None:
        """Sign, unless something is missing."""
        values = self.form.check()
        if values is not None:
            self.signed.emit(values)

    def _lay_out(self, running: Running, kept: Mapping[str, str]) -> None:
        self._running = running
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.form = Form(columns=1, name="handover-form")
        self.form.submitted.connect(self.submit)
        self._add_checks(running.checks)
        self._add_texts(running)
        self._add_counting(running)
        self.form.add(LineField("password", msg("Your password"), password=True, width=240))
        self.form.settle()
        known = {name: text for name, text in kept.items() if name in self.form.fields}
        if known:
            self.form.restore({**self.form.texts(), **known})
        self.form.changed.connect(lambda _key: self.typed.emit())
        self._column.addWidget(self.form)
        self._column.addStretch(1)

    def _add_checks(self, checks: Sequence[Checked]) -> None:
        hanging = [found for found in checks if found.count]
        total = len(hanging)
        title = nmsg("Check of the day: %(count)s point left", "Check of the day: %(count)s points left", total)
        self._column.addWidget(_head(title if total else msg("Check of the day: nothing is left hanging")))
        fine = [found.check.words for found in checks if not found.count]
        if fine:
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            line.addWidget(IconLabel("circle-check", "green"))
            line.addWidget(label(partial(_joined, fine), tone="ink2", wrap=True), 1)
            self._column.addWidget(row)
        self._links = []
        for found in hanging:
            field = LineField(
                f"reason-{found.check.key}", found.check.words, hint=msg("why it is left to the next shift")
            )
            self.form.add(field)
            open_ = Button("", kind="link", small=True, name=f"check-{found.check.key}")
            say(open_, text=nmsg("%(count)s: open", "%(count)s: open", found.count))
            open_.clicked.connect(partial(self._open, found))
            field.add_beside(open_)
            self._links.append(open_)
        self._align_links()

    def _align_links(self) -> None:
        """Let the fields beside the links end in one line."""
        widest = max((link.sizeHint().width() for link in self._links), default=0)
        for link in self._links:
            link.setMinimumWidth(widest)

    def _open(self, found: Checked, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.opened.emit(found.check)

    def _add_texts(self, running: Running) -> None:
        for each in running.proposal.paragraphs:
            field = TextField(f"words-{each.key}", self._headings[each.key], lines=1, most=6)
            self.form.add(field)
            field.set_text(each.words)

    def _add_counting(self, running: Running) -> None:
        for thing in running.things:
            number = NumberField(
                f"counted-{thing.name}",
                thing.name,
                least=0,
                most=MOST_COUNTED,
                unit=msg("of %(expected)s", expected=thing.expected),
                width=72,
            )
            self.form.add(number)
            self.form.join(LineField(f"remark-{thing.name}", msg("Remark"), hint=msg("remark")), number)
            if self._counting:
                change = Button(msg("Change"), kind="link", small=True, name=f"change-{thing.id}")
                change.clicked.connect(partial(self._change, thing))
                number.add_beside(change)
        if self._counting:
            row = QWidget()
            line = QHBoxLayout(row)
            line.setContentsMargins(0, 0, 0, 0)
            add = Button(msg("Count something more"), icon="plus", kind="link", small=True, name="add-counted")
            add.clicked.connect(lambda: self.counting_asked.emit(None))
            line.addWidget(add)
            line.addStretch(1)
            self._column.addWidget(row)

    def _change(self, thing: object, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.counting_asked.emit(thing)


def _head(words: Message) -> QWidget:
    whole = QWidget()
    column = QVBoxLayout(whole)
    column.setContentsMargins(0, 4, 0, 0)
    column.setSpacing(4)
    column.addWidget(label(words, "strong"))
    column.addWidget(rule())
    return whole


def _joined(words: Sequence[Message], language: Language) -> str:
    comma = "、" if language.code.startswith("zh") else ", "
    return language.gettext("In order: %(what)s", what=comma.join(language.message(each) for each in words))
