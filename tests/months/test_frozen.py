"""What is kept of a closed month comes back as it was, in this version and the next; what is unknown is refused."""

from __future__ import annotations

import json
import re
import types
import typing
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.core.errors import WorldError
from desktop.core.i18n import msg
from desktop.core.months import Month
from desktop.months import frozen
from desktop.months.frozen import freeze, freeze_summary, thaw, thaw_summary
from desktop.months.rows import MonthReport, MonthSummary
from tests.months.reports import OCTOBER, letterhead
from tests.months.reports import report as department_report
from tests.months.reports import report_of_all as whole_report

ZONES = tuple(map(ZoneInfo, ("Asia/Shanghai", "America/New_York", "Pacific/Chatham")))
NAIVE = datetime(2026, 10, 1)  # noqa: DTZ001 - what is refused
PLAIN = {"Sequence", "Mapping", "None", "ZoneInfo"}
_NAMES: dict[str, Any] = {
    **frozen._ROWS,
    **frozen._CHOICES,
    **{kind.__name__: kind for kind in (Sequence, Mapping, ZoneInfo, datetime, date, timedelta)},
}


def typed_as(kind: type[Any]) -> dict[str, str]:
    """Return how the fields of a row are typed, as written."""
    if is_dataclass(kind):
        return {field.name: str(field.type) for field in fields(kind)}
    return {name: written.__forward_arg__ for name, written in kind.__annotations__.items()}


def moments() -> st.SearchStrategy[datetime]:
    in_utc = st.integers(0, 2**51).map(lambda each: datetime.fromtimestamp(each / 1_000_000, UTC))
    return st.one_of(in_utc, st.builds(datetime.astimezone, in_utc, st.sampled_from(ZONES)))


_PLAINLY: dict[Any, st.SearchStrategy[Any]] = {
    str: st.text(max_size=12),
    int: st.integers(-(2**62), 2**62),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    bytes: st.binary(max_size=20),
    type(None): st.none(),
    datetime: moments(),
    date: st.dates(),
    timedelta: st.timedeltas(timedelta(-9999), timedelta(9999)),
    ZoneInfo: st.sampled_from(ZONES),
    object: st.one_of(st.text(max_size=5), st.integers(), st.none(), st.lists(st.integers(), max_size=2)),
    Month: st.builds(Month, st.integers(1, 9998), st.integers(1, 12)),
}


@cache
def made(kind: Any) -> st.SearchStrategy[Any]:
    """Return a strategy for values of a kind, however deep."""
    if kind in _PLAINLY:
        return _PLAINLY[kind]
    origin, inside = typing.get_origin(kind), typing.get_args(kind)
    if origin in {typing.Union, types.UnionType}:
        return st.one_of(*map(made, inside))
    if origin is Mapping:
        return st.dictionaries(made(inside[0]), made(inside[1]), max_size=2)
    if origin in {Sequence, tuple}:
        several = st.lists(made(inside[0]), max_size=2)
        return several.map(tuple) if origin is tuple else st.one_of(several, several.map(tuple))
    if issubclass(kind, Enum):
        return st.sampled_from(kind)
    hints = {name: eval(written, dict(_NAMES)) for name, written in typed_as(kind).items()}  # noqa: S307 - our own
    return st.builds(kind, **{name: made(each) for name, each in hints.items()})


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(st.deferred(lambda: made(MonthReport)))
def test_that_any_report_comes_back_as_it_was(report: MonthReport) -> None:
    packed = freeze(report)
    assert thaw(packed) == report
    assert freeze(thaw(packed)) == packed


@given(moments(), st.sampled_from(ZONES))
def test_that_a_moment_keeps_its_zone_and_its_instant(at: datetime, zone: ZoneInfo) -> None:
    again = thaw(freeze(replace(department_report(), printed_at=at.astimezone(zone)))).printed_at
    assert (again, again.tzinfo) == (at, zone)


@pytest.mark.parametrize("report", [department_report(), whole_report()], ids=["department", "all"])
def test_that_a_full_report_comes_back_as_it_was(report: MonthReport) -> None:
    assert thaw(freeze(report)) == report
    assert thaw_summary(freeze_summary(report.summary)) == report.summary
    assert freeze(report) == freeze(replace(report))


def test_that_everything_a_report_is_made_of_is_known() -> None:
    for name, kind in frozen._ROWS.items():
        for field, written in typed_as(kind).items():
            unknown = set(re.findall(r"\b[A-Z]\w+", written)) - PLAIN - frozen._ROWS.keys() - frozen._CHOICES.keys()
            assert not unknown, f"{name}.{field} holds {unknown}: name it in months/frozen.py"


@dataclass(frozen=True)
class Unheard:
    """A row that a helper added without naming it."""

    words: str


@pytest.mark.parametrize(
    "stranger",
    [Unheard("x"), msg("A sentence"), {1, 2}, NAIVE, NAIVE.replace(tzinfo=timezone(timedelta(hours=8))), 1j],
    ids=["row", "message", "set", "naive", "fixed offset", "complex"],
)
def test_that_what_could_not_be_read_again_is_refused_at_freezing(stranger: Any) -> None:
    with pytest.raises(TypeError):
        freeze(replace(department_report(), printed_by=stranger))


def test_that_no_number_is_written_that_is_none() -> None:
    summary = replace(department_report().summary, occupied_households=float("nan"))
    with pytest.raises(ValueError, match="not JSON compliant"):
        freeze_summary(summary)


def test_that_a_report_of_an_earlier_version_is_read() -> None:
    report = whole_report(letterhead=letterhead())
    text = json.loads(zlib.decompress(freeze(report)))
    assert text.pop("letterhead") is not None
    assert text["summary"].pop("targets") is not None
    text["forgotten"] = "a field that no report has any more"
    again = thaw(zlib.compress(json.dumps(text).encode()))
    assert again == replace(report, letterhead=None, summary=replace(report.summary, targets={}))


def test_that_half_a_character_does_not_hinder_a_closing() -> None:
    report = replace(department_report(), printed_by="\ud842 x")
    assert thaw(freeze(report)).printed_by == "\ud842 x"


def _without_a_field() -> bytes:
    text = json.loads(zlib.decompress(freeze(department_report())))
    del text["summary"]
    return zlib.compress(json.dumps(text).encode())


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"no zlib at all",
        freeze(department_report())[:-9],
        zlib.compress(b"no JSON"),
        zlib.compress(b'{"$":"nobody knows"}'),
        zlib.compress(b'{"no":"kind"}'),
        zlib.compress(b"[" * 100_000),
        zlib.compress(b'{"$":"zone","of":"Asia"}'),
        zlib.compress(b'{"$":"zone","of":"' + b"x" * 5000 + b'"}'),
        freeze_summary(department_report().summary),
        _without_a_field(),
    ],
    ids=[
        "nothing",
        "noise",
        "cut",
        "text",
        "stranger",
        "untagged",
        "deep",
        "folder",
        "long",
        "another row",
        "field missing",
    ],
)
def test_that_damage_is_told_in_words(damaged: bytes) -> None:
    with pytest.raises(WorldError):
        thaw(damaged)


def test_that_damage_cannot_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frozen, "MOST_BYTES", 1000)
    with pytest.raises(WorldError):
        thaw(zlib.compress(b'"' + b"x" * 100_000 + b'"'))


def test_that_figures_are_kept_to_the_last_digit() -> None:
    summary: MonthSummary = department_report().summary
    again = thaw_summary(freeze_summary(summary))
    assert repr(again.total.figures) == repr(summary.total.figures)
    assert again.month == OCTOBER
