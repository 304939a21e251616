"""Made-up requests for the gallery and the tests of lists."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.ui.table import Cell, Column

if TYPE_CHECKING:
    from desktop.core.i18n import Language


@dataclass(frozen=True)
class Row:
    """One request in the gallery."""

    id: int
    state: tuple[str, str, str]
    room: str
    content: str
    category: str
    handler: str
    due: str


LATE, WORKED, NEW = ("red", "clock-alert"), ("blue", "wrench"), ("accent", "circle-dot")
CALL, HELD = ("violet", "phone-outgoing"), ("grey", "circle-pause")
ROWS = [
    Row(1, ("逾期 2 天", *LATE), "8-1-1203", "阳台推拉门锁扣坏", "门窗", "何志强", "11-22 17:30"),
    Row(2, ("逾期 1 天", *LATE), "3-1-502", "门口快递堆放，答复未回", "公共秩序", "丁磊", "11-23 13:50"),
    Row(3, ("逾期 5 小时", *LATE), "公区", "5栋地下车库照明三盏不亮", "照明", "罗师傅", "今天 09:10"),
    Row(4, ("处理中", *WORKED), "1-1-1802", "可视对讲无声音", "智能化", "罗师傅", "今天 16:00"),
    Row(5, ("处理中", *WORKED), "3-1-502", "厨房水槽下漏水", "给排水", "何志强", "今天 18:12"),
    Row(6, ("待派工", *NEW), "7-2-201", "卫生间排风扇不转", "电器", "—", "今天 18:40"),
    Row(7, ("待派工", *NEW), "1-2-1104", "入户门猫眼松动", "门窗", "—", "明天 12:00"),
    Row(8, ("待答复", *NEW), "4-1-1501", "装修押金何时退", "咨询", "沈怡", "明天 12:00"),
    Row(
        9,
        ("处理中", *WORKED),
        "公区",
        "3栋东门道闸抬杆慢，车辆排队，请派人查看并通知门岗",
        "智能化",
        "罗师傅",
        "明天 17:30",
    ),
    Row(10, ("待回访", *CALL), "3-1-502", "次卧开关更换", "电气", "张敏", "11-25 15:00"),
    Row(11, ("待回访", *CALL), "6-1-301", "快递架占用消防通道", "公共秩序", "张敏", "11-26 10:20"),
    Row(12, ("挂起 待料", *HELD), "5-1-702", "暖气片跑风阀漏气", "暖通", "何志强", "停表"),
    Row(13, ("挂起 约时间", *HELD), "别墅 9", "院门电机异响", "门窗", "罗师傅", "停表"),
]


def _chip(row: Row, _language: Language) -> Cell:
    text, tone, icon = row.state
    return Cell(text, tone=tone, icon=icon, chip=True)


def _due(row: Row, _language: Language) -> Cell:
    return Cell(row.due, tone="red" if row.state[1] == "red" else "ink")


COLUMNS = [
    Column[Row]("state", msg("State"), _chip, width=118),
    Column[Row]("room", msg("Room"), lambda row, _: row.room, width=84),
    Column[Row]("content", msg("Content"), lambda row, _: row.content, width=160, stretch=True),
    Column[Row]("category", msg("Category"), lambda row, _: Cell(row.category, tone="ink2"), width=76),
    Column[Row]("handler", msg("Handler"), lambda row, _: row.handler, width=70),
    Column[Row]("due", msg("Due"), _due, width=104),
]
