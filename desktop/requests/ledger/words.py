"""One cell of a ledger to one value: the words for kinds, places, outcomes and grades, numbers and phones."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

from desktop.core.i18n import LANGUAGES, language, msg
from desktop.core.phones import read_phones
from desktop.core.texts import clean, search_form
from desktop.requests.model import (
    SERIES,
    Channel,
    FollowUpOutcome,
    Liability,
    Place,
    RequestKind,
    Satisfaction,
    Source,
)
from desktop.requests.rows import (
    CHANNEL_LABELS,
    KIND_LABELS,
    LIABILITY_LABELS,
    MOST_WORDS,
    OUTCOME_LABELS,
    PLACE_LABELS,
    SATISFACTION_LABELS,
    SOURCE_LABELS,
)
from desktop.sheets.cells import CellFault, shown, to_code_text, to_lines, to_phone_text, to_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.i18n import Message
    from desktop.sheets.workbook import Cell

__all__ = [
    "LONGEST",
    "OURS",
    "department_name",
    "read_channel",
    "read_kind",
    "read_liability",
    "read_line",
    "read_number",
    "read_outcome",
    "read_phone",
    "read_place",
    "read_satisfaction",
    "read_source",
    "read_words",
]

LONGEST = 100
"""Characters of a name, a number, a category."""

OURS = re.compile(r"({})-(\d{{4}})-(\d{{4,8}})".format("|".join(SERIES.values())))
"""A number in the program's own form: letters, year and month, count."""

Code = TypeVar("Code")


class _Choices(Generic[Code]):
    """The words that stand for each code, our own labels in every language among them."""

    def __init__(self, words: Mapping[Code, str], labels: Mapping[Code, Message]) -> None:
        self._words = words
        self._labels = labels

    @cached_property
    def codes(self) -> dict[str, Code]:
        """The codes by the search form of their words; made when first asked, because labels are translated."""
        known = {
            search_form(language(speech).message(label)): code
            for code, label in self._labels.items()
            for speech in LANGUAGES
        }
        known.update({search_form(word): code for code, words in self._words.items() for word in words.split()})
        return known

    def read(self, cell: Cell) -> Code | CellFault | None:
        """Return the code of the cell's word, none for an empty cell, a fault for an unknown word."""
        text = search_form(to_text(cell))
        if not text or text in self.codes:
            return self.codes[text] if text else None
        listed = ", ".join(words.split()[0] for words in self._words.values())
        return CellFault(msg("“%(value)s” is unknown here; write one of: %(words)s.", value=shown(cell), words=listed))


_KINDS = _Choices(
    {
        RequestKind.REPAIR: "报修 維修 维修 報修 维修类 报修类",
        RequestKind.COMPLAINT: "投诉 投訴 投诉类",
        RequestKind.INQUIRY: "咨询 諮詢 咨詢 询问 问询 咨询类 求助 enquiry",
        RequestKind.SUGGESTION: "建议 建議 意见 意见建议 建议类",
        RequestKind.PRAISE: "表扬 表揚 感谢 表扬类",
    },
    KIND_LABELS,
)
_PLACES = _Choices(
    {
        Place.IN_HOME: "户内 戶內 室内 室內 入户 家中 家内 户内报修",
        Place.PUBLIC_AREA: "公区 公區 公共区域 公共區域 公共 公共部位 公共部分 户外 室外 公区报修",
    },
    PLACE_LABELS,
)
_LIABILITIES = _Choices(
    {
        Liability.PROPERTY: "物业类 物業類 物业 物業 物业公司 物业责任",
        Liability.DEVELOPER: "地产类 地產類 地产 地產 开发商 開發商 地产责任 工程遗留",
    },
    LIABILITY_LABELS,
)
_SOURCES = _Choices(
    {
        Source.RESIDENT: "客户报事 客戶報事 客户 客戶 业主 業主 住户 住戶 业主报事 业主报修 客户报修",
        Source.INSPECTION: "自查报事 自查報事 自查 巡查 巡检 內部 内部 员工报事 自检",
    },
    SOURCE_LABELS,
)
_CHANNELS = _Choices(
    {
        Channel.PHONE: "电话 電話 来电 來電 热线 400电话",
        Channel.COUNTER: "前台 来访 來訪 上门 到访 现场 柜台 櫃檯",
        Channel.CHAT_GROUP: "微信群 微信 业主群 業主群 群 企业微信",
        Channel.PATROL: "巡查 巡检 巡逻",
        Channel.MANAGER: "经理 領導 领导 管家",
        Channel.OTHER: "其他 其它 其他渠道",
    },
    CHANNEL_LABELS,
)
_OUTCOMES = _Choices(
    {
        FollowUpOutcome.REACHED: "已接通 接通 已接听 已回访 已回訪 回访成功 成功",
        FollowUpOutcome.NO_ANSWER: "无人接听 無人接聽 未接通 未接听 未接 无人接 占线 关机",
        FollowUpOutcome.CANNOT_CALL: "无法回访 無法回訪 无需回访 拒访 拒绝回访 空号 无电话 停机",
    },
    OUTCOME_LABELS,
)
_GRADES = _Choices(
    {
        Satisfaction.VERY_SATISFIED: "非常满意 非常滿意 很满意 十分满意",
        Satisfaction.SATISFIED: "满意 滿意",
        Satisfaction.FAIR: "一般 尚可",
        Satisfaction.DISSATISFIED: "不满意 不滿意",
        Satisfaction.VERY_DISSATISFIED: "非常不满意 非常不滿意 很不满意 十分不满意",
    },
    SATISFACTION_LABELS,
)

read_kind = _KINDS.read
read_place = _PLACES.read
read_liability = _LIABILITIES.read
read_outcome = _OUTCOMES.read
read_satisfaction = _GRADES.read


def read_source(cell: Cell) -> tuple[Source | None, Channel | None] | CellFault:
    """Return who found it; some ledgers name the channel here instead, and a patrol found it itself."""
    source = _SOURCES.read(cell)
    if not isinstance(source, CellFault):
        return source, None
    channel = _CHANNELS.read(cell)
    return source if isinstance(channel, CellFault) else (Source.RESIDENT, channel)


def read_channel(cell: Cell) -> Channel | None:
    """Return how it reached the desk; ways we have no word for are other ways."""
    channel = _CHANNELS.read(cell)
    return Channel.OTHER if isinstance(channel, CellFault) else channel


def read_number(cell: Cell) -> str | CellFault:
    """Return a request's number as it is kept: ours in capitals, others as they are written."""
    text = to_code_text(cell)
    if isinstance(text, CellFault) or not text:
        return text
    ours = search_form(text).upper()
    return ours if OURS.fullmatch(ours) else _short(clean(text))


def read_line(cell: Cell) -> str | CellFault:
    """Return a name or another short text."""
    return _short(to_text(cell))


def read_words(cell: Cell) -> str | CellFault:
    """Return a long text with its lines."""
    text = to_lines(cell)
    if len(text) > MOST_WORDS:
        return CellFault(
            msg("This text has %(count)s characters; shorten it to %(most)s.", count=len(text), most=MOST_WORDS)
        )
    return text


def read_phone(cell: Cell) -> str | CellFault:
    """Return a phone as a request keeps it: the first number in the cell, else what stands there."""
    text = to_phone_text(cell)
    if isinstance(text, CellFault):
        return text
    numbers, _ = read_phones(text)
    return numbers[0] if numbers else _short(text)


def department_name(text: str) -> str:
    """Return a department's name as it is kept and compared, without the ending 部."""
    name = clean(text)
    return name.removesuffix("部") or name


def _short(text: str) -> str | CellFault:
    if len(text) > LONGEST:
        return CellFault(msg("This is too long; at most %(most)s characters fit here.", most=LONGEST))
    return text
