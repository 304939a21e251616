"""Which alerts a household has, in which order, in which words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from desktop.core.i18n import language
from desktop.households.model import InstructionKind, OccupancyRole
from desktop.households.rows import (
    Alert,
    AlertRank,
    HouseholdFile,
    InstructionLine,
    PersonLine,
    TagLine,
    household_alerts,
    last_day,
)
from desktop.ui.language import translate
from tests.households.conftest import SHANGHAI

NOW = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
SINCE = datetime(2026, 11, 2, 3, tzinfo=UTC)
YEAR_END = datetime(2027, 1, 1, tzinfo=SHANGHAI)


def instruction(kind: InstructionKind, words: str = "", said_by: str = "", **over: datetime | None) -> InstructionLine:
    times = {"since": SINCE, "until": None, "ended_at": None, **over}
    assert times["since"] is not None
    return InstructionLine(1, 1, kind, words, said_by, times["since"], times["until"], times["ended_at"], 1)


def tag(meaning: str, name: str, cause: str = "", since: datetime | None = None) -> TagLine:
    return TagLine(1, name, meaning, cause, since)


def person(name: str, taboos: str) -> PersonLine:
    return PersonLine(1, 1, name, "", OccupancyRole.OWNER, None, None, (), taboos=taboos)


def household(*parts: InstructionLine | TagLine | PersonLine) -> HouseholdFile:
    return HouseholdFile(
        room_id=1,
        label="3-1-502",
        building="3",
        entrance="1",
        zone="",
        number="502",
        floor="5",
        area_m2=None,
        kind="",
        note="",
        version=1,
        state=None,
        states=(),
        people=tuple(part for part in parts if isinstance(part, PersonLine)),
        former=(),
        vehicles=(),
        tags=tuple(part for part in parts if isinstance(part, TagLine)),
        timeline=(),
        instructions=tuple(part for part in parts if isinstance(part, InstructionLine)),
    )


def said(alert: Alert) -> str:
    spoken = language("en")
    return f"{translate(alert.lead, spoken)} {translate(alert.words, spoken)}".rstrip()


def test_that_alerts_come_in_the_order_of_urgency() -> None:
    file = household(
        tag("vip", "VIP"),
        tag("committee", "业委会"),
        tag("ill", "重病"),
        tag("living_alone", "独居"),
        tag("legacy_issue", "历史遗留", "水浸。", datetime(2024, 5, 1, tzinfo=SHANGHAI)),
        tag("", "养鱼"),
        person("黄丽娟", "对花粉过敏"),
        person("陈国栋", ""),
        person("陈思远", "别提\n考试"),
        instruction(InstructionKind.KEEP_PARCELS, "放前台 2 号柜"),
        instruction(InstructionKind.DO_NOT_CALL),
        instruction(InstructionKind.DO_NOT_ADMIT, "刘姓男子", "陈国栋", until=YEAR_END),
    )
    alerts = household_alerts(file, NOW, SHANGHAI)
    assert [said(alert) for alert in alerts] == [
        "Do not admit: 刘姓男子 (until 2026-12-31, said by 陈国栋)",
        "Taboo: 黄丽娟: 对花粉过敏; 陈思远: 别提 考试",
        "历史遗留: 水浸.",
        "独居: ask whether help is needed.",
        "重病: be brief and offer to come by.",
        "VIP · 业委会: serve first and keep every promised time.",
        "Do not call:",
        "Keep parcels: 放前台 2 号柜",
    ]
    assert [alert.rank for alert in alerts] == sorted(alert.rank for alert in alerts)
    assert [alert.tone for alert in alerts] == ["red", "amber", "amber", "amber", "amber", "violet", "amber", "grey"]
    assert (alerts[0].since, alerts[2].since) == (date(2026, 11, 2), date(2024, 5, 1))


def test_that_what_is_over_or_yet_to_come_is_no_alert() -> None:
    file = household(
        instruction(InstructionKind.DO_NOT_ADMIT, "甲", until=NOW),
        instruction(InstructionKind.ADMIT, "乙", ended_at=SINCE),
        instruction(InstructionKind.ADMIT, "丙", since=NOW + timedelta(seconds=1)),
        instruction(InstructionKind.OUT_OF_TOWN, until=NOW + timedelta(seconds=1)),
    )
    (alert,) = household_alerts(file, NOW, SHANGHAI)
    assert alert.rank is AlertRank.INSTRUCTION
    assert said(alert) == "Out of town: until 2026-11-22 14:05"


def test_that_an_end_at_midnight_is_told_as_the_day_before() -> None:
    assert last_day(YEAR_END, SHANGHAI) == "2026-12-31"
    assert last_day(YEAR_END + timedelta(hours=18), SHANGHAI) == "2027-01-01 18:00"


def test_that_the_committee_alone_is_told_with_its_cause() -> None:
    (alert,) = household_alerts(household(tag("committee", "业委会", "主任")), NOW, SHANGHAI)
    assert (alert.tone, said(alert)) == ("blue", "业委会: 主任.")


@given(
    since=st.integers(-3, 3),
    until=st.none() | st.integers(-3, 3),
    ended=st.booleans(),
    now=st.integers(-4, 4),
)
def test_that_an_instruction_is_at_every_moment_coming_in_force_or_over(
    since: int,
    until: int | None,
    ended: bool,  # noqa: FBT001 - drawn
    now: int,
) -> None:
    start = datetime(2026, 11, 22, tzinfo=UTC)

    def at(hours: int) -> datetime:
        return start + timedelta(hours=hours)

    end = None if until is None else at(until)
    line = InstructionLine(1, 1, InstructionKind.OTHER, "", "", at(since), end, at(since) if ended else None, 1)
    holds = since <= now and (until is None or now < until) and not ended
    assert line.in_force(at(now)) == holds
    assert not (line.in_force(at(now)) and line.over(at(now)))
