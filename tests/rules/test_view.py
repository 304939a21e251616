from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel

from desktop.core.errors import ConflictError, UserError
from desktop.core.i18n import language
from desktop.core.permissions import Role
from desktop.requests.model import PhraseUse, RequestKind
from desktop.rules.dialogs import HoursDialog, RuleDialog, TryRuleDialog, TryWordsDialog, YearDialog
from desktop.rules.rows import PhraseFacts, RuleFacts, SetupFacts, What
from desktop.rules.service import RulesService
from desktop.rules.view import RulesPage
from desktop.ui.language import translate, ui_language
from tests.rules.conftest import as_role
from tests.ui.shells import settle

if TYPE_CHECKING:
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from desktop.rules.view.calendar import CalendarSection
    from desktop.rules.view.desk import DeskSection
    from desktop.rules.view.listing import ListSection
    from desktop.storage.desk import Desk
    from tests.ui.shells import RecordingShell


class Rules:
    """The page with its window around it."""

    def __init__(self, qtbot: QtBot, desk: Desk, shell: RecordingShell, only: str = "") -> None:
        self.qtbot = qtbot
        self.shell = shell
        self.service = RulesService(desk)
        self.page = RulesPage(desk, shell, only)
        qtbot.addWidget(self.page)
        self.page.resize(1198, 612)
        self.page.show()
        self.page.show_at()
        self.settle()

    def settle(self) -> None:
        for _ in range(3):
            settle(self.qtbot, self.shell)

    def part(self, what: What) -> ListSection:
        """Show the section of `what` and return it."""
        part = self.page.lists[what]
        self.page.show_at(section=part.listed.section.id)
        self.settle()
        assert self.page.stack.currentWidget() is part
        return part

    @property
    def dialog(self) -> Any:
        assert self.page.dialog is not None
        return self.page.dialog

    def submit(self, **texts: str) -> None:
        for key, text in texts.items():
            self.dialog.form.fields[key].set_text(text)
        self.dialog.submit()
        self.settle()

    def press(self, widget: Any, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.page.activateWindow()
        self.qtbot.waitUntil(self.page.isActiveWindow)
        QTest.keyClick(widget, key, modifier)
        self.settle()

    @property
    def calendar(self) -> CalendarSection:
        self.page.show_at(section="calendar")
        self.settle()
        assert self.page.calendar is not None
        return self.page.calendar

    @property
    def desk(self) -> DeskSection:
        assert self.page.desk is not None
        return self.page.desk


@pytest.fixture
def rules(qtbot: QtBot, desk: Desk, shell: RecordingShell) -> Rules:
    return Rules(qtbot, desk, shell)


def told(calendar: CalendarSection) -> str:
    """Return the lead of the strip on top, empty without one."""
    return "" if calendar._strip is None else calendar._strip.lead.text()


def names(part: ListSection) -> list[str]:
    return [line.facts.name for line in part.model.rows if line.active]


def test_that_a_time_limit_is_added_by_keys_and_says_how_it_stands_to_the_others(rules: Rules) -> None:
    part = rules.part(What.RULE)
    rules.press(rules.page, Qt.Key.Key_N, Qt.KeyboardModifier.AltModifier)
    assert isinstance(rules.dialog, RuleDialog)
    category = str(rules.page.presenter.laid.categories[0].id)
    rules.submit(category_id=category, response_hours="1", response_minutes="30", completion_hours="4")
    added = part.view.row.facts
    assert (added.kind, str(added.category_id)) == (RequestKind.REPAIR, category)
    assert (added.response_minutes, added.completion_minutes, added.follow_up_days) == (90, 240, None)
    assert part.relation.text() == "It gives way to: Emergency. It goes before: Repair · Urgent, Repair."
    assert "、" in part._relation(part.view.row, language("zh_CN"))
    part.view.select(part.model.rows[-1].id)
    assert part.relation.text() == "It gives way to: Emergency."
    assert rules.shell.words == ["The time limit is saved."]


def test_that_a_second_limit_for_the_same_requests_is_marked_in_the_form(rules: Rules) -> None:
    rules.part(What.RULE)
    rules.page._ask_line(What.RULE, None)
    rules.submit(completion_hours="5")
    assert rules.dialog.form.fields["kind"].problem is not None
    rules.dialog.reject()
    assert len(rules.service.laid_down().rules) == 4


def test_that_a_limit_is_changed_by_enter_and_taken_out_of_use_and_back(rules: Rules) -> None:
    part = rules.part(What.RULE)
    part.view.select(part.model.rows[1].id)
    rules.press(part.view, Qt.Key.Key_Return)
    rules.submit(counted="working", follow_up_in_working_days="yes", follow_up_share="30")
    facts = part.view.row.facts
    assert (facts.in_working_time, facts.follow_up_in_working_days, facts.follow_up_share) == (True, True, 30)
    assert (facts.response_minutes, facts.completion_minutes) == (30, 1440)
    part.use.click()
    rules.settle()
    assert [line.active for line in part.model.rows] == [True, True, True, False]
    assert (part.use.text(), part.relation.text()) == ("Put into use", "Out of use: it holds for no request.")
    assert rules.shell.undo is not None
    rules.shell.undo()
    rules.settle()
    assert all(line.active for line in part.model.rows)


def test_that_a_request_is_tried_against_the_limits(rules: Rules) -> None:
    rules.page._try(What.RULE)
    rules.settle()
    dialog = rules.dialog
    assert isinstance(dialog, TryRuleDialog)
    assert dialog.rule.text() == "The limit for “Repair” holds."
    assert dialog.due.text() == "Answered by 2026-11-22 16:05. Completed by 2026-11-24 14:05."
    dialog.form.fields["priority"].set_text("emergency")
    dialog.form.fields["at"].set_text("20:00")
    rules.settle()
    assert dialog.rule.text() == "The limit for “Emergency” holds."
    assert dialog.due.text() == "Answered by 2026-11-22 20:10. Completed by 2026-11-23 00:00."
    dialog.form.fields["at"].set_text("soon")
    dialog.form.fields["priority"].set_text("normal")
    dialog.form.fields["at"].set_text("")
    dialog.form.fields["kind"].set_text("praise")
    rules.settle()
    assert dialog.rule.text() == "No time limit holds: it is never due."
    assert dialog.due.text() == ""
    dialog.reject()


def test_that_the_doubt_of_a_year_that_is_not_known_is_told(rules: Rules) -> None:
    rules.service.save(RuleFacts(RequestKind.INQUIRY, completion_minutes=60, in_working_time=True))
    rules.page._try(What.RULE)
    dialog = rules.dialog
    dialog.form.fields["kind"].set_text("inquiry")
    dialog.form.fields["at"].set_text("2026-12-31 17:30")
    rules.settle()
    assert dialog.due.text() == "Completed by 2027-01-01 09:00."
    assert "2027" in dialog.doubt.text()
    dialog.reject()


def test_that_categories_are_added_put_in_order_and_tried(rules: Rules) -> None:
    part = rules.part(What.CATEGORY)
    part.add.click()
    rules.submit(name="给排水")
    assert rules.dialog.form.fields["name"].problem is not None
    rules.submit(name="空调", keywords="空调，不制冷", place="in_home", department_id="2")
    assert names(part)[-1] == "空调"
    assert part.view.row.facts.keywords == "空调 不制冷"
    assert not part.steps[1].isEnabled()
    rules.press(rules.page, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names(part)[-2:] == ["空调", "其他"]
    assert part.view.row.facts.name == "空调"
    rules.page._try(What.CATEGORY)
    dialog = rules.dialog
    assert isinstance(dialog, TryWordsDialog)
    dialog.form.fields["words"].set_text("主卧不制冷")
    assert (dialog.category.text(), dialog.reason.text()) == ("空调", "Because of: 不制冷")
    dialog.form.fields["words"].set_text("您好")
    assert (dialog.category.text(), dialog.reason.text()) == ("No category: none of the words is known.", "")
    dialog.reject()


@pytest.mark.parametrize(
    ("what", "texts", "shown"),
    [
        (What.GRADE, {"name": "轻微", "tell": "客服主管", "signer": "head"}, "轻微"),
        (What.EQUIPMENT, {"name": "3栋1号电梯", "building_id": "1", "category_id": "5", "note": "维保"}, "3栋1号电梯"),
    ],
)
def test_that_other_lines_are_added_and_renamed(rules: Rules, what: What, texts: dict[str, str], shown: str) -> None:
    part = rules.part(what)
    rules.page._ask_line(what, None)
    rules.submit(**texts)
    assert part.view.row.facts.name == shown
    rules.page._ask_line(what, part.view.row)
    assert rules.dialog.form.texts() == texts
    rules.submit(name="别名")
    assert "别名" in names(part)


def test_that_no_fourth_question_is_put_into_use(rules: Rules) -> None:
    part = rules.part(What.QUESTION)
    part.add.click()
    rules.submit(words="下次还找我们吗？")
    assert rules.dialog.form.fields["words"].problem is not None
    rules.dialog.reject()
    assert len(part.model.rows) == 3


def test_that_a_clerk_keeps_the_phrases_and_sees_nothing_else(qtbot: QtBot, desk: Desk, shell: RecordingShell) -> None:
    rules = Rules(qtbot, as_role(desk, Role.CLERK), shell, "phrases")
    part = rules.page.lists[What.PHRASE]
    assert list(rules.page.lists) == [What.PHRASE]
    assert not rules.page.sections.isVisible()
    rules.page.setFocus()
    part.add.click()
    rules.submit(abbreviation="slt", words="水龙头漏水")
    assert part.view.row.facts == PhraseFacts(PhraseUse.WORDS, "slt", "水龙头漏水")
    part.use.click()
    rules.settle()
    assert not part.model.rows
    assert rules.shell.undo is not None
    rules.shell.undo()
    rules.settle()
    assert [line.facts.abbreviation for line in part.model.rows] == ["slt"]


def test_that_an_administrator_sees_the_calendar_alone(qtbot: QtBot, desk: Desk, shell: RecordingShell) -> None:
    rules = Rules(qtbot, as_role(desk, Role.ADMINISTRATOR), shell)
    assert [section.id for section in rules.page.known] == ["calendar"]
    assert rules.calendar.isVisible()


def test_that_sections_are_walked_and_entered_by_keys(rules: Rules) -> None:
    rules.page.setFocus()
    rules.press(rules.page.sections, Qt.Key.Key_Down)
    part = rules.page.lists[What.CATEGORY]
    assert rules.page.stack.currentWidget() is part
    rules.press(rules.page.sections, Qt.Key.Key_Return)
    assert part.view.hasFocus()


def test_that_the_desk_s_own_form_is_saved_and_marked(rules: Rules) -> None:
    rules.page.show_at(section="desk")
    fields = rules.desk.form.fields
    fields["duty_phone"].set_text("call")
    fields["hold_days"].set_text("0")
    rules.desk.save.click()
    rules.settle()
    assert fields["duty_phone"].problem is not None
    assert fields["hold_days"].problem is not None
    fields["duty_phone"].set_text("138 0000 1234")
    fields["hold_days"].set_text("2")
    fields["work_order_copies"].set_text("客服存根\n工程")
    fields["work_order_format"].set_text("a4")
    rules.press(fields["hold_days"].input, Qt.Key.Key_Return)
    setup = rules.service.laid_down().setup
    assert (setup.duty_phone, setup.hold_days, setup.work_order_format) == ("138 0000 1234", 2, "a4")
    assert rules.shell.words == ["Work order and desk are saved."]
    assert rules.desk.save.isEnabled()


def test_that_what_another_desk_saved_comes_in_beside_what_is_being_typed(rules: Rules) -> None:
    rules.page.show_at(section="desk")
    rules.desk.form.fields["duty_phone"].set_text("139 0000 0000")
    changes = rules.service.save_setup(SetupFacts(duty_phone="138 1111 1111", hold_days=7), 0)
    rules.shell.bus.announce(changes)
    rules.settle()
    texts = rules.desk.form.texts()
    assert (texts["duty_phone"], texts["hold_days"]) == ("139 0000 0000", "7")
    rules.desk.save.click()
    rules.settle()
    setup = rules.service.laid_down().setup
    assert (setup.duty_phone, setup.hold_days) == ("139 0000 0000", 7)


def test_that_a_line_changed_meanwhile_is_told_in_the_form(rules: Rules) -> None:
    part = rules.part(What.GRADE)
    line = part.model.rows[0]
    rules.page._ask_line(What.GRADE, line)
    rules.service.save(line.facts.__class__("轻微"), id_=line.id, version=line.version)
    told: list[object] = []
    rules.page.presenter.refused.connect(told.append)
    rules.submit(name="一般")
    assert [type(error) for error in told] == [ConflictError]
    assert rules.dialog.form.fields["name"].text() == "一般"
    rules.dialog.reject()


def test_that_working_hours_are_changed_and_every_wrong_day_is_marked(rules: Rules) -> None:
    calendar = rules.calendar
    facts = [words.text() for words in calendar.hours.findChildren(QLabel)]
    assert facts[:2] == ["Monday – Friday", "08:30-12:00, 13:30-18:00"]
    calendar.change_hours.click()
    dialog = rules.dialog
    assert isinstance(dialog, HoursDialog)
    rules.submit(saturday="9-12", sunday="12:00-9:00")
    assert dialog.form.fields["saturday"].problem is not None
    assert dialog.form.fields["sunday"].problem is not None
    rules.submit(saturday="９：00~12:00", sunday="")
    assert calendar.known.hours.days[5] == "09:00-12:00"


def test_that_an_unknown_year_is_said_aloud_and_entered(rules: Rules) -> None:
    calendar = rules.calendar
    assert told(calendar) == "The holidays of 2027 are not known yet"
    calendar.add.click()
    dialog = rules.dialog
    assert isinstance(dialog, YearDialog)
    assert dialog.form.fields["year"].text() == "2027"
    rules.submit(holidays="元旦 01-01 – 01-03\n春节 soon", make_up_days="")
    assert dialog.form.fields["holidays"].problem is not None
    rules.submit(holidays="元旦 01-01 – 01-03\n春节 2月5日至13日", make_up_days="02-14")
    assert calendar.known.years[0].year == 2027
    assert told(calendar) == ""
    assert calendar.reset.text() == "As shipped"
    calendar.view.select(2027)
    assert (calendar.reset.isEnabled(), calendar.reset.text()) == (True, "Take away")
    calendar.reset.click()
    rules.settle()
    assert calendar.known.years[0].year == 2026
    assert rules.shell.undo is not None
    rules.shell.undo()
    rules.settle()
    assert calendar.known.years[0].make_up_days[0].isoformat() == "2027-02-14"


def test_that_a_shipped_year_is_edited_and_reset(rules: Rules) -> None:
    calendar = rules.calendar
    calendar.view.select(2026)
    assert not calendar.reset.isEnabled()
    rules.press(calendar.view, Qt.Key.Key_Return)
    texts = rules.dialog.form.texts()
    rules.submit(holidays=texts["holidays"] + "\n司庆 06-01", make_up_days=texts["make_up_days"])
    assert [row.year for row in calendar.known.years if row.is_own] == [2026]
    assert calendar.known.years[0].holidays[-1].name != "司庆"
    assert "司庆" in {holiday.name for holiday in calendar.known.years[0].holidays}
    calendar.reset.click()
    rules.settle()
    assert not any(row.is_own for row in calendar.known.years)
    assert rules.shell.words[-1] == "The holidays of 2026 are as shipped again."


def test_that_a_table_of_holidays_is_taken_from_a_file(
    rules: Rules, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days = {"holidays": [{"name": "元旦", "first": "2027-01-01", "last": "2027-01-03"}], "make_up_days": []}
    file = tmp_path / "holidays.json"
    file.write_text(json.dumps({"years": {"2027": days}}), "utf-8")
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_arguments: (str(file), ""))
    rules.calendar.take.click()
    rules.settle()
    assert rules.calendar.known.years[0].year == 2027
    assert rules.shell.words[-1] == "1 year is taken from the file."


def test_that_a_file_that_is_no_table_is_refused_in_words(
    rules: Rules, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused: list[Any] = []

    def note(_page: object, error: object) -> bool:
        refused.append(error)
        return False

    monkeypatch.setattr("desktop.rules.view.page.show_error", note)
    file = tmp_path / "holidays.json"
    file.write_text("nonsense", "utf-8")
    rules.page.calendar_presenter.take_file(file)
    rules.settle()
    assert [type(error) for error in refused] == [UserError]
    assert "holidays.json" in translate(refused[0].problems[0].message, ui_language().language)
