"""What is typed on a patrol: what was found, why a point or a round was left, someone suspicious."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.changes import Draft
from desktop.core.i18n import Message, msg, nmsg
from desktop.gate.view.pieces import GateChoices, GateField, GatePanel
from desktop.patrols.rows import NewFinding
from desktop.patrols.service import FindingFiles
from desktop.staff.rows import department_name
from desktop.ui.buttons import Button
from desktop.ui.file_panel import FilePanel
from desktop.ui.keys import key
from desktop.ui.language import say
from desktop.ui.panels import label
from desktop.ui.scrolling import follow_finger, scrolled
from desktop.ui.tab_order import keep_tab_order
from desktop.visits.rows import NewWatch

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from desktop.core.errors import Problem
    from desktop.gate.view.patrol_parts import Hints
    from desktop.patrols.rows import FindingChoices, StepLine
    from desktop.storage.desk import Desk
    from desktop.ui.language import Text
    from desktop.ui.shell import Drafts, Shell

__all__ = ["FindingPart", "FormPart", "ReasonPart", "WatchPart"]

USUAL, URGENT = "usual", "urgent"
WATCH = "gate-watch"
"""The name under which someone suspicious is kept who is half typed."""
HOLDS = (7, 30, 90)
"""Days for which someone suspicious is watched for."""


class FormPart(QWidget):
    """A form of the pane: `saved()` asks to keep it, `left()` to go back. `column` takes its fields."""

    HINTS: ClassVar[Hints] = (
        ("gate-save", msg("Save")),
        ("gate-next", msg("Next field")),
        ("gate-clear", msg("Back")),
    )

    saved = Signal()
    left = Signal()

    def __init__(self, verb: Text, name: str) -> None:
        """Make an empty form; `verb` is the button that keeps it."""
        super().__init__()
        self.fields: dict[str, GateField] = {}
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(14)
        self.heading = label("", "gate-heading", wrap=True)
        self.about = label("", "gate-body", "ink2", wrap=True)
        outer.addWidget(self.heading)
        outer.addWidget(self.about)
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, 8, 0)
        self.column.setSpacing(10)
        fields = scrolled(inside)
        follow_finger(fields)
        outer.addWidget(fields, 1)
        row = QHBoxLayout()
        row.setSpacing(12)
        self.save = Button(
            verb, icon="check", key=key("gate-save"), kind="primary", large=True, bind=False, name=f"{name}-save"
        )
        back = Button(
            msg("Back"), icon="chevron-left", key=key("gate-clear"), large=True, bind=False, name=f"{name}-back"
        )
        self.save.clicked.connect(self.saved)
        back.clicked.connect(self.left)
        row.addWidget(self.save)
        row.addStretch(1)
        row.addWidget(back)
        outer.addLayout(row)

    def focusNextPrevChild(self, next_one: bool) -> bool:  # noqa: FBT001 - Qt's own
        """Go on by Tab as the form lies."""
        keep_tab_order(self)
        return super().focusNextPrevChild(next_one)

    def show_problems(self, problems: Sequence[Problem]) -> Sequence[Problem]:
        """Say at the fields what is wrong with them; return what belongs to none."""
        wrong = [problem for problem in problems if problem.field in self.fields]
        for problem in wrong:
            self.fields[problem.field].problem(problem.message)
        if wrong:
            self.fields[wrong[0].field].edit.setFocus()
        return [problem for problem in problems if problem.field not in self.fields]

    def clear(self) -> None:
        """Empty every field."""
        for field in self.fields.values():
            field.set_text("")

    def enter(self) -> None:
        """Take the keyboard."""
        next(iter(self.fields.values())).edit.setFocus()

    def _add(self, name: str, field: GateField) -> GateField:
        self.fields[name] = field
        field.entered.connect(self.saved)
        return field


class FindingPart(FormPart):
    """What was found at a point: words, category, department, how soon, photos. `changed()`: something was typed."""

    changed = Signal()

    def __init__(self, desk: Desk, shell: Shell) -> None:
        """Keep photos as `desk`'s account."""
        super().__init__(msg("Report the finding"), "patrol-finding")
        self.draft_key = ""
        self._departments: Mapping[int, int | None] = {}
        self.words = self._add("words", GateField(msg("Finding"), "finding-words"))
        self.column.addWidget(self.words)
        self.categories = GateChoices("finding-category", msg("Category"))
        self.departments = GateChoices("finding-department", msg("For which department"))
        self.urgency = GateChoices("finding-urgency", msg("How soon"))
        for name, row in (
            (msg("Category"), self.categories),
            (msg("For which department"), self.departments),
            (msg("How soon"), self.urgency),
        ):
            self.column.addWidget(label(name, "gate-label", "ink2"))
            self.column.addWidget(row)
            row.entered.connect(self.saved)
        self.urgency.offer([(USUAL, msg("As usual")), (URGENT, msg("Urgent"))])
        self.photos = GatePanel(msg("Photos"), icon="camera", name="finding-photos")
        place = QVBoxLayout()
        self.photos.body.addLayout(place)
        self.files = FilePanel(
            FindingFiles(desk),
            "patrol_finding",
            shell,
            lambda at, spoken: spoken.moment(at, desk.zone),
            may_attach=True,
            large=True,
            parent=self,
        )
        self.files.stand_in(place, self.photos)
        place.setContentsMargins(18, 12, 18, 12)
        add = Button(msg("Add photos"), icon="camera", key=key("open-file"), large=True, name="finding-photo")
        add.clicked.connect(self.files.strip.add.click)
        place.addWidget(add)
        self.column.addWidget(self.photos)
        self.column.addStretch(1)
        self.categories.chosen.connect(self._follow)
        self.words.typed.connect(lambda _text: self.changed.emit())
        self.files.presenter.added.connect(lambda _name: self.changed.emit())
        for row in (self.categories, self.departments, self.urgency):
            row.chosen.connect(lambda _key: self.changed.emit())

    def begin(self, step: StepLine, choices: FindingChoices, draft_key: str, *, kept: bool = False) -> None:
        """Start with a point; `kept`: photos may be there already."""
        self.draft_key = draft_key
        self.clear()
        say(self.heading, text=msg("Found at %(point)s", point=f"{step.position} {step.name}"))
        say(self.about, text=msg("It becomes a request; the desk sees it at once."))
        self._departments = {each.id: each.department_id for each in choices.categories}
        self.categories.offer([(each.id, each.name) for each in choices.categories])
        self.departments.offer([(each.id, _department(each.name)) for each in choices.departments])
        self.categories.choose(None)
        self.departments.choose(step.department_id)
        self.urgency.choose(USUAL)
        self.files.presenter.show_draft(draft_key, kept=kept)

    def texts(self) -> dict[str, str]:
        """Return what a draft keeps."""
        chosen = {"category": self.categories.key, "department": self.departments.key, "urgency": self.urgency.key}
        return {"words": self.words.text, **{name: str(each or "") for name, each in chosen.items()}}

    def take_up(self, texts: Mapping[str, str]) -> None:
        """Take up what a draft kept."""
        self.words.set_text(texts.get("words", ""))
        for row, name in ((self.categories, "category"), (self.departments, "department")):
            kept = texts.get(name, "")
            row.choose(int(kept) if kept.isdecimal() else None)
        self.urgency.choose(texts.get("urgency") or USUAL)

    @property
    def is_reading(self) -> bool:
        """Tell whether photos are still on their way in."""
        return self.files.presenter.count > len(self.files.presenter.rows)

    def given(self) -> NewFinding:
        """Return what was found, as typed."""
        category, department = self.categories.key, self.departments.key
        return NewFinding(
            self.words.text,
            category if isinstance(category, int) else None,
            department if isinstance(department, int) else None,
            urgent=self.urgency.key == URGENT,
        )

    def _follow(self, category_id: object) -> None:
        """Choose the department that is usual for a category."""
        usual = self._departments.get(category_id) if isinstance(category_id, int) else None
        if usual is not None:
            self.departments.choose(usual)


class ReasonPart(FormPart):
    """Why a point was not visited, or a round ended before all were."""

    def __init__(self) -> None:
        """Start empty."""
        super().__init__(msg("Note it"), "patrol-reason")
        self.words = self._add(
            "words", GateField(msg("Why"), "patrol-why", hint=msg("locked, heavy rain, called away"))
        )
        self.column.addWidget(self.words)
        self.column.addStretch(1)

    def begin(self, heading: Message, about: Text) -> None:
        """Ask for the reason of `heading`."""
        self.clear()
        say(self.heading, text=heading)
        say(self.about, text=about)


class WatchPart(FormPart):
    """Someone suspicious, for the watchlist: the manager approves it. What is half typed is kept."""

    def __init__(self, drafts: Drafts) -> None:
        """Keep among `drafts` what is half typed."""
        super().__init__(msg("Note it"), "patrol-watch")
        self._drafts = drafts
        say(self.heading, text=msg("Note someone suspicious"))
        say(self.about, text=msg("The gates look out for them once the manager has approved it."))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(10)
        for place, (name, words) in enumerate(
            (
                ("looks", msg("What they look like")),
                ("reason", msg("What they did")),
                ("name", msg("Name, if known")),
                ("plate", msg("Plate, if any")),
            )
        ):
            grid.addWidget(self._add(name, GateField(words, f"watch-{name}")), *divmod(place, 2))
        self.column.addLayout(grid)
        self.column.addWidget(label(msg("Watched for"), "gate-label", "ink2"))
        self.holds = GateChoices("watch-holds", msg("Watched for"))
        self.holds.offer([(days, nmsg("%(count)s day", "%(count)s days", days)) for days in HOLDS])
        self.column.addWidget(self.holds)
        self.column.addStretch(1)
        self.holds.entered.connect(self.saved)
        for field in self.fields.values():
            field.typed.connect(lambda _text: self._keep())

    def begin(self) -> None:
        """Go on with what is half typed, or start empty."""
        kept = next((draft.fields for draft in self._drafts.all(WATCH)), {})
        for name, field in self.fields.items():
            field.set_text(kept.get(name, ""))
        self.holds.choose(HOLDS[1])

    def clear(self) -> None:
        """Empty every field, and forget what was half typed: it is noted."""
        super().clear()
        self._drafts.forget(WATCH, WATCH)

    def _keep(self) -> None:
        texts = {name: field.text for name, field in self.fields.items()}
        if "".join(texts.values()).strip():
            self._drafts.keep(Draft(WATCH, WATCH, texts["looks"] or texts["name"], texts))
        else:
            self._drafts.forget(WATCH, WATCH)

    def given(self, now: datetime) -> NewWatch:
        """Return the note as typed at `now`."""
        days = self.holds.key
        until = now + timedelta(days=days if isinstance(days, int) else HOLDS[1])
        texts = {name: field.text for name, field in self.fields.items()}
        return NewWatch(
            plate=texts["plate"], name=texts["name"], looks=texts["looks"], reason=texts["reason"], until=until
        )


def _department(name: str) -> Text:
    return lambda spoken: department_name(name, spoken)
