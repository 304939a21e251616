"""What the page of a new request finds out while one types, and the one key that takes it up."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from sqlalchemy import update

from desktop.core.i18n import msg
from desktop.core.permissions import Operation
from desktop.households.model import InstructionKind
from desktop.households.rows import NewInstruction
from desktop.households.service import HouseholdService
from desktop.requests.model import Category, Priority, RequestSetup, RequestState
from desktop.requests.presenter.drafting import FORM
from desktop.requests.presenter.intake import Then
from desktop.requests.rows import RequestFilter, Saying
from desktop.requests.view import IntakePage
from desktop.ui.buttons import Button
from desktop.ui.chips import Chip
from tests.requests.screens import NOW, Screens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from desktop.requests.rows import RequestDetail
    from desktop.ui.strips import AlertStrip

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def page(screens: Screens) -> IntakePage:
    screens.people()
    return shown(screens)


def shown(screens: Screens, **options: Any) -> IntakePage:
    page = IntakePage(screens.desk, screens.shell, **options)
    screens.show(page)
    page.show_at()
    screens.settle()
    return page


def fill(page: IntakePage, screens: Screens, words: str, room: str = "3-1-502") -> None:
    page.form.room.set_text(room)
    page.form.room.settle()
    screens.settle()
    page.form.words.set_text(words)
    page.form.words.edit.setFocus()
    screens.settle()


def newest(screens: Screens) -> RequestDetail:
    return screens.service.detail(screens.service.lines(RequestFilter())[0].id)


def strips(page: IntakePage) -> list[str]:
    return [strip.objectName() for strip in page.sheet.prompts.strips]


def declared(page: IntakePage) -> bool:
    return page.form.is_emergency


def merged_into(page: IntakePage) -> int:
    return page.prompting.merge_into.id if page.prompting.merge_into else 0


def words_of(strip: AlertStrip) -> str:
    return " | ".join(label.text() for label in strip.findChildren(QLabel))


def beside(page: IntakePage) -> list[str]:
    panels = page.sheet.beside
    return [label.text() for label in panels.findChildren(QLabel) if label.isVisibleTo(panels)]


# --- an emergency ---------------------------------------------------------------------------------------------------


def test_that_two_keys_make_an_emergency_of_which_a_room_is_enough(screens: Screens, page: IntakePage) -> None:
    screens.press(Qt.Key.Key_E, CONTROL)
    screens.keys("3-1-502")
    screens.press(Qt.Key.Key_Return)
    screens.press(Qt.Key.Key_Return)
    detail = newest(screens)
    assert (detail.line.priority, detail.line.room) == (Priority.EMERGENCY, "3-1-502")
    assert detail.line.due_at == NOW + timedelta(hours=4)
    assert strips(page) == []
    assert not declared(page)


def test_that_words_propose_an_emergency_and_the_duty_phone_is_shown(screens: Screens, page: IntakePage) -> None:
    fill(page, screens, "地下室跑水了")
    assert strips(page) == ["emergency-strip"]
    assert "Emergency: burst pipe?" in words_of(page.sheet.prompts.strips[0])
    assert not declared(page)
    screens.press(Qt.Key.Key_E, CONTROL)
    assert declared(page)
    told = words_of(page.sheet.prompts.strips[0])
    assert "Close the main valve" in told
    assert "No duty phone is entered yet" in told
    assert page.form.due.line.text() == "today 18:05"
    with screens.desk.write(Operation.EDIT_RULES) as work:
        work.session.add(RequestSetup(community_id=work.community_id, duty_phone="138 0000 1111"))
        work.touch("request_setup", 0)
    screens.shell.bus.announce(work.changes, None)
    screens.settle()
    assert "duty phone 138 0000 1111" in words_of(page.sheet.prompts.strips[0])
    screens.press(Qt.Key.Key_E, CONTROL)
    assert not declared(page)


def test_that_an_emergency_sent_out_opens_no_paper_in_the_way(screens: Screens, page: IntakePage) -> None:
    fill(page, screens, "地下室跑水了")
    screens.press(Qt.Key.Key_E, CONTROL)
    screens.press(Qt.Key.Key_Return, CONTROL)
    assert newest(screens).line.state is RequestState.ASSIGNED
    assert screens.shell.papers == []


# --- the same trouble -----------------------------------------------------------------------------------------------


def test_that_the_open_request_of_the_same_kind_of_trouble_is_told_on_top(screens: Screens, page: IntakePage) -> None:
    screens.report("门锁坏了", category_id=screens.place.categories["门窗五金"])
    drips = screens.report().line
    screens.report("阳台灯不亮", category_id=screens.place.categories["电气照明"])
    fill(page, screens, "水槽还在漏水")
    assert strips(page) == ["same-strip"]
    assert drips.number in words_of(page.sheet.prompts.strips[0])
    assert page.sheet.beside.picked == drips
    screens.press(Qt.Key.Key_U, ALT)
    assert screens.said() == [f"{drips.number} was urged"]


def test_that_the_household_s_open_request_is_urged_with_one_key(screens: Screens, page: IntakePage) -> None:
    line = screens.report().line
    fill(page, screens, "还在漏，快来")
    assert page.sheet.beside.picked is not None
    assert page.sheet.beside.picked.id == line.id
    screens.press(Qt.Key.Key_U, ALT)
    after = screens.detail(line.number)
    assert (after.line.urged_count, after.steps[-1].why) == (1, "还在漏，快来")
    assert screens.said() == [f"{line.number} was urged"]
    assert screens.service.count() == 1
    assert screens.shell.drafts.all(FORM) == []


def test_that_one_key_makes_it_one_more_caller(screens: Screens, page: IntakePage) -> None:
    line = screens.report().line
    fill(page, screens, "水槽漏水")
    screens.press(Qt.Key.Key_M, ALT)
    page.save(Then.NEXT)
    screens.settle()
    main = screens.detail(line.number)
    assert [duplicate.number for duplicate in main.duplicates] == ["BX-2611-0002"]
    assert screens.said() == [f"BX-2611-0002 was taken in as one more caller of {line.number}"]


def test_that_one_more_caller_can_be_taken_back_before_saving(screens: Screens, page: IntakePage) -> None:
    screens.report()
    fill(page, screens, "水槽漏水")
    screens.press(Qt.Key.Key_M, ALT)
    assert page.prompting.merge_into is not None
    screens.press(Qt.Key.Key_M, ALT)
    page.save(Then.NEXT)
    screens.settle()
    assert all(line.state is RequestState.RECEIVED for line in screens.service.lines(RequestFilter()))


def test_that_the_same_trouble_in_the_building_is_shown_but_not_twice(screens: Screens, page: IntakePage) -> None:
    own = screens.report().line
    near = screens.report("楼上也漏", room_id=screens.place.rooms["3-2-101"]).line
    screens.report("别的楼", room_id=screens.place.rooms["1-1-101"])
    screens.report("早就修好了", room_id=screens.place.rooms["3-2-101"], occurred_at=NOW - timedelta(days=3))
    fill(page, screens, "水槽漏水")
    beside = page.sheet.beside
    said = [label.text() for label in beside.similar.findChildren(QLabel) if label.isVisibleTo(beside)]
    assert near.words in said
    assert own.words not in said
    assert "别的楼" not in said
    assert "早就修好了" not in said
    page.form.room.set_text("1-1-102")
    screens.settle()
    assert not beside.household.isVisibleTo(page)


def test_that_another_of_the_requests_offered_is_picked_by_key_and_urged(screens: Screens, page: IntakePage) -> None:
    numbers = [screens.report(words).line.number for words in ("门锁坏了", "水管漏水")]
    fill(page, screens, "快来")
    assert page.sheet.beside.picked is not None
    assert page.sheet.beside.picked.number == numbers[1]
    screens.press(Qt.Key.Key_O, ALT)
    assert page.sheet.beside.picked.number == numbers[0]
    screens.press(Qt.Key.Key_U, ALT)
    assert screens.detail(numbers[0]).line.urged_count == 1
    assert screens.detail(numbers[1]).line.urged_count == 0


def test_that_a_neighbour_s_request_takes_one_more_caller_and_is_urged(screens: Screens, page: IntakePage) -> None:
    near = screens.report("楼上也漏", room_id=screens.place.rooms["3-2-101"]).line
    fill(page, screens, "楼道里漏水")
    assert strips(page) == ["same-strip"]
    assert "3-2-101 reported it" in words_of(page.sheet.prompts.strips[0])
    assert any(label.text().startswith("3-2-101 · ") for label in page.sheet.beside.similar.findChildren(QLabel))
    screens.press(Qt.Key.Key_M, ALT)
    assert strips(page) == ["merge-strip"]
    page.save(Then.NEXT)
    screens.settle()
    assert [line.room for line in screens.detail(near.number).duplicates] == ["3-1-502"]
    fill(page, screens, "还在漏水")
    screens.press(Qt.Key.Key_O, ALT)
    while page.sheet.beside.picked is not None and page.sheet.beside.picked.id != near.id:
        screens.press(Qt.Key.Key_O, ALT)
    screens.press(Qt.Key.Key_U, ALT)
    assert screens.detail(near.number).line.urged_count == 1


def test_that_what_is_done_already_is_not_urged_but_said_to_be_done(screens: Screens, page: IntakePage) -> None:
    near = screens.report("楼上漏水", room_id=screens.place.rooms["3-2-101"]).line
    screens.service.complete(near.id, result="已修", version=near.version)
    fill(page, screens, "又漏水")
    screens.press(Qt.Key.Key_U, ALT)
    assert screens.said() == [f"{near.number} is done already; there is nothing to urge"]
    assert page.form.words.text() == "又漏水"


def test_that_a_parked_caller_is_one_more_caller_when_it_comes_back(screens: Screens, page: IntakePage) -> None:
    line = screens.report().line
    fill(page, screens, "水槽漏水")
    screens.press(Qt.Key.Key_M, ALT)
    screens.press(Qt.Key.Key_D, CONTROL)
    assert merged_into(page) == 0
    draft = screens.shell.drafts.all(FORM)[0]
    page.choose_draft(draft.key)
    screens.settle()
    assert merged_into(page) == line.id
    assert strips(page) == ["merge-strip"]


# --- it comes back --------------------------------------------------------------------------------------------------


def mended(screens: Screens) -> RequestDetail:
    detail = screens.report()
    screens.service.complete(detail.line.id, result="已换软管", version=detail.line.version)
    screens.later(days=4)
    return detail


def test_that_a_rework_is_proposed_and_taken_up_by_one_key(screens: Screens, page: IntakePage) -> None:
    first = mended(screens)
    fill(page, screens, "水槽又漏水")
    assert strips(page) == ["rework-strip"]
    assert f"Rework of {first.line.number}?" in words_of(page.sheet.prompts.strips[0])
    screens.press(Qt.Key.Key_W, ALT)
    assert words_of(page.sheet.prompts.strips[0]).startswith(f"Rework of {first.line.number} |")
    screens.press(Qt.Key.Key_D, CONTROL)
    page.choose_draft(screens.shell.drafts.all(FORM)[0].key)
    screens.settle()
    assert words_of(page.sheet.prompts.strips[0]).startswith(f"Rework of {first.line.number} |")
    page.save(Then.NEXT)
    screens.settle()
    assert newest(screens).rework_of_id == first.line.id


def test_that_a_rework_can_be_taken_back_and_goes_with_its_category(screens: Screens, page: IntakePage) -> None:
    mended(screens)
    fill(page, screens, "水槽又漏水")
    screens.press(Qt.Key.Key_W, ALT)
    screens.press(Qt.Key.Key_W, ALT)
    assert page.form.rework_of_id is None
    screens.press(Qt.Key.Key_W, ALT)
    page.form.category.choose(str(screens.place.categories["绿化"]))
    screens.settle()
    assert page.form.rework_of_id is None
    assert strips(page) == []


def test_that_a_household_that_keeps_coming_back_is_flagged(screens: Screens, page: IntakePage) -> None:
    for words in ("漏水", "门锁坏了", "灯不亮"):
        screens.report(words)
    fill(page, screens, "又来了")
    often = page.sheet.beside.findChild(Chip, "often")
    assert isinstance(often, Chip)
    assert often.accessibleName() == "3 requests in 90 days"


# --- what to say ----------------------------------------------------------------------------------------------------


def test_that_standing_instructions_and_taboos_stand_beside_the_form(screens: Screens, page: IntakePage) -> None:
    room_id = screens.place.rooms["3-1-502"]
    households = HouseholdService(screens.desk)
    households.give_instruction(room_id, NewInstruction(InstructionKind.DO_NOT_ADMIT, "姓刘的男子"))
    households.give_instruction(
        room_id, NewInstruction(InstructionKind.OUT_OF_TOWN, "早已回来", until=NOW + timedelta(hours=1))
    )
    screens.later(hours=2)
    fill(page, screens, "漏水")
    assert "Do not admit: 姓刘的男子" in beside(page)
    assert not any("早已回来" in words for words in beside(page))


def test_that_an_outage_tells_what_to_say_to_the_household_it_touches(screens: Screens) -> None:
    screens.people()
    touched = screens.place.rooms["3-1-502"]

    def outages(room_id: int) -> Sequence[Saying]:
        if room_id != touched:
            return ()
        lead, script = msg("Water is off here"), "今天 9 点到 17 点停水，是换泵房的止回阀。"
        return (Saying(lead, script, "架空层有取水点", icon="droplet-off", page="outages", where={"outage_id": 7}),)

    page = shown(screens, sayings=(outages,))
    fill(page, screens, "没水了")
    assert {"Water is off here", "今天 9 点到 17 点停水，是换泵房的止回阀。", "架空层有取水点"} <= set(beside(page))
    link = page.sheet.beside.findChild(Button, "open-saying")
    assert isinstance(link, Button)
    link.click()
    assert screens.shell.gone == [("outages", {"outage_id": 7})]
    fill(page, screens, "没水了", room="1-1-101")
    assert "Water is off here" not in beside(page)


# --- the words ------------------------------------------------------------------------------------------------------


def test_that_an_edited_keyword_is_heard_by_an_open_form(screens: Screens, page: IntakePage) -> None:
    fill(page, screens, "泳池的水发绿")
    assert page.form.category_id == 0
    public = screens.place.categories["公共设施"]
    with screens.desk.write(Operation.EDIT_RULES) as work:
        work.session.execute(
            update(Category).where(Category.id == public).values(keywords="泳池", priority=Priority.URGENT)
        )
        work.touch("category", public)
    screens.shell.bus.announce(work.changes, None)
    screens.settle()
    assert page.form.category_id == public
    assert page.form.priority.text() == Priority.URGENT
    assert page.form.due.line.text() == "tomorrow 14:05"


def test_that_trouble_that_keeps_coming_back_in_a_building_is_flagged(screens: Screens, page: IntakePage) -> None:
    for _ in range(3):
        screens.report("漏水", room_id=screens.place.rooms["3-2-101"])
    screens.later(days=5)
    fill(page, screens, "漏水")
    often = page.sheet.beside.findChild(Chip, "often-here")
    assert isinstance(often, Chip)
    assert often.accessibleName() == "3 requests in 90 days"
    assert page.sheet.beside.similar.title.text() == "Same trouble in the building, 90 days"
    screens.report("漏水", room_id=screens.place.rooms["3-2-101"])
    fill(page, screens, "漏水了")
    assert page.sheet.beside.near
    assert page.sheet.beside.similar.title.text() == "Same trouble in the building, 48 hours"


def test_that_the_words_stay_in_sight_when_a_strip_comes_above_them(screens: Screens, page: IntakePage) -> None:
    page.resize(904, 384)
    screens.settle()
    fill(page, screens, "地下室跑水了")
    words, area = page.form.words.edit, page.sheet.form_area
    screens.qtbot.waitUntil(lambda: words.mapTo(area, words.rect().bottomLeft()).y() <= area.height())
    assert strips(page) == ["emergency-strip"]
    assert words.mapTo(area, words.rect().topLeft()).y() >= 0
