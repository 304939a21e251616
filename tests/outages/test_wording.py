"""Notices in words: times over midnight and days, places in ranges, short messages that stay short."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.core.i18n import LANGUAGES, language
from desktop.outages.model import NoticeEdition, OutageKind, PlaceLevel
from desktop.outages.rows import SHORT_MOST, NewNotice, NoticeText, Pick
from desktop.outages.rows.frozen import freeze, thaw
from desktop.outages.rows.times import Times
from desktop.outages.service.where import Where
from desktop.outages.store.notices import PlaceNames, place_names
from tests.outages.quarters import HIGH, SHANGHAI, whole

if TYPE_CHECKING:
    from tests.outages.quarters import Quarter

CHINESE, ENGLISH = language("zh_CN"), language("en")


def at(day: int, hour: int, minute: int = 0, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=zone)


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "words"),
    [
        (at(24, 9), at(24, 17), "11月24日 星期二 9:00—17:00"),
        (at(24, 22), at(25, 6), "11月24日 星期二 22:00 至次日 6:00"),
        (at(24, 9), at(26, 18, 30), "11月24日 星期二 9:00 至 11月26日 星期四 18:30"),
        (at(24, 9), at(25, 0), "11月24日 星期二 9:00—24:00"),
        (at(24, 9), None, "11月24日 星期二 9:00 起，预计恢复时间另行通知"),
        (at(30, 22), at(30, 22) + timedelta(days=32), "11月30日 星期一 22:00 至 2027年1月1日 星期五 22:00"),
    ],
)
def test_that_times_are_told_as_people_say_them(starts_at: datetime, ends_at: datetime | None, words: str) -> None:
    times = Times(CHINESE, SHANGHAI, 2026)
    assert times.span(starts_at.astimezone(UTC), ends_at, OutageKind.WATER) == words


def test_that_emergencies_and_warnings_say_how_their_end_stands() -> None:
    times = Times(CHINESE, SHANGHAI, 2026)
    assert times.span(at(24, 9), None, OutageKind.WATER, planned=False).endswith("起，正在抢修，预计恢复时间另行通知")
    assert times.span(at(24, 9), at(24, 12), OutageKind.WATER, planned=False).endswith("9:00—12:00，正在抢修")
    assert times.span(at(24, 9), None, OutageKind.TYPHOON).endswith("起，解除时间另行通知")
    assert times.span(at(24, 9), at(24, 12), OutageKind.TYPHOON, planned=False).endswith("9:00—12:00")


def test_that_a_change_of_clocks_is_told_by_the_clock_on_the_wall() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    starts_at = datetime(2026, 10, 24, 22, tzinfo=berlin)
    times = Times(ENGLISH, berlin, 2026)
    ends_at = (starts_at.astimezone(UTC) + timedelta(hours=8)).astimezone(UTC)
    assert times.span(starts_at, ends_at, OutageKind.POWER) == "Saturday 24 Oct, 22:00 to 5:00 the next day"


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 60 * 24 * 40), st.integers(1, 60 * 24 * 4), st.sampled_from(sorted(LANGUAGES)))
def test_that_a_poster_s_lines_tell_the_same_as_the_sentence(start: int, length: int, code: str) -> None:
    starts_at = at(1, 0) + timedelta(minutes=start)
    ends_at = starts_at + timedelta(minutes=length)
    times = Times(language(code), SHANGHAI, 2026)
    lines = "".join(line for line, _role in times.lines(starts_at, ends_at, OutageKind.WATER))
    span = times.span(starts_at, ends_at, OutageKind.WATER)
    begins = f"{starts_at.hour}:{starts_at.minute:02d}"
    assert begins in lines
    assert begins in span
    ends = "24:00" if ends_at.hour == ends_at.minute == 0 else f"{ends_at.hour}:{ends_at.minute:02d}"
    assert ends in lines
    assert ends in span


# --- places -----------------------------------------------------------------------------------------------------------


def told(quarter: Quarter, *picks: Pick, code: str = "zh_CN") -> str:
    return where(quarter, *picks, code=code).line()


def where(quarter: Quarter, *picks: Pick, code: str = "zh_CN") -> Where:
    with quarter.desk.read() as session:
        return Where(picks, place_names(session, 1, picks), language(code))


def test_that_picks_are_put_together_as_a_caretaker_would(filed: Quarter) -> None:
    first = filed.entrances["1", "1"]
    floors = [Pick(PlaceLevel.FLOOR, entrance_id=first, floor=floor) for floor in ("2", "1")]
    assert told(filed, filed.building("3"), filed.building("1")) == "1栋、3栋 全部住户"
    assert told(filed, *(filed.building(name) for name in "123")) == "1-3栋 全部住户"
    assert told(filed, whole()) == "全小区 全部住户"
    assert told(filed, Pick(PlaceLevel.ZONE, zone_id=filed.zones[HIGH])) == "高层区 全部住户"
    assert told(filed, filed.entrance("1", "2")) == "1栋2单元"
    assert told(filed, *floors) == "1栋1单元 1-2层"
    assert (
        told(filed, filed.building("别墅"), filed.room("2-102"), filed.room("2-101")) == "别墅 全部住户；2栋101、102室"
    )
    assert (
        told(filed, filed.building("1"), filed.room("1-1-101", excluded=True)) == "1栋 全部住户（1栋1单元 101室除外）"
    )
    assert told(filed, Pick(PlaceLevel.ROOM, room_id=9999, label="9-9-909")) == "", "what is no more is nowhere"
    english = told(filed, filed.building("3"), filed.entrance("1", "2"), code="en")
    assert english == "Building 3, all households; Building 1: entrance 2"
    several = tuple(filed.building(name) for name in ("1", "3", "9"))
    assert told(filed, *several, code="en") == "Buildings 1, 3 and 9, all households"
    named = tuple(filed.building(name) for name in ("1", "2", "3", "9"))
    assert told(filed, *named) == "1-3栋、9栋 全部住户"


def test_that_each_building_is_told_what_of_it_is_meant(filed: Quarter) -> None:
    picks = (filed.building("3"), filed.entrance("1", "2"), filed.room("3-1-101", excluded=True))
    found = where(filed, *picks)
    assert found.building(filed.buildings["3"]) == "3栋"
    assert found.within(filed.buildings["3"]) == "全部住户（1单元 101室除外）"
    assert found.within(filed.buildings["1"]) == "2单元"


def test_that_no_pick_at_all_is_no_place() -> None:
    assert Where([], PlaceNames({}, {}, {}, {}), CHINESE).line() == ""


# --- messages ---------------------------------------------------------------------------------------------------------


def test_that_the_texts_of_every_kind_and_edition_are_whole(filed: Quarter) -> None:
    for kind in OutageKind:
        for code in LANGUAGES:
            draft = filed.drafted(filed.new(kind=kind, cause=""), code)
            assert draft.text.title
            assert 1 <= len(draft.text.advice) <= 3
            assert all(part for part in (draft.chat, draft.short, draft.say))
            assert "{" not in draft.chat + draft.short + draft.say
            if code != "en":
                assert len(draft.short) <= SHORT_MOST, draft.short


def test_that_a_short_message_leaves_out_advice_cause_weekday_and_phone_but_never_time_or_place(filed: Quarter) -> None:
    new = filed.new(cause="换阀", advice="请储水", phone="12345")
    roomy = filed.drafted(new, "zh_CN").short
    assert all(part in roomy for part in ("1栋全部住户", "11月24日星期二14:05—22:05", "换阀", "请储水", "12345"))
    lengths = []
    for cause, advice in (("更换泵房止回阀和阀门", "请储水备用，关好水龙头"), ("更换" * 30, "请储水" * 15)):
        short = filed.drafted(replace(new, cause=cause, advice=advice), "zh_CN").short
        assert "1栋全部住户" in short
        assert "14:05—22:05" in short
        assert advice not in short
        lengths.append(len(short))
    assert max(lengths) <= SHORT_MOST
    scattered = tuple(filed.room(label) for label in filed.rooms)
    long = filed.drafted(replace(new, places=scattered), "zh_CN").short
    assert len(long) > SHORT_MOST, "it is told how long it is, not cut"
    assert "别墅" in long


# --- kept -------------------------------------------------------------------------------------------------------------


def test_that_facts_are_read_again_also_from_an_older_or_a_newer_version(filed: Quarter) -> None:
    draft = filed.drafted(filed.new(), "zh_TW", NewNotice(NoticeEdition.ANNOUNCED, "zh_TW", where="全區"))
    text: NoticeText = replace(draft.text, issued_at=at(22, 14), old_ends_at=at(23, 1))
    kept = freeze(text)
    assert thaw(kept) == text
    assert thaw({**kept, "of_a_later_version": 1}) == text
    older = {name: value for name, value in kept.items() if name not in {"change", "parts", "planned"}}
    assert thaw(older).parts == ()
