"""The course of an import in the window: file, plan, corrections, writing, taking back; all of it in the background."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.app.importing.kinds import IMPORTS, ImportKind, Plan, PlannedRow, make_plan, planned_rows
from desktop.app.importing.mapping import Mappable, best_profile, keep_profile, kept_profiles, mappable
from desktop.app.importing.service import ImportsService
from desktop.core.changes import new_operation_id
from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.core.permissions import allows
from desktop.households.roster.planning import RosterPlan
from desktop.sheets.profile import Profile
from desktop.sheets.read import read_workbook, shown_name
from desktop.sheets.template import write_template

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from desktop.app.importing.service import ImportLine, LeftRow
    from desktop.core.changes import Changes
    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Language
    from desktop.households.roster.comparing import Conflict, Decisions
    from desktop.households.roster.missing import Missing
    from desktop.sheets.records import Refusal
    from desktop.sheets.workbook import Workbook
    from desktop.storage.batches import Undone
    from desktop.storage.desk import Desk
    from desktop.ui.shell import Shell
    from desktop.ui.tasks import Progress, Task

__all__ = ["Applied", "ImportPresenter", "Preview", "Stuck", "UndoPlan"]


@dataclass(frozen=True, slots=True)
class Preview:
    """What importing the file would do, ready to be shown; `operation_id` is the one write it may become."""

    kind: ImportKind
    file_name: str
    plan: Plan
    rows: Sequence[PlannedRow]
    profile: Profile
    mappable: Sequence[Mappable]
    corrected: int
    operation_id: str

    @property
    def to_write(self) -> int:
        """Return how many rows of the file would be written; else how many decisions would be remembered."""
        rows = self.plan.report.created + self.plan.report.changed
        return rows or sum(conflict.take is not None for conflict in self.conflicts)

    @property
    def conflicts(self) -> Sequence[Conflict]:
        """Return the cells where file, register and last import all differ."""
        return self.plan.conflicts if isinstance(self.plan, RosterPlan) else ()

    @property
    def missing(self) -> Sequence[Missing]:
        """Return what earlier imports named and this file does not."""
        return self.plan.missing if isinstance(self.plan, RosterPlan) else ()


@dataclass(frozen=True, slots=True)
class Stuck:
    """A file that was read but holds no table we know: why, and the headers that could be mapped by hand."""

    kind: ImportKind
    file_name: str
    error: UserError
    profile: Profile
    mappable: Sequence[Mappable]


@dataclass(frozen=True, slots=True)
class Applied:
    """An import that was written; `batch_id` is 0 where there was nothing to write."""

    kind: ImportKind
    file_name: str
    batch_id: int
    counts: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class UndoPlan:
    """What taking an import back would do: `undone` rows go or are restored, those `left` stay."""

    line: ImportLine
    undone: int
    left: Sequence[LeftRow]


@dataclass(slots=True)
class _File:
    """The file that is being looked at, read once and planned as often as something is corrected."""

    path: Path
    kind: ImportKind
    workbook: Workbook
    digest: str
    profiles: Sequence[Profile]
    profile: Profile = field(default_factory=Profile)
    corrections: dict[tuple[str, int, str], str] = field(default_factory=dict)
    decisions: Decisions = field(default_factory=dict)


class ImportPresenter(QObject):
    """Every piece of work begun here ends in one of these signals.

    `reading(file name)`, then `planned(Preview)`, `stuck(Stuck)`, `failed(error)` or `stopped()`; `writing()`, then
    `applied(Applied)` or `failed(error)`; `undo_planned(UndoPlan)`; `undone(ImportLine)`; `listed(imports)`;
    `template_written(file name)`.
    """

    reading = Signal(str)
    planned = Signal(object)
    stuck = Signal(object)
    failed = Signal(object)
    stopped = Signal()
    writing = Signal()
    applied = Signal(object)
    undo_planned = Signal(object)
    undone = Signal(object)
    listed = Signal(object)
    template_written = Signal(str)

    def __init__(self, desk: Desk, shell: Shell, parent: QObject | None = None) -> None:
        """Act as `desk`'s account."""
        super().__init__(parent)
        self._desk = desk
        self._tasks = shell.tasks
        self._profiles_dir = shell.settings.path.parent / "import-profiles"
        self._file: _File | None = None
        self._preview: Preview | None = None
        self._task: Task | None = None
        self._writing = False
        self.kinds = tuple(kind for kind in IMPORTS.values() if allows(desk.actor, kind.operation))
        shell.bus.changed.connect(self._note)

    # --- reading ---------------------------------------------------------------------------------------------------

    def read(self, path: Path, kind: ImportKind) -> None:
        """Read the file at `path` and plan its import; what was being looked at before is dropped."""
        if self._writing:
            return
        self.drop()
        self.reading.emit(shown_name(path))
        directory = self._profiles_dir

        def work(progress: Progress) -> tuple[_File, Preview | Stuck]:
            workbook = read_workbook(path, cancelled=lambda: progress.cancelled)
            progress.check()
            file = _File(path, kind, workbook, _digest(path), kept_profiles(directory, kind.key))
            return file, self._plan_first(file)

        self._run(work, lambda found: self._take(*found))

    def stop(self) -> None:
        """Give up reading; nothing was imported."""
        if self._task is not None and not self._writing:
            self._task.cancel()
            self._task = None
            self.stopped.emit()

    def drop(self) -> None:
        """Forget the file that is being looked at."""
        if self._task is not None and not self._writing:
            self._task.cancel()
            self._task = None
        self._file = self._preview = None

    def correct(self, refusal: Refusal, text: str) -> None:
        """Take `text` instead of the cell that was refused, and plan again."""
        if self._file is not None:
            self._file.corrections[refusal.sheet, refusal.row, refusal.letter or refusal.column] = text
            self._plan_again()

    def decide(self, conflicts: Sequence[Conflict], *, take: bool) -> None:
        """Let the file's value count in these conflicts, or with `take` false the register's, and plan again."""
        if self._file is not None and conflicts:
            self._file.decisions.update({conflict.id: take for conflict in conflicts})
            self._plan_again()

    def take_back_corrections(self) -> None:
        """Look at the file as it is again."""
        if self._file is not None and self._file.corrections:
            self._file.corrections.clear()
            self._plan_again()

    def map_headers(self, columns: Mapping[str, str | None], name: str) -> None:
        """Understand headers as said and plan again; with a `name` this is remembered for the next such file."""
        if self._file is not None:
            known = {**self._file.profile.columns, **columns}
            self._file.profile = Profile(name, known)
            self._plan_again(keep=bool(name))

    def _plan_first(self, file: _File) -> Preview | Stuck:
        """Plan; where headers are unknown, again with the remembered profile that knows most of them."""
        found = self._plan(file)
        profile = best_profile(file.profiles, found.mappable)
        if profile is not None:
            file.profile = profile
            found = self._plan(file)
        return found

    def _plan(self, file: _File) -> Preview | Stuck:
        kind, name = file.kind, shown_name(file.path)
        profile = file.profile if file.profile.columns else None
        try:
            decisions, service = dict(file.decisions), kind.service(self._desk)
            plan = make_plan(service, file.workbook, profile, dict(file.corrections), decisions)
        except UserError as error:
            return Stuck(kind, name, error, file.profile, mappable(file.workbook, kind.columns, profile))
        unknown = [Mappable(sheet, column.letter, column.header) for sheet, column in plan.unknown]
        rows, corrected = planned_rows(plan), len(file.corrections)
        return Preview(kind, name, plan, rows, file.profile, unknown, corrected, new_operation_id())

    def _plan_again(self, *, keep: bool = False) -> None:
        file, directory = self._file, self._profiles_dir
        if file is None or self._writing:
            return

        def work(_progress: Progress) -> tuple[_File, Preview | Stuck]:
            if keep:
                keep_profile(directory, file.kind.key, file.profile)
            return file, self._plan(file)

        self._run(work, lambda found: self._take(*found))

    def _run(self, work: Callable[[Progress], tuple[_File, Preview | Stuck]], done: Callable[..., None]) -> None:
        def fail(error: TouchpointError) -> None:
            self._task = None
            self.failed.emit(error)

        self._task = self._tasks.run(work, done, fail, owner=self, key="plan", title=msg("Reading the file …"))

    def _take(self, file: _File, found: Preview | Stuck) -> None:
        self._task = None
        self._file = file
        self._preview = found if isinstance(found, Preview) else None
        if isinstance(found, Preview):
            self.planned.emit(found)
        else:
            self.stuck.emit(found)

    # --- writing ---------------------------------------------------------------------------------------------------

    def apply(self) -> None:
        """Write the plan that is being looked at; asking twice writes once."""
        preview, file = self._preview, self._file
        if preview is None or file is None or self._writing or self._task is not None:
            return
        service = preview.kind.service(self._desk)
        self._writing = True
        self.writing.emit()

        def work(_progress: Progress) -> Changes:
            return service.apply_import(
                preview.plan, file_name=file.path.name, file_hash=file.digest, operation_id=preview.operation_id
            )

        def done(changes: Changes) -> None:
            self._writing = False
            self.drop()
            self.applied.emit(Applied(preview.kind, preview.file_name, changes.result, preview.plan.counts))
            self.list_imports()

        self._write(work, done, msg("Importing %(file)s …", file=preview.file_name))

    def look_at_undo(self, line: ImportLine) -> None:
        """Find out what taking an import back would do; `undo_planned` answers."""
        importer, imports = IMPORTS[line.kind].service(self._desk), ImportsService(self._desk)

        def work(_progress: Progress) -> UndoPlan:
            found: Undone = importer.undo_preview(line.id)
            return UndoPlan(line, found.undone, imports.named(found.left))

        self._tasks.run(work, self.undo_planned.emit, self.failed.emit, owner=self, key="undo")

    def undo(self, line: ImportLine) -> None:
        """Take an import back, whole but for the rows that must stay."""
        if self._writing:
            return
        importer, operation_id = IMPORTS[line.kind].service(self._desk), new_operation_id()
        self._writing = True
        self.writing.emit()

        def done(_changes: Changes) -> None:
            self._writing = False
            self.undone.emit(line)
            self.list_imports()

        self._write(
            lambda _progress: importer.undo_import(line.id, operation_id=operation_id),
            done,
            msg("Taking %(file)s back …", file=line.file_name),
        )

    def _write(self, work: Callable[[Progress], Changes], done: Callable[[Changes], None], title: object) -> None:
        def fail(error: TouchpointError) -> None:
            self._writing = False
            self.failed.emit(error)

        self._tasks.run(work, done, fail, owner=self, write=True, title=title)  # type: ignore[arg-type]

    # --- beside ----------------------------------------------------------------------------------------------------

    def list_imports(self) -> None:
        """Read the imports made so far; `listed` answers."""
        service = ImportsService(self._desk)
        self._tasks.run(lambda _progress: service.imports(), self.listed.emit, owner=self, key="imports")

    def write_template(self, path: Path, kind: ImportKind, spoken: Language) -> None:
        """Write an empty table to fill in to `path`; `template_written` or `failed` answers."""
        created = self._desk.clock.now()

        def work(_progress: Progress) -> str:
            name = spoken.message(kind.sheet_name)
            write_template(path, name, kind.template, kind.examples, spoken, created=created)
            return shown_name(path)

        self._tasks.run(work, self.template_written.emit, self.failed.emit, owner=self)

    def _note(self, changes: Changes, initiator: object) -> None:
        if changes.touches("import_batch") and initiator is not self:
            self.list_imports()


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
