"""What a clerk does with what is to be known of a household: tags, standing instructions, the room and its state."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.core.i18n import msg
from desktop.households.dialogs import InstructionDialog, RoomDialog, StateDialog, TagCauseDialog, TagDialog
from desktop.households.rows import INSTRUCTION_LABELS, STATE_LABELS

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.households.dialogs import HouseholdDialog
    from desktop.households.presenter import HouseholdPresenter
    from desktop.households.rows import HouseholdFile, InstructionLine, StateLine, TagLine
    from desktop.households.view.household import HouseholdPane
    from desktop.households.view.people_actions import Host

__all__ = ["MarkActions"]


class MarkActions(QObject):
    """Carries out what the panel of what is good to know asks for."""

    def __init__(self, presenter: HouseholdPresenter, pane: HouseholdPane, host: Host) -> None:
        """Act through `host`; forms belong to `pane`."""
        super().__init__(pane)
        self._presenter = presenter
        self._pane = pane
        self._host = host

    def take(self, key: str, file: HouseholdFile, subject: object) -> bool:
        """Do what `key` asks for; tell whether it is about tags, instructions or the room at all."""
        forms = self._forms(file, subject)
        if key in forms:
            self._host.open_form(forms[key]())
            return True
        done = self._at_once(file).get(key)
        if done is not None:
            done(subject)
        return done is not None

    def _forms(self, file: HouseholdFile, subject: object) -> dict[str, Callable[[], HouseholdDialog]]:
        today, zone, pane = self._presenter.today, self._presenter.desk.zone, self._pane
        now = self._presenter.desk.clock.now()
        tag: TagLine = subject  # type: ignore[assignment]  # a tag's own button
        line: InstructionLine = subject  # type: ignore[assignment]  # an instruction's own button
        return {
            "add-tag": lambda: self._tagging(file),
            "edit-tag": partial(TagCauseDialog, file, tag, today, zone, pane),
            "add-instruction": partial(InstructionDialog, file, now, zone, None, pane),
            "edit-instruction": partial(InstructionDialog, file, now, zone, line, pane),
            "set-state": partial(StateDialog, file, today, pane),
            "edit-room": partial(RoomDialog, file, pane),
        }

    def _tagging(self, file: HouseholdFile) -> HouseholdDialog:
        dialog = TagDialog(file, self._presenter.today, self._pane)
        self._presenter.community_tags(dialog.know, dialog)
        return dialog

    def _at_once(self, file: HouseholdFile) -> dict[str, Callable[[object], None]]:
        return {
            "remove-tag": partial(self._remove_tag, file),
            "end-instruction": partial(self._end, file),
            "take-back-state": partial(self._take_back, file),
        }

    def _remove_tag(self, file: HouseholdFile, tag: TagLine) -> None:
        self._host.carry_out(
            lambda service, operation: service.untag(file.room_id, tag.id, operation_id=operation),
            msg("%(room)s: tag %(tag)s removed", room=file.label, tag=tag.name),
            lambda service, operation: service.tag(
                file.room_id, tag.name, cause=tag.cause, since=tag.since, operation_id=operation
            ),
        )

    def _end(self, file: HouseholdFile, line: InstructionLine) -> None:
        self._host.carry_out(
            lambda service, operation: service.end_instruction(line.id, version=line.version, operation_id=operation),
            msg("%(room)s: “%(kind)s” has expired", room=file.label, kind=INSTRUCTION_LABELS[line.kind]),
            lambda service, operation: service.resume_instruction(line.id, operation_id=operation),
        )

    def _take_back(self, file: HouseholdFile, line: StateLine) -> None:
        self._host.carry_out(
            lambda service, operation: service.take_back_state(file.room_id, line.state, operation_id=operation),
            msg("%(room)s: state “%(state)s” taken back", room=file.label, state=STATE_LABELS[line.state]),
            lambda service, operation: service.set_room_state(
                file.room_id, line.state, line.since, operation_id=operation
            ),
        )
