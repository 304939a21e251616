"""The import page, on real files and a real register."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit

from desktop.app.importing.mapping import keep_profile, kept_profiles
from desktop.app.importing.service import ImportsService
from desktop.app.importing.view import ImportPage
from desktop.app.session import sign_in
from desktop.core.errors import WorldError
from desktop.core.i18n import msg
from desktop.core.permissions import Role
from desktop.households.service import HouseholdService
from desktop.requests.service import RequestService
from desktop.sheets.profile import Profile
from desktop.storage.desk import Desk
from desktop.ui.strips import AlertStrip
from tests.app.conftest import PASSWORD
from tests.ui.shells import recording_shell, settle

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.app.session import Session
    from desktop.core.clock import FixedClock
    from tests.ui.shells import RecordingShell

HEAD = ["楼栋", "单元", "房号", "房屋状态", "业主姓名", "联系电话", "身份"]
SOUND = [["88", "1", str(100 + n), "自住", f"王{n}", f"138000000{n:02d}", "业主"] for n in range(5)]
WRONG = ["88", "1", "201", "自住", "李四", "1380000", "业主"]


class Import:
    """The page, its window and the register behind it."""

    def __init__(self, session: Session, shell: RecordingShell, qtbot: QtBot, folder: Path) -> None:
        self.session = session
        self.shell = shell
        self.qtbot = qtbot
        self.folder = folder
        self.page = ImportPage(session.desk, shell)
        qtbot.addWidget(self.page)
        self.page.resize(1198, 612)
        self.page.show()
        self.page.show_at()
        self.settle()

    @property
    def preview(self) -> Any:
        return self.page.preview

    def settle(self) -> None:
        for _ in range(3):
            settle(self.qtbot, self.shell)
            QApplication.processEvents()

    def file(self, *rows: Sequence[str], name: str = "roster.xlsx") -> Path:
        book = openpyxl.Workbook()
        sheet = book.worksheets[0]
        for row in rows:
            sheet.append(list(row))
        book.save(self.folder / name)
        return self.folder / name

    def read(self, path: Path) -> None:
        self.page.read(path)
        self.settle()

    def counts(self) -> dict[str, int]:
        return {key: tile._count for key, tile in self.preview.tiles.items()}

    def found(self, text: str) -> list[str]:
        return [hit.title for hit in HouseholdService(self.session.desk).find(text)]

    def imports(self) -> list[str]:
        return [line.file_name for line in ImportsService(self.session.desk).imports()]

    def strips(self) -> list[AlertStrip]:
        return [strip for strip in self.page.findChildren(AlertStrip) if strip.isVisible()]


@pytest.fixture
def session(demo_data: Path, clock: FixedClock) -> Iterator[Session]:
    signed_in = sign_in(demo_data, "admin", PASSWORD, clock)
    yield signed_in
    signed_in.close()


@pytest.fixture
def shell(qapp: QApplication, tmp_path: Path, session: Session) -> Iterator[RecordingShell]:
    assert session.desk.community
    with recording_shell(qapp, tmp_path) as made:
        yield made


@pytest.fixture
def importing(session: Session, shell: RecordingShell, qtbot: QtBot, tmp_path: Path) -> Import:
    return Import(session, shell, qtbot, tmp_path)


def test_that_a_roster_is_looked_at_imported_and_taken_back(importing: Import) -> None:
    importing.read(importing.file(HEAD, *SOUND))
    assert {key: count for key, count in importing.counts().items() if count} == {"created": 5}
    assert importing.preview.confirm.text() == "Import 5 rows"
    assert [row.what for row in importing.preview._rows_model.rows] == [f"88-1-{100 + n}" for n in range(5)]
    assert importing.imports() == []
    QTest.keyClick(importing.preview, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    importing.settle()
    assert importing.found("88-1-101")
    assert [line.file_name for line in importing.page.imports.rows] == ["roster.xlsx"]
    (strip,) = importing.strips()
    assert strip.words.text() == "5 new, 0 changed, 0 unchanged, 0 refused"
    importing.page.imports_view.acted.emit(importing.page.imports.rows[0], "undo")
    importing.settle()
    importing.page.question.yes.click()
    importing.settle()
    assert importing.found("88-1-101") == []
    assert importing.page.imports.rows[0].undone_at is not None
    assert importing.shell.words == ["“roster.xlsx” was taken back"]


def test_that_a_double_click_imports_once(importing: Import) -> None:
    importing.read(importing.file(HEAD, *SOUND))
    importing.preview.confirm.click()
    importing.preview.confirm.click()
    importing.page._presenter.apply()
    importing.settle()
    assert importing.imports() == ["roster.xlsx"]


def test_that_the_same_file_again_changes_nothing(importing: Import) -> None:
    path = importing.file(HEAD, *SOUND)
    importing.read(path)
    importing.preview.confirm.click()
    importing.settle()
    importing.read(path)
    assert importing.counts()["unchanged"] == 5
    assert importing.preview.confirm.text() == "Nothing to import"
    assert not importing.preview.confirm.isEnabled()


def test_that_a_refused_value_is_typed_over_in_its_place(importing: Import) -> None:
    importing.read(importing.file(HEAD, *SOUND, WRONG))
    assert importing.counts()["refused"] == 1
    assert importing.preview.said.text() == "1 refused row is left out."
    view = importing.preview.cells_view
    assert [(row.letter, row.row, row.value) for row in importing.preview.cells.rows] == [("F", 7, "1380000")]
    view.setFocus()
    view.selectRow(0)
    QTest.keyClicks(view, "1")
    editor = view.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    editor.setText("13800000099")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    importing.settle()
    assert importing.counts()["refused"] == 0
    assert importing.counts()["created"] == 6
    assert importing.preview.reset.text() == "Take 1 correction back"
    importing.preview.reset.click()
    importing.settle()
    assert importing.counts()["refused"] == 1


def test_that_a_wrong_correction_is_refused_again_with_what_was_typed(importing: Import) -> None:
    importing.read(importing.file(HEAD, WRONG))
    importing.preview.cells.typed.emit(importing.preview.cells.rows[0], "12")
    importing.settle()
    assert [row.value for row in importing.preview.cells.rows] == ["12"]


def test_that_nothing_is_shown_anew_while_a_value_is_typed(importing: Import) -> None:
    importing.read(importing.file(HEAD, *SOUND, WRONG, [*WRONG[:2], "202", *WRONG[3:]]))
    view = importing.preview.cells_view
    view.setFocus()
    view.selectRow(1)
    QTest.keyClicks(view, "9")
    editor = view.findChild(QLineEdit)
    assert isinstance(editor, QLineEdit)
    importing.preview.cells.typed.emit(importing.preview.cells.rows[0], "13800000098")
    importing.settle()
    assert view.typing
    assert importing.counts()["refused"] == 2
    QTest.keyClick(editor, Qt.Key.Key_Escape)
    importing.settle()
    assert importing.counts()["refused"] == 1


def test_that_counts_open_their_lists(importing: Import) -> None:
    importing.read(importing.file(HEAD, *SOUND, WRONG, ["合计", "", "6"]))
    titles = []
    for key, tile in importing.preview.tiles.items():
        tile.click()
        assert importing.preview.list == key
        titles.append(importing.preview.panel.title.text())
    counted = ["New", "Changed", "Unchanged", "Skipped", "Refused", "To look at"]
    assert titles == [*counted, "In conflict", "Missing"]


def test_that_headers_mapped_by_hand_are_remembered_for_the_next_file(importing: Import) -> None:
    head = ["楼栋", "单元", "房号", "房屋状态", "户主大名", "联系电话", "身份"]
    importing.read(importing.file(head, *SOUND))
    (strip,) = importing.strips()
    assert strip.lead.text() == "1 column is not understood:"
    importing.page._map()
    dialog = importing.page.mapping
    dialog.form.fields["header-0"].set_text("name")
    dialog.form.fields["profile-name"].set_text("旧系统 2")
    dialog.save.click()
    importing.settle()
    assert [row.about for row in importing.preview._rows_model.rows] == [f"王{n}" for n in range(5)]
    importing.preview.leave.click()
    importing.read(importing.file(head, *SOUND, name="again.xlsx"))
    assert [row.about for row in importing.preview._rows_model.rows] == [f"王{n}" for n in range(5)]
    (strip,) = importing.strips()
    assert strip.words.text() == "as remembered under “旧系统 2”"


def test_that_a_damaged_profile_is_passed_over(tmp_path: Path) -> None:
    keep_profile(tmp_path / "new", "households", Profile("旧/系统", {"户主": "name"}))
    (tmp_path / "new" / "households-bad.json").write_text("{", encoding="utf-8")
    assert kept_profiles(tmp_path / "new", "households") == [Profile("旧/系统", {"户主": "name"})]
    assert kept_profiles(tmp_path / "none", "households") == []


def test_that_a_file_without_a_known_table_can_be_mapped_by_hand(importing: Import) -> None:
    importing.read(importing.file(["甲", "乙"], ["88-1-101", "王小明"]))
    assert importing.page.trouble.isVisible()
    assert importing.page.map.isVisible()
    importing.page.map.click()
    dialog = importing.page.mapping
    dialog.form.fields["header-0"].set_text("room")
    dialog.form.fields["header-1"].set_text("name")
    dialog.save.click()
    importing.settle()
    assert importing.preview.isVisible()
    assert importing.counts()["created"] == 1


def test_that_a_bad_file_is_explained_and_another_can_be_chosen(importing: Import) -> None:
    bad = importing.folder / "page.xlsx"
    bad.write_text("<html><body>hello</body></html>", encoding="utf-8")
    importing.read(bad)
    (sentence,) = importing.page.trouble.findChildren(QLabel, "import-problem")
    assert "web page" in sentence.text()
    assert not importing.page.map.isVisible()
    importing.read(importing.file(HEAD, *SOUND))
    assert importing.preview.isVisible()


def test_that_reading_can_be_cancelled(importing: Import) -> None:
    importing.page.read(importing.file(HEAD, *SOUND))
    assert importing.page.waiting.isVisible()
    importing.page.stop.click()
    importing.settle()
    assert importing.page.earlier.isVisible()
    assert importing.page.choose.file.text() == ""


def test_that_a_file_can_be_dropped_on_the_page(importing: Import) -> None:
    path = importing.file(HEAD, *SOUND)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    copy, left, none = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPointF(10, 10), copy, data, left, none)
    importing.page.dragEnterEvent(entering)
    assert entering.isAccepted()
    importing.page.dropEvent(QDropEvent(QPointF(10, 10), copy, data, left, none))
    importing.settle()
    assert importing.counts()["created"] == 5


def test_that_rows_edited_since_are_listed_and_stay(importing: Import, session: Session) -> None:
    importing.read(importing.file(HEAD, *SOUND))
    importing.preview.confirm.click()
    importing.settle()
    clerk = Desk(
        session.desk.database,
        type(session.desk.actor)(2, "clerk", Role.CLERK, session.desk.actor.community_id),
        session.desk.clock,
        session.desk.zone,
        session.desk.community,
    )
    register = HouseholdService(clerk)
    room_id = next(hit.room_id for hit in register.find("88-1-101") if hit.kind == "room")
    file = register.household(room_id)
    register.edit_room(room_id, version=file.version, floor="1", area_m2=None, kind="", note="")
    importing.page._presenter.look_at_undo(importing.page.imports.rows[0])
    importing.settle()
    left = [(row.table, row.name) for row in importing.page.question.model.rows]
    assert ("room", "88-1-101") in left
    importing.page.question.yes.click()
    importing.settle()
    assert importing.found("88-1-101") == ["88-1-101"]
    assert importing.found("88-1-102") == []


def test_that_an_empty_template_is_written_and_imports_nothing(
    importing: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = importing.folder / "template.xlsx"
    monkeypatch.setattr("desktop.app.importing.view.choose.ask_where_to_save", lambda _parent, _name: path)
    importing.page.choose._save_template()
    importing.settle()
    assert importing.shell.words == ["“template.xlsx” was saved"]
    importing.read(path)
    assert not importing.preview.confirm.isEnabled()


def test_that_a_ledger_is_read_as_one_once_that_is_chosen(importing: Import, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [
        ["报事类型", "房号", "报事人", "报事内容", "受理时间"],
        ["报修", "1-1-101", "陈", "厨房漏水", "2026-10-01 10:00"],
    ]
    path = importing.file(*rows, name="ledger.xlsx")
    monkeypatch.setattr("desktop.app.importing.view.choose.ask_for_file", lambda _parent: path)
    importing.page.choose.button.click()
    importing.settle()
    importing.page.choose.kinds.choose("requests")
    importing.settle()
    assert not importing.preview.tiles["conflicts"].isVisible()
    assert importing.counts()["created"] == 1
    before = RequestService(importing.session.desk).count()
    importing.preview.confirm.click()
    importing.settle()
    assert RequestService(importing.session.desk).count() == before + 1
    assert [line.kind for line in importing.page.imports.rows] == ["requests"]


def test_that_a_failed_write_keeps_everything_that_was_looked_at(
    importing: Import, monkeypatch: pytest.MonkeyPatch
) -> None:
    importing.read(importing.file(HEAD, *SOUND))
    told: list[object] = []

    def note(_page: object, error: object) -> bool:
        told.append(error)
        return False

    monkeypatch.setattr("desktop.app.importing.view.page.show_error", note)

    def fail(*_arguments: object, **_more: object) -> None:
        raise WorldError(msg("The disk is full."))

    with monkeypatch.context() as patch:
        patch.setattr(HouseholdService, "apply_import", fail)
        importing.preview.confirm.click()
        importing.settle()
    assert [type(error) for error in told] == [WorldError]
    assert importing.preview.isVisible()
    assert importing.preview.confirm.isEnabled()
    importing.preview.confirm.click()
    importing.settle()
    assert importing.imports() == ["roster.xlsx"]
