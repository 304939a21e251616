"""The gallery's words in Chinese, so that its pieces can be looked at without the catalogues."""

from __future__ import annotations

import gettext

# fmt: off
CHINESE = {
    "Today": "今日", "Requests": "报事", "Households": "住户", "Outages": "停水停电", "Call rounds": "电话通知",
    "Gate": "门岗", "Months": "月度梳理", "More": "更多", "Clerk · early shift": "前台 · 早班",
    "Service centre": "物业服务中心", "Find": "查找", "New request": "新报事", "Visit": "来访登记",
    "Residents, phones, plates, numbers: room / name / initials / any digits":
        "找住户、电话、车牌、报事单号：房号 / 姓名 / 拼音首字母 / 号码任意几位",
    "48 shown of 24,116": "显示 48 件，共 24,116 件", "Print slips": "打印派工单", "Export these": "导出所示",
    "Columns": "列", "Open and last 3 days": "未办完与近 3 天", "Overdue": "逾期", "To dispatch": "待派工",
    "On hold": "挂起", "To follow up": "待回访", "Add a condition": "加条件", "Clear conditions": "清除条件",
    "State": "状态", "Room": "房号", "Content": "内容", "Category": "分类", "Handler": "经办", "Due": "时限",
    "Due today": "今天到期", "Lent out": "借出未还", "Visitors inside": "来访在内", "Being worked on": "处理中",
    "Open": "打开", "Undo": "撤销", "Close": "关闭", "Lock": "锁定", "Complete": "返单", "Urge": "催办",
    "Hold": "挂起", "Extend": "延期", "Household": "住户", "Caller": "来电人", "Kind": "类型", "Place": "位置",
    "Repair": "报修", "Complaint": "投诉", "Inquiry": "咨询", "Suggestion": "建议", "Praise": "表扬",
    "In the flat": "户内", "Public area": "公区", "Urgency": "紧急", "Normal": "一般", "Urgent": "加急",
    "Emergency": "紧急", "Visit at": "约上门", "Assign to": "派给", "Follow-up": "回访", "Phone": "电话",
    "Call within 3 days of completion": "完成后 3 天内电话回访", "Save and dispatch": "保存并派工", "Save": "保存",
    "Park": "暂存", "Close, keep the draft": "关闭，留草稿", "* required": "* 必填",
    "Please fill in “%(label)s”.": "请填写“%(label)s”。", "Answers": "应答手册", "What to say": "怎么说",
    "Water is off until 17:00": "本户停水至 17:00，来水后再试压",
    "Nothing is open": "没有未办完的报事", "New requests appear here.": "新登记的报事会出现在这里。",
    "Received": "受理量", "Completion rate": "完成率", "Restored": "恢复供水", "Progress": "进度",
    "Dispatched to Luo": "BX-2611-0013 已派给罗师傅", "The room “%(room)s” is unknown.": "没有房号“%(room)s”。",
}
# fmt: on
"""Enough Chinese to look at the pieces before there is a catalogue."""


class Phrases(gettext.NullTranslations):
    """Translates the gallery's own phrases."""

    def gettext(self, message: str) -> str:
        return CHINESE.get(message, message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return CHINESE.get(msgid1, msgid1 if n == 1 else msgid2)
