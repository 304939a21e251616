"""The columns of a roster, with the headers they go by in real files, and the template's examples."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from desktop.core.i18n import msg
from desktop.sheets.headers import Column

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["COLUMNS", "EXAMPLES", "FIELDS", "TEMPLATE_COLUMNS"]

_ZONE = Column("zone", ("区域", "组团", "分区", "片区", "區域", "組團", "分期", "期数", "Phase", "Zone"), msg("Zone"))
_BUILDING = Column(
    "building",
    (
        *(
            "楼栋",
            "楼号",
            "楼栋号",
            "栋",
            "幢",
            "座",
            "栋号",
            "幢号",
            "座号",
            "楼幢",
            "楼座",
            "楼宇",
            "所属楼栋",
            "栋座",
        ),
        *("樓棟", "樓號", "棟", "棟號", "樓棟號", "樓宇"),
        *("Building", "Block", "Tower", "Building No", "Building Number"),
    ),
    msg("Building"),
)
_BUILDING_NUMBER = Column(
    "building_number", ("楼栋编号", "楼栋编码", "楼宇编号", "楼栋ID", "樓棟編號"), msg("Number of the building")
)
_BUILDING_NAME = Column(
    "building_name", ("楼栋名称", "楼宇名称", "楼名", "建筑名称", "樓棟名稱"), msg("Name of the building")
)
_ENTRANCE = Column(
    "entrance",
    (
        *("单元", "单元编号", "单元号", "单元名称", "所属单元", "门洞", "梯", "梯号"),
        *("單元", "單元號", "單元編號", "Entrance", "Unit", "Stairwell"),
    ),
    msg("Entrance"),
)
_ROOM = Column(
    "room",
    (
        *(
            "房号",
            "房间",
            "房间号",
            "室号",
            "房屋",
            "房屋号",
            "户号",
            "门牌号",
            "门牌",
            "房间名称",
            "室",
            "单元房号",
            "楼房号",
            "房产",
        ),
        *("房號", "房間", "房間號", "室號", "戶號", "門牌號", "房屋名称", "房产名称", "业主房号", "房屋房号"),
        *("Room", "Flat", "Apartment", "Room No", "Room Number", "House Number"),
    ),
    msg("Room"),
    required=True,
)
_ROOM_CODE = Column(
    "room_code",
    ("房屋编号", "房屋编码", "房间编号", "房间编码", "房产编号", "房屋ID", "房屋編號", "Room Code", "Room ID"),
    msg("Number of the room"),
)
_ADDRESS = Column(
    "address",
    ("房屋地址", "地址", "房产地址", "住址", "详细地址", "房屋全称", "房屋位置", "居住地址", "Address"),
    msg("Address"),
)
_FLOOR = Column("floor", ("楼层", "层", "所在楼层", "房屋楼层", "楼层号", "樓層", "Floor", "Storey"), msg("Floor"))
_AREA = Column(
    "area",
    (
        "建筑面积",
        "面积",
        "房屋面积",
        "房屋建筑面积",
        "产权面积",
        "建面",
        "室内面积",
        "建築面積",
        "面積",
        "Area",
        "Floor Area",
    ),
    msg("Area in m²"),
)
_KIND = Column(
    "kind",
    (
        *(
            "房屋类型",
            "户型",
            "房屋户型",
            "房型",
            "物业类型",
            "房屋用途",
            "用途",
            "房屋性质",
            "房屋類型",
            "戶型",
            "房產類型",
        ),
        *("Room Type", "Layout", "Type"),
    ),
    msg("Kind of room"),
)
_STATE = Column(
    "state",
    (
        *(
            "房屋状态",
            "状态",
            "入住状态",
            "房态",
            "居住状态",
            "入住情况",
            "居住情况",
            "交房状态",
            "使用状态",
            "房屋狀態",
            "狀態",
        ),
        *("入住狀態", "State", "Status", "Room State"),
    ),
    msg("State of the room"),
)
_NAME = Column(
    "name",
    (
        *(
            "业主",
            "业主名称",
            "业主姓名",
            "姓名",
            "住户姓名",
            "住户",
            "户主",
            "户主姓名",
            "产权人",
            "名字",
            "客户名称",
            "客户姓名",
        ),
        *("人员姓名", "成员姓名", "名称", "業主", "業主姓名", "業主名稱", "住戶", "住戶姓名", "戶主"),
        *("Name", "Owner", "Owner Name", "Resident", "Full Name"),
    ),
    msg("Name of the person"),
)
_SEX = Column("sex", ("性别", "性別", "业主性别", "Sex", "Gender"), msg("Sex"))
_PHONES = Column(
    "phones",
    (
        *(
            "手机号",
            "联系电话",
            "电话",
            "手机",
            "联系方式",
            "手机号码",
            "联系号码",
            "移动电话",
            "业主电话",
            "电话号码",
            "联系手机",
        ),
        *(
            "业主手机",
            "业主手机号",
            "手機號",
            "手機",
            "手機號碼",
            "聯絡電話",
            "聯繫電話",
            "電話",
            "聯絡方式",
            "業主電話",
        ),
        *("Phone", "Mobile", "Tel", "Telephone", "Phone Number", "Mobile Number", "Phones", "Contact"),
    ),
    msg("Phones"),
)
_MORE_PHONES = Column(
    "more_phones",
    ("备用电话", "备用手机", "其他电话", "固定电话", "座机", "家庭电话", "电话2", "手机2", "備用電話", "Second Phone"),
    msg("Other phones"),
)
_ID_NUMBER = Column(
    "id_number",
    (
        *(
            "身份证号",
            "证件号码",
            "身份证",
            "身份证号码",
            "证件号",
            "身份證號",
            "身分證號",
            "身份證號碼",
            "身分證字號",
            "證件號碼",
        ),
        *("业主身份证", "ID Number", "ID Card", "ID No", "Passport"),
    ),
    msg("ID number"),
)
_ROLE = Column(
    "role",
    (
        *(
            "业主类型",
            "身份",
            "与业主关系",
            "住户类型",
            "人员类型",
            "关系",
            "住户身份",
            "客户类型",
            "人员身份",
            "与户主关系",
            "居住身份",
        ),
        *("業主類型", "身分", "與業主關係", "住戶類型", "關係", "Role", "Relation", "Relation to Owner"),
    ),
    msg("Owner, family, tenant or agent"),
)
_PLATES = Column(
    "plates",
    (
        "车牌号",
        "车牌",
        "车牌号码",
        "车辆",
        "车辆号牌",
        "車牌號",
        "車牌",
        "車牌號碼",
        "Plate",
        "Plates",
        "Number Plate",
        "Vehicle",
    ),
    msg("Plates"),
)
_SINCE = Column(
    "since",
    (
        *("入住日期", "入住时间", "迁入日期", "搬入日期", "入住時間", "遷入日期", "入伙日期"),
        *("Moved In", "Move-in Date", "Since"),
    ),
    msg("Moved in on"),
)
_HANDED_OVER = Column(
    "handed_over",
    ("交房日期", "收房日期", "交付日期", "交房时间", "收房时间", "交房時間", "Handover Date"),
    msg("Handed over on"),
)
_TAGS = Column(
    "tags", ("标签", "客户标签", "住户标签", "业主标签", "特殊标记", "標籤", "標簽", "Tags", "Labels"), msg("Tags")
)
_NOTE = Column(
    "note",
    ("备注", "备注说明", "备注信息", "備註", "备考", "Note", "Notes", "Remark", "Remarks", "Comment"),
    msg("Note"),
)
_OWNER_NUMBER = Column(
    "owner_number",
    ("业主编号", "业主编码", "业主ID", "客户编号", "客户编码", "住户编号", "業主編號", "Owner Number", "Owner ID"),
    msg("Number of the owner"),
)

COLUMNS = (
    *(_ZONE, _BUILDING, _BUILDING_NUMBER, _BUILDING_NAME, _ENTRANCE, _ROOM, _ROOM_CODE, _ADDRESS, _FLOOR, _AREA),
    *(_KIND, _STATE, _NAME, _SEX, _PHONES, _MORE_PHONES, _ID_NUMBER, _ROLE, _PLATES, _SINCE, _HANDED_OVER, _TAGS),
    *(_NOTE, _OWNER_NUMBER),
)
"""Every column a roster may have; which ones a sheet has tells what kind of sheet it is."""

FIELDS = tuple(column.field for column in COLUMNS)
"""What a mapping profile may map headers to."""

TEMPLATE_COLUMNS = (
    *(_ZONE, _BUILDING, _ENTRANCE, _ROOM, _FLOOR, _AREA, _KIND, _STATE, _NAME, _SEX, _PHONES, _ID_NUMBER, _ROLE),
    *(_PLATES, _SINCE, _TAGS, _NOTE),
)
"""The columns of the template, in its order."""

EXAMPLES: tuple[Mapping[str, str], ...] = (
    MappingProxyType(
        {
            "building": "3",
            "entrance": "1",
            "room": "502",
            "floor": "5",
            "area": "89.5",
            "state": "自住",
            "name": "王小明",
            "sex": "男",
            "phones": "13800000001",
            "role": "业主",
            "since": "2021-05-01",
            "tags": "VIP",
        }
    ),
    MappingProxyType(
        {
            "building": "3",
            "entrance": "1",
            "room": "502",
            "name": "李小红",
            "sex": "女",
            "phones": "13800000002、057188000001",
            "role": "家属",
            "plates": "浙A12345",
        }
    ),
)
"""How a household of two is filled in: one row a person."""
