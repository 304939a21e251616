"""Reports made of rows, without a database: one month of an engineering department, and what can happen to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from desktop.core.months import Month
from desktop.issues.model import ActionState, IssueState, Severity
from desktop.issues.rows import ActionRow, ConfirmationRow, EvidenceRow, IssueRow
from desktop.months.rows import (
    Answer,
    CommentRow,
    Compared,
    Correction,
    CorrectionKind,
    Counts,
    EditionChange,
    EditionRow,
    Figure,
    Figures,
    Heat,
    HotSpot,
    MonthReport,
    MonthSummary,
    Named,
    RepeatHousehold,
    ReportLine,
    ReportLists,
    TrendPoint,
    TurnaroundBand,
)
from desktop.requests.model import RequestKind, Satisfaction
from desktop.stationery.rows import LetterheadRow

SHANGHAI = ZoneInfo("Asia/Shanghai")
OCTOBER = Month(2026, 10)
SAID = (
    "厨房水槽下面软管接头滴水，关了角阀仍有渗，柜板已经泡湿",
    "入户门铰链松动，关门有异响",
    "5栋车库照明不亮，上个月刚报过",
    "卫生间地漏返味，晚上尤其明显",
    "可视对讲没有声音，打不开单元门，联系 13800138000",
)
CATEGORIES = ("给排水", "门窗五金", "电气照明", "智能化/可视对讲", "土建渗漏", "公共设施", "电梯", "空调新风", "消防")
HOUR = 3_600_000_000


def moment(day: int, hour: int = 9, minute: int = 30, month: int = 10) -> datetime:
    """Return a moment of 2026 in the community's zone."""
    return datetime(2026, month, day, hour, minute, tzinfo=SHANGHAI).astimezone(UTC)


def counted(received: int, *, completed: int | None = None) -> Figures:
    """Return figures that belong to so many requests received."""
    done = received - received // 16 if completed is None else completed
    counts = Counts(
        received=received,
        received_completed=min(done, received),
        complaints=received // 9,
        carried_over=received // 20,
        completed=done,
        completed_with_due=done,
        completed_on_time=done - done // 6,
        repairs_completed=done * 3 // 4,
        reworked=done // 22,
        overdue=received // 30,
        follow_ups_due=received // 2,
        follow_ups_reached=received // 2 - received // 90,
        answers=received // 3,
        good_answers=received // 3 - received // 50,
        no_repairs=received // 4,
        answered_at_once=received // 6,
        responded=received,
    )
    return Figures.of(counts, [HOUR * (n % 50 + 1) for n in sorted(range(done), key=lambda n: n % 50)], 1642.0)


def group(key: int, name: str, received: int, code: str = "") -> Named:
    """Return the figures of one group."""
    before = counted(max(0, received - key % 5 + 2))
    return Named(key, code, name, Compared(counted(received), before, counted(received + key % 7)))


def line(number: int, **changes: object) -> ReportLine:
    """Return one request of a list."""
    made = ReportLine(
        id=number,
        number=f"BX-2610-{number:04d}",
        kind=RequestKind.REPAIR,
        room=f"{number % 9 + 1}-1-{number % 30 + 1}02",
        words=SAID[number % len(SAID)],
        category=CATEGORIES[number % len(CATEGORIES)],
        worker="何志强",
        department="工程",
        occurred_at=moment(number % 28 + 1),
        due_at=moment(number % 28 + 1, 18),
        completed_at=moment(number % 28 + 1, 16) if number % 8 else None,
        late=timedelta(days=number % 12, hours=5) if number % 16 == 0 else None,
        reopened_count=0,
        followed_by="",
        follow_up_due_at=moment(number % 28 + 3),
        reached_at=None,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def answer(number: int, grade: Satisfaction, words: str) -> Answer:
    """Return one answer of a follow-up."""
    room, category = f"{number % 9 + 1}-2-{number}01", CATEGORIES[number % 5]
    return Answer(f"BX-2610-{number:04d}", room, category, "何志强", grade, words, moment(number % 28 + 1, 15))


def action(number: int, issue: int, words: str, **changes: object) -> ActionRow:
    """Return an action to be done by 罗建平 on 30 November."""
    made = ActionRow(
        id=number,
        version=1,
        issue_id=issue,
        words=words,
        owner="罗建平",
        worker_id=None,
        due_on=date(2026, 11, 30),
        criterion="抽查记录齐全，同类报修下降三成",
        state=ActionState.OPEN,
        overdue_days=0,
        postponed_from=None,
        postponed_count=0,
        postpone_reason="",
        done_at=None,
        result="",
        judged_at=None,
        judgement="",
        added_at=moment(2, 10, 0, 11),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def issue(number: int, title: str, **changes: object) -> IssueRow:
    """Return a problem point of October with its evidence."""
    evidence = [
        EvidenceRow(n, f"BX-2610-{n:04d}", RequestKind.REPAIR, "2-1-302", SAID[0], moment(5), None, OCTOBER)
        for n in range(number * 10, number * 10 + 6)
    ]
    made = IssueRow(
        id=number,
        version=1,
        month=OCTOBER,
        department_id=2,
        department_code="engineering",
        department="工程",
        title=title,
        words="",
        severity=Severity.MAJOR,
        state=IssueState.OPEN,
        found_as="",
        category_id=None,
        category="给排水",
        building_id=None,
        building="",
        room_label="",
        worker_id=None,
        worker="",
        equipment_id=None,
        equipment="",
        raised_at=moment(2, 9, 0, 11),
        resolved_at=None,
        merged_into_id=None,
        split_from_id=None,
        reopened_count=0,
        evidence=len(evidence),
        actions=(),
        evidence_rows=evidence,
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def some_issues() -> list[IssueRow]:
    """Return a new point, one that goes on since September with an overdue action, and one nobody owns."""
    september = {"month": Month(2026, 9), "raised_at": moment(2)}
    old = {"added_at": moment(3), "due_on": date(2026, 10, 25)}
    done = {"state": ActionState.EFFECTIVE, "done_at": moment(20), "result": "已更换 12 盏"}
    return [
        issue(
            1,
            "2、3栋厨卫软管老化，渗漏集中 21 件，其中 6 件重复",
            words="软管多为交房时原配，已用八年。集中在 2、3栋 5 层以上，住户反映夜间水压高。",
            actions=[
                action(11, 1, "抽查 2、3栋户内软管 60 户，老化的当场换"),
                action(12, 1, "给 2、3栋加装减压阀，先做一个单元试点", owner="何志强", due_on=date(2026, 11, 25)),
            ],
            confirmed=ConfirmationRow(None, "罗建平", moment(4, 10, 20, 11), holds=True),
            comment="同意，材料已申报。",
        ),
        issue(
            2,
            "5栋车库照明同一回路三次报修",
            severity=Severity.MINOR,
            reopened_count=1,
            actions=[
                action(21, 2, "配电回路分两路，换防潮灯具", overdue_days=9, **old),
                action(22, 2, "5栋车库灯具全部换防潮型", **{**old, **done}),
            ],
            **september,
        ),
        issue(3, "约时间后改期 14 件，及时率下降 4.1 点", severity=Severity.CRITICAL),
    ]


def summary(received: int = 198, *, closed: bool = False) -> MonthSummary:
    """Return the figures of October with everything they are compared with."""
    total = Compared(counted(received), counted(received - 12), counted(received + 23))
    named = [group(place, name, received // (place + 2)) for place, name in enumerate(CATEGORIES, start=1)]
    return MonthSummary(
        month=OCTOBER,
        community="云栖花园",
        zone=SHANGHAI,
        cut_off=OCTOBER.end(SHANGHAI),
        closed=closed,
        occupied_households=1642.0,
        total=total,
        departments=[Named(2, "engineering", "工程", total)],
        categories=named,
        buildings=[group(place, f"{place}", 20 + place) for place in range(1, 10)],
        zones=[group(1, "高层区", received * 3 // 4), group(2, "别墅区", received // 4)],
        workers=[group(1, "何志强", received // 2), group(2, "周大勇", received // 3)],
        places=[group(0, "", received * 2 // 3, "in_home"), group(0, "", received // 3, "public_area")],
        liabilities=[group(0, "", received // 2, "property"), group(0, "", received // 3, "developer")],
        sources=[group(0, "", received - 9, "resident"), group(0, "", 9, "inspection")],
        year_to_date=counted(received * 10),
        targets={
            Figure.COMPLETION_RATE: 0.92,
            Figure.ON_TIME_RATE: 0.88,
            Figure.REWORK_RATE: 0.04,
            Figure.FOLLOW_UP_RATE: 0.95,
            Figure.SATISFACTION: 0.95,
            Figure.TURNAROUND_P90_HOURS: 48.0,
        },
    )


def lists(received: int = 60) -> ReportLists:
    """Return lists of which none is empty."""
    grades = dict(zip(Satisfaction, (31, 24, 5, 2, 1), strict=True))
    trend = [
        TrendPoint(month, 180 + place * 7 % 60, 170 + place * 5 % 60) for place, month in enumerate(OCTOBER.series())
    ]
    return ReportLists(
        carried_over=[line(number, occurred_at=moment(20, month=9)) for number in range(1, 10)],
        overdue=[line(16 * n, completed_at=None, late=timedelta(days=n, hours=3)) for n in range(1, 7)],
        rework=[line(n, followed_by=f"BX-2610-{n + 40:04d}" if n % 2 else "") for n in range(21, 26)],
        unreached=[line(n, reached_at=moment(28) if n % 2 else None) for n in range(31, 35)],
        hot_spots=[HotSpot("3", "给排水", 9, 2.6, 4), HotSpot("5", "电气照明", 5, 1.4, None)],
        repeat_households=[RepeatHousehold(7, "2-2-903", 5, 3, ("给排水", "噪声"))],
        grades=grades,
        answers=[
            answer(41, Satisfaction.FAIR, "师傅来得晚，活还行"),
            answer(42, Satisfaction.VERY_DISSATISFIED, "修了三次还漏，请给个说法，电话 139 0000 7713"),
        ],
        trend=trend,
        heat=[
            Heat(building, f"{building}", category, CATEGORIES[category - 1], building * category * 3 % 11)
            for building in range(1, 9)
            for category in range(1, 9)
        ],
        turnaround=[
            TurnaroundBand(hours, requests)
            for hours, requests in zip(
                (2.0, 4.0, 8.0, 24.0, 48.0, 72.0, 168.0, None), (9, 31, 44, 61, 22, 12, 9, 3), strict=True
            )
        ],
        voices=[
            answer(51, Satisfaction.VERY_SATISFIED, "何师傅很耐心，走的时候还把地擦干净了"),
            answer(52, Satisfaction.SATISFIED, "比上次快"),
            answer(42, Satisfaction.VERY_DISSATISFIED, "修了三次还漏，请给个说法，电话 139 0000 7713"),
        ],
        received=[line(number) for number in range(1, received + 1)],
    )


def edition(number: int = 1, changes: tuple[EditionChange, ...] = ()) -> EditionRow:
    """Return a closing of October by 沈怡 on 3 November."""
    closed = moment(3, 9, 20, 11)
    return EditionRow(number, number, closed, "沈怡", OCTOBER.end(SHANGHAI), changes, None, "", "")


def letterhead(**changes: object) -> LetterheadRow:
    """Return the letterhead of 和居物业."""
    made = LetterheadRow(
        version=1,
        company="和居物业服务有限公司",
        office="云栖花园物业服务中心",
        phone="0571-5550 0120",
        address="杭州市西湖区云栖路 8 号",
        logo=None,
        logo_type="",
        mask_names=True,
        mask_phones=True,
        issue_languages=(),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def comment(*, is_draft: bool = False) -> CommentRow:
    """Return the head's words about October."""
    words = "本月受理略增，渗漏集中在 2、3栋。\n下月先做软管抽查；改期由班长批准，前台当面确认时段。"
    return CommentRow(2, "工程", words, "zh_CN", is_draft, moment(3, 9, 0, 11), "罗建平", 1)


def correction() -> Correction:
    """Return a request of September that was typed in after its closing."""
    september = Month(2026, 9)
    return Correction(
        september,
        901,
        "BX-2609-0188",
        "3-1-502",
        SAID[0],
        "工程",
        CorrectionKind.CAME_LATER,
        moment(29, month=9),
        moment(5),
    )


def report(**changes: object) -> MonthReport:
    """Return the engineering department's report of October, issued, commented on, with points and a correction."""
    made = MonthReport(
        department=Named(2, "engineering", "工程", summary().total),
        addressees=["罗建平"],
        printed_by="张敏",
        printed_at=moment(3, 9, 20, 11).astimezone(SHANGHAI),
        summary=summary(),
        lists=lists(),
        issued_at=moment(2, 17, 0, 11),
        issues=some_issues(),
        comment=comment(),
        corrections=[correction()],
        project_managers=["沈怡"],
        letterhead=letterhead(),
    )
    return replace(made, **changes)  # type: ignore[arg-type]


def report_of_all(**changes: object) -> MonthReport:
    """Return the project manager's report of October."""
    names = (
        ("service", "客服"),
        ("engineering", "工程"),
        ("order", "秩序"),
        ("environment", "环境"),
        ("greening", "绿化"),
    )
    departments = [group(place, name, 90 - place * 9, code) for place, (code, name) in enumerate(names, start=1)]
    whole = replace(summary(), departments=departments)
    return report(department=None, addressees=["沈怡"], summary=whole, **changes)
