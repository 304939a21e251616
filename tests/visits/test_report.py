"""Papers of the gate in three languages: badges, passes, the log, who is inside, the count of a shift."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from io import BytesIO
from time import perf_counter
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import pytest
from pypdf import PdfReader

from desktop.core.errors import UserError
from desktop.core.i18n import LANGUAGES, language
from desktop.core.permissions import Role
from desktop.visits import report
from desktop.visits.model import VisitKind, VisitState
from desktop.visits.rows import KIND_LABELS, BadgeSize, InsideLine, KindKey, NewPass
from desktop.visits.service import VisitService, papers
from tests.care.villages import TODAY
from tests.visits.arrivals import came, visit_values

if TYPE_CHECKING:
    from desktop.core.clock import FixedClock
    from tests.care.villages import Village

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 19, 40, tzinfo=SHANGHAI).astimezone(UTC)
NAME = "阿卜杜热合曼阿卜杜外力买买提艾合买提古丽巴哈尔麦麦提敏图尔贡阿布都热依木江玉𠮷㛃"
CHINESE = language("zh_CN")


def pages(pdf: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]


def said(pdf: bytes) -> str:
    """Return the words of a paper without the breaks between its lines."""
    return "".join("".join(pages(pdf)).split())


def inside(number: int, **given: Any) -> InsideLine:
    line = InsideLine(
        number, f"客人{number}", "", "", KindKey(VisitKind.GUEST), KIND_LABELS[VisitKind.GUEST], 1,
        f"{number % 12 + 1}-1-{number % 30 + 1}02", str(number % 12 + 1), vehicle=False, people=1, badge="",
        in_at=NOW - timedelta(hours=1), gate="南门", pass_id=None, incomplete=False, checked_at=None, remark="",
        stayed_night=False, overdue=None, version=1,
    )  # fmt: skip
    return replace(line, **given)


def printing(code: str = "zh_CN") -> report.Printing:
    return report.Printing("云栖花园", SHANGHAI, NOW, language(code))


def test_that_an_evacuation_list_of_500_is_there_in_a_second_by_building() -> None:
    lines = [inside(number) for number in range(498)]
    lines += [inside(900, building="", place="公区"), inside(901, building="商业街", place="商业街 12 号", title=NAME)]
    report.evacuation_list(lines[:1], printing())  # the kit and its fonts are loaded by then
    begun = perf_counter()
    pdf = report.evacuation_list(lines, printing())
    assert perf_counter() - begun < 1
    text = said(pdf)
    heads = [text.index(f"{number}栋{people}人") for number, people in ((1, 42), (2, 42), (10, 41), (12, 41))]
    assert heads == sorted(heads)
    assert text.index("商业街1人") < text.index("公区及其他1人")
    assert "500人" in text
    assert NAME in text
    assert text.index("1-1-102客人") < text.index("1-1-1302客人")


@pytest.mark.parametrize("code", LANGUAGES)
def test_that_every_paper_is_drawn_with_and_without_anything_on_it(on_file: Village, code: str) -> None:
    service, spoken = VisitService(on_file.desk), language(code)
    empty = (service.evacuation_list, service.night_list, service.shift_count)
    for paper in empty:
        assert len(pages(paper(spoken))) == 1
    assert spoken.gettext("No visits in these days.") in pages(service.visitor_log(TODAY, TODAY, None, spoken))[0]
    yesterday = on_file.desk.clock.now() - timedelta(days=1)
    values = {"name": NAME, "company": NAME, "place": "1-1-101", "badge": "A-012", "reason": NAME, "remark": NAME}
    came(on_file, [visit_values(on_file, in_at=yesterday, **values, kind=VisitKind.CONTRACTOR)])
    made = service.issue_pass(NewPass(NAME, TODAY, TODAY, place="公区", crew="\n".join([NAME] * 9), deposit_fen=5000))
    drawn = [paper(spoken) for paper in empty]
    drawn += [service.badge(1, spoken, size) for size in BadgeSize] + [service.pass_paper(made.result, spoken)]
    drawn.append(service.visitor_log(TODAY - timedelta(days=1), TODAY, None, spoken))
    assert all(NAME in said(pdf) for pdf in (*drawn[:2], *drawn[3:]))
    assert [len(pages(pdf)) for pdf in drawn] == [1] * len(drawn)
    assert "A-012" in said(drawn[2])


def test_that_the_log_runs_from_morning_to_night_with_refusals_and_without_mistakes(
    on_file: Village, monkeypatch: pytest.MonkeyPatch
) -> None:
    begins = datetime(2026, 11, 21, 23, 50, tzinfo=SHANGHAI)
    stays = timedelta(minutes=30)
    told = [
        {"name": "王一", "in_at": begins, "out_at": begins + stays, "state": VisitState.LEFT, "out_unseen": True},
        {"name": "王二", "in_at": begins + stays, "state": VisitState.REFUSED, "refused_words": "业主说先不要放行"},
        {"name": "王三", "in_at": begins + 2 * stays, "override_words": "业主电话同意", "agreed_by": "陈女士"},
        {"name": "王四", "in_at": begins + 3 * stays, "state": VisitState.DROPPED},
        {"name": "王五", "in_at": begins - timedelta(days=1)},
    ]
    came(on_file, [visit_values(on_file, **each) for each in told])
    service = VisitService(on_file.desk)
    text = said(service.visitor_log(date(2026, 11, 21), TODAY, None, CHINESE))
    assert text.index("王一") < text.index("王二") < text.index("王三")
    assert "王四" not in text
    assert "王五" not in text
    assert "11月22日星期日来访1次" in text
    for words in ("11-2200:20?", "没有放行：业主说先不要放行", "业主电话同意、陈女士同意", "超过30天的来访只保留计数"):
        assert words in text
    assert "王一" not in said(service.visitor_log(TODAY, TODAY, None, CHINESE))
    monkeypatch.setattr(papers, "MOST_PRINTED", 2)
    with pytest.raises(UserError, match="More than"):
        service.visitor_log(date(2026, 11, 21), TODAY, None, CHINESE)


def test_that_the_end_of_a_shift_counts_the_shift_that_ends(on_file: Village, clock: FixedClock) -> None:
    manager = VisitService(on_file.desk_of(Role.MANAGER))
    manager.add_shift("白班", time(7), time(19))
    manager.add_shift("夜班", time(19), time(7))
    at = datetime(2026, 11, 22, 19, 20, tzinfo=SHANGHAI)
    clock.set(at)
    begun = at.replace(hour=8)
    left = {"state": VisitState.LEFT, "out_at": at - timedelta(hours=1)}
    came(
        on_file,
        [
            visit_values(on_file, in_at=begun, people=3, badge="A-1", override_words="业主同意"),
            visit_values(on_file, in_at=begun, **left),
            visit_values(on_file, in_at=begun - timedelta(days=1), vehicle=True, **left),
            visit_values(on_file, in_at=begun, state=VisitState.REFUSED),
        ],
    )
    guard = VisitService(on_file.desk_of(Role.GUARD))
    sheet = guard.shift_sheet()
    assert (sheet.shift, sheet.since) == ("白班", datetime(2026, 11, 22, 7, tzinfo=SHANGHAI))
    [line] = sheet.kinds
    assert (line.came, line.left, line.visits, line.people, line.vehicles) == (2, 2, 1, 3, 0)
    assert (sheet.refused, sheet.overridden, [each.badge for each in sheet.badges]) == (1, 1, ["A-1"])
    clock.set(at.replace(hour=20, minute=1))
    assert guard.shift_sheet().shift == "夜班"
