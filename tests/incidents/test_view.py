from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest

from desktop.core.errors import UserError
from desktop.core.i18n import language
from desktop.incidents.dialogs import AmendDialog, EndDialog, IncidentPaper, ReportDialog, SignOffDialog, past_reader
from desktop.incidents.model import EntryKind, IncidentKind, IncidentMove, IncidentState
from desktop.incidents.presenter import Show
from desktop.incidents.rows import NewEntry
from desktop.incidents.view import IncidentsPage
from tests.incidents.conftest import PASSWORD, prove
from tests.ui.shells import settle

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from desktop.incidents.rows import IncidentFile
    from tests.incidents.conftest import Watch
    from tests.ui.shells import RecordingShell


class Screen:
    """The page of incidents in a window that remembers."""

    def __init__(self, watch: Watch, shell: RecordingShell, qtbot: QtBot, name: str = "周经理") -> None:
        self.watch = watch
        self.shell = shell
        self.qtbot = qtbot
        self.page = IncidentsPage(watch.desk(name), shell, prove)
        qtbot.addWidget(self.page)
        self.page.resize(1198, 612)
        self.page.show()
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            settle(self.qtbot, self.shell)
            QCoreApplication.processEvents()

    def show(self, **where: object) -> None:
        self.page.show_at(**where)
        self.settle()

    @property
    def file(self) -> IncidentFile:
        file = self.page.detail.file
        assert file is not None
        return file

    def stands(self) -> str:
        """Return the state of the incident looked at."""
        return self.file.line.state

    def fill(self, **texts: str) -> None:
        """Fill in the form that is open, and send it."""
        dialog = self.page.acts.dialog
        assert dialog is not None
        for key, text in texts.items():
            dialog.form.fields[key].set_text(text)
        dialog.submit()
        self.settle()

    def begin(self, move: IncidentMove) -> None:
        self.page.detail.buttons[move].click()
        self.settle()

    def note(self, words: str) -> None:
        line = self.page.detail.minutes.measure
        line.setText(words)
        QTest.keyClick(line, Qt.Key.Key_Return)
        self.settle()


@pytest.fixture
def screen(watch: Watch, shell: RecordingShell, qtbot: QtBot) -> Screen:
    return Screen(watch, shell, qtbot)


def test_that_an_incident_goes_from_the_telephone_to_the_signature(screen: Screen) -> None:
    screen.page.add.click()
    assert isinstance(screen.page.acts.dialog, ReportDialog)
    screen.fill(kind=IncidentKind.FIRE, place="3#502", damage_fen="25.5", words="厨房起火")
    line = screen.file.line
    assert (line.place, line.kind, screen.file.damage_fen) == ("3-1-502", IncidentKind.FIRE, 2550)
    screen.note("用灭火器扑灭")
    assert [entry.words for entry in screen.file.entries] == ["用灭火器扑灭"]
    assert screen.page.detail.minutes.measure.text() == ""
    screen.begin(IncidentMove.END)
    assert isinstance(screen.page.acts.dialog, EndDialog)
    screen.fill()
    screen.begin(IncidentMove.HAND_IN)
    screen.begin(IncidentMove.SIGN_OFF)
    assert isinstance(screen.page.acts.dialog, SignOffDialog)
    screen.fill(password="wrong")
    assert screen.page.acts.dialog is not None
    screen.fill(password=PASSWORD, words="处置得当")
    assert screen.stands() == IncidentState.SIGNED_OFF
    assert "signed this off" in screen.page.detail.signed.text()
    assert screen.page.detail.opinion.text() == "处置得当"
    screen.begin(IncidentMove.AMEND)
    assert isinstance(screen.page.acts.dialog, AmendDialog)
    screen.fill(words="厨房油锅起火")
    assert screen.stands() == IncidentState.REPORTED
    assert screen.file.line.occurred_at == line.occurred_at
    assert "no longer holds" in screen.page.detail.signed.text()


def test_that_what_was_done_is_taken_back_by_undo(screen: Screen) -> None:
    made = screen.watch.reported()
    screen.show(incident_id=made.line.id)
    for words, before in (("到场", 0), ("疏散", 1)):
        screen.note(words)
        assert len(screen.file.entries) == before + 1
    assert screen.shell.undo is not None
    screen.shell.undo()
    screen.settle()
    assert [entry.words for entry in screen.file.entries] == ["到场"]
    screen.page.detail.minutes.removed.emit(screen.file.entries[0].id)
    screen.settle()
    assert screen.file.entries == ()
    screen.begin(IncidentMove.DROP)
    assert screen.stands() == IncidentState.DROPPED
    screen.shell.undo()
    screen.settle()
    assert screen.stands() == IncidentState.OPEN


def test_that_a_refused_line_stays_typed_and_says_why(screen: Screen) -> None:
    made = screen.watch.reported()
    screen.show(incident_id=made.line.id)
    screen.note("字" * 2001)
    minutes = screen.page.detail.minutes
    assert len(minutes.measure.text()) == 2001
    assert "2001" in minutes.problem.words.text()


def test_that_what_is_half_typed_is_there_again(screen: Screen, qtbot: QtBot) -> None:
    first, second = screen.watch.reported(), screen.watch.reported(place="门口")
    screen.show(incident_id=first.line.id)
    screen.page.detail.minutes.measure.setText("正在")
    screen.show(incident_id=second.line.id)
    assert screen.page.detail.minutes.measure.text() == ""
    screen.page.leave()
    again = Screen(screen.watch, screen.shell, qtbot)
    again.show(incident_id=first.line.id)
    assert again.page.detail.minutes.measure.text() == "正在"


def test_that_chips_and_words_narrow_the_list_and_the_count_is_told(screen: Screen) -> None:
    waits = screen.watch.handed_in()
    other = screen.watch.reported(IncidentKind.THEFT, "车棚")
    screen.show()
    assert [line.id for line in screen.page.presenter.lines.rows] == [other.line.id, waits.line.id]
    assert screen.shell.counts["incidents"] == 1
    screen.show(to_sign=True)
    assert [line.id for line in screen.page.presenter.lines.rows] == [waits.line.id]
    assert screen.page.filters.chips[Show.TO_SIGN].isChecked()
    screen.page.filters.chips[Show.TO_SIGN].click()
    screen.page.filters.text.setText("车棚")
    QTest.keyClick(screen.page.filters.text, Qt.Key.Key_Return)
    screen.settle()
    assert [line.id for line in screen.page.presenter.lines.rows] == [other.line.id]


def test_that_a_small_page_shows_list_or_incident(screen: Screen) -> None:
    screen.page.resize(900, 384)
    made = screen.watch.reported()
    screen.show(incident_id=made.line.id)
    assert screen.page.detail.isVisible()
    assert not screen.page.view.isVisible()
    screen.page.detail.back.click()
    assert screen.page.view.isVisible()


def test_that_the_clerk_is_offered_no_signature(watch: Watch, shell: RecordingShell, qtbot: QtBot) -> None:
    made = watch.handed_in()
    screen = Screen(watch, shell, qtbot, "张敏")
    screen.show(incident_id=made.line.id)
    assert not screen.page.detail.buttons[IncidentMove.SIGN_OFF].isVisible()
    assert screen.page.detail.buttons[IncidentMove.REOPEN].isVisible()


@pytest.mark.parametrize("code", ["zh_CN", "zh_TW", "en"])
def test_that_the_report_is_drawn_with_sixty_measures(watch: Watch, code: str) -> None:
    file = watch.reported(words="厨房起火", people="𬭚先生", damage="灶台")
    for number in range(60):
        watch.clock.advance(minutes=1)
        watch.measure(file, f"第{number}步")
    watch.guard.add_entry(file.line.id, NewEntry("八分钟到", EntryKind.TOLD, "119"))
    paper = IncidentPaper(watch.desk("周经理"), file.line)
    assert paper.pdf(language(code)).startswith(b"%PDF")
    assert paper.file_name == "incident-SJ-2611-001"
    empty = watch.manager.paper(watch.reported(place="门口").line.id, language(code))
    assert empty.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("1405", "2026-11-22 14:05"),
        ("23:10", "2026-11-21 23:10"),
        ("11-20 9:00", "2026-11-20 09:00"),
        ("12-20 9:00", "2025-12-20 09:00"),
        ("2026-11-01 8:30", "2026-11-01 08:30"),
    ],
)
def test_that_a_time_typed_is_over(watch: Watch, typed: str, read: str) -> None:
    zone = watch.guard.desk.zone
    at, words = past_reader(watch.now, zone)(typed)
    assert at.astimezone(zone).strftime("%Y-%m-%d %H:%M") == read
    assert callable(words)


@pytest.mark.parametrize("typed", ["昨天", "abc", "11-20"])
def test_that_what_is_no_time_is_refused(watch: Watch, typed: str) -> None:
    with pytest.raises(UserError):
        past_reader(watch.now, watch.guard.desk.zone)(typed)
