"""The forms of categories, grades, phrases, questions and equipment; and a sentence to try the categories with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.requests.rows import (
    LIABILITY_LABELS,
    PHRASE_USE_LABELS,
    PLACE_LABELS,
    PRIORITY_LABELS,
    SIGNER_LABELS,
)
from desktop.rules.dialogs.choosing import (
    LineDialog,
    categories_of,
    chosen,
    code_field,
    labels,
    named_field,
    number_of,
)
from desktop.rules.dialogs.limits import RuleDialog
from desktop.rules.rows import CategoryFacts, EquipmentFacts, GradeFacts, PhraseFacts, QuestionFacts, What
from desktop.ui.dialogs import Dialog
from desktop.ui.forms import ChoiceField, Form, LineField, SegmentField, TextField
from desktop.ui.language import say
from desktop.ui.panels import label, set_tone

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from PySide6.QtWidgets import QWidget

    from desktop.rules.rows import LaidDown, Line, Tried

__all__ = [
    "CategoryDialog",
    "EquipmentDialog",
    "GradeDialog",
    "LineDialog",
    "PhraseDialog",
    "QuestionDialog",
    "TryWordsDialog",
    "dialog_for",
]

WIDE = 640


class CategoryDialog(LineDialog):
    """Asks for a category."""

    def __init__(self, laid: LaidDown, line: Line[CategoryFacts] | None, parent: QWidget) -> None:
        """Begin with what `line` says."""
        facts = line.facts if line is not None else CategoryFacts("")
        form = Form(name="category")
        name = LineField("name", msg("Category"), required=True)
        name.set_text(facts.name)
        form.add(name)
        departments = [(each.id, each.name) for each in laid.departments]
        form.add(
            named_field("department_id", msg("Department"), departments, msg("No department"), facts.department_id)
        )
        form.add(code_field("place", msg("Place"), PLACE_LABELS, msg("Left open"), facts.place), wide=True)
        form.add(
            code_field("liability", msg("Liability"), LIABILITY_LABELS, msg("Left open"), facts.liability), wide=True
        )
        form.add(
            code_field("priority", msg("How urgent"), PRIORITY_LABELS, msg("Left open"), facts.priority), wide=True
        )
        words = TextField("keywords", msg("Keywords"), hint=msg("words that speak of it, with spaces between"), lines=2)
        words.set_text(facts.keywords)
        form.add(words, wide=True)
        note = msg("It fills in the form of a new request. Earlier requests take over a new name and keep the rest.")
        title = msg("New category") if line is None else msg("Category")
        super().__init__(title, form, parent, note=note, width=WIDE)

    def facts(self, values: Mapping[str, Any]) -> CategoryFacts:
        """Return the category typed."""
        return CategoryFacts(
            name=values["name"],
            department_id=number_of(values["department_id"]),
            keywords=values["keywords"],
            place=chosen(values["place"]),
            liability=chosen(values["liability"]),
            priority=chosen(values["priority"]),
        )


class GradeDialog(LineDialog):
    """Asks for a grade of complaints."""

    def __init__(self, _laid: LaidDown, line: Line[GradeFacts] | None, parent: QWidget) -> None:
        """Begin with what `line` says."""
        facts = line.facts if line is not None else GradeFacts("")
        form = Form(columns=1, name="grade")
        name = LineField("name", msg("Complaint grade"), required=True, width=240)
        name.set_text(facts.name)
        form.add(name)
        tell = TextField("tell", msg("Must be told"), hint=msg("who must be told, one a line"), lines=2)
        tell.set_text(facts.tell)
        form.add(tell)
        signer = ChoiceField("signer", msg("Signs the closing"), labels(SIGNER_LABELS), required=True)
        signer.choose(str(facts.signer))
        form.add(signer)
        title = msg("New complaint grade") if line is None else msg("Complaint grade")
        super().__init__(title, form, parent, note=msg("Whoever signs is the one who may close such a complaint."))

    def facts(self, values: Mapping[str, Any]) -> GradeFacts:
        """Return the grade typed."""
        return GradeFacts(values["name"], values["tell"], values["signer"])


class PhraseDialog(LineDialog):
    """Asks for a phrase."""

    def __init__(self, _laid: LaidDown, line: Line[PhraseFacts] | None, parent: QWidget) -> None:
        """Begin with what `line` says."""
        facts = line.facts if line is not None else PhraseFacts(next(iter(PHRASE_USE_LABELS)), "", "")
        form = Form(columns=1, name="phrase")
        use = SegmentField("use", msg("Used in"), labels(PHRASE_USE_LABELS), required=True)
        use.choose(facts.use)
        form.add(use)
        short = LineField("abbreviation", msg("Typed"), required=True, hint=msg("such as slt"), width=160)
        short.set_text(facts.abbreviation)
        form.add(short)
        words = TextField("words", msg("Becomes"), required=True, lines=3)
        words.set_text(facts.words)
        form.add(words)
        note = msg("Typed in that field, the abbreviation becomes the whole text; it can be chosen from a list too.")
        super().__init__(msg("New phrase") if line is None else msg("Phrase"), form, parent, note=note)

    def facts(self, values: Mapping[str, Any]) -> PhraseFacts:
        """Return the phrase typed."""
        return PhraseFacts(values["use"], values["abbreviation"], values["words"])


class QuestionDialog(LineDialog):
    """Asks for a question of a follow-up."""

    def __init__(self, _laid: LaidDown, line: Line[QuestionFacts] | None, parent: QWidget) -> None:
        """Begin with what `line` says."""
        form = Form(columns=1, name="question")
        words = LineField("words", msg("Question"), required=True)
        words.set_text("" if line is None else line.facts.words)
        form.add(words)
        note = msg("Residents answer it with yes or no. For another question rather add a new one: answers stay apart.")
        super().__init__(msg("New question") if line is None else msg("Question"), form, parent, note=note)

    def facts(self, values: Mapping[str, Any]) -> QuestionFacts:
        """Return the question typed."""
        return QuestionFacts(values["words"])


class EquipmentDialog(LineDialog):
    """Asks for a piece of equipment."""

    def __init__(self, laid: LaidDown, line: Line[EquipmentFacts] | None, parent: QWidget) -> None:
        """Begin with what `line` says."""
        facts = line.facts if line is not None else EquipmentFacts("")
        form = Form(columns=1, name="equipment")
        name = LineField("name", msg("Equipment"), required=True, hint=msg("such as lift 1 of building 3"), width=280)
        name.set_text(facts.name)
        form.add(name)
        buildings = [(each.id, each.name) for each in laid.buildings]
        form.add(
            named_field("building_id", msg("Building"), buildings, msg("No building"), facts.building_id, width=280)
        )
        categories = categories_of(laid, facts.category_id)
        form.add(
            named_field("category_id", msg("Category"), categories, msg("No category"), facts.category_id, width=280)
        )
        note = TextField("note", msg("Note"), hint=msg("where it stands, who maintains it"), lines=2)
        note.set_text(facts.note)
        form.add(note)
        super().__init__(msg("New equipment") if line is None else msg("Equipment"), form, parent)

    def facts(self, values: Mapping[str, Any]) -> EquipmentFacts:
        """Return the equipment typed."""
        return EquipmentFacts(
            values["name"], number_of(values["building_id"]), number_of(values["category_id"]), values["note"]
        )


class TryWordsDialog(Dialog):
    """Says which category a sentence suggests, while it is typed."""

    def __init__(self, ask: Callable[[str], Tried], parent: QWidget) -> None:
        """Ask `ask` for each sentence."""
        super().__init__(msg("Which category does it suggest?"), parent, width=WIDE)
        self.setObjectName("try-words-dialog")
        self._ask = ask
        self.form = Form(columns=1, name="try-words")
        self.form.add(LineField("words", msg("Sentence"), hint=msg("as a resident says it")))
        self.body.addWidget(self.form)
        self.category = label("", "strong", wrap=True, name="tried-category")
        self.reason = label("", tone="ink2", wrap=True, name="tried-reason")
        self.body.addWidget(self.category)
        self.body.addWidget(self.reason)
        self.body.addStretch(1)
        close = self.add_button(msg("Close"), name="close")
        close.clicked.connect(self.reject)
        self.form.changed.connect(lambda _key: self.tell())
        self.tell()

    def tell(self) -> None:
        """Say what the sentence suggests, and because of which words."""
        words = self.form.fields["words"].text().strip()
        tried = self._ask(words)
        found = bool(tried.category)
        nothing = msg("No category: none of the words is known.") if words else ""
        say(self.category, text=tried.category if found else nothing)
        set_tone(self.category, "ink" if found else "ink2")
        because = msg("Because of: %(words)s", words="、".join(tried.words)) if found else ""
        say(self.reason, text=because)


def dialog_for(what: What, laid: LaidDown, line: Line[Any] | None, parent: QWidget) -> LineDialog:
    """Return the form for a line of `what`: over `line`, or a new one."""
    made: dict[What, Callable[[LaidDown, Any, QWidget], LineDialog]] = {
        What.RULE: RuleDialog,
        What.CATEGORY: CategoryDialog,
        What.GRADE: GradeDialog,
        What.PHRASE: PhraseDialog,
        What.QUESTION: QuestionDialog,
        What.EQUIPMENT: EquipmentDialog,
    }
    return made[what](laid, line, parent)
