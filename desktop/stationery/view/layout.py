"""How the monthly report is made up: its sections in order, shown or not, with headings and words of one's own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.core.i18n import Language, Message, msg
from desktop.core.merge_fields import show
from desktop.stationery.rows import SectionLayout
from desktop.stationery.view.parts import Part
from desktop.stationery.view.texts import FieldButtons
from desktop.ui.buttons import Button
from desktop.ui.forms import LineField, TextField
from desktop.ui.keys import key
from desktop.ui.language import say, ui_language
from desktop.ui.panels import label
from desktop.ui.table import Cell, Column, ListView, RowsModel

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.core.errors import UserError
    from desktop.stationery.presenter import Known, StationeryPresenter

__all__ = ["LayoutPart"]

LIST_HEIGHT = 270
"""Head and seven sections, px."""


@dataclass(frozen=True, slots=True)
class _Line:
    """One section in the list."""

    id: str
    name: Message
    section: SectionLayout


def _name_cell(line: _Line, spoken: Language) -> Cell:
    tone = "ink" if line.section.shown else "ink2"
    return Cell(line.section.heading or spoken.message(line.name), tone=tone)


def _state_cell(line: _Line, spoken: Language) -> Cell:
    if line.section.shown:
        return Cell(spoken.gettext("shown"), icon="eye", tone="ink2")
    return Cell(spoken.gettext("left out"), icon="eye-off", tone="ink2")


class LayoutPart(Part):
    """The list of sections, and below it heading and words of the one chosen."""

    reset_words = msg("Back to the built-in make-up")

    def __init__(self) -> None:
        """Show nothing yet."""
        super().__init__("layout", msg("Monthly report"), "chart-column")
        self._sections: tuple[SectionLayout, ...] = ()
        self._filling = False
        columns = [
            Column("section", msg("Section of the report"), _name_cell, 160, stretch=True, sort=False),
            Column("shown", msg("In the report"), _state_cell, 96, sort=False),
        ]
        self.model: RowsModel[_Line] = RowsModel(columns)
        self.view = ListView(self.model, label=msg("Sections of the report"), name="report-sections")
        self.view.setFixedHeight(LIST_HEIGHT)
        self.heading = LineField("heading", msg("Heading"), hint=msg("empty: the built-in one"))
        self.intro = TextField("words", msg("Words before it"), lines=3, most=8, letter=True)
        self.form.add(self.heading)
        self.form.add(self.intro)
        self.fields = FieldButtons(self.heading.input, self.intro.input)
        self.about = label("", "small", "red", wrap=True, name="about-sections")
        self.about.hide()
        for widget in (self.view, self._tools(), self.about, self.form, self.fields):
            self.inside.addWidget(widget)
        self.inside.addStretch(1)
        self.view.row_changed.connect(self._show_section)
        self.view.opened.connect(lambda _line: self.heading.input.setFocus())
        for field in (self.heading, self.intro):
            field.changed.connect(self._take_texts)

    @property
    def first(self) -> QWidget:
        """Return the list."""
        return self.view

    def load(self, known: Known) -> None:
        """Show the sections."""
        spoken, fields = ui_language().language, known.report_fields
        self._sections = tuple(
            replace(section, heading=show(section.heading, fields, spoken), words=show(section.words, fields, spoken))
            for section in known.sections
        )
        self._fill()
        if self.view.row is None and self._sections:
            self.view.select(self._sections[0].key)
        self._show_section(self.view.row)

    def current(self) -> Any:
        """Return the sections as typed."""
        return self._sections

    def draw(self, presenter: StationeryPresenter, spoken: Language) -> None:
        """Draw the report made up so."""
        presenter.draw_layout(self.name, self._sections, spoken)

    def write(self, presenter: StationeryPresenter) -> None:
        """Lay the make-up down."""
        if self.known is not None and self.known.layout is not None:
            self.about.hide()
            self.form.show_problems(())
            self.set_busy(True)
            presenter.save_layout(self.name, self._sections, self.known.layout.version)

    def put_back(self, presenter: StationeryPresenter) -> None:
        """Put the built-in make-up back."""
        if self.known is not None and self.known.layout is not None:
            self._held = self.current()
            self.set_busy(True)
            presenter.save_layout(self.name, (), self.known.layout.version)

    def mark(self, error: UserError) -> None:
        """Go to the first section named, and mark its field; what is about none of them stands over the form."""
        by_field = {problem.field: problem for problem in error.problems}
        for section in self._sections:
            if {f"heading-{section.key}", f"words-{section.key}"} & set(by_field):
                self.view.select(section.key)
                self.form.show_problems(
                    [
                        replace(problem, field=name.rpartition(f"-{section.key}")[0])
                        for name, problem in by_field.items()
                        if name in {f"heading-{section.key}", f"words-{section.key}"}
                    ]
                )
                return
        say(self.about, text=error.problems[0].message)
        self.about.show()

    def offer(self) -> None:
        """Enable what can be done with the section chosen."""
        line: _Line | None = self.view.row
        place = next((at for at, one in enumerate(self._sections) if line is not None and one.key == line.id), -1)
        self.shown.setEnabled(self.editable and place >= 0)
        say(self.shown, text=msg("Leave it out") if line is None or line.section.shown else msg("Show it"))
        self.shown.set_icon("eye-off" if line is None or line.section.shown else "eye")
        self.up.setEnabled(self.editable and place > 0)
        self.down.setEnabled(self.editable and 0 <= place < len(self._sections) - 1)
        built_in = self.known is None or self.known.layout is None or not self.known.layout.sections
        if self.reset is not None:
            self.reset.setEnabled(self.editable and not built_in)
        if self.known is not None:
            spoken = ui_language().language
            self.fields.offer({field.key: spoken.message(field.label) for field in self.known.report_fields})

    def _tools(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.shown = Button(msg("Leave it out"), icon="eye-off", small=True, name="toggle-section")
        self.up = Button(msg("Move up"), icon="arrow-up", key=key("call-earlier"), small=True, name="section-up")
        self.down = Button(msg("Move down"), icon="arrow-down", key=key("call-later"), small=True, name="section-down")
        self.shown.clicked.connect(self._toggle)
        self.up.clicked.connect(lambda: self._move(-1))
        self.down.clicked.connect(lambda: self._move(1))
        for button in (self.shown, self.up, self.down):
            row.addWidget(button)
        for button in (self.up, self.down):
            button.set_icon_only(True)
        row.addStretch(1)
        return holder

    def _fill(self) -> None:
        names = {} if self.known is None else self.known.names
        self.model.set_rows([_Line(one.key, names[one.key], one) for one in self._sections if one.key in names])

    def _show_section(self, line: _Line | None) -> None:
        self._filling = True
        section = SectionLayout("") if line is None else line.section
        if self.heading.text() != section.heading:
            self.heading.set_text(section.heading)
        if self.intro.text() != section.words:
            self.intro.set_text(section.words)
        self.form.show_problems(())
        self._filling = False
        self.offer()

    def _take_texts(self) -> None:
        line: _Line | None = self.view.row
        if line is not None and not self._filling:
            self._put(replace(line.section, heading=self.heading.text(), words=self.intro.text()))

    def _toggle(self) -> None:
        line: _Line | None = self.view.row
        if line is not None:
            self._put(replace(line.section, shown=not line.section.shown))

    def _put(self, changed: SectionLayout) -> None:
        self._arrange([changed if one.key == changed.key else one for one in self._sections])

    def _move(self, step: int) -> None:
        line: _Line | None = self.view.row
        if line is None:
            return
        sections = list(self._sections)
        at = next(place for place, one in enumerate(sections) if one.key == line.id)
        if 0 <= at + step < len(sections):
            sections[at], sections[at + step] = sections[at + step], sections[at]
            self._arrange(sections)

    def _arrange(self, sections: Sequence[SectionLayout]) -> None:
        self._sections = tuple(sections)
        self.about.hide()
        self._fill()
        self.offer()
        self.changed.emit()
