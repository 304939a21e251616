"""What a community begins with: categories, rules, grades, questions; and how a request's category is guessed.

The words are Chinese as residents and clerks use them; a longer word found counts for more than a shorter one, so
that 燃气味 beats 味.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from desktop.core.texts import search_form
from desktop.requests.model import (
    Category,
    ComplaintGrade,
    FollowUpQuestion,
    Place,
    Priority,
    RequestKind,
    RequestRule,
    Signer,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from desktop.requests.rows import CategoryRow
    from desktop.storage.work import UnitOfWork

__all__ = [
    "DEFAULTS",
    "GRADES",
    "QUESTIONS",
    "RULES",
    "DefaultCategory",
    "DefaultRule",
    "default_categories",
    "default_rules",
    "suggested",
    "words_found",
]


class DefaultCategory(NamedTuple):
    """A category every new community gets: its name, its department's code, words that speak of it, its usual place."""

    name: str
    department: str
    words: tuple[str, ...]
    place: str


def _category(name: str, department: str, words: str, place: str = "") -> DefaultCategory:
    return DefaultCategory(name, department, tuple(words.split()), place)


DEFAULTS = (
    _category(
        "给排水",
        "engineering",
        "漏水 滴水 跑水 爆管 水管 水龙头 龙头 角阀 软管 水槽 水表 水压 停水 下水 下水道 堵 堵塞 地漏 马桶 反水 返水"
        " 返味 排水 排污 化粪池 水泵 热水 花洒 洗手盆 渗水管",
    ),
    _category(
        "电气照明",
        "engineering",
        "停电 跳闸 漏电 没电 断电 电表 电线 电路 短路 插座 开关 灯 路灯 灯泡 照明 不亮 配电箱 空开 感应灯 声控灯",
    ),
    _category(
        "门窗五金",
        "engineering",
        "门锁 锁 钥匙 把手 合页 门窗 窗户 窗 玻璃 纱窗"
        " 推拉门 入户门 防火门 闭门器 铰链 密封条 猫眼 门禁锁 抽屉 栏杆扶手",
    ),
    _category(
        "智能化/可视对讲",
        "engineering",
        "对讲 可视对讲 门禁 门禁卡 刷卡 监控 摄像头 道闸 抬杆 车牌识别 网络 宽带 光纤 报警器 呼叫 人脸识别 门铃",
    ),
    _category("电梯", "engineering", "电梯 困梯 困人 轿厢 扶梯 电梯门 电梯异响 关人", Place.PUBLIC_AREA),
    _category(
        "土建渗漏",
        "engineering",
        "渗水 渗漏 漏雨 外墙 屋顶 天花板 墙面 墙皮 脱落 开裂"
        " 裂缝 空鼓 瓷砖 地砖 返潮 发霉 防水 阳台渗 地面下沉 窗台渗水",
    ),
    _category(
        "公共设施",
        "engineering",
        "健身器材 滑梯 秋千 座椅 长椅 围栏 栏杆 井盖 路面"
        " 楼道 信箱 快递柜 充电桩 雨棚 消防 消防栓 灭火器 大堂 儿童乐园",
        Place.PUBLIC_AREA,
    ),
    _category(
        "环境卫生",
        "environment",
        "垃圾 垃圾桶 卫生 保洁 打扫 清扫 脏 异味 臭 臭味 蟑螂 老鼠 蚊虫 消杀 积水 烟头 油污 建筑垃圾 堆物 杂物 小广告",
        Place.PUBLIC_AREA,
    ),
    _category(
        "绿化",
        "greening",
        "绿化 树 树枝 树木 草坪 草地 花坛 修剪 杂草 除草 枯死 浇水 病虫害 落叶 绿植 遮光",
        Place.PUBLIC_AREA,
    ),
    _category(
        "秩序安全/停车",
        "order",
        "停车 车位 乱停 堵车 占道 占车位 违停 保安 门岗 陌生人"
        " 可疑 偷 被盗 盗窃 电动车 飞线 高空抛物 消防通道 推销 打架 巡逻",
        Place.PUBLIC_AREA,
    ),
    _category("噪音", "order", "噪音 噪声 吵 太吵 吵闹 装修噪音 扰民 半夜 音响 广场舞 施工声 异响 敲打 电钻"),
    _category("宠物", "order", "宠物 狗 犬 遛狗 狗叫 狗屎 狗粪 猫 流浪猫 流浪狗 不牵绳 咬人"),
    _category("邻里纠纷", "service", "邻居 邻里 纠纷 楼上 楼下 隔壁 争吵 调解 占用公共"),
    _category(
        "收费/服务态度",
        "service",
        "物业费 收费 费用 发票 缴费 欠费 多收 停车费 水费 电费 押金 退款 态度 服务态度 不接电话 推诿 投诉客服 前台态度",
    ),
    _category("其他", "service", ""),
)
"""The categories of a new community, in the order of the list."""


class DefaultRule(NamedTuple):
    """A rule every new community gets, as the columns of `RequestRule`."""

    kind: str
    priority: str
    response_minutes: int | None
    completion_minutes: int | None
    follow_up_days: int = 3


RULES = (
    DefaultRule("", Priority.EMERGENCY, 10, 4 * 60),
    DefaultRule(RequestKind.REPAIR, Priority.URGENT, 30, 24 * 60),
    DefaultRule(RequestKind.REPAIR, "", 120, 48 * 60),
    DefaultRule(RequestKind.COMPLAINT, "", 60, 24 * 60),
)
"""The rules of a new community, by the clock; other kinds are never due and not called back."""

GRADES = (
    ("一般投诉", "", Signer.ANYONE),
    ("严重投诉", "部门主管", Signer.HEAD),
    ("重大投诉", "部门主管\n项目经理", Signer.MANAGER),
)
"""Grades of complaints: name, who must be told, who signs the closing."""

QUESTIONS = ("师傅准时到了吗？", "现场收拾干净了吗？", "费用和原因讲清楚了吗？")
"""The first questions of a follow-up."""


def default_categories(work: UnitOfWork, departments: Mapping[str, int]) -> None:
    """Give the community of `work` its first categories; `departments` holds the departments' ids by code."""
    for position, category in enumerate(DEFAULTS, start=1):
        work.session.add(
            Category(
                community_id=work.community_id,
                name=category.name,
                department_id=departments.get(category.department),
                position=position,
                keywords=" ".join(category.words),
                place=category.place,
            )
        )


def default_rules(work: UnitOfWork) -> None:
    """Give the community of `work` its first rules, grades of complaints and questions of a follow-up."""
    community_id = work.community_id
    for rule in RULES:
        work.session.add(RequestRule(community_id=community_id, **rule._asdict()))
    for position, (name, tell, signer) in enumerate(GRADES, start=1):
        work.session.add(
            ComplaintGrade(community_id=community_id, name=name, position=position, tell=tell, signer=signer)
        )
    for position, words in enumerate(QUESTIONS, start=1):
        work.session.add(FollowUpQuestion(community_id=community_id, words=words, position=position))


def suggested(words: str, categories: Sequence[CategoryRow]) -> CategoryRow | None:
    """Return the one of `categories` that `words` speak of most, None where they speak of none.

    A word counts with its length squared; a category's own name counts as one of its words; the first in the list
    wins a tie.
    """
    best: CategoryRow | None = None
    most = 0
    for category in categories:
        score = sum(len(search_form(word)) ** 2 for word in words_found(words, category))
        if score > most:
            best, most = category, score
    return best


def words_found(words: str, category: CategoryRow) -> tuple[str, ...]:
    """Return those of the words that speak of `category` which stand in `words`, as they are kept, each once."""
    text = search_form(words)
    known = {search_form(word): word for word in (*category.keywords.split(), *category.name.split("/"))}
    return tuple(word for form, word in known.items() if form and form in text)
