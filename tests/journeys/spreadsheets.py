"""A roster and a ledger as an office keeps them: titles, merged cells, numbers as text and text as numbers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from openpyxl import Workbook

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["LEDGER_ROWS", "REFUSED_AREA", "write_ledger", "write_roster"]

REFUSED_AREA = "约九十"

_ROSTER_HEAD = (
    *("备注", "楼栋", "单元", "房号", "楼层", "建筑面积", "业主姓名", "性别", "联系电话", "身份", "车牌号", "入住日期"),
)
_ROSTER: tuple[tuple[object, ...], ...] = (
    (None, 3, 1, "５０２", 5, 89.5, "陈国栋", "男", 13800132046, "业主", "浙A12345", "2021.5.1"),
    (None, None, None, 503, 5, "89.6 ", " 曾小明　", "男", 13912345678.0, "业主", None, datetime(2022, 3, 1)),  # noqa: DTZ001 - a spreadsheet has no zone
    ("常出差", None, 2, "1101", "１１", 120, "黄丽娟", "女", "13900007713、0571-88001234", "业主", None, None),
    (None, 5, 1, 101, 1, REFUSED_AREA, "吴秀英", "女", "137-0000-5566", "业主", None, None),
)

_LEDGER_HEAD = (
    *("报事编号", "报事类型", "房号", "报事人", "联系电话", "报事内容", "报事类别", "部门", "位置", "责任"),
    *("受理时间", "完成时间", "回访时间", "回访结果", "满意度", "取消原因"),
)
_DONE = ("10月6日 15:00", "10月7日 10:00", "已接通")
LEDGER_ROWS: tuple[tuple[object, ...], ...] = (
    (
        *("BX-2610-0001", "报修", "3-1-502", "陈国栋", 13800132046),
        *("厨房水槽漏水", "给排水", "工程部", "户内", "物业类"),
        *("2026年10月5日 9:20", "2026.10.5 16:40", "2026-10-06 10:00", "已接通", "满意", None),
    ),
    (
        *("BX-2610-0002", "报修", "3-1-503", "曾小明", 13912345678),
        *("卧室插座没电", "电气照明", "工程部", "户内", "物业类"),
        *("10月6日 9:00", *_DONE, "非常满意", None),
    ),
    (
        *("BX-2610-0003", "报修", "３－２－１１０１", "黄丽娟", None),
        *("卫生间渗水", "土建渗漏", "工程部", "户内", "地产类"),
        *("10月8日 11:30", None, None, None, None, None),
    ),
    (
        *("BX-2610-0004", "报修", "9-9-909", "不详", None, "楼道灯不亮", "电气照明", "工程部", "公区", "物业类"),
        *("10月9日 20:15", "10月12日 9:00", None, None, None, None),
    ),
    (
        *("TS-2610-0001", "投诉", "3-1-502", "陈国栋", None, "楼上半夜施工", "噪音", "秩序部", "户内", "物业类"),
        *("10月10日 23:10", "10月11日 8:00", "10月12日 9:00", "已接通", "一般", None),
    ),
    (
        *("ZX-2610-0001", "咨询", "3-1-503", "曾小明", None, "物业费怎么交", None, "客服部", None, None),
        *("10月12日 9:05", "10月12日 9:10", None, None, None, None),
    ),
    (
        *("BX-2610-0005", "报修", "3-1-502", "陈国栋", None, "大门门禁坏了", None, "工程部", "公区", "物业类"),
        *("10月13日 8:00", None, None, None, None, "业主撤回"),
    ),
    (
        *("JY-2610-0001", "建议", None, "曾小明", None, "草坪补种", "绿化养护", "绿化部", "公区", "物业类"),
        *("10月20日 10:00", None, None, None, None, None),
    ),
)


def write_roster(path: Path) -> Path:
    """Write four households whose buildings stand in merged cells; one area is refused."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "业主名册"
    _write(sheet, ("云栖花园业主信息登记表",), _ROSTER_HEAD, *_ROSTER)
    sheet.merge_cells("A1:L1")
    sheet.merge_cells("B3:B5")
    sheet.merge_cells("C3:C4")
    sheet["N3"] = "数字为手工录入"
    sheet.append([])
    sheet.append(["填表人：张三"])
    book.save(path)
    return path


def write_ledger(path: Path) -> Path:
    """Write the requests of October 2026; years stand in the title and in the first row only."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "台账"
    _write(sheet, ("2026年10月报事台账",), _LEDGER_HEAD, *LEDGER_ROWS)
    book.save(path)
    return path


def _write(sheet: Worksheet, *rows: Sequence[object]) -> None:
    for row in rows:
        sheet.append(list(row))
