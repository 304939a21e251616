"""Rosters as people send them."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from desktop.sheets.workbook import Cell, Sheet, Workbook

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["HEAD", "MESSY", "ROSTER", "SYSTEM_EXPORT", "sheet"]

Line = list[Cell]
A_MOMENT = datetime(2025, 1, 2, 3, 4)  # noqa: DTZ001 - cells have no zone


def sheet(*rows: Sequence[Cell], name: str = "业主名册") -> Workbook:
    """Return a workbook of one sheet."""
    return (Sheet(name, [list(row) for row in rows]),)


HEAD: Line = ["楼栋", "单元", "房号", "房屋状态", "业主姓名", "联系电话", "身份", "入住日期", "车牌号", "标签", "备注"]
ROSTER: tuple[Line, ...] = (
    HEAD,
    ["1", "1", "101", "自住", "王小明", "13800000001", "业主", "2021-05-01", "浙A12345", "VIP", None],
    ["1", "1", "101", None, "李小红", "13800000002、0571-88000001", "家属", None, None, None, "白天在家"],
    ["1", "1", "102", "出租", "曾国强", "13800000003", "业主", None, None, "历史遗留问题（学区）", None],
    ["1", "1", "102", None, "单小刚", 13800000004, "租客", date(2024, 3, 1), None, None, None],
    ["3", "2", "0301", "空置", None, None, None, "2019-01-01", None, None, "钥匙在物业"],
    ["别墅", None, "12", "装修中", "张𬭚", None, "业主", None, None, None, None],
)
"""Four rooms, five people, five phones, one vehicle, two tags; everything sound."""

MESSY: Workbook = (
    Sheet(
        "１期",
        [
            ["翠湖花园业主信息登记表（2026年）"],
            [],
            [
                "序号",
                "房屋建筑面积（㎡）",
                None,
                "楼号",
                "单元号",
                "*房号",
                "产权人",
                "联系 方式",
                "证件号码",
                "身份",
                "入住时间",
                "车牌",
                "备注",
            ],
            [
                1,
                "89.50㎡",
                None,
                "３号楼",
                "１单元",
                "５０２室",
                " 王　小明 ",
                13800000010.0,
                "11010519491231002X",
                "户主",
                44197,
                "浙A·D12345",
                None,
            ],
            [2, None, None, "3号楼", None, None, None, None, None, None, None, None, None],
            [
                3,
                "1,089.5",
                None,
                None,
                "1单元",
                503.0,
                "欧阳娜娜",
                "13800000011/13800000012；(0571)8800 0002",
                "无",
                "房东",
                "2026.3.1",
                "浙A12345、浙B54321",
                "多行\n备注",
            ],
            [
                4,
                None,
                None,
                None,
                "1单元",
                "504",
                "Смирнов Ivan",
                "+86 138 0000 0013",
                "E12345678",
                "租户",
                A_MOMENT,
                "无",
                "-",
            ],
            [5, None, None, None, "1单元", "505", "曾一", "1.38E+10", None, None, None, None, None],
            [6, None, None, None, "1单元", "506", "曾二", "1380000001", None, None, None, None, None],
            [7, None, None, None, "1单元", "507", "曾三", None, "110105194912310021", None, None, None, None],
            [8, None, None, None, "1单元", "508", "曾四", None, 1.10105194912310e17, None, None, None, None],
            [9, None, None, None, "1单元", date(2003, 1, 12), "曾五", None, None, None, None, None, None],
            [10, None, None, None, "1单元", "510", "曾六", None, None, None, "3月1日", None, None],
            [11, "很大", None, None, "1单元", "511", "曾七", None, None, None, None, None, None],
            [12, None, None, None, "1单元", "512", None, "13800000014", None, None, None, None, None],
            ["合计", 12],
            ["制表人：张三"],
        ],
    ),
)
"""Title, gaps, units, full width, numbers as text and text as numbers, merged and missing cells, lost digits."""

SYSTEM_EXPORT: Workbook = (
    Sheet("小区信息", [["小区名称", "小区地址"], ["翠湖花园", "杭州"]]),
    Sheet("楼栋单元", [["楼栋编号", "楼栋名称", "单元编号", "总楼层", "是否有电梯"], ["9001", "8", "1", 18, "有"]]),
    Sheet(
        "业主信息",
        [
            ["业主编号", "业主名称", "性别", "年龄", "手机号", "身份证"],
            ["Y1", "王小明", "男", 40, "13800000001", None],
            ["Y2", "王小明", "男", 50, "13800000001", None],
            ["Y3", "无房", "女", 30, "13800000003", None],
            ["Y4", "错号", "女", 30, "1234", None],
        ],
    ),
    Sheet(
        "房屋信息",
        [
            ["房屋编号", "楼栋编号", "单元编号", "房屋楼层", "房屋户型", "建筑面积", "业主编号", "房屋状态", "备注"],
            ["101", "9001", "1", 1, "三室", 89.5, "Y1", "已入住", "水表在外"],
            ["102", "9001", "1", 1, "三室", 89.5, "Y1;Y2", "已入住", None],
            ["103", "9001", "0", 1, "商铺", 50, None, "未售", None],
            ["104", "9001", "1", 1, "三室", 89.5, "Y9", "已入住", None],
            ["105", "9001", "1", 1, "三室", 89.5, "Y4", "已入住", None],
        ],
    ),
    Sheet(
        "费用信息", [["楼栋编号", "单元编号", "房屋编号", "费用名称", "收费金额"], ["9001", "1", "101", "物业费", 100]]
    ),
    Sheet("车位信息", [["车位编号", "停车场编号", "业主编号", "车牌号"], ["A1", "1", "Y1", "浙A12345"]]),
)
"""One workbook whose sheets refer to each other by number, with sheets about other things beside them."""
