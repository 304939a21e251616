from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from desktop.core.i18n import Language, msg
from desktop.ui.buttons import Button
from desktop.ui.chips import Avatar, Chip
from desktop.ui.language import ui_language
from desktop.ui.nav import NARROW, WIDE, NavBar
from desktop.ui.paint import metrics
from desktop.ui.panels import Facts, PageHeader, Panel, label
from desktop.ui.search import SearchField
from desktop.ui.theme import colour
from desktop.ui.tiles import Comparison, CountTile, FigureTile
from tests.ui.phrases import Phrases

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


def test_that_a_chip_says_its_state_in_word_and_tint(qtbot: QtBot) -> None:
    chip = Chip(msg("Overdue"), "red", "clock-alert")
    qtbot.addWidget(chip)
    chip.resize(chip.sizeHint())
    assert chip.accessibleName() == "Overdue"
    assert chip.height() == 22
    assert chip.grab().toImage().pixelColor(chip.width() // 2, 1) == colour("red-tint")
    chip.show_state(msg("On hold"), "grey")
    assert chip.accessibleName() == "On hold"


def test_that_an_avatar_shows_the_first_character(qtbot: QtBot) -> None:
    avatar = Avatar("张敏")
    qtbot.addWidget(avatar)
    avatar.set_name("李婷")
    assert avatar._letter == "李"


def test_that_a_tile_opens_its_list_by_key_and_says_its_count(qtbot: QtBot) -> None:
    window = QWidget()
    column = QVBoxLayout(window)
    tile = CountTile(msg("Overdue"), "clock-alert", tone="red", key="1")
    column.addWidget(tile)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    tile.show_count(1204, msg("Due today"))
    with qtbot.waitSignal(tile.clicked):
        QTest.keyClick(window, Qt.Key.Key_1)
    assert tile.accessibleName() == "Overdue 1,204"
    assert tile.accessibleDescription() == "Due today"


def test_that_a_zero_is_quiet(qtbot: QtBot) -> None:
    tile = CountTile(msg("Overdue"), "clock-alert", tone="red")
    qtbot.addWidget(tile)
    tile.resize(184, 76)

    def colours() -> set[str]:
        image = tile.grab().toImage()
        return {image.pixelColor(x, y).name() for x in range(image.width()) for y in range(image.height())}

    tile.show_count(3)
    assert colour("red").name() in colours()
    tile.show_count(0)
    assert colour("red").name() not in colours()


def test_that_a_figure_is_told_with_its_verdict(qtbot: QtBot) -> None:
    tile = FigureTile(msg("Completion rate"))
    qtbot.addWidget(tile)
    lines = [Comparison("last month 92.7%", [("+1.5", "green")])]
    tile.show_figure("94.2%", lines, icon="circle-check", tone="green", verdict=msg("Better"))
    assert tile.accessibleName() == "Completion rate 94.2%"
    assert tile.accessibleDescription() == "Better"
    assert tile.sizeHint().height() == 104


def test_that_a_panel_has_a_head_only_with_a_title(qtbot: QtBot) -> None:
    panel = Panel()
    qtbot.addWidget(panel)
    panel.show()
    assert not panel.title.isVisible()
    panel.set_title(msg("Requests"), msg("Today"))
    assert panel.title.isVisible()
    assert panel.note.text() == "Today"
    panel.foot.addWidget(Button(msg("Save")))
    assert len(panel.findChildren(Button)) == 1


def test_that_a_long_note_holds_no_panel_wide(qtbot: QtBot) -> None:
    panel = Panel(msg("Room"), note="欧阳慕容上官司徒诸葛令狐皇甫尉迟公孙东方赫连澹台夏侯闻人")
    qtbot.addWidget(panel)
    panel.show()
    panel.resize(240, 200)
    assert panel.width() == 240
    assert panel.note.toolTip() == panel.note.text()


def test_that_words_and_links_among_facts_stand_in_line(qtbot: QtBot) -> None:
    facts = Facts()
    qtbot.addWidget(facts)
    link = Button("3-1-502", kind="link", small=True)
    facts.show_facts([(msg("Room"), link), (msg("Caller"), "黄丽娟")])
    facts.show()
    plain = next(words for words in facts.findChildren(QLabel) if words.text() == "黄丽娟")
    room_around_the_words = (link.sizeHint().width() - metrics("body").horizontalAdvance(link.text())) / 2
    assert link.x() + round(room_around_the_words) == plain.x() + plain.contentsRect().x()


def test_that_facts_are_replaced(qtbot: QtBot) -> None:
    facts = Facts()
    qtbot.addWidget(facts)
    facts.show_facts([(msg("Room"), "3-1-502"), (msg("Due"), Chip("14:30", "amber"))])
    facts.show_facts([(msg("Caller"), "黄丽娟")])
    qtbot.waitUntil(lambda: len(facts.findChildren(QLabel)) == 2)
    assert {words.text() for words in facts.findChildren(QLabel)} == {"Caller", "黄丽娟"}


def test_that_of_words_without_room_no_stump_is_painted(qtbot: QtBot) -> None:
    words = label("up to 31 Oct 24:00; every number opens its list", cut=True)
    qtbot.addWidget(words)
    drawn = []
    for width in (40, 140):
        words.resize(width, 22)
        image = words.grab().toImage()
        drawn.append(len({image.pixelColor(x, y).rgb() for x in range(width) for y in range(22)}) > 1)
    assert drawn == [False, True]
    words.resize(40, 22)
    assert words.toolTip(), "the whole of it is still told"


def test_that_words_without_room_are_cut_and_whole_in_the_tooltip(qtbot: QtBot) -> None:
    words = label("一段很长的说明文字，放不下", cut=True)
    qtbot.addWidget(words)
    words.show()
    words.resize(60, 20)
    assert words.toolTip() == "一段很长的说明文字，放不下"
    words.resize(400, 20)
    assert words.toolTip() == ""
    words.setText("换成更长的另一段说明文字，这一段在原来的宽度里也放不下，所以要能看到全部内容，一个字也不少")
    qtbot.waitUntil(lambda: words.toolTip() == words.text())


def test_that_a_page_has_one_title(qtbot: QtBot) -> None:
    header = PageHeader(msg("Requests"), note=msg("Today"))
    qtbot.addWidget(header)
    header.set_title(msg("Months"))
    assert header.title.text() == "Months"
    assert header.note.text() == ""


def navigation(qtbot: QtBot) -> NavBar:
    nav = NavBar("云栖花园", msg("Service centre"))
    qtbot.addWidget(nav)
    for key, text, icon in (("today", "Today", "sun"), ("requests", "Requests", "clipboard-list")):
        nav.add_page(key, msg(text), icon)
    nav.resize(nav.width(), 600)
    nav.show()
    return nav


def test_that_pages_are_chosen_by_click_and_by_key(qtbot: QtBot) -> None:
    nav = navigation(qtbot)
    nav.show_page("today")
    with qtbot.waitSignal(nav.chosen) as chosen:
        QTest.mouseClick(nav._items["requests"], Qt.MouseButton.LeftButton)
    assert chosen.args == ["requests"]
    with qtbot.waitSignal(nav.chosen) as chosen:
        QTest.keyClick(nav._items["today"], Qt.Key.Key_Return)
    assert chosen.args == ["today"]
    assert nav._items["today"].isChecked()


def test_that_the_navigation_shrinks_to_icons_and_grows_with_words(qtbot: QtBot) -> None:
    nav = navigation(qtbot)
    assert nav.width() == WIDE
    nav.set_compact(compact=True)
    assert nav.width() == NARROW
    nav.set_compact(compact=False)
    nav.add_page("long", msg("A rather long name of a page"), "sun")
    assert WIDE < nav.width() <= 240
    nav.set_count("requests", 48)
    nav.set_person("张敏", msg("Clerk · early shift"))
    ui_language().speak(Language("zh_CN", Phrases()))
    assert nav._role.text() == "前台 · 早班"


def test_that_the_search_field_is_entered_by_key_and_asks_while_typing(qtbot: QtBot) -> None:
    field = SearchField(msg("Find anything"), label=msg("Find"), key="F3")
    qtbot.addWidget(field)
    field.show()
    field.activateWindow()
    qtbot.waitUntil(field.isActiveWindow)
    field.setText("3-1")
    QTest.keyClick(field, Qt.Key.Key_F3)
    assert field.selectedText() == "3-1"
    with qtbot.waitSignal(field.asked) as asked:
        QTest.keyClicks(field, "zxm")
    assert asked.args == ["zxm"]
    with qtbot.waitSignals([field.moved, field.taken, field.left]):
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Escape):
            QTest.keyClick(field, key)
