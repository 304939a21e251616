"""The month in a few sentences: what is said follows the figures, in one language, and of nothing nothing is said."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.i18n import LANGUAGES, language
from desktop.issues.model import ActionState
from desktop.months.report.sentences import comment_in_sentences, month_in_sentences
from desktop.months.rows import Compared, Counts, Figure, Figures, ReportLists
from desktop.requests.model import Satisfaction
from tests.months import reports

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.issues.rows import IssueRow
    from desktop.months.rows import MonthReport

HOUR = 3_600_000_000
LATIN = re.compile(r"[A-Za-z]")
HAN = re.compile(r"[\u4e00-\u9fff]")
SIMPLIFIED_ONLY = re.compile("[报诉栋现访满时达标颁维验证无条户计划说进间总续统级绝对务单]")
NOTHING = ReportLists((), (), (), (), (), (), {}, (), ())


def counts(**changes: int) -> Counts:
    """Return the counts of a month in which everything went well."""
    made = Counts(
        received=40,
        received_completed=40,
        completed=40,
        completed_with_due=40,
        completed_on_time=40,
        repairs_completed=30,
        follow_ups_due=20,
        follow_ups_reached=20,
        answers=20,
        good_answers=20,
    )
    return made._replace(**changes)


def figures(made: Counts) -> Figures:
    return Figures.of(made, [HOUR] * made.completed, 100.0)


def month(
    now: Counts,
    before: Counts | None = None,
    last_year: Counts | None = None,
    targets: Mapping[Figure, float] | None = None,
    **changes: Any,
) -> MonthReport:
    """Return a month of nothing but figures."""
    compared = Compared(figures(now), before and figures(before), last_year and figures(last_year))
    summary = replace(reports.summary(), total=compared, targets=targets or {})
    return reports.report(**({"summary": summary, "lists": NOTHING, "issues": []} | changes))


def told(report: MonthReport, code: str = "en", most: int = 7) -> str:
    return " ".join(month_in_sentences(report, language(code), most))


def carried_over(*states: ActionState, **changes: Any) -> list[IssueRow]:
    """Return a point of September with actions that stand so."""
    actions = [
        reports.action(number, 1, "换软管", state=state, added_at=reports.moment(3), **changes)
        for number, state in enumerate(states, start=1)
    ]
    return [reports.issue(1, "软管老化", month=reports.OCTOBER.plus(-1), actions=actions)]


def test_that_a_rise_a_fall_and_a_steady_month_are_told_apart() -> None:
    said = {
        earlier: told(month(counts(), counts(received=earlier))).partition(".")[0] for earlier in (40, 41, 30, 50, 0)
    }
    assert said[40].endswith("40 requests, just as many as the month before")
    assert said[41].endswith("40 requests, about as many as the month before (41)")
    assert said[30].endswith("10 more than the month before (up 33")
    assert said[50].endswith("10 fewer than the month before (down 20")
    assert said[0].endswith("after none the month before")


def test_that_small_numbers_are_not_called_steady() -> None:
    few = counts(received=3, received_completed=3)
    assert "3 requests, 2 more than the month before (up 200.0%)" in told(month(few, counts(received=1)))
    assert "3 requests, just as many as the month before" in told(month(few, few))
    assert "3 requests, 1 fewer than the month before" in told(month(few, counts(received=4)))


def test_that_the_year_before_is_told_where_it_is_known() -> None:
    more = told(month(counts(), counts(received=30), counts(received=20)))
    assert "10 more than the month before (up 33.3%) and 100.0% more than a year ago." in more
    same = told(month(counts(), counts(received=41), counts(received=39)))
    assert "about as many as the month before and as a year ago." in same
    assert "year ago" not in told(month(counts(), counts(received=30), counts(received=0)))


def test_that_the_first_month_has_nothing_to_compare_with() -> None:
    assert "there is no earlier month to compare it with." in told(month(counts()))


def test_that_an_empty_month_says_so_and_no_more() -> None:
    assert month_in_sentences(month(Counts()), language("en")) == ["In October 2026 no requests came in."]
    after = month(Counts(), counts(received=3))
    assert (
        month_in_sentences(after, language("en"))[0] == "In October 2026 no requests came in, after 3 the month before."
    )


def test_that_complaints_are_named_and_one_is_one() -> None:
    assert "40 requests (complaints: 7)" in told(month(counts(complaints=7)))
    single = told(month(counts(received=1, received_completed=1, complaints=1)))
    assert single.startswith("October 2026 brought 1 complaint;")
    assert "It was completed by the month's end" in single


@pytest.mark.parametrize(
    ("completed", "words"),
    [
        (40, "All of them were completed by the end of the month"),
        (30, "75.0% of them were completed by the end of the month"),
        (0, "None was completed by the end of the month"),
    ],
)
def test_that_completion_is_told_as_it_is(completed: int, words: str) -> None:
    assert words in told(month(counts(received_completed=completed)))


def test_that_a_running_month_is_told_up_to_now() -> None:
    made = month(counts(received_completed=30, overdue=2))
    running = replace(made, summary=replace(made.summary, cut_off=reports.moment(20)))
    assert "75.0% of them are completed so far" in told(running)
    assert "2 requests are overdue" in told(running)
    assert "end of the month" not in told(running)


def test_that_a_running_month_is_not_held_against_a_whole_one() -> None:
    made = month(counts(received=26), counts(received=69), counts(received=76))
    running = replace(made, summary=replace(made.summary, cut_off=reports.moment(9)))
    said = month_in_sentences(running, language("en"))[0]
    assert said.startswith("Up to 9 Oct ")
    assert said.endswith("October 2026 brought 26 requests; the whole month before brought 69.")
    assert "fewer" not in said
    assert "上月全月 69 件" in told(running, "zh_CN")


@pytest.mark.parametrize(
    ("on_time", "target", "words"),
    [
        (40, 0.9, "everything completed was on time"),
        (0, 0.9, "nothing completed was on time"),
        (38, None, "95.0% of the work was on time."),
        (38, 0.9, "95.0% of the work was on time, which meets the target of 90%."),
        (30, 0.9, "75.0% of the work was on time, 15.0 points short of the target of 90%."),
    ],
)
def test_that_on_time_is_held_against_its_target(on_time: int, target: float | None, words: str) -> None:
    targets = {} if target is None else {Figure.ON_TIME_RATE: target}
    assert words in told(month(counts(completed_on_time=on_time), targets=targets))


def test_that_what_fell_short_is_told_and_else_what_went_well() -> None:
    targets = {Figure.REWORK_RATE: 0.04, Figure.FOLLOW_UP_RATE: 0.95, Figure.TURNAROUND_MEDIAN_HOURS: 0.5}
    bad = told(month(counts(overdue=1, reworked=3, follow_ups_reached=10), targets=targets))
    assert (
        "What fell short: 1 request was overdue at the end of the month; 10.0% of the repairs had to be done again"
        " (target: at most 4%); only 50.0% of the follow-ups reached someone in time (target 95%)."
    ) in bad
    assert "no follow-up reached anyone in time" in told(month(counts(follow_ups_reached=0), targets=targets))
    assert "Turnaround, median (hours) 1.0 instead of 0.5" in told(month(counts(), targets=targets))
    good = told(month(counts()))
    assert (
        "Nothing was overdue at the end of the month; no repair had to be done again; every follow-up was made in time."
    ) in good


@pytest.mark.parametrize(
    ("good", "answers", "words"),
    [
        (20, 20, "In follow-ups (answers: 20) everyone was satisfied."),
        (0, 20, "In follow-ups (answers: 20) nobody was satisfied."),
        (19, 20, "In follow-ups (answers: 20) 95.0% were satisfied, which meets the target of 90%."),
        (10, 20, "In follow-ups (answers: 20) 50.0% were satisfied, below the target of 90%."),
        (1, 1, "The one answer in the follow-ups was good."),
        (0, 1, "The one answer was not a good one."),
    ],
)
def test_that_satisfaction_is_told_as_it_is(good: int, answers: int, words: str) -> None:
    made = month(counts(good_answers=good, answers=answers), targets={Figure.SATISFACTION: 0.9})
    assert words in told(made)


def test_that_a_resident_is_quoted_who_fits_the_figure_without_a_phone() -> None:
    voices = [
        reports.answer(1, Satisfaction.SATISFIED, "师傅很耐心。"),
        reports.answer(2, Satisfaction.DISSATISFIED, "修了三次还漏，电话 13912345678"),
    ]
    lists = replace(NOTHING, voices=voices)
    assert "a resident: “师傅很耐心”." in told(month(counts(), lists=lists))
    poor = told(month(counts(good_answers=10), lists=lists))
    assert "修了三次还漏" in poor
    assert "13912345678" not in poor


def test_that_what_stands_out_is_the_points_raised_or_else_the_hot_spots() -> None:
    lists = replace(NOTHING, hot_spots=reports.lists().hot_spots)
    spots = told(month(counts(), lists=lists))
    assert "Building 3 stands out for “给排水”: 9 requests, where its share would be 2.6" in spots
    points = [reports.issue(number, f"问题{number}") for number in (1, 2)]
    assert "Raised as problem points: “问题1”, “问题2”." in told(month(counts(), lists=lists, issues=points))
    points.append(reports.issue(3, "问题3"))
    assert "Problem points raised: 3, first of all “问题1”, “问题2”." in told(month(counts(), issues=points))


TARGETS = {Figure.COMPLETION_RATE: 0.9, Figure.REWORK_RATE: 0.04, Figure.SATISFACTION: 0.95}


@pytest.mark.parametrize(
    ("changes", "targets", "words"),
    [
        ({}, TARGETS, "All 3 targets were met."),
        (
            {"reworked": 3, "overdue": 2},
            TARGETS,
            "2 of 3 targets were met; missed: rework rate 10.0% (target 4%); 2 requests were overdue at the end of the",
        ),
        (
            {"received_completed": 20, "reworked": 3, "good_answers": 0},
            TARGETS,
            "met: completion rate 50.0% (target 90%), rework rate 10.0% (target 4%), satisfaction rate at zero (target",
        ),
        ({"answers": 0, "good_answers": 0}, {Figure.SATISFACTION: 0.95}, "All of them were completed"),
        ({}, {Figure.SATISFACTION: 0.95}, "1 target could be judged, and it was met."),
        ({"good_answers": 1}, {Figure.SATISFACTION: 0.95}, "1 target could be judged, and it was missed: "),
        ({}, {}, "no repair had to be done again"),
    ],
)
def test_that_a_comment_judges_what_the_brief_tells(
    changes: dict[str, int], targets: dict[Figure, float], words: str
) -> None:
    assert words in " ".join(comment_in_sentences(month(counts(**changes), targets=targets), language("en"), 6))


def test_that_a_comment_lets_a_dissatisfied_resident_speak_and_does_not_repeat_the_brief() -> None:
    answers = [reports.answer(1, Satisfaction.DISSATISFIED, "修了三次还漏，电话 13912345678")]
    made = month(counts(good_answers=10), targets=TARGETS, lists=replace(NOTHING, answers=answers, voices=answers))
    drafted = comment_in_sentences(made, language("en"), 6)
    assert drafted[-1].startswith("One resident said: “修了三次还漏")
    assert "13912345678" not in drafted[-1]
    assert set(drafted) & set(month_in_sentences(made, language("en"))) == {drafted[0]}


EFFECTIVE, OPEN, DONE = ActionState.EFFECTIVE, ActionState.OPEN, ActionState.DONE


@pytest.mark.parametrize(
    ("states", "changes", "words"),
    [
        ((EFFECTIVE,), {}, "The action agreed earlier proved effective."),
        ((EFFECTIVE, EFFECTIVE), {}, "All 2 actions agreed earlier proved effective."),
        ((OPEN, OPEN), {}, "All 2 actions agreed earlier are still to be done."),
        ((OPEN,), {"overdue_days": 3}, "1 action agreed earlier: 1 not done and late."),
        (
            (EFFECTIVE, ActionState.INEFFECTIVE, DONE, OPEN, ActionState.DROPPED),
            {},
            "4 actions agreed earlier: 1 effective, 1 not effective, 1 done and to be checked, 1 still to be done.",
        ),
    ],
)
def test_that_earlier_actions_are_told_by_what_became_of_them(
    states: tuple[ActionState, ...], changes: dict[str, Any], words: str
) -> None:
    assert words in told(month(counts(), issues=carried_over(*states, **changes)))


@pytest.mark.parametrize(
    "issues",
    [
        [],
        carried_over(ActionState.DROPPED),
        carried_over(EFFECTIVE, judged_at=reports.moment(28, month=9)),
        [reports.issue(1, "新", actions=[reports.action(1, 1, "换", state=EFFECTIVE)])],
    ],
)
def test_that_actions_of_this_month_or_long_judged_are_not_told_of(issues: list[IssueRow]) -> None:
    assert "agreed earlier" not in told(month(counts(), issues=issues))


def test_that_what_is_planned_is_told_by_its_day() -> None:
    days = (date(2026, 12, 5), date(2026, 11, 30), date(2026, 10, 20), date(2026, 12, 9))
    actions = [reports.action(number, 1, f"措施{number}", due_on=day) for number, day in enumerate(days)]
    actions[0] = replace(actions[0], owner="")
    said = told(month(counts(), issues=[reports.issue(1, "软管老化", actions=actions)]))
    assert "Next: 措施1 (罗建平, by 30 Nov); 措施0 (by 5 Dec); 1 more." in said


def test_that_of_too_many_sentences_the_least_important_go() -> None:
    whole = reports.report()
    seven, five, three = (month_in_sentences(whole, language("en"), most) for most in (7, 5, 3))
    assert (len(seven), len(five), len(three)) == (7, 5, 3)
    assert [each for each in seven if each in five] == five
    assert [each for each in five if each in three] == three
    assert any("agreed earlier" in each for each in three)
    assert not any(each.startswith("Next:") for each in five)


@pytest.mark.parametrize("code", LANGUAGES)
@given(
    received=st.integers(0, 30),
    share=st.floats(0, 1),
    before=st.none() | st.integers(0, 30),
    last_year=st.none() | st.integers(0, 30),
    overdue=st.integers(0, 3),
    answers=st.integers(0, 5),
    target=st.sampled_from([None, 0.5, 0.95]),
)
def test_that_every_month_is_told_whole_and_in_one_language(
    code: str,
    received: int,
    share: float,
    before: int | None,
    last_year: int | None,
    overdue: int,
    answers: int,
    target: float | None,
) -> None:
    done = round(received * share)
    now = Counts(
        received=received,
        received_completed=done,
        complaints=received // 4,
        completed=done,
        completed_with_due=done,
        completed_on_time=round(done * share),
        repairs_completed=done,
        reworked=round(done * (1 - share)),
        overdue=overdue,
        follow_ups_due=done,
        follow_ups_reached=round(done * share),
        answers=answers,
        good_answers=round(answers * share),
    )
    earlier, year_ago = (None if each is None else counts(received=each) for each in (before, last_year))
    targets = {} if target is None else dict.fromkeys(Figure, target)
    told_of = month(now, earlier, year_ago, targets)
    sentences = month_in_sentences(told_of, language(code))
    assert 1 <= len(sentences) <= 5
    sentences += comment_in_sentences(told_of, language(code), 6)
    words = "".join(sentences)
    assert not re.search(r"%\(|%s|nan|None(?! was | is )", words)
    assert not re.search(r"(?<![\d.])0(\.0)?%", words), "what there was none of is told in words, or not at all"
    for sentence in sentences:
        assert sentence.endswith("." if code == "en" else "。")
    if code == "en":
        assert not HAN.search(words)
        assert all(sentence[0].isupper() or sentence[0].isdigit() for sentence in sentences)
    else:
        assert not LATIN.search(words)
    if code == "zh_TW":
        assert not SIMPLIFIED_ONLY.search(words)
