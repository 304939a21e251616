from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from desktop.issues.dialogs import RaiseIssue
from desktop.issues.model import IssueState, Severity
from desktop.ui.language import ui_language
from tests.issues.conftest import NOVEMBER
from tests.issues.screens import NARROW

if TYPE_CHECKING:
    from tests.issues.screens import Screen

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier


def test_that_open_points_are_listed_the_gravest_first_and_one_is_looked_at(screen: Screen) -> None:
    requests = screen.combing.requests(2)
    issue = screen.combing.raised(severity=Severity.CRITICAL, request_ids=requests)
    screen.combing.agree(issue)
    screen.combing.raised("车库照明", month=NOVEMBER.plus(-2))
    screen.show()
    assert screen.titles == ["厨房漏水反复", "车库照明"]
    assert screen.row.id == issue.id
    assert screen.page.detail.title.text() == "厨房漏水反复"
    assert sorted(row.request_id for row in screen.page.detail.evidence.rows) == requests
    model = screen.page.presenter.model
    shown = [model.cell(1, place) for place in range(model.columnCount())]
    assert [cell.text for cell in shown if cell is not None] == [
        *("Nobody named", "Minor", "工程", "车库照明", "since Sep", "—")
    ]


def test_that_the_request_behind_a_point_opens_with_enter(screen: Screen) -> None:
    (request_id,) = screen.combing.requests(1)
    screen.combing.raised(request_ids=(request_id,))
    screen.show()
    screen.page.detail.evidence_view.selectRow(0)
    screen.press(Qt.Key.Key_Return, at=screen.page.detail.evidence_view)
    assert screen.shell.gone == [("requests", {"request_id": request_id})]


def test_that_each_chip_shows_how_many_it_would_show_and_shows_them(screen: Screen) -> None:
    late = screen.combing.raised("逾期的")
    screen.combing.agree(late, due_on=date(2026, 11, 23))
    to_check = screen.combing.raised("待验证的")
    screen.combing.done(screen.combing.agree(to_check))
    screen.combing.raised("没人管的")
    screen.combing.mended(title="解决了的")
    screen.combing.later(days=3)
    screen.show()
    counts = {
        name: screen.chip(f"filter-{name}").words() for name in ("overdue", "ownerless", "to_check", "to_confirm")
    }
    assert counts == {
        "overdue": "Overdue 1",
        "ownerless": "Nobody named 1",
        "to_check": "To be checked 1",
        "to_confirm": "To be confirmed 3",
    }
    assert screen.shell.counts["issues"] == 1
    for name, title in (("overdue", "逾期的"), ("ownerless", "没人管的"), ("to_check", "待验证的")):
        chip = screen.chip(f"filter-{name}")
        chip.click()
        screen.settle()
        assert screen.titles == [title]
        chip.click()
        screen.settle()
    screen.chip("filter-open").click()
    screen.settle()
    assert set(screen.titles) == {"逾期的", "待验证的", "没人管的", "解决了的"}


def test_that_month_department_and_text_narrow_the_list(screen: Screen) -> None:
    screen.combing.raised("厨房漏水")
    screen.combing.raised("午间噪声", department_id=screen.combing.place.departments["order"])
    screen.show()
    bar = screen.page.filters
    next(action for action in bar.department_menu().actions() if action.text() == "秩序").trigger()
    screen.settle()
    assert screen.titles == ["午间噪声"]
    screen.chip("filter-department").click()
    bar.text.setText("漏水")
    bar.text.returnPressed.emit()
    screen.settle()
    assert screen.titles == ["厨房漏水"]
    bar.text.setText("")
    bar.text.returnPressed.emit()
    bar.month_menu().actions()[1].trigger()
    screen.settle()
    assert screen.titles == []
    assert screen.page.empty.missing.text() == "No problem point is like this"
    screen.chip("filter-month").click()
    screen.settle()
    assert len(screen.titles) == 2


def test_that_nothing_at_all_says_what_to_do(screen: Screen) -> None:
    screen.show()
    assert screen.page.empty.missing.text() == "No problem point is open"
    assert "comb the month" in screen.page.empty.advice.text()
    assert not screen.button("print-actions").isEnabled()


def test_that_a_head_sees_the_own_department_only_and_cannot_take_that_off(screen: Screen) -> None:
    screen.combing.raised("厨房漏水")
    screen.combing.raised("午间噪声", department_id=screen.combing.place.departments["order"])
    screen.show("何主管")
    assert screen.titles == ["厨房漏水"]
    assert not screen.chip("filter-department").isEnabled()
    assert screen.button("merge-issues").isHidden()
    screen.page.show_at(department_id=screen.combing.place.departments["order"])
    screen.settle()
    assert screen.titles == ["厨房漏水"]


def test_that_a_point_asked_for_is_shown_though_the_list_would_hide_it(screen: Screen) -> None:
    screen.combing.raised("第一个")
    mended = screen.combing.mended(title="解决了的")
    screen.show(issue_id=mended.id)
    assert screen.row.id == mended.id
    assert screen.page.view.row.id == mended.id
    assert screen.page.shown_at() == {"issue_id": mended.id}
    other = screen.combing.raised("后来的")
    screen.page.show_at(issue_id=other.id)
    screen.settle()
    assert screen.row.id == other.id


def test_that_the_list_is_narrowed_as_another_page_asks(screen: Screen) -> None:
    late = screen.combing.raised("逾期的")
    screen.combing.agree(late, due_on=date(2026, 11, 23))
    screen.combing.raised("没人管的")
    screen.combing.later(days=3)
    screen.show(month="2026-11", overdue=True)
    assert screen.titles == ["逾期的"]
    screen.combing.mended(title="解决了的")
    screen.page.show_at(month="2026-11")
    screen.settle()
    assert set(screen.titles) == {"逾期的", "没人管的", "解决了的"}
    screen.page.show_at(to_confirm=True)
    screen.settle()
    assert set(screen.titles) == {"逾期的", "没人管的"}
    assert screen.page.shown_at().get("to_confirm") or screen.page.presenter.row is not None


def test_that_the_form_of_a_new_point_comes_filled_from_another_page(screen: Screen) -> None:
    requests = screen.combing.requests(3)
    screen.show(new=screen.combing.new("3栋漏水集中", request_ids=requests, found_as="hot-1"))
    dialog = screen.dialog(RaiseIssue)
    assert dialog.form.fields["title"].text() == "3栋漏水集中"
    screen.submit(words="三件同一原因")
    assert screen.row.title == "3栋漏水集中"
    assert screen.row.evidence == 3
    assert screen.row.found_as == "hot-1"
    assert screen.row.words == "三件同一原因"


def test_that_list_and_detail_take_turns_where_there_is_little_room(screen: Screen) -> None:
    screen.combing.raised()
    screen.show(size=NARROW)
    assert screen.page.detail.isHidden()
    screen.press(Qt.Key.Key_Return)
    assert screen.page.list_panel.isHidden()
    screen.press(Qt.Key.Key_Escape, at=screen.page.detail.back)
    assert screen.page.detail.isHidden()


def test_that_two_chosen_can_be_merged_and_one_cannot(screen: Screen) -> None:
    screen.combing.raised("甲")
    screen.combing.raised("乙")
    screen.show()
    assert not screen.button("merge-issues").isEnabled()
    screen.page.view.selectAll()
    screen.settle()
    assert screen.button("merge-issues").isEnabled()
    assert screen.page.detail.empty.missing.text() == "2 chosen"
    screen.press(Qt.Key.Key_M, ALT)
    screen.submit()
    assert screen.titles == ["甲"]
    assert screen.row.state is IssueState.OPEN


def test_that_the_page_speaks_the_language_chosen_while_it_is_shown(screen: Screen) -> None:
    issue = screen.combing.raised()
    screen.combing.agree(issue)
    screen.show()
    ui_language().choose("zh_CN")
    screen.settle()
    assert screen.page.header.title.text() == "问题点与整改"
    assert screen.chip("filter-overdue").text() == "逾期"
    ui_language().choose("en")
    screen.settle()
    assert screen.page.header.title.text() == "Problem points and rectification"


def test_that_what_others_change_is_shown(screen: Screen) -> None:
    issue = screen.combing.raised()
    screen.show()
    made = screen.combing.head.comment(issue.id, "备件已到", version=issue.version)
    screen.shell.bus.changed.emit(made, None)
    screen.settle()
    assert screen.row.comment == "备件已到"


def test_that_the_action_sheet_is_what_is_listed(screen: Screen) -> None:
    screen.combing.raised("厨房漏水")
    screen.show()
    screen.press(Qt.Key.Key_P, CTRL)
    (paper,) = screen.shell.papers
    assert paper.file_name == "action-sheet-2026-11"
