"""Every piece of the kit on three pages, as the screens use them.

Run it to look at them: `python -m tests.ui.gallery FOLDER` writes PNGs, light and dark, Chinese and English. Set
QT_QPA_PLATFORM=offscreen where there is no screen, QT_SCALE_FACTOR=2 for 200 %.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.core.i18n import Language, msg
from desktop.core.i18n import language as core_language
from desktop.ui.buttons import Button, FilterChip
from desktop.ui.chips import Avatar, Chip
from desktop.ui.forms import (
    CheckField,
    Choice,
    ChoiceField,
    Form,
    LineField,
    LookupField,
    MomentField,
    PhoneField,
    SegmentField,
    TextField,
)
from desktop.ui.kit import start_kit
from desktop.ui.nav import NavBar
from desktop.ui.panels import EmptyState, Facts, IconLabel, ListFrame, PageHeader, Panel, label
from desktop.ui.search import SearchField
from desktop.ui.strips import AlertStrip, Toast
from desktop.ui.table import Cell, Column, ListView, RowsModel
from desktop.ui.theme import ThemeChoice
from desktop.ui.tiles import Comparison, CountTile, FigureTile
from tests.ui.phrases import Phrases
from tests.ui.samples import COLUMNS, ROWS, Row

if TYPE_CHECKING:
    from collections.abc import Callable

    from desktop.ui.language import Text


def list_page() -> QWidget:
    """Return a list with its filters, the detail beside it and the toast below."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(12)
    header = PageHeader(msg("Requests"), note=msg("48 shown of 24,116"))
    for text, icon in (
        (msg("Print slips"), "printer"),
        (msg("Export these"), "download"),
        (msg("Columns"), "columns-3"),
    ):
        header.tools.addWidget(Button(text, icon=icon))
    column.addWidget(header)
    filters = QHBoxLayout()
    filters.setSpacing(8)
    on = FilterChip(msg("Open and last 3 days"))
    on.setChecked(True)
    filters.addWidget(on)
    chips: list[tuple[Text, str, str, int]] = [
        (msg("Overdue"), "clock-alert", "red", 3),
        (msg("To dispatch"), "", "ink", 4),
        (msg("To follow up"), "", "ink", 5),
        (msg("On hold"), "", "ink", 6),
    ]
    for words, icon, tone, count in chips:
        chip = FilterChip(words, icon=icon, tone=tone)
        chip.set_count(count)
        filters.addWidget(chip)
    filters.addWidget(FilterChip(msg("Add a condition"), icon="list-filter"))
    filters.addStretch(1)
    filters.addWidget(Button(msg("Clear conditions"), kind="link", small=True))
    column.addLayout(filters)
    middle = QHBoxLayout()
    middle.setSpacing(12)
    panel = Panel()
    view = ListView(RowsModel(COLUMNS, ROWS), label=msg("Requests"), name="requests", row="row-dense")
    view.select(5)
    panel.body.addWidget(ListFrame(view, EmptyState(msg("Nothing is open"), msg("New requests appear here."))))
    middle.addWidget(panel, 2)
    middle.addWidget(detail_panel(), 1)
    column.addLayout(middle, 1)
    toast = Toast()
    toast.tell(
        msg("Dispatched to Luo"),
        actions=[(msg("Open"), "", lambda: None), (msg("Undo"), "Ctrl+Z", lambda: None)],
    )
    column.addWidget(toast)
    return page


def detail_panel() -> Panel:
    """Return a request's detail."""
    panel = Panel("BX-2611-0017")
    panel.head.addWidget(Chip(msg("Being worked on"), "blue", "wrench"))
    panel.pad(12, 10, 12, 0)
    panel.body.setSpacing(6)
    panel.body.addWidget(label("厨房水槽下漏水", "section"))
    facts = Facts()
    who = QWidget()
    row = QHBoxLayout(who)
    row.setContentsMargins(0, 0, 0, 0)
    row.addWidget(label("3-1-502 陈国栋 户", "strong"))
    row.addWidget(Chip("VIP", "violet", "crown"))
    row.addStretch(1)
    facts.show_facts(
        [
            (msg("Household"), who),
            (msg("Caller"), "黄丽娟　139 **** 7713"),
            (msg("Category"), "户内 · 给排水 · 加急 · 物业类"),
            (msg("Due"), "今天 18:12，还有 4 小时"),
        ]
    )
    panel.body.addWidget(facts)
    panel.body.addWidget(AlertStrip(msg("Water is off until 17:00"), icon="droplet-off"))
    panel.body.addStretch(1)
    panel.foot.addWidget(Button(msg("Complete"), icon="check", key="F8", kind="primary"))
    for text in (msg("Urge"), msg("Hold"), msg("Extend")):
        panel.foot.addWidget(Button(text))
    panel.foot.addWidget(Button(msg("More"), menu=True))
    panel.foot.addStretch(1)
    return panel


def request_form() -> Form:
    """Return the form of a new request."""
    form = Form(name="request")
    room = LookupField("room", msg("Room"), required=True, width=130)
    room.line.setText("3-1-502")
    room.add_beside(label("陈国栋 户", tone="ink2"))
    room.add_beside(Chip("VIP", "violet", "crown"))
    room.beside.addStretch(1)
    form.add(room)
    caller = LineField("caller", msg("Caller"))
    caller.line.setText("黄丽娟")
    form.add(caller)
    kinds = [("repair", "Repair"), ("complaint", "Complaint"), ("inquiry", "Inquiry"), ("suggestion", "Suggestion")]
    kind = SegmentField("kind", msg("Kind"), [Choice(key, msg(text)) for key, text in kinds], required=True)
    kind.choose("repair")
    form.add(kind)
    form.add(PhoneField("phone", msg("Phone")))
    place = [Choice("flat", msg("In the flat")), Choice("public", msg("Public area"))]
    form.add(SegmentField("place", msg("Place"), place))
    categories = [Choice("water", "给排水 › 水槽、下水管", ("gps",)), Choice("light", "照明电气", ("zmdq",))]
    form.add(ChoiceField("category", msg("Category"), categories, required=True))
    content = TextField("content", msg("Content"), required=True)
    content.edit.setPlainText("水槽下面的软管接头还在滴水，关了角阀仍有渗，柜板泡湿了。家里有老人，怕滑。")
    form.add(content, wide=True)
    urgency = [("normal", "Normal"), ("urgent", "Urgent"), ("emergency", "Emergency")]
    form.add(SegmentField("urgency", msg("Urgency"), [Choice(key, msg(text)) for key, text in urgency]))
    form.add(MomentField("visit", msg("Visit at"), lambda text: (text, f"= {text}"), hint="明天 9点"))
    form.add(ChoiceField("worker", msg("Assign to"), [Choice("he", "工程 · 何志强"), Choice("luo", "工程 · 罗师傅")]))
    form.add(CheckField("follow_up", msg("Follow-up"), msg("Call within 3 days of completion"), on=True))
    return form


def form_page(*, wrong: bool = False) -> QWidget:
    """Return a form in its panel with the foot bar."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(16, 12, 16, 12)
    panel = Panel(msg("New request"))
    panel.tools.addWidget(label(msg("* required"), "small", "ink2"))
    panel.pad(16, 12, 16, 12)
    strip = AlertStrip(
        "今天已报过：",
        "10:26 黄丽娟报“厨房水槽下漏水” BX-2611-0017",
        icon="repeat",
        more="何志强处理中，约 14:30 上门。多半是同一件事。",
        buttons=[Button(msg("Urge"), key="Alt+U", small=True)],
    )
    panel.body.addWidget(strip)
    panel.body.addSpacing(12)
    form = request_form()
    panel.body.addWidget(form)
    panel.body.addStretch(1)
    panel.foot.addWidget(Button(msg("Save and dispatch"), icon="check", key="Ctrl+Return", kind="primary"))
    panel.foot.addWidget(Button(msg("Save"), key="Return", bind=False))
    panel.foot.addWidget(Button(msg("Park"), icon="pause", key="Ctrl+D"))
    panel.foot.addStretch(1)
    panel.foot.addWidget(Button(msg("Close, keep the draft"), key="Esc", kind="link"))
    column.addWidget(panel)
    if wrong:
        form.check()
    return page


def today_page() -> QWidget:
    """Return tiles, alerts, small lists and an empty state."""
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(16, 12, 16, 12)
    column.setSpacing(12)
    column.addWidget(PageHeader(msg("Today"), note="11月24日 星期二 · 小雪后二日 · 晴 3–11°C"))
    column.addWidget(
        AlertStrip(
            "正在停水：3栋、5栋",
            "更换泵房止回阀　09:00–17:00，还有 2 小时 48 分",
            icon="droplet-off",
            more="影响 214 户 · 已接来电 6 个 · VIP 电话通知 18 户",
            buttons=[Button(msg("What to say"), small=True), Button(msg("Restored"), small=True)],
        )
    )
    column.addWidget(
        AlertStrip("不予放行：", "自称亲戚的刘姓男子来访，一律先打黄丽娟电话核实。", tone="red", icon="ban")
    )
    tiles = QHBoxLayout()
    tiles.setSpacing(12)
    counts: list[tuple[Text, str, str, int, str]] = [
        (msg("Overdue"), "clock-alert", "red", 3, "最久 2 天 · 工程 2"),
        (msg("Due today"), "calendar-clock", "amber", 7, "17:30 前 4 件"),
        (msg("To follow up"), "phone-outgoing", "accent", 5, "其中投诉 2 件"),
        (msg("To dispatch"), "send", "accent", 4, "最早 12:55 登记"),
        (msg("Lent out"), "key-round", "red", 0, "钥匙 1 · 推车 1"),
        (msg("Visitors inside"), "door-open", "accent", 1234, "施工 6 人"),
    ]
    for place, (words, icon, tone, count, fact) in enumerate(counts, 1):
        tile = CountTile(words, icon, tone=tone, key=str(place))
        tile.show_count(count, fact)
        tiles.addWidget(tile)
    column.addLayout(tiles)
    column.addLayout(_figures())
    lower = QHBoxLayout()
    lower.setSpacing(12)
    people = Panel(msg("Household"), note="4 人")
    people.tools.addWidget(Button(msg("New request"), icon="plus", kind="link", small=True))
    columns = [
        Column[Row]("name", msg("Caller"), lambda row, _: Cell(row.handler, row.category, mark="志"), stretch=True),
        Column[Row]("phone", msg("Phone"), lambda row, _: Cell("138 **** 2046", row.due), width=130, right=True),
        Column[Row]("act", msg("Open"), lambda _row, _: Cell("打开", link=True), width=60, right=True, sort=False),
    ]
    people.body.addWidget(
        ListView(RowsModel(columns, ROWS[:5]), label=msg("Household"), name="people", row="row-two-line")
    )
    lower.addWidget(people, 1)
    empty = Panel(msg("Requests"))
    advice = EmptyState(msg("Nothing is open"), msg("New requests appear here."), button=Button(msg("New request")))
    empty.body.addWidget(advice)
    lower.addWidget(empty, 1)
    column.addLayout(lower, 1)
    return page


def _figures() -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    received = FigureTile(msg("Received"))
    received.show_figure(
        "312",
        [
            Comparison("上月 288", [("+24", "ink2"), ("+8.3%", "ink2")]),
            Comparison("去年 340", [("−28", "ink2"), ("−8.2%", "ink2")]),
        ],
        icon="minus",
    )
    rate = FigureTile(msg("Completion rate"))
    rate.show_figure(
        "94.2%",
        [Comparison("上月 92.7%", [("+1.5 点", "green")]), Comparison("去年 91.0%", [("+3.2 点", "amber")])],
        icon="circle-check",
        tone="green",
    )
    row.addWidget(received)
    row.addWidget(rate)
    row.addWidget(Avatar("张敏"))
    row.addStretch(1)
    return row


def window(page: QWidget, current: str) -> QWidget:
    """Return `page` in a frame like the main window's."""
    outer = QWidget()
    outer.setObjectName("ground")
    row = QHBoxLayout(outer)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    nav = NavBar("云栖花园", msg("Service centre"))
    pages: list[tuple[str, Text, str]] = [
        ("today", msg("Today"), "sun"),
        ("requests", msg("Requests"), "clipboard-list"),
        ("households", msg("Households"), "house"),
        ("outages", msg("Outages"), "droplet-off"),
        ("months", msg("Months"), "chart-column"),
        ("answers", msg("Answers"), "message-circle-question-mark"),
    ]
    for key, words, icon in pages:
        nav.add_page(key, words, icon)
    nav.set_count("requests", 48)
    nav.set_person("张敏", msg("Clerk · early shift"))
    nav.show_page(current)
    row.addWidget(nav)
    right = QVBoxLayout()
    right.setSpacing(0)
    right.addWidget(_top_bar())
    right.addWidget(page, 1)
    status = QFrame()
    status.setObjectName("status-bar")
    status.setFixedHeight(28)
    line = QHBoxLayout(status)
    line.setContentsMargins(16, 0, 16, 0)
    line.addWidget(IconLabel("circle-check", "ink2", 14))
    line.addWidget(label("数据已保存　备份 今天 12:30 正常", "small", "ink2"))
    line.addStretch(1)
    right.addWidget(status)
    row.addLayout(right, 1)
    return outer


def _top_bar() -> QFrame:
    bar = QFrame()
    bar.setObjectName("top-bar")
    bar.setFixedHeight(56)
    row = QHBoxLayout(bar)
    row.setContentsMargins(16, 0, 16, 0)
    row.setSpacing(8)
    hint = msg("Residents, phones, plates, numbers: room / name / initials / any digits")
    search = SearchField(hint, label=msg("Find"), key="F3")
    search.setMaximumWidth(640)
    row.addWidget(search, 5)
    row.addStretch(1)
    row.addWidget(Button(msg("Visit"), icon="door-open", key="F4"))
    row.addWidget(Button(msg("New request"), icon="plus", key="F2", kind="primary"))
    return bar


PAGES: dict[str, tuple[Callable[[], QWidget], str]] = {
    "list": (list_page, "requests"),
    "form": (form_page, "requests"),
    "wrong": (lambda: form_page(wrong=True), "requests"),
    "today": (today_page, "today"),
}


def main(folder: Path) -> None:
    """Write every page in every look and language to `folder`."""
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    look, spoken = start_kit(app, look=ThemeChoice.LIGHT, all_fonts=True)
    folder.mkdir(parents=True, exist_ok=True)
    for name, (make, current) in PAGES.items():
        shown = window(make(), current)
        shown.resize(1366, 696)
        shown.show()
        for code in ("zh", "en"):
            spoken.speak(Language("zh_CN", Phrases()) if code == "zh" else core_language("en"))
            for choice in (ThemeChoice.LIGHT, ThemeChoice.DARK):
                look.choose(choice)
                app.processEvents()
                shown.grab().save(str(folder / f"{name}-{code}-{choice}.png"))
        shown.close()
        look.choose(ThemeChoice.LIGHT)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
