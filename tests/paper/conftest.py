"""Two made-up documents, composed as features compose theirs."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest

from desktop.core.i18n import language
from desktop.core.tokens import PAPER, PAPER_TYPE
from desktop.paper.blocks import Definitions, Figure, Section, Signatures, SlipFoot, SlipHead, Title, WritingBox
from desktop.paper.cells import Bar, TickBoxes
from desktop.paper.charts import Trend
from desktop.paper.flow import AtFoot, Block, Columns
from desktop.paper.frames import REPORT, Document, Sheet
from desktop.paper.grids import Grid, GridRow, head, label, value
from desktop.paper.tables import FIT, Column, Row, Table
from desktop.paper.words import Span, bold, medium

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

CREATED = datetime(2026, 11, 3, 9, 20, tzinfo=ZoneInfo("Asia/Shanghai"))

FIGURES = [
    ("受理量（件）", "198", "186", "+12", "+6.5%", "221", "−23", "−10.4%", "—", ""),
    ("完成量（件）", "191", "189", "+2", "+1.1%", "214", "−23", "−10.7%", "—", ""),
    ("上期遗留（件）", "9", "12", "−3", "−25.0%", "17", "−8", "−47.1%", "—", ""),
    ("完成率", "93.9%", "92.5%", "", "+1.4 点", "90.0%", "", "+3.9 点", "≥ 92%", "达标"),
    ("及时率", "84.8%", "88.9%", "", "−4.1 点", "83.6%", "", "+1.2 点", "≥ 88%", "▲ 未达标"),
    ("处理时长 中位 / 九成（小时）", "6.2 / 41", "5.8 / 37", "", "+0.4 / +4", "7.1 / 52", "", "−0.9 / −11", "—", ""),
    ("返修率", "4.6%", "3.9%", "", "+0.7 点", "5.8%", "", "−1.2 点", "≤ 4%", "▲ 未达标"),
    ("回访率", "98.0%", "96.4%", "", "+1.6 点", "91.2%", "", "+6.8 点", "≥ 95%", "达标"),
    ("满意度", "95.1%", "94.6%", "", "+0.5 点", "93.0%", "", "+2.1 点", "≥ 95%", "达标"),
]
CATEGORIES = [
    ("给排水", 74, "+11"),
    ("门窗五金", 48, "+2"),
    ("照明电气", 41, "−6"),
    ("智能化", 23, "+4"),
    ("其他", 12, "+1"),
]
PROBLEMS = [
    (
        "2、3栋厨卫软管老化，渗漏集中 21 件，其中 6 件重复",
        "本月",
        "抽查 2、3栋户内软管 60 户，老化的当场换",
        "罗建平",
        "11月30日",
        "进行中",
    ),
    ("5栋车库照明同一回路三次报修", "9月续", "配电回路分两路，换防潮灯具", "罗建平", "10月25日", "▲ 逾期 9 天"),
    (
        "约时间后改期 14 件，及时率下降 4.1 点",
        "本月",
        "派单前当面确认时段；改期由班长批准",
        "何志强",
        "11月25日",
        "进行中",
    ),
]
DEFINITIONS = (
    "受理量：发生在本月、未取消，合并的只算一次。完成量：本月完成的，不论何时受理。上期遗留：上月以前发生、月初仍未完成的。"
    "完成率：本月受理中，月底前完成的占比。及时率：本月完成且有时限的，按时完成的占比；挂起不计时，延期以批准为准。处理时长：发生到完成的小时数，"
    "扣除挂起；九成件不超过后一数。返修率：本月完成的报修中，重开或 30 天内同房同类再报的占比。"
    "回访率：本月应回访中已联系上的占比。"
    "满意度：答“非常满意、满意”的占比。分母为零记“—”；“点”指百分点。"
)


@pytest.fixture
def trend() -> Trend:
    months = ["10", "11", "12", "1", "2", "3", "4", "5", "6", "7", "8", "9", "10月"]
    received = [221, 205, 190, 171, 122, 178, 185, 199, 214, 236, 226, 187, 198]
    completed = [214, 206, 188, 175, 126, 169, 184, 196, 207, 228, 230, 189, 191]
    return Trend(months, received, completed, "受理", "完成")


def document(sheet: Sheet, **words: Any) -> Document:
    return Document(sheet, language("zh_CN"), CREATED, title="样张", author="和居物业", **words)


def figures_table() -> Table:
    columns = [
        Column("指标"),
        *(Column(head, FIT, "right") for head in ("本月", "上月", "", "比上月", "去年同月", "", "比去年", "标准")),
        Column("结果", FIT, "centre"),
    ]
    rows = []
    for name, this, *others, result in FIGURES:
        missed = result.startswith("▲")
        rows.append(Row([name, bold(this), *others, bold(result) if missed else result], missed=missed))
    return Table(columns, rows)


def lists(rows: int) -> Table:
    columns = [
        Column("编号", FIT),
        Column("房号", FIT),
        Column("内容"),
        Column("受理", FIT),
        Column("逾期", FIT, "right"),
    ]
    return Table(
        columns,
        [
            (
                f"BX-2610-{number:04d}",
                f"{number % 9 + 1}-1-{number + 100}",
                "厨房水槽下软管接头滴水",
                "10-12 09:30",
                "9 天",
            )
            for number in range(rows)
        ],
    )


def report(trend: Trend, rows: int = 0) -> bytes:
    most = max(count for _, count, _ in CATEGORIES)
    ranking = Table(
        [Column("", FIT), Column(), Column("", FIT, "right"), Column("", FIT, "right")],
        [(name, Bar(count / most), bold(str(count)), change) for name, count, change in CATEGORIES],
    )
    columns = [
        Column("", 6, "centre"),
        Column("问题点", 50),
        Column("来源", FIT, "centre"),
        Column("整改措施"),
        Column("责任人", FIT),
        Column("期限", FIT),
        Column("状态", FIT, "centre"),
    ]
    problems = Table(columns, [(str(index), *problem) for index, problem in enumerate(PROBLEMS, start=1)])
    blocks: list[Block] = [
        Title(
            "工程部 月度服务报告",
            "2026年10月",
            ["统计至 10月31日 24:00", "在住 1,642 户", "已月结 11月3日 沈怡", "送：罗建平 主管"],
        ),
        Section("一", "本月数字"),
        figures_table(),
        Columns(
            (None, [Section("二", "受理与完成", "近 13 个月，件"), Figure(trend, 48)]),
            (61, [Section("三", "分类", "件，比上月"), ranking]),
        ),
        Section("四", "问题点与整改措施", "上月措施 5 条：完成 4 条，1 条转入本月"),
        problems,
    ]
    if rows:
        blocks += [Section("五", "未完成清单"), lists(rows)]
    blocks += [
        WritingBox("主管意见："),
        Signatures(("制表：张敏", "11月3日"), ("部门主管：", "月　　日"), ("项目经理：", "月　　日")),
        AtFoot(Definitions("指标怎么算", DEFINITIONS)),
    ]
    return document(REPORT, company="和居物业 · 云栖花园物业服务中心", number="GC-2026-10").pdf(blocks)


def work_order(*, carbon: bool = False) -> Sequence[Block]:
    find = PAPER_TYPE["find"]
    grey = PAPER["label"]
    grid = partial(Grid, row_height=18.75 if carbon else 22.5, shading=not carbon)
    materials = grid(
        [head("材料、人工"), head("数量", 13, "centre"), head("单价", 17, "right"), head("金额（元）", 22, "right")],
        [
            value("不锈钢软管 60 cm"),
            value("1", 13, "centre"),
            value("22.00", 17, "right"),
            value("22.00", 22, "right"),
        ],
        [value("生料带"), value("1", 13, "centre"), value("3.00", 17, "right"), value("3.00", 22, "right")],
        [value(), value("", 13), value("", 17), value("", 22)],
        [value("合计　贰拾伍元整　　人工费免收"), value(medium("25.00", find), 22, "right")],
    )
    result = grid(
        GridRow([label("到达", 16), value("：", align="centre"), label("完成", 17), value("：", align="centre")], 28.5),
        GridRow([label("处理结果", 16), value()], 34 if carbon else 56),
        GridRow([label("未完原因", 16), value(TickBoxes(["待料", "约时间", "不在家", "其他"]))], 28),
    )
    return [
        SlipHead(
            "和居物业 · 云栖花园物业服务中心　0571-5550 0120",
            "派工单",
            "BX-2611-0017",
            facts=(Span("第一联 工程　　11月24日 10:31 派出，限 "), bold("18:12"), Span(" 前完成")),
            tag="加急",
            code="BX-2611-0017",
        ),
        grid(
            [
                label("房号"),
                value((medium("3-1-502", find), Span("　陈国栋 户", colour=grey)), 45),
                label("联系人"),
                value(medium("黄丽娟　139 0000 7713", find)),
                label("约上门"),
                value(medium("11月24日 14:30", find), 38),
            ],
            [
                label("分类"),
                value("户内 · 给排水 · 物业类", 45),
                label("派给"),
                value("工程　何志强"),
                label("登记"),
                value("张敏　10:26 电话", 38),
            ],
            GridRow(
                [
                    label("内容"),
                    value(medium("厨房水槽下软管接头滴水，关了角阀仍有渗，柜板泡湿。家里有老人，怕滑。", 10.5)),
                ],
                28 if carbon else 39,
            ),
            [label("注意"), value("家有金毛，温顺；请换鞋套。本户停水至 17:00，来水后再试压。")],
        ),
        Columns((104, [materials]), (None, [result]), gap_mm=3.5),
        grid(
            [
                label("业主评价"),
                value(TickBoxes(["非常满意", "满意", "一般", "不满意", "非常不满意"])),
                label("意见"),
                value("", 55),
            ]
        ),
        Signatures(("维修员：", "月　　日"), ("班长：", "月　　日"), ("业主签字（费用已看过）：", "月　　日")),
        AtFoot(
            SlipFoot(
                "做完请当天交回前台，扫码返单。收费须先报价、业主同意后动工。",
                "共三联：工程、客服存根、业主　打印 11月24日 10:31　第 1 次",
            )
        ),
    ]


@pytest.fixture
def make_document() -> Callable[..., Document]:
    return document


@pytest.fixture
def make_report(trend: Trend) -> Callable[[int], bytes]:
    return lambda rows: report(trend, rows)


@pytest.fixture
def make_work_order() -> Callable[..., Sequence[Block]]:
    return work_order
