"""The columns of a ledger of requests, with the headers they go by in real files, and the template's examples."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.sheets.headers import Column

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["COLUMNS", "EXAMPLES", "FIELDS"]

COLUMNS: tuple[Column, ...] = (
    Column(
        "number",
        (
            *(
                "报事编号",
                "编号",
                "单号",
                "工单号",
                "工单编号",
                "报修单号",
                "报修编号",
                "派工单号",
                "任务编号",
                "受理编号",
            ),
            *("流水号", "報事編號", "編號", "單號", "工單號", "Number", "Request No", "Request Number", "Ticket", "ID"),
        ),
        msg("Request number"),
    ),
    Column(
        "kind",
        (
            *("报事类型", "类型", "报事性质", "诉求类型", "事项类型", "业务类型", "工单类型", "报单类型", "服务类型"),
            *("報事類型", "類型", "訴求類型", "Kind", "Type", "Request Type"),
        ),
        msg("Kind of request"),
        required=True,
    ),
    Column(
        "building", ("楼栋", "楼号", "楼栋号", "栋号", "幢号", "樓棟", "樓號", "Building", "Block"), msg("Building")
    ),
    Column("entrance", ("单元", "单元号", "單元", "單元號", "Entrance"), msg("Entrance")),
    Column(
        "room",
        (
            *(
                "房号",
                "房间",
                "房间号",
                "房屋",
                "房屋编号",
                "户号",
                "室号",
                "门牌号",
                "地址",
                "报事地址",
                "报修地址",
                "住址",
            ),
            *("房产", "楼房号", "房號", "房間", "房間號", "戶號", "門牌號", "Room", "House Number", "Flat", "Address"),
        ),
        msg("Room"),
    ),
    Column(
        "reporter",
        (
            *(
                "报事人",
                "报修人",
                "投诉人",
                "来电人",
                "联系人",
                "业主姓名",
                "业主",
                "客户姓名",
                "客户",
                "姓名",
                "反映人",
            ),
            *(
                "報事人",
                "報修人",
                "聯繫人",
                "聯絡人",
                "業主姓名",
                "Reporter",
                "Reported By",
                "Caller",
                "Name",
                "Contact",
            ),
        ),
        msg("Reporter"),
    ),
    Column(
        "phone",
        (
            *("联系电话", "电话", "手机", "手机号", "手机号码", "联系方式", "电话号码", "来电号码", "报事人电话"),
            *("聯繫電話", "聯絡電話", "電話", "手機", "手機號", "Phone", "Mobile", "Telephone", "Phone Number"),
        ),
        msg("Phone"),
    ),
    Column(
        "words",
        (
            *(
                "报事内容",
                "内容",
                "报修内容",
                "投诉内容",
                "报事描述",
                "问题描述",
                "事项描述",
                "诉求内容",
                "故障描述",
                "描述",
            ),
            *(
                "报事事项",
                "事由",
                "報事內容",
                "內容",
                "報修內容",
                "問題描述",
                "Words",
                "Description",
                "Details",
                "Problem",
            ),
        ),
        msg("What it is about"),
        required=True,
    ),
    Column(
        "category",
        (
            *("报事类别", "类别", "分类", "报修类别", "问题分类", "专业", "报事分类", "维修类别", "问题类别"),
            *("報事類別", "類別", "分類", "問題分類", "Category"),
        ),
        msg("Category"),
    ),
    Column(
        "department",
        (
            *("部门", "责任部门", "处理部门", "派工部门", "受理部门", "承办部门", "归属部门", "所属部门"),
            *("部門", "責任部門", "處理部門", "Department", "Team"),
        ),
        msg("Department"),
    ),
    Column(
        "worker",
        (
            *("维修人员", "维修人", "维修员", "处理人", "处理人员", "责任人", "经办人", "派工人员", "接单人", "维修工"),
            *("維修人員", "處理人", "責任人", "經辦人", "Worker", "Handled By", "Technician"),
        ),
        msg("Worker"),
    ),
    Column(
        "place",
        ("位置", "报事位置", "区域类型", "户内公区", "户内/公区", "报修区域", "報事位置", "戶內公區", "Place"),
        msg("Place"),
    ),
    Column(
        "liability",
        ("责任", "责任类别", "责任归属", "责任方", "责任类型", "責任", "責任類別", "責任歸屬", "責任方", "Liability"),
        msg("Liability"),
    ),
    Column("source", ("来源", "报事来源", "来源类型", "信息来源", "來源", "報事來源", "Source"), msg("Source")),
    Column(
        "channel",
        (
            *("渠道", "报事渠道", "受理渠道", "报事方式", "受理方式", "来访方式", "受理途径", "報事方式", "受理方式"),
            *("渠道類型", "Channel", "Reported Through"),
        ),
        msg("Channel"),
    ),
    Column(
        "occurred_at",
        (
            *(
                "受理时间",
                "受理日期",
                "报事时间",
                "报事日期",
                "报修时间",
                "报修日期",
                "投诉时间",
                "来电时间",
                "登记时间",
            ),
            *(
                "登记日期",
                "接单时间",
                "创建时间",
                "发生时间",
                "日期",
                "时间",
                "受理時間",
                "報事時間",
                "報修時間",
                "登記時間",
            ),
            *("Reported At", "Received At", "Received On", "Date", "Time", "Created At", "Occurred At"),
        ),
        msg("Reported at"),
        required=True,
    ),
    Column(
        "due_at",
        (
            *(
                "要求完成时间",
                "要求完成日期",
                "应完成时间",
                "计划完成时间",
                "限时完成时间",
                "完成时限",
                "预计完成时间",
                "时限",
            ),
            *("要求完成時間", "應完成時間", "完成時限", "Due", "Due At", "Deadline"),
        ),
        msg("Due at"),
    ),
    Column(
        "completed_at",
        (
            *(
                "完成时间",
                "完成日期",
                "实际完成时间",
                "完工时间",
                "完工日期",
                "处理完成时间",
                "办结时间",
                "维修完成时间",
            ),
            *(
                "完成時間",
                "完成日期",
                "實際完成時間",
                "完工時間",
                "Completed At",
                "Completed On",
                "Done At",
                "Finished At",
            ),
        ),
        msg("Completed at"),
    ),
    Column(
        "result",
        (
            *("处理结果", "处理情况", "维修结果", "完成情况", "维修情况", "处理措施", "办理结果", "答复内容"),
            *("處理結果", "處理情況", "完成情況", "Result", "Resolution"),
        ),
        msg("Result"),
    ),
    Column(
        "followed_up_at",
        ("回访时间", "回访日期", "回訪時間", "回訪日期", "Followed Up At", "Follow-up Date", "Follow-up Time"),
        msg("Followed up at"),
    ),
    Column(
        "outcome",
        ("回访结果", "回访情况", "回访状态", "是否接通", "回訪結果", "回訪情況", "Follow-up Outcome", "Outcome"),
        msg("Outcome of the follow-up"),
    ),
    Column(
        "satisfaction",
        (
            "满意度",
            "满意程度",
            "客户满意度",
            "业主满意度",
            "回访满意度",
            "评价",
            "滿意度",
            "滿意程度",
            "Satisfaction",
            "Grade",
        ),
        msg("Satisfaction"),
    ),
    Column(
        "follow_up_words",
        ("回访内容", "回访意见", "回访记录", "客户意见", "业主意见", "回訪內容", "回訪意見", "Follow-up Words"),
        msg("Words of the follow-up"),
    ),
    Column(
        "cancel_reason",
        (
            "取消原因",
            "作废原因",
            "撤销原因",
            "关闭原因",
            "取消原由",
            "作廢原因",
            "撤銷原因",
            "Cancel Reason",
            "Reason for Cancelling",
        ),
        msg("Reason for cancelling"),
    ),
    Column(
        "cancelled_at",
        ("取消时间", "取消日期", "作废时间", "撤销时间", "取消時間", "取消日期", "Cancelled At", "Cancelled On"),
        msg("Cancelled at"),
    ),
)
"""Every column understood. A ledger must have kind, words and time; the rest may be missing."""

FIELDS = tuple(column.field for column in COLUMNS)
"""What a profile may map headers to."""

EXAMPLES: tuple[Mapping[str, str], ...] = (
    MappingProxyType(
        {
            "kind": "报修",
            "room": "3-1-502",
            "reporter": "王小明",
            "phone": "13800000001",
            "words": "厨房水槽下软管滴水",
            "category": "给排水",
            "department": "工程",
            "place": "户内",
            "liability": "物业类",
            "source": "客户报事",
            "occurred_at": "2026-03-01 09:20",
            "due_at": "2026-03-03 09:20",
            "completed_at": "2026-03-01 15:40",
            "followed_up_at": "2026-03-02 10:00",
            "outcome": "已接通",
            "satisfaction": "满意",
        }
    ),
    MappingProxyType(
        {
            "kind": "投诉",
            "room": "5-2-1101",
            "words": "楼上半夜施工",
            "category": "噪音",
            "department": "秩序",
            "occurred_at": "2026-03-02 23:10",
            "cancel_reason": "业主撤回",
        }
    ),
)
"""Rows of the template, as a person would type them."""
