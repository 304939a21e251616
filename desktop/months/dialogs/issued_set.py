"""The set of a month's reports: how it is wanted, and how far its printing is."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from desktop.core.i18n import LANGUAGES, Message, language, msg, nmsg
from desktop.months.presenter import SetChoice, paper_name
from desktop.ui.dialogs import Dialog, FormDialog
from desktop.ui.exporting import add_unmasking
from desktop.ui.forms import Choice, Form, SegmentField
from desktop.ui.language import say, translate, ui_language
from desktop.ui.leaving import UNATTENDED
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.core.i18n import Language
    from desktop.core.months import Month
    from desktop.months.rows import SetPaper
    from desktop.ui.language import Text

__all__ = ["PrintingDialog", "SetDialog"]


class SetDialog(FormDialog):
    """Asks how the set is wanted. `decided(SetChoice)`."""

    decided = Signal(object)

    def __init__(self, month: Month, verb: Message, parent: QWidget, *, may_unmask: bool) -> None:
        """Ask about the set of `month`, in the window's language at first; `verb` is what is done with it."""
        form = Form(columns=1, name="report-set")
        choices = [Choice(code, name) for code, name in LANGUAGES.items()]
        spoken = SegmentField("language", msg("Language"), choices, required=True)
        spoken.choose(ui_language().language.code)
        form.add(spoken)
        if may_unmask:
            add_unmasking(form, msg("names and phones in full; it is written down who took them"))

        def title(shown: Language) -> str:
            return shown.gettext("All reports of %(month)s", month=shown.month(month))

        super().__init__(title, form, verb, parent, width=560)
        note = msg(
            "A sheet with contents and distribution list comes first, then each department's report and the project"
            " manager's. Names and phones are hidden as the letterhead says."
        )
        self.body.insertWidget(0, label(note, "small", "ink2", wrap=True))
        self.submitted.connect(self._decide)

    def _decide(self, values: dict[str, Any]) -> None:
        unmasked = bool(values.get("unmasked"))
        reason = (values.get("reason") or "") if unmasked else ""
        self.decided.emit(SetChoice(language(values["language"]), unmasked, reason))


class PrintingDialog(Dialog):
    """Tells which report is being printed. `cancelled()`; `again()`: what failed is to be printed once more."""

    cancelled = Signal()
    again = Signal()

    def __init__(self, parent: QWidget) -> None:
        """Show nothing yet."""
        super().__init__(msg("Printing the reports"), parent)
        self.setObjectName("printing")
        self.words = label("", wrap=True, name="printing-words")
        self.body.addWidget(self.words)
        self.stop = self.add_button(msg("Cancel"), name="cancel")
        self.stop.clicked.connect(self.reject)
        self.repeat = self.add_button(msg("Print these again"), kind="primary", name="print-again")
        self.repeat.clicked.connect(self.again)
        self.repeat.hide()
        self._run(running=True)
        self.rejected.connect(self._leave)

    def show_place(self, place: int, total: int, paper: SetPaper) -> None:
        """Say which paper is being printed."""
        self._run(running=True)
        name = paper_name(paper)

        def words(spoken: Language) -> str:
            return spoken.gettext(
                "%(place)s of %(total)s: %(name)s", place=place, total=total, name=translate(name, spoken)
            )

        say(self.words, text=words)
        self.repeat.hide()
        say(self.stop, text=msg("Cancel"))

    def show_failed(self, printed: int, failed: Sequence[SetPaper], why: Message) -> None:
        """Say what the printer refused, and offer to print that again."""
        self._run(running=False)
        names = [paper_name(paper) for paper in failed]
        say(self.words, text=lambda spoken: _failed(printed, names, why, spoken))
        self.repeat.show()
        self.repeat.setFocus()
        say(self.stop, text=msg("Close"))

    def _run(self, *, running: bool) -> None:
        self._running = running
        self.setProperty(UNATTENDED, running)

    def _leave(self) -> None:
        if self._running:
            self.cancelled.emit()


def _failed(printed: int, names: Sequence[Text], why: Message, spoken: Language) -> str:
    listed = spoken.gettext(", ").join(translate(name, spoken) for name in names)
    went = nmsg("%(count)s report went to the printer.", "%(count)s reports went to the printer.", printed)
    lines = [spoken.message(went)] if printed else []
    lines += [spoken.gettext("Not printed: %(names)s", names=listed), spoken.message(why)]
    return "\n".join(lines)
