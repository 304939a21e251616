"""Whom to watch for: noted, changed, ended; and a visit that is kept because someone asked for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.households.dialogs import day_reader
from desktop.ui.forms import Choice, Form, LineField, MomentField, SegmentField, TextField
from desktop.visits.dialogs.forms import VisitDialog, end_of_day, last_day_of
from desktop.visits.model import WatchAction
from desktop.visits.rows import ACTION_LABELS, NewWatch
from desktop.visits.table import NOTHING, who_words

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from zoneinfo import ZoneInfo

    from PySide6.QtWidgets import QWidget

    from desktop.core.changes import Changes
    from desktop.ui.language import Text
    from desktop.visits.rows import VisitLine, WatchLine
    from desktop.visits.service import VisitService

    Command = Callable[[VisitService, str], Changes]

__all__ = ["EndWatch", "HoldVisit", "WatchDialog", "watched_words"]

WIDTH = 660


def watched_words(line: WatchLine) -> str:
    """Return whom an entry is about."""
    known = who_words(line.plate, line.name)
    return line.looks if known == NOTHING else known


class WatchDialog(VisitDialog):
    """Someone to watch for is noted, or `line` is changed; `approves` tells that it holds at once."""

    def __init__(
        self,
        today: date,
        zone: ZoneInfo,
        line: WatchLine | None = None,
        *,
        approves: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """Ask whom, why and what to do."""
        self._line, self._zone = line, zone
        form = Form(columns=2, name="watch-entry")
        form.add(LineField("plate", msg("Plate")))
        form.add(LineField("name", msg("Name")))
        form.add(LineField("id_tail", msg("Last four"), hint=msg("of the ID card"), width=160))
        form.add(LineField("looks", msg("Looks"), hint=msg("red jacket, sells insurance")))
        form.add(TextField("reason", msg("Why"), required=True), wide=True)
        actions = [Choice(action.value, words) for action, words in ACTION_LABELS.items()]
        form.add(SegmentField("action", msg("The gate"), actions, required=True), wide=True)
        form.add(LineField("ordered_by", msg("Ordered by"), hint=msg("owner, police, manager")))
        form.add(MomentField("until", msg("Holds until"), day_reader(today, coming=True), hint=msg("no end")))
        form.restore(_texts(line, zone))
        super().__init__(
            msg("Note someone to watch for") if line is None else msg("Watch for %(who)s", who=watched_words(line)),
            form,
            msg("Save"),
            key="watch" if line is None else f"watch-{line.id}",
            saved=_saved(line, approves=approves),
            about=msg("Plate, name or looks: one is needed. A guard sees this before letting anybody in."),
            parent=parent,
            width=WIDTH,
        )

    def renew(self, row: WatchLine) -> None:
        """Go on with the entry as it stands now."""
        if self._line is not None and row.id == self._line.id:
            self._line = row

    def command(self, values: dict[str, Any]) -> Command:
        """Return the noting or the amending."""
        until: date | None = values["until"]
        new = NewWatch(
            plate=values["plate"],
            name=values["name"],
            id_tail=values["id_tail"],
            looks=values["looks"],
            reason=values["reason"],
            action=WatchAction(values["action"]),
            ordered_by=values["ordered_by"],
            until=None if until is None else end_of_day(until, self._zone),
        )
        line = self._line
        if line is None:
            return lambda service, operation_id: service.note_watched(new, operation_id=operation_id)
        return lambda service, operation_id: service.amend_watched(
            line.id, new, version=line.version, operation_id=operation_id
        )


class EndWatch(VisitDialog):
    """An entry of the watchlist is ended, for a reason."""

    def __init__(self, line: WatchLine, parent: QWidget | None = None) -> None:
        """End `line`."""
        self._line = line
        form = Form(columns=1, name="end-watch")
        form.add(TextField("words", msg("Why"), required=True, hint=msg("settled, noted by mistake")))
        super().__init__(
            msg("Watch for %(who)s no longer?", who=watched_words(line)),
            form,
            msg("End it"),
            key=f"end-watch-{line.id}",
            saved=msg("The gate no longer watches for %(who)s.", who=watched_words(line)),
            parent=parent,
        )

    def renew(self, row: WatchLine) -> None:
        """Go on with the entry as it stands now."""
        if row.id == self._line.id:
            self._line = row

    def command(self, values: dict[str, Any]) -> Command:
        """Return the ending."""
        line = self._line
        return lambda service, operation_id: service.end_watched(
            line.id, values["words"], version=line.version, operation_id=operation_id
        )


class HoldVisit(VisitDialog):
    """A visit is kept beyond the days after which visits become counts, because someone asked for it."""

    def __init__(self, line: VisitLine, title: Text, parent: QWidget | None = None) -> None:
        """Keep `line`, which is called `title`."""
        self._line = line
        form = Form(columns=1, name="hold-visit")
        hint = msg("police report, case number, who asked")
        form.add(TextField("words", msg("Why"), required=True, hint=hint))
        super().__init__(
            msg("Keep this entry"),
            form,
            msg("Keep it"),
            key=f"hold-{line.id}",
            saved=msg("The entry is kept until somebody lets go of it."),
            about=title,
            parent=parent,
        )

    def command(self, values: dict[str, Any]) -> Command:
        """Return the holding."""
        line = self._line
        return lambda service, operation_id: service.hold(
            line.id, values["words"], version=line.version, operation_id=operation_id
        )


def _saved(line: WatchLine | None, *, approves: bool) -> Text:
    if line is not None:
        return msg("%(who)s: saved", who=watched_words(line))
    if approves:
        return msg("The gate watches from now on.")
    return msg("Noted; it holds once a manager has approved it.")


def _texts(line: WatchLine | None, zone: ZoneInfo) -> dict[str, str]:
    if line is None:
        return {"action": WatchAction.WATCH.value}
    return {
        "plate": line.plate,
        "name": line.name,
        "id_tail": line.id_tail,
        "looks": line.looks,
        "reason": line.reason,
        "action": line.action.value,
        "ordered_by": line.ordered_by,
        "until": "" if line.until is None else last_day_of(line.until, zone).isoformat(),
    }
