"""The pane of patrols: a route by its digit, a point by Enter, a finding in one form; a round outlives the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from desktop.core.permissions import Role
from desktop.gate.presenter.patrol_drafts import FINDINGS
from desktop.gate.view.patrolling import PatrolPane
from desktop.patrols.dialogs import RouteSheetPaper, SheetDialog
from desktop.patrols.model import PointOutcome, RoundState
from desktop.requests.service import RequestService
from tests.core.samples import png
from tests.gate.posts import CTRL, Post, house, on_file, rows_of, shell, template
from tests.patrols.beats import POINTS, Beat, at
from tests.visits.gatehouse import GUARD

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.patrols.rows import RoundFile
    from tests.ui.shells import RecordingShell
    from tests.visits.gatehouse import Gatehouse

__all__ = ["house", "on_file", "shell", "template"]

NORMAL, FINDING, MISSED = PointOutcome.NORMAL, PointOutcome.FINDING, PointOutcome.MISSED


class Walk(Post[PatrolPane]):
    """The pane of patrols, driven by keys."""

    def __init__(self, house: Gatehouse, beat: Beat, shell: RecordingShell, qtbot: QtBot) -> None:
        self.beat = beat
        super().__init__(house, shell, qtbot, PatrolPane)

    def file(self) -> RoundFile:
        service = self.beat.of(account_id=GUARD)
        return service.round(service.rounds()[0].id)

    def outcomes(self) -> list[PointOutcome | None]:
        return [step.outcome for step in self.file().steps]

    def point(self) -> str:
        step = self.pane.presenter.step
        return "" if step is None else step.name


@pytest.fixture
def beat(house: Gatehouse) -> Beat:
    made = Beat.in_village(house.village)
    made.route("甲线", fixed=True, duties={"day": 2})
    return made


def test_that_a_round_is_walked_with_a_digit_and_enter_alone(
    house: Gatehouse, beat: Beat, shell: RecordingShell, qtbot: QtBot
) -> None:
    beat.route("乙线", ("地库",))
    walk = Walk(house, beat, shell, qtbot)
    assert rows_of(walk.pane.choosing.list)[0].startswith("1　甲线, 2 rounds left")
    walk.press(Qt.Key.Key_1)
    assert walk.point() == POINTS[0]
    walk.enter(times=4)
    assert walk.outcomes() == [NORMAL] * 4
    walk.press(Qt.Key.Key_J, CTRL)
    assert walk.keys == 6
    assert walk.file().line.state is RoundState.MADE
    assert walk.told() == "The round is made"
    assert rows_of(walk.pane.choosing.list)[0].startswith("1　甲线, 1 round left")


def test_that_what_is_found_becomes_a_request_and_its_state_is_seen(
    house: Gatehouse, beat: Beat, shell: RecordingShell, qtbot: QtBot
) -> None:
    walk = Walk(house, beat, shell, qtbot)
    walk.press(Qt.Key.Key_1)
    walk.enter()
    walk.press(Qt.Key.Key_F, CTRL)
    walk.enter()
    assert walk.pane.finding.words.wrong.text() == "Write down what was found."
    walk.type("卷帘门关不上")
    walk.press(Qt.Key.Key_Tab)
    walk.press(Qt.Key.Key_1)
    walk.enter()
    assert walk.outcomes() == [NORMAL, FINDING, None, None]
    assert walk.point() == POINTS[2]
    found = walk.file().findings[0]
    detail = RequestService(beat.desk(Role.CLERK)).detail(found.request_id)
    assert (detail.line.words, detail.category_id) == ("卷帘门关不上", beat.category_id)
    walk.press(Qt.Key.Key_Escape)
    assert rows_of(walk.pane.choosing.found) == ["卷帘门关不上, 14:05, 商铺街, Waiting for dispatch"]
    assert rows_of(walk.pane.choosing.list)[0].startswith("1　甲线, take up again")


def test_that_a_half_walked_round_and_a_half_typed_finding_outlive_the_program(
    house: Gatehouse, beat: Beat, shell: RecordingShell, qtbot: QtBot
) -> None:
    walk = Walk(house, beat, shell, qtbot)
    walk.press(Qt.Key.Key_1)
    walk.enter()
    walk.press(Qt.Key.Key_F, CTRL)
    walk.type("井盖松动")
    walk.pane.hide()
    again = Walk(house, beat, shell, qtbot)
    again.enter()
    assert again.pane.parts.currentWidget() is again.pane.finding
    assert again.pane.finding.words.text == "井盖松动"
    again.enter()
    assert again.outcomes() == [NORMAL, FINDING, None, None]
    assert shell.drafts.kept == {}
    assert beat.kept_rounds() == 1


def test_that_a_photo_without_words_outlives_the_program_as_well(
    house: Gatehouse, beat: Beat, shell: RecordingShell, qtbot: QtBot, tmp_path: Path
) -> None:
    photo = tmp_path / "lock.png"
    photo.write_bytes(png(40, 30))
    walk = Walk(house, beat, shell, qtbot)
    walk.press(Qt.Key.Key_1)
    walk.press(Qt.Key.Key_F, CTRL)
    walk.pane.finding.files.strip.given.emit([photo])
    qtbot.waitUntil(lambda: bool(shell.drafts.all(FINDINGS)))
    again = Walk(house, beat, shell, qtbot)
    again.enter()
    assert again.pane.parts.currentWidget() is again.pane.finding
    qtbot.waitUntil(lambda: [tile.card.name for tile in again.pane.finding.files.strip.tiles] == ["lock.png"])


def test_that_the_keyboard_comes_back_to_the_point_when_the_window_gives_it_to_the_pane(
    house: Gatehouse, beat: Beat, shell: RecordingShell, qtbot: QtBot
) -> None:
    walk = Walk(house, beat, shell, qtbot)
    walk.press(Qt.Key.Key_1)
    walk.pane.setFocus()
    walk.enter()
    assert walk.outcomes() == [NORMAL, None, None, None]


def test_that_a_tag_leads_to_its_point_and_a_point_left_out_is_told_of(
    house: Gatehouse, beat: Beat, shell: RecordingShell, qtbot: QtBot
) -> None:
    beat.route("乙线", ("地库", "泵房", "水箱", "天台", "连廊"))
    walk = Walk(house, beat, shell, qtbot)
    walk.press(Qt.Key.Key_1)
    walk.type("P5")
    walk.enter()
    assert walk.pane.walking.field.wrong.text() == "连廊 is a point of another route"
    walk.press(Qt.Key.Key_Escape)
    walk.type("p3")
    walk.enter()
    assert walk.point() == POINTS[2]
    walk.enter()
    assert walk.pane.walking.alarm.isVisible()
    assert walk.outcomes() == [None] * 4
    walk.press(Qt.Key.Key_Escape)
    assert (walk.point(), walk.pane.walking.alarm.isVisible()) == (POINTS[0], False)
    walk.type("P3")
    walk.enter(times=3)
    assert walk.outcomes() == [None, None, NORMAL, None]
    assert walk.file().steps[2].scanned
    walk.press(Qt.Key.Key_Z, CTRL)
    assert walk.outcomes() == [None] * 4


def test_that_what_was_not_visited_needs_its_reason(
    house: Gatehouse, beat: Beat, shell: RecordingShell, qtbot: QtBot
) -> None:
    walk = Walk(house, beat, shell, qtbot)
    walk.press(Qt.Key.Key_1)
    walk.press(Qt.Key.Key_M, CTRL)
    walk.enter()
    assert walk.pane.reason.words.wrong.text() == "Write why it was not visited."
    walk.type("锁着")
    walk.enter()
    assert walk.outcomes() == [MISSED, None, None, None]
    walk.press(Qt.Key.Key_J, CTRL)
    walk.type("火警")
    walk.enter()
    assert (walk.file().line.state, walk.file().line.end_words) == (RoundState.BROKEN_OFF, "火警")
    assert walk.pane.parts.currentWidget() is walk.pane.choosing


def test_that_someone_suspicious_waits_for_the_managers_approval(
    house: Gatehouse, beat: Beat, shell: RecordingShell, qtbot: QtBot
) -> None:
    walk = Walk(house, beat, shell, qtbot)
    walk.press(Qt.Key.Key_W, CTRL)
    walk.type("黑色外套 男")
    walk.press(Qt.Key.Key_Escape)
    walk = Walk(house, beat, shell, qtbot)
    walk.press(Qt.Key.Key_W, CTRL)
    assert walk.pane.watch.fields["looks"].text == "黑色外套 男"
    walk.enter()
    assert walk.pane.watch.fields["reason"].wrong.text()
    walk.type("翻越围栏")
    walk.enter()
    assert shell.drafts.kept == {}
    noted = walk.desk.watchlist(waiting=True)[0]
    assert (noted.looks, noted.reason, noted.approved_at) == ("黑色外套 男", "翻越围栏", None)
    assert noted.until is not None
    assert noted.until.date() == at(22, 14).date().replace(month=12)


def test_that_a_sheet_is_printed_and_entered_at_the_gate(
    house: Gatehouse, beat: Beat, shell: RecordingShell, qtbot: QtBot
) -> None:
    walk = Walk(house, beat, shell, qtbot)
    walk.press(Qt.Key.Key_P, CTRL)
    assert isinstance(shell.papers[0], RouteSheetPaper)
    walk.press(Qt.Key.Key_T, CTRL)
    dialog = walk.pane.acts.dialog
    assert isinstance(dialog, SheetDialog)
    second = beat.points(1)[1]
    texts = {"started_at": "10:00", "ended_at": "10:30", "walker": "老周", f"outcome-{second}": "finding"}
    for name, text in texts.items():
        dialog.form.fields[name].set_text(text)
    dialog.submit()
    walk.settle()
    assert dialog.form.fields[f"words-{second}"].problem is not None
    dialog.form.fields[f"words-{second}"].set_text("灯不亮")
    dialog.submit()
    walk.settle()
    assert walk.outcomes() == [NORMAL, FINDING, NORMAL, NORMAL]
    assert walk.file().line.from_sheet
