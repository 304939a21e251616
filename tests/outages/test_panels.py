"""The panels of an outage: where its notices hang, who is called, who rang."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from desktop.core.i18n import language
from desktop.outages.dialogs.posting import PostingDialog
from desktop.outages.dialogs.warning import WarningDialog
from desktop.outages.model import NoticeEdition
from desktop.outages.presenter.studio import NoticePaper
from desktop.outages.rows import NewCaller, NewNotice, NewPosting, NoticeForm
from desktop.outages.view.panels import CallersPanel, NoticesPanel, PostingsPanel, RoundsPanel
from desktop.outages.view.progress_postings import without_posting
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from desktop.ui.language import translate
from desktop.ui.tasks import CancelledError, Progress
from tests.outages.studios import desktop_of, noticed

if TYPE_CHECKING:
    from desktop.ui.panels import Panel
    from tests.outages.studios import Desktop

__all__ = ["desktop_of", "noticed"]

PanelT = TypeVar("PanelT", NoticesPanel, PostingsPanel, RoundsPanel, CallersPanel)


def shown(desktop: Desktop, kind: type[PanelT]) -> PanelT:
    """Return a panel with the outage as it is now."""
    panel = kind(desktop.quarter.desk, desktop.shell)
    panel.setParent(desktop.window)
    panel.show()
    panel.show_file(desktop.file)
    return panel


def words(panel: Panel, name: str) -> str:
    found = panel.findChild(QLabel, name)
    assert found is not None, name
    return found.text()


# --- notices ----------------------------------------------------------------------------------------------------------


def test_that_a_notice_is_drawn_in_its_own_language_with_progress_and_can_be_stopped(noticed: Desktop) -> None:
    (notice,) = noticed.file.notices
    paper = NoticePaper(noticed.quarter.desk, notice)
    assert paper.language_code == "zh_CN"
    # As settings keep them: plain text.
    assert {type(name) for name, _words in paper.variants()} == {type(paper.variant)} == {str}
    assert len(paper.variants()) == len(NoticeForm)
    told: list[tuple[int, int]] = []

    class Telling(Progress):
        stopped = False

        def report(self, done: int, total: int = 0, doing: object = None) -> None:  # noqa: ARG002
            told.append((done, total))

        def check(self) -> None:
            if self.stopped:
                raise CancelledError

    progress = Telling.__new__(Telling)
    paper.choose(NoticeForm.PER_BUILDING)
    assert paper.draw(language("zh_CN"), progress).startswith(b"%PDF")
    assert told[-1] == (2, 2)
    progress.stopped = True
    with pytest.raises(CancelledError):
        paper.draw(language("zh_CN"), progress)


def test_that_the_newest_notice_stands_first_with_what_it_followed_on(noticed: Desktop) -> None:
    service, line = noticed.quarter.service, noticed.file.line
    assert line.ends_at is not None
    later = NewNotice(NoticeEdition.EXTENDED, "zh_CN", ends_at=line.ends_at + timedelta(hours=1))
    service.issue(noticed.outage_id, later, version=line.version)
    panel = shown(noticed, NoticesPanel)
    newest, first = noticed.file.notices
    assert words(panel, f"number-{newest.id}") == newest.number
    assert noticed.find(panel, Chip, f"in-time-{first.id}").accessibleName() == "Announced in time"
    panel.print_newest()
    assert newest.number in translate(noticed.shell.papers[0].title, language("zh_CN"))


# --- postings ---------------------------------------------------------------------------------------------------------


def test_that_several_places_are_noted_at_once_and_what_lacks_one_is_said(noticed: Desktop) -> None:
    panel = shown(noticed, PostingsPanel)
    assert words(panel, "postings-missing").startswith("Hangs not yet in")
    noticed.press(panel, Qt.Key.Key_Q, Qt.KeyboardModifier.AltModifier)
    dialog = panel.acts.dialog
    assert isinstance(dialog, PostingDialog)
    noticed.find(dialog, Button, "all-lobbies").click()
    dialog.form.fields["places"].set_text("gate")
    dialog.form.fields["other"].set_text("东门，西门")
    dialog.form.fields["posted_by"].set_text("何志强")
    dialog.submit()
    noticed.settle()
    postings = noticed.file.postings
    assert {row.place for row in postings} == {"Lift lobby", "Gate", "东门", "西门"}
    assert {row.posted_by for row in postings} == {"何志强"}
    assert without_posting(noticed.file) == []
    panel.show_file(noticed.file)
    assert not panel.missing.isVisible()
    lobby = next(row for row in postings if row.building_id is not None)
    noticed.find(panel, Button, f"take-down-{lobby.id}").click()
    noticed.settle()
    assert [id_ for id_, _name in without_posting(noticed.file)] == [lobby.building_id]


def test_that_every_lobby_lacks_the_newest_notice_until_that_hangs_there(noticed: Desktop) -> None:
    service, buildings = noticed.quarter.service, [number for number, _name in noticed.file.notices[0].text.buildings]
    service.post(noticed.file.notices[0].id, [NewPosting("Lift lobby", number, "", None) for number in buildings])
    longer = NewNotice(NoticeEdition.EXTENDED, "zh_CN", ends_at=noticed.quarter.clock.now() + timedelta(days=9))
    service.issue(noticed.outage_id, longer, version=noticed.file.line.version)
    panel = shown(noticed, PostingsPanel)
    panel.begin()
    dialog = panel.acts.dialog
    assert isinstance(dialog, PostingDialog)
    noticed.find(dialog, Button, "all-lobbies").click()
    assert dialog.form.fields["lobbies"].value() == tuple(map(str, buildings))
    dialog.reject()


def test_that_half_noted_places_are_there_again_and_none_is_refused(noticed: Desktop) -> None:
    panel = shown(noticed, PostingsPanel)
    panel.begin()
    dialog = panel.acts.dialog
    assert isinstance(dialog, PostingDialog)
    dialog.submit()
    assert dialog.form.fields["lobbies"].problem is not None
    dialog.form.fields["places"].set_text("board")
    dialog.reject()
    noticed.settle()
    panel.begin()
    assert panel.acts.dialog is not None
    assert panel.acts.dialog.form.fields["places"].text() == "board"
    panel.acts.dialog.reject()


def test_that_the_photos_of_the_posting_chosen_stand_below(noticed: Desktop) -> None:
    noticed.quarter.service.post(noticed.file.notices[0].id, [NewPosting("电梯厅")])
    panel = shown(noticed, PostingsPanel)
    assert not panel.files.strip.isVisible()
    (row,) = noticed.file.postings
    noticed.find(panel, Button, f"photos-{row.id}").click()
    noticed.settle()
    assert panel.files.strip.isVisible()
    assert "电梯厅" in panel.photos_of.text()


# --- calls ------------------------------------------------------------------------------------------------------------


def test_that_a_warning_round_begins_in_two_keys_and_tells_how_far_it_is(noticed: Desktop) -> None:
    panel = shown(noticed, RoundsPanel)
    noticed.press(panel, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    dialog = panel.acts.dialog
    assert isinstance(dialog, WarningDialog)
    assert dialog.forecast.text() != "Counting …"
    dialog.whom.chips["ill"].setChecked(False)
    noticed.settle()
    dialog.save.click()
    noticed.settle()
    (line,) = noticed.file.rounds
    assert noticed.shell.gone == [("calls", {"round_id": line.round.id})]
    panel.show_file(noticed.file)
    total = line.round.progress.total
    assert words(panel, f"progress-{line.round.id}").startswith(f"0 of {total} households reached")
    noticed.find(panel, Button, f"open-round-{line.round.id}").click()
    assert len(noticed.shell.gone) == 2


def test_that_promised_calls_become_a_round_once_it_is_over(noticed: Desktop) -> None:
    quarter = noticed.quarter
    quarter.service.log_caller(NewCaller(noticed.outage_id, next(iter(quarter.rooms.values())), "", call_back=True))
    quarter.clock.advance(hours=49)
    panel = shown(noticed, RoundsPanel)
    assert panel.start.text() == "Warn by phone"
    over = NewNotice(NoticeEdition.RESTORED, "zh_CN")
    quarter.service.issue(noticed.outage_id, over, version=noticed.file.line.version)
    panel.show_file(noticed.file)
    assert panel.start.text() == "Call back 1 household"
    panel.start.click()
    noticed.settle()
    (line,) = noticed.file.rounds
    assert noticed.shell.gone == [("calls", {"round_id": line.round.id})]
    panel.show_file(noticed.file)
    assert panel.start.text() == "Go on calling back"
    panel.start.click()
    noticed.settle()
    assert noticed.shell.gone[1:] == noticed.shell.gone[:1], "not begun twice"


# --- who rang ---------------------------------------------------------------------------------------------------------


def test_that_a_room_typed_is_noted_as_a_caller_and_can_be_taken_back(noticed: Desktop) -> None:
    panel = shown(noticed, CallersPanel)
    label = next(iter(noticed.quarter.rooms))
    panel.rooms.line.setFocus()
    panel.rooms.line.setText(label)
    panel.rooms.asked.emit(label)
    noticed.settle()
    panel.form.fields["note"].set_text("何时来水")
    panel.form.fields["call_back"].set_text("yes")
    panel.add()
    noticed.settle()
    (caller,) = noticed.file.callers
    assert (caller.room, caller.note, caller.call_back) == (label, "何时来水", True)
    assert panel.rooms.text() == ""
    panel.show_file(noticed.file)
    noticed.find(panel, Button, f"undo-caller-{caller.id}").click()
    noticed.settle()
    assert noticed.file.line.callers == 0


def test_that_callers_from_outside_the_scope_are_told_in_words(noticed: Desktop) -> None:
    quarter = noticed.quarter
    outside = next(id_ for label, id_ in quarter.rooms.items() if label.startswith("2-"))
    quarter.service.log_caller(NewCaller(noticed.outage_id, outside))
    panel = shown(noticed, CallersPanel)
    chip = noticed.find(panel, Chip, f"outside-{quarter.buildings['2']}")
    assert chip.accessibleName() == "Not in the scope: is it wider?"


def test_that_text_that_names_no_room_is_no_caller(noticed: Desktop) -> None:
    panel = shown(noticed, CallersPanel)
    panel.rooms.set_text("nowhere")
    panel.add()
    noticed.settle()
    assert panel.rooms.problem is not None
    assert noticed.file.callers == ()
