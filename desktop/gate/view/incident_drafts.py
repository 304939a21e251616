"""What is half typed of incidents at the gate: kept while it is typed, taken up when the guard is back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.core.changes import Draft
from desktop.ui.acting import AUTOSAVE_MS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.gate.presenter.incidents import IncidentPresenter
    from desktop.gate.view.incident_details import DetailsPart
    from desktop.gate.view.incident_parts import MinutesPart, ReportPart
    from desktop.gate.view.pieces import GateField
    from desktop.ui.shell import Drafts

__all__ = ["FORM", "IncidentDrafts"]

FORM, DETAILS = "gate-incidents", "details-"
"""The name under which what is half typed here is kept, and what stands before the names of the details there."""


class IncidentDrafts(QObject):
    """The one draft of the pane: the place of a report, the lines of the minutes, the details of one incident."""

    def __init__(
        self,
        drafts: Drafts,
        presenter: IncidentPresenter,
        report: ReportPart,
        minutes: MinutesPart,
        details: DetailsPart,
    ) -> None:
        """Keep among `drafts` what is typed into the parts, of the incident that `presenter` looks at."""
        super().__init__(presenter)
        self._drafts = drafts
        self._presenter = presenter
        self._report = report
        self._details = details
        self.lines: Mapping[str, GateField] = {
            "place": report.place,
            "measure": minutes.measure,
            "told": minutes.told,
        }
        self._soon = QTimer(self, singleShot=True, interval=AUTOSAVE_MS)
        self._soon.timeout.connect(self.keep)
        for field in self.lines.values():
            field.typed.connect(lambda _text: self._keep_soon())
        details.typed.connect(self._keep_soon)

    def keep(self) -> None:
        """Keep what is half typed, and forget it where nothing is."""
        self._soon.stop()
        texts = {name: field.text for name, field in self.lines.items() if field.text.strip()}
        texts |= {f"{DETAILS}{name}": text for name, text in self._details.half_typed().items()}
        if not texts:
            self._drafts.forget(FORM, FORM)
            return
        kept = {**texts, "kind": str(self._report.kind or ""), "incident": str(self._presenter.incident_id or "")}
        self._drafts.keep(Draft(FORM, FORM, " ".join(texts.values()), kept))

    def take_up(self) -> None:
        """Take up what was half typed before, with its incident."""
        kept = next((draft.fields for draft in self._drafts.all(FORM) if draft.key == FORM), None)
        if kept is None:
            return
        for name, field in self.lines.items():
            field.set_text(kept.get(name, ""))
        self._report.kinds.choose(kept.get("kind") or None)
        if kept.get("incident", "").isdecimal():
            self._presenter.incident_id = int(kept["incident"])
        self._details.take_up({name.removeprefix(DETAILS): text for name, text in kept.items() if DETAILS in name})

    def _keep_soon(self) -> None:
        if not self._soon.isActive():
            self._soon.start()
