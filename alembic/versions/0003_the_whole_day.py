"""The desk's whole day: rules, bills, attachments, comments, grades of complaints, handovers.

Revision 0003, after 0002.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

AWAITS_FOLLOW_UP = (
    "state IN ('completed', 'duplicate') AND follow_up_due_at IS NOT NULL AND reached_at IS NULL AND NOT cannot_call"
)


KEYWORDS = {
    "给排水": (
        "漏水 滴水 跑水 爆管 水管 水龙头 龙头 角阀 软管 水槽 水表 水压 停水 下水 下水道 堵 堵塞 地漏 "
        "马桶 反水 返水 返味 排水 排污 化粪池 水泵 热水 花洒 洗手盆 渗水管"
    ),
    "电气照明": (
        "停电 跳闸 漏电 没电 断电 电表 电线 电路 短路 插座 开关 灯 路灯 灯泡 照明 不亮 配电箱 空开 感应灯 声控灯"
    ),
    "门窗五金": (
        "门锁 锁 钥匙 把手 合页 门窗 窗户 窗 玻璃 纱窗 推拉门 入户门 防火门 闭门器 铰链 密封条 猫眼 "
        "门禁锁 抽屉 栏杆扶手"
    ),
    "智能化/可视对讲": (
        "对讲 可视对讲 门禁 门禁卡 刷卡 监控 摄像头 道闸 抬杆 车牌识别 网络 宽带 光纤 报警器 呼叫 人脸识别 门铃"
    ),
    "电梯": ("电梯 困梯 困人 轿厢 扶梯 电梯门 电梯异响 关人"),
    "土建渗漏": (
        "渗水 渗漏 漏雨 外墙 屋顶 天花板 墙面 墙皮 脱落 开裂 裂缝 空鼓 瓷砖 地砖 返潮 发霉 防水 阳台渗 "
        "地面下沉 窗台渗水"
    ),
    "公共设施": (
        "健身器材 滑梯 秋千 座椅 长椅 围栏 栏杆 井盖 路面 楼道 信箱 快递柜 充电桩 雨棚 消防 消防栓 灭火器 大堂 儿童乐园"
    ),
    "环境卫生": (
        "垃圾 垃圾桶 卫生 保洁 打扫 清扫 脏 异味 臭 臭味 蟑螂 老鼠 蚊虫 消杀 积水 烟头 油污 建筑垃圾 堆物 杂物 小广告"
    ),
    "绿化": ("绿化 树 树枝 树木 草坪 草地 花坛 修剪 杂草 除草 枯死 浇水 病虫害 落叶 绿植 遮光"),
    "秩序安全/停车": (
        "停车 车位 乱停 堵车 占道 占车位 违停 保安 门岗 陌生人 可疑 偷 被盗 盗窃 电动车 飞线 高空抛物 "
        "消防通道 推销 打架 巡逻"
    ),
    "噪音": ("噪音 噪声 吵 太吵 吵闹 装修噪音 扰民 半夜 音响 广场舞 施工声 异响 敲打 电钻"),
    "宠物": ("宠物 狗 犬 遛狗 狗叫 狗屎 狗粪 猫 流浪猫 流浪狗 不牵绳 咬人"),
    "邻里纠纷": ("邻居 邻里 纠纷 楼上 楼下 隔壁 争吵 调解 占用公共"),
    "收费/服务态度": (
        "物业费 收费 费用 发票 缴费 欠费 多收 停车费 水费 电费 押金 退款 态度 服务态度 不接电话 推诿 投诉客服 前台态度"
    ),
}
"""The words by which the program guessed the categories it brought, before they could be changed."""

RULES = (
    ("", "emergency", 10, 240),
    ("repair", "urgent", 30, 1440),
    ("repair", "", 120, 2880),
    ("complaint", "", 60, 1440),
)
GRADES = (
    ("一般投诉", "", "anyone"),
    ("严重投诉", "部门主管", "head"),
    ("重大投诉", "部门主管\n项目经理", "manager"),
)
QUESTIONS = ("师傅准时到了吗？", "现场收拾干净了吗？", "费用和原因讲清楚了吗？")

ANSWERED_AT_ONCE = (
    "UPDATE request SET answered_at_once = :yes WHERE kind IN ('inquiry', 'suggestion', 'praise')"
    " AND completed_at = occurred_at AND closed_at = recorded_at AND imported_key IS NULL"
)
"""Closed in the form it was reported with; a ledger does not tell whether that was so."""

RESPONDED = (
    "UPDATE request SET responded_at = COALESCE((SELECT MIN(at) FROM request_step WHERE request_id = request.id"
    " AND kind IN ('assigned', 'started')), assigned_at, first_completed_at)"
)


def upgrade() -> None:
    """Change the schema; runs inside the program's one transaction."""
    op.create_table(
        "complaint_grade",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("tell", sa.String(), nullable=False),
        sa.Column("signer", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_complaint_grade_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_grade")),
        sa.UniqueConstraint("community_id", "name", name=op.f("uq_complaint_grade_community_id_name")),
    )
    op.create_table(
        "counted_thing",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("expected", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_counted_thing_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_counted_thing")),
        sa.UniqueConstraint("community_id", "name", name=op.f("uq_counted_thing_community_id_name")),
    )
    op.create_table(
        "follow_up_question",
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_follow_up_question_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_question")),
        sa.UniqueConstraint("community_id", "words", name=op.f("uq_follow_up_question_community_id_words")),
    )
    op.create_table(
        "holiday_year",
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_holiday_year_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday_year")),
        sa.UniqueConstraint("community_id", "year", name=op.f("uq_holiday_year_community_id_year")),
    )
    op.create_table(
        "phrase",
        sa.Column("use", sa.String(), nullable=False),
        sa.Column("abbreviation", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_phrase_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phrase")),
        sa.UniqueConstraint(
            "community_id", "use", "abbreviation", name=op.f("uq_phrase_community_id_use_abbreviation")
        ),
    )
    op.create_table(
        "request_setup",
        sa.Column("duty_phone", sa.String(), nullable=False),
        sa.Column("work_order_copies", sa.String(), nullable=False),
        sa.Column("work_order_terms", sa.String(), nullable=False),
        sa.Column("work_order_format", sa.String(), nullable=False),
        sa.Column("hold_days", sa.Integer(), nullable=False),
        sa.Column("due_soon_minutes", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_request_setup_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_setup")),
        sa.UniqueConstraint("community_id", name=op.f("uq_request_setup_community_id")),
    )
    op.create_table(
        "saved_list",
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_saved_list_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_saved_list")),
        sa.UniqueConstraint("account_id", "name", name=op.f("uq_saved_list_account_id_name")),
    )
    op.create_table(
        "working_hours",
        sa.Column("days", sa.JSON(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_working_hours_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_working_hours")),
        sa.UniqueConstraint("community_id", name=op.f("uq_working_hours_community_id")),
    )
    op.create_table(
        "equipment",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("building_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("category_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["building_id"], ["building.id"], name=op.f("fk_equipment_building_id")),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_equipment_category_id")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_equipment_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_equipment")),
        sa.UniqueConstraint("community_id", "name", name=op.f("uq_equipment_community_id_name")),
    )
    op.create_table(
        "follow_up_claim",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("household", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("claimed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("claimed_until", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["claimed_by"], ["account.id"], name=op.f("fk_follow_up_claim_claimed_by")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_follow_up_claim_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_claim")),
        sa.UniqueConstraint("community_id", "household", name=op.f("uq_follow_up_claim_community_id_household")),
    )
    with op.batch_alter_table("follow_up_claim", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_up_claim_claimed_by"), ["claimed_by"], unique=False)

    op.create_table(
        "handover",
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=False),
        sa.Column("paragraphs", sa.JSON(), nullable=False),
        sa.Column("left_over", sa.JSON(), nullable=False),
        sa.Column("counted", sa.JSON(), nullable=False),
        sa.Column("given_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("given_at", sa.BigInteger(), nullable=False),
        sa.Column("taken_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("taken_at", sa.BigInteger(), nullable=True),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_handover_community_id")),
        sa.ForeignKeyConstraint(["given_by"], ["account.id"], name=op.f("fk_handover_given_by")),
        sa.ForeignKeyConstraint(["taken_by"], ["account.id"], name=op.f("fk_handover_taken_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handover")),
    )
    with op.batch_alter_table("handover", schema=None) as batch_op:
        batch_op.create_index("ix_handover_newest", ["community_id", "until"], unique=False)

    op.create_table(
        "request_rule",
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("category_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("priority", sa.String(), nullable=False),
        sa.Column("response_minutes", sa.Integer(), nullable=True),
        sa.Column("completion_minutes", sa.Integer(), nullable=True),
        sa.Column("in_working_time", sa.Boolean(), nullable=False),
        sa.Column("follow_up_days", sa.Integer(), nullable=True),
        sa.Column("follow_up_share", sa.Integer(), nullable=False),
        sa.Column("follow_up_in_working_days", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["category_id"], ["category.id"], name=op.f("fk_request_rule_category_id")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_request_rule_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_rule")),
    )
    with op.batch_alter_table("request_rule", schema=None) as batch_op:
        batch_op.create_index("ix_request_rule", ["community_id", "active"], unique=False)

    op.create_table(
        "attachment",
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("draft_key", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("thumbnail", sa.LargeBinary(), nullable=True),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_attachment_community_id")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_attachment_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
    )
    with op.batch_alter_table("attachment", schema=None) as batch_op:
        batch_op.create_index("ix_attachment_draft", ["community_id", "draft_key"], unique=False)
        batch_op.create_index(batch_op.f("ix_attachment_request_id"), ["request_id"], unique=False)

    op.create_table(
        "bill_item",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("quantity", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("price_fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_bill_item_community_id")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_bill_item_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bill_item")),
    )
    with op.batch_alter_table("bill_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_bill_item_request_id"), ["request_id"], unique=False)

    op.create_table(
        "request_comment",
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_request_comment_community_id")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_request_comment_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_comment")),
    )
    with op.batch_alter_table("request_comment", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_comment_request_id"), ["request_id"], unique=False)

    op.create_table(
        "request_helper",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("worker_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_request_helper_community_id")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_request_helper_request_id")),
        sa.ForeignKeyConstraint(["worker_id"], ["worker.id"], name=op.f("fk_request_helper_worker_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_request_helper")),
        sa.UniqueConstraint("request_id", "worker_id", name=op.f("uq_request_helper_request_id_worker_id")),
    )
    with op.batch_alter_table("request_helper", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_request_helper_worker_id"), ["worker_id"], unique=False)

    op.create_table(
        "telling",
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("whom", sa.String(), nullable=False),
        sa.Column("told_at", sa.BigInteger(), nullable=True),
        sa.Column("told_by", sa.Integer(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_telling_community_id")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_telling_request_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_telling")),
        sa.UniqueConstraint("request_id", "whom", name=op.f("uq_telling_request_id_whom")),
    )
    op.create_table(
        "attachment_content",
        sa.Column("attachment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["attachment_id"], ["attachment.id"], name=op.f("fk_attachment_content_attachment_id")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_attachment_content_community_id")),
        sa.PrimaryKeyConstraint("attachment_id", name=op.f("pk_attachment_content")),
    )
    op.create_table(
        "follow_up_reply",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("follow_up_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("question_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_follow_up_reply_community_id")),
        sa.ForeignKeyConstraint(["follow_up_id"], ["follow_up.id"], name=op.f("fk_follow_up_reply_follow_up_id")),
        sa.ForeignKeyConstraint(
            ["question_id"], ["follow_up_question.id"], name=op.f("fk_follow_up_reply_question_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_follow_up_reply")),
        sa.UniqueConstraint("follow_up_id", "question_id", name=op.f("uq_follow_up_reply_follow_up_id_question_id")),
    )
    with op.batch_alter_table("follow_up_reply", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_follow_up_reply_question_id"), ["question_id"], unique=False)

    with op.batch_alter_table("category", schema=None) as batch_op:
        batch_op.add_column(sa.Column("keywords", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("place", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("liability", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("priority", sa.String(), nullable=False, server_default=""))

    with op.batch_alter_table("follow_up", schema=None) as batch_op:
        batch_op.add_column(sa.Column("account_id", sa.Integer(), nullable=True))
        batch_op.create_index(
            "ix_follow_up_low",
            ["community_id", "request_id", "made_at"],
            unique=False,
            sqlite_where=sa.text("satisfaction IN ('dissatisfied', 'fair', 'very_dissatisfied')"),
            postgresql_where=sa.text("satisfaction IN ('dissatisfied', 'fair', 'very_dissatisfied')"),
        )

    op.drop_index("ix_request_awaits_follow_up", table_name="request")
    with op.batch_alter_table("request", schema=None) as batch_op:
        batch_op.add_column(sa.Column("priority", sa.String(), nullable=False, server_default="normal"))
        batch_op.add_column(sa.Column("response_due_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("responded_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("due_in_working_time", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("rule_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(sa.Column("overdue_reason", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("arrived_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("chargeable", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("fee_fen", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(
            sa.Column("equipment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(
            sa.Column("rework_of_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("answered_at_once", sa.Boolean(), nullable=False, server_default=sa.false()))
        batch_op.add_column(sa.Column("grade_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True))
        batch_op.add_column(
            sa.Column("accused_department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.add_column(sa.Column("promised_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("told_at", sa.BigInteger(), nullable=True))
        batch_op.add_column(sa.Column("signed_by", sa.String(), nullable=False, server_default=""))
        batch_op.create_index(
            "ix_request_completed",
            ["community_id", "completed_at"],
            unique=False,
            sqlite_where=sa.text("completed_at IS NOT NULL"),
            postgresql_where=sa.text("completed_at IS NOT NULL"),
        )
        batch_op.create_index(
            "ix_request_rework",
            ["community_id", "occurred_at", "id"],
            unique=False,
            sqlite_where=sa.text("(reopened_count > 0 OR rework_of_id IS NOT NULL)"),
            postgresql_where=sa.text("(reopened_count > 0 OR rework_of_id IS NOT NULL)"),
        )
        batch_op.create_index(batch_op.f("ix_request_rework_of_id"), ["rework_of_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_request_rework_of_id"), "request", ["rework_of_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_request_grade_id"), "complaint_grade", ["grade_id"], ["id"])
        batch_op.create_foreign_key(batch_op.f("fk_request_equipment_id"), "equipment", ["equipment_id"], ["id"])
        batch_op.create_foreign_key(
            batch_op.f("fk_request_accused_department_id"), "department", ["accused_department_id"], ["id"]
        )
        batch_op.create_foreign_key(batch_op.f("fk_request_rule_id"), "request_rule", ["rule_id"], ["id"])
    # before the old column goes, and in a table of its own on SQLite: what was urgent stays so
    op.execute(sa.text("UPDATE request SET priority = 'urgent' WHERE urgent"))
    with op.batch_alter_table("request", schema=None) as batch_op:
        batch_op.drop_column("urgent")
    op.create_index(
        "ix_request_awaits_follow_up",
        "request",
        ["community_id", "follow_up_due_at", "id"],
        unique=False,
        sqlite_where=sa.text(AWAITS_FOLLOW_UP),
        postgresql_where=sa.text(AWAITS_FOLLOW_UP),
    )
    _fill()


def _fill() -> None:
    """Carry over what was said in other columns, and give each community the rules that held until now."""
    connection = op.get_bind()
    connection.execute(sa.text(ANSWERED_AT_ONCE), {"yes": True})
    connection.execute(sa.text(RESPONDED))
    for name, words in KEYWORDS.items():
        statement = sa.text("UPDATE category SET keywords = :words WHERE name = :name")
        connection.execute(statement, {"words": words, "name": name})
    for (community_id,) in connection.execute(sa.text("SELECT id FROM community")).all():
        _lay_down(connection, community_id)


def _lay_down(connection: sa.Connection, community_id: int) -> None:
    common = {"community": community_id, "yes": True, "no": False}
    for kind, priority, response, completion in RULES:
        connection.execute(
            sa.text(
                "INSERT INTO request_rule (version, community_id, kind, priority, response_minutes, completion_minutes,"
                " in_working_time, follow_up_days, follow_up_share, follow_up_in_working_days, active)"
                " VALUES (1, :community, :kind, :priority, :response, :completion, :no, 3, 100, :no, :yes)"
            ),
            {**common, "kind": kind, "priority": priority, "response": response, "completion": completion},
        )
    for position, (name, tell, signer) in enumerate(GRADES, start=1):
        connection.execute(
            sa.text(
                "INSERT INTO complaint_grade (version, community_id, name, position, tell, signer, active)"
                " VALUES (1, :community, :name, :position, :tell, :signer, :yes)"
            ),
            {**common, "name": name, "position": position, "tell": tell, "signer": signer},
        )
    for position, words in enumerate(QUESTIONS, start=1):
        connection.execute(
            sa.text(
                "INSERT INTO follow_up_question (version, community_id, words, position, active)"
                " VALUES (1, :community, :words, :position, :yes)"
            ),
            {**common, "words": words, "position": position},
        )
