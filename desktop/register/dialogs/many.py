"""The forms that act on many households: editing them, with what would change, and writing them to a file."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal

from desktop.core.errors import UserError
from desktop.core.i18n import Language, msg, nmsg
from desktop.register.rows import BulkEdit
from desktop.ui.dialogs import FormDialog
from desktop.ui.exporting import ExportForm
from desktop.ui.forms import Choice, ChoiceField, Form, LineField, LookupField
from desktop.ui.language import Text, say
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.core.errors import TouchpointError
    from desktop.households.rows import PlaceLine
    from desktop.register.rows import BulkPreview

__all__ = ["IN_FULL", "BulkDialog", "ExportDialog"]

IN_FULL = msg("Show phones and ID numbers in full; this is recorded")
"""The sentence beside the box that shows everything."""

TYPING_MS = 150
BUILDINGS_NAMED = 6
_BETWEEN_TAGS = re.compile(r"[,，、;；]")


class BulkDialog(FormDialog):
    """Asks what to do to many households. `asked(BulkEdit)` follows typing, `decided(BulkEdit)` the button."""

    asked = Signal(object)
    decided = Signal(object)

    def __init__(
        self, count: int, tags: Sequence[PlaceLine], zones: Sequence[PlaceLine], parent: QWidget | None
    ) -> None:
        """Offer the community's `tags` and `zones` for `count` households."""
        self._names = tuple(tag.name for tag in tags)
        self.count = count
        form = Form(columns=1, name="bulk")
        self.put_on = LookupField("put_on", msg("Put on tags"), hint=msg("several with commas"))
        form.add(self.put_on)
        form.add(LineField("cause", msg("Cause"), hint=msg("for all of them: school, flood …")))
        worn = [Choice(str(tag.id), tag.name) for tag in tags if tag.rooms]
        form.add(ChoiceField("take_off", msg("Take off a tag"), worn))
        places = [Choice("0", msg("No zone")), *(Choice(str(zone.id), zone.name) for zone in zones)]
        form.add(ChoiceField("zone", msg("Set the zone"), places))
        title = nmsg("Edit %(count)s household", "Edit %(count)s households", count)
        super().__init__(title, form, msg("Change"), parent, width=560)
        self.told = label("", "body", "ink2", wrap=True, name="bulk-preview")
        self.body.insertWidget(1, self.told)
        self._soon = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._soon.timeout.connect(self._ask)
        self.put_on.asked.connect(self._suggest)
        form.changed.connect(lambda _key: self._soon.start())
        self.submitted.connect(self._decide)
        self.finished.connect(lambda _result: self._soon.stop())
        say(self.told, text=msg("Choose what to put on, take off or set."))

    def show_preview(self, preview: BulkPreview) -> None:
        """Say what would change."""
        self.save.setEnabled(not preview.changes_nothing)
        say(self.told, text=_preview_words(preview))

    def show_refusal(self, error: TouchpointError) -> None:
        """Mark what would be refused."""
        self.show_problems(error.problems)

    def edit(self) -> BulkEdit:
        """Return what is asked for; raise UserError for what is none of the choices."""
        values = self.form.values()
        typed = [name.strip() for name in _BETWEEN_TAGS.split(values["put_on"])]
        return BulkEdit(
            put_on=tuple(dict.fromkeys(filter(None, typed))),
            cause=values["cause"],
            take_off=(int(values["take_off"]),) if values["take_off"] else (),
            zone_id=int(values["zone"]) if values["zone"] else None,
        )

    def _suggest(self, text: str) -> None:
        before, last = _last_tag(text)
        typed = last.casefold()
        fitting = [name for name in self._names if typed in name.casefold()] if typed else []
        self.put_on.offer([Choice(name, name, (f"{before}{name}",)) for name in fitting])

    def _ask(self) -> None:
        try:
            self.asked.emit(self.edit())
        except UserError:
            # half a choice is typed; the button says what is wrong with it
            return

    def _decide(self, _values: dict[str, Any]) -> None:
        self.set_busy(True)
        self.decided.emit(self.edit())


def _last_tag(text: str) -> tuple[str, str]:
    """Return what stands before the tag being typed, and that."""
    ends = [found.end() for found in _BETWEEN_TAGS.finditer(text)]
    return (text[: ends[-1]], text[ends[-1] :].strip()) if ends else ("", text.strip())


def _preview_words(preview: BulkPreview) -> Text:
    def words(spoken: Language) -> str:
        if preview.changes_nothing:
            return spoken.gettext("Nothing would change: all of it is so already, or nothing is chosen.")
        parts = []
        if preview.gaining:
            parts.append(
                spoken.ngettext("%(count)s household gets a tag.", "%(count)s households get a tag.", preview.gaining)
            )
        if preview.losing:
            parts.append(
                spoken.ngettext("%(count)s household loses one.", "%(count)s households lose one.", preview.losing)
            )
        if preview.buildings:
            parts.append(_zone_words(preview, spoken))
        return "\n".join(parts)

    return words


def _zone_words(preview: BulkPreview, spoken: Language) -> str:
    names = [building.name for building in preview.buildings[:BUILDINGS_NAMED]]
    if len(preview.buildings) > BUILDINGS_NAMED:
        names.append("…")
    rooms = sum(building.rooms for building in preview.buildings)
    more = rooms - sum(building.chosen for building in preview.buildings)
    said = spoken.gettext(
        "A zone belongs to a building: building %(names)s changes, with its %(rooms)s rooms.",
        names=spoken.gettext(", ").join(names),
        rooms=rooms,
    )
    if not more:
        return said
    beyond = spoken.ngettext(
        "%(count)s of them was not chosen and changes too.", "%(count)s of them were not chosen and change too.", more
    )
    return f"{said} {beyond}" if spoken.code == "en" else f"{said}{beyond}"


class ExportDialog(ExportForm):
    """Asks how a list of households is written. `decided(ending, unmasked, reason)`."""

    def __init__(self, count: int, parent: QWidget, *, may_unmask: bool) -> None:
        """Offer the formats for `count` households, and to show everything where that is allowed."""
        title = nmsg("Export %(count)s household", "Export %(count)s households", count)
        note = msg("Phones and ID numbers are masked. Every cell is text: nothing becomes a formula.")
        super().__init__(title, note, parent, unmasking=IN_FULL if may_unmask else "")
