"""The form of a letter to the resident: its words as drafted, to be read over and changed before it is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import LANGUAGES, msg
from desktop.requests.dialogs.move import MoveDialog
from desktop.requests.presenter.letters import LetterDrafter
from desktop.stationery.rows import Filled
from desktop.ui.forms import Choice, Form, LineField, SegmentField, TextField
from desktop.ui.language import say, ui_language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from PySide6.QtWidgets import QWidget

    from desktop.core.errors import TouchpointError
    from desktop.requests.dialogs.move import Arguments, Surroundings
    from desktop.requests.model import Move
    from desktop.requests.rows import RequestDetail

__all__ = ["letter"]

WIDE = 720
LEAST_LINES, MOST_LINES = 6, 16
AROUND, LINE = 320, 21
"""Height of the dialog without its lines, and of a line, px."""
KEY = "language_code"


def letter(move: Move, detail: RequestDetail, around: Surroundings, parent: QWidget | None) -> MoveDialog:
    """Return the form of a letter; it is drafted anew in the language chosen, as long as nobody changed its words."""
    form = Form(columns=1, name="letter")
    languages = SegmentField(KEY, msg("Language"), [Choice(code, name) for code, name in LANGUAGES.items()])
    title = LineField("title", msg("Letter title"), required=True)
    room = 0 if parent is None else (parent.window().height() - AROUND) // LINE
    lines = min(max(room, LEAST_LINES), MOST_LINES)
    body = TextField("body", msg("Letter"), required=True, lines=lines, most=lines, letter=True)
    for field in (languages, title, body):
        form.add(field)
    languages.choose(ui_language().language.code)

    def arguments(values: Mapping[str, Any]) -> Arguments:
        return {"letter": Filled(values["title"], values["body"]), "language_code": values[KEY]}

    note = msg("Read it over, and fill in what the program cannot know. It opens as a page to print then.")
    dialog = MoveDialog(move, detail, form, arguments, parent, note=note, width=WIDE)
    say(dialog.save, text=msg("Preview and print"))
    drafter = LetterDrafter(around.desk, around.tasks, dialog)
    drafted = Filled("", "")

    def show(filled: Filled) -> None:
        nonlocal drafted
        if Filled(title.text(), body.text()) in {drafted, Filled("", "")}:
            title.set_text(filled.title)
            body.set_text(filled.body)
            drafted = filled
            form.settle()

    def tell(error: TouchpointError) -> None:
        form.show_problems(error.problems)

    drafter.drafted.connect(show)
    drafter.refused.connect(tell)
    languages.changed.connect(lambda: drafter.ask(detail.line.id, languages.text()))
    drafter.ask(detail.line.id, languages.text())
    form.settle()
    return dialog
