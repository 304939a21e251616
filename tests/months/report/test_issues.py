"""Problem points on paper: evidence, old and new actions, what is late, the balance, the plan and corrections."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from desktop.core.i18n import language
from desktop.issues.model import ActionState, IssueState, IssueStepKind, Severity
from desktop.issues.rows import SEVERITY_LABELS, ConfirmationRow, StepRow
from desktop.months.report import SECTION_KEYS, monthly_report
from desktop.months.report.sentences import month_in_sentences
from desktop.months.rows import CorrectionKind
from desktop.stationery.rows import SectionLayout
from tests.months import reports
from tests.months.test_report import pages

ENGLISH, CHINESE = language("en"), language("zh_CN")


def text_of(spoken: object = ENGLISH, **changes: object) -> str:
    """Return all words of the sections about problem points."""
    shown = {"issues", "corrections", "plan"}
    changes.setdefault("layout", [SectionLayout(key, shown=key in shown) for key in SECTION_KEYS])
    return "".join(pages(monthly_report(reports.report(**changes), spoken)))  # type: ignore[arg-type]


def test_that_each_point_stands_with_severity_month_and_the_numbers_of_its_requests() -> None:
    text = text_of()
    major, minor = (ENGLISH.message(SEVERITY_LABELS[each]) for each in (Severity.MAJOR, Severity.MINOR))
    assert f"12、3栋厨卫软管老化，渗漏集中21件，其中6件重复{major}·thismonth" in text
    assert f"25栋车库照明同一回路三次报修{minor}·sinceSep·cameback1time" in text
    assert "Evidence:6requests:BX-2610-0010,BX-2610-0011" in text
    assert "confirmed:罗建平,11-0410:20" in text
    assert "Headofdepartment:同意，材料已申报。" in text


def test_that_a_point_from_another_month_is_told_as_people_write_it() -> None:
    assert "9月续" in text_of(CHINESE)


def test_that_actions_say_who_until_when_and_how_late() -> None:
    text = text_of()
    assert (
        "1.1抽查2、3栋户内软管60户，老化的当场换Checkedby:抽查记录齐全，同类报修下降三成罗建平11-30Tobedonenewaction"
        in text
    )
    assert "▲overdue9daysoldaction" in text
    assert "Result:已更换12盏" in text
    assert "Noactionagreedyet.▲nobodynamed" in text


def test_that_an_action_its_head_confirmed_says_so_while_the_signature_holds() -> None:
    signed = ConfirmationRow(1, "罗建平", reports.moment(4, month=11), holds=True)
    action = reports.action(1, 1, "换防潮灯具", confirmed=signed)
    assert "newaction,confirmedbythehead" in text_of(issues=[reports.issue(1, "车库照明", actions=[action])])
    changed = replace(action, confirmed=replace(signed, holds=False))
    assert "confirmedbythehead" not in text_of(issues=[reports.issue(1, "车库照明", actions=[changed])])


def test_that_the_balance_of_earlier_actions_is_told_in_one_line() -> None:
    assert "2earlieractions,done:1,stillopen:1" in text_of()
    assert "上期措施2条、完成1条、转入本月1条" in text_of(CHINESE)
    fresh = [issue for issue in reports.some_issues() if issue.month == reports.OCTOBER]
    assert "earlieraction" not in text_of(issues=fresh)


def test_that_the_balance_counts_the_same_actions_as_the_sentence_about_them() -> None:
    step = StepRow(reports.moment(20), reports.OCTOBER, IssueStepKind.ACTION_DROPPED, "周敏", "做不到", 5, {})
    states: tuple[dict[str, object], ...] = (
        {"state": ActionState.EFFECTIVE, "judged_at": reports.moment(13, month=9)},
        {"state": ActionState.EFFECTIVE, "judged_at": reports.moment(13)},
        {"state": ActionState.INEFFECTIVE, "judged_at": reports.moment(3, month=11)},
        {"overdue_days": 2},
        {"state": ActionState.DROPPED},
        {"state": ActionState.DROPPED},
    )
    actions = [
        reports.action(number, 1, "换软管", added_at=reports.moment(12, month=9), **state)
        for number, state in enumerate(states, start=1)
    ]
    september = reports.OCTOBER.plus(-1)
    points = [
        reports.issue(1, "软管老化", month=september, actions=actions, steps=[step]),
        reports.issue(2, "并入的", month=september, state=IssueState.MERGED, actions=actions[1:2]),
    ]
    text = text_of(issues=points)
    assert "4earlieractions,done:2,stillopen:1,dropped:1" in text
    assert text.count("oldaction") == 4
    assert text.count("settledearlier") == 2
    told = " ".join(month_in_sentences(reports.report(issues=points), ENGLISH))
    assert "4 actions agreed earlier: 1 effective, 1 not effective, 1 not done and late, 1 given up." in told


def test_that_postponed_actions_show_the_first_day_and_the_reason() -> None:
    action = reports.action(
        1, 1, "换防潮灯具", postponed_from=date(2026, 10, 20), postponed_count=1, postpone_reason="缺货"
    )
    text = text_of(issues=[reports.issue(1, "车库照明", actions=[action])])
    assert "11-30(was10-20)" in text
    assert "Postponed:缺货" in text


def test_that_the_plan_lists_open_actions_by_day_and_what_is_to_be_checked() -> None:
    actions = [
        reports.action(1, 1, "后做", due_on=date(2026, 12, 1)),
        reports.action(2, 1, "先做", due_on=date(2026, 11, 20)),
        reports.action(3, 1, "没日子", due_on=None, owner=""),
        reports.action(4, 1, "做完了", state=ActionState.DONE, due_on=date(2026, 11, 25)),
        reports.action(5, 1, "不做了", state=ActionState.DROPPED),
        reports.action(6, 1, "拖着的", due_on=date(2026, 10, 22), overdue_days=12),
    ]
    text = text_of(issues=[reports.issue(1, "一个问题", actions=actions)])
    plan = text[text.index("Planfornextmonth5openactions") :]
    places = [
        plan.index(words) for words in ("▲10-22拖着的", "11-20先做", "11-25Check:做完了", "12-01后做", "noday没日子")
    ]
    assert places == sorted(places)
    assert "不做了" not in plan


def test_that_merged_points_are_not_printed_again() -> None:
    merged = reports.issue(9, "已经并走的问题", state=IssueState.MERGED, merged_into_id=1)
    assert "已经并走的问题" not in text_of(issues=[merged, *reports.some_issues()])
    assert "Noproblempointthismonth." in text_of(issues=[merged])


def test_that_corrections_of_closed_months_are_told_and_left_out_where_there_are_none() -> None:
    text = text_of(corrections=[replace(reports.correction(), kind=kind) for kind in CorrectionKind])
    assert "Correctionsofearliermonths3requests" in text
    for words in ("enteredafterclosing", "nolongercounts", "countsotherwise", "2026-09BX-2609-01883-1-502"):
        assert words in text, words
    assert "Correctionsofearliermonths" not in text_of(corrections=())


def test_that_a_point_and_its_first_action_stay_on_one_sheet() -> None:
    many = [
        reports.issue(number, f"问题{number:02d}号", actions=[reports.action(number, number, f"措施{number:02d}号")])
        for number in range(1, 60)
    ]
    sheets = pages(monthly_report(reports.report(issues=many), ENGLISH))
    major = ENGLISH.message(SEVERITY_LABELS[Severity.MAJOR])
    for number in range(1, 60):
        [sheet] = [text for text in sheets if f"{number}问题{number:02d}号{major}" in text]
        assert f"{number}.1措施{number:02d}号" in sheet
