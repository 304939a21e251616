"""Reports as they are kept of a closed month: their rows written down by name, and read again years later.

The text is JSON, packed by zlib. What JSON has no word for is tagged ("$" names the kind); rows are written field by
field under their class's name, so that a later version, which knows more fields, reads what an earlier one wrote: a
missing field takes its default, one it no longer knows is passed over. Only the classes of `_ROWS` and `_CHOICES` are
written and read: of anything else a report could not be told what it was, and freezing it is a bug, told at once.
"""

from __future__ import annotations

import dataclasses
import json
import zlib
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar, cast
from zoneinfo import ZoneInfo

from desktop.core.errors import WorldError
from desktop.core.i18n import msg
from desktop.core.months import Month
from desktop.events.model import EventKind
from desktop.events.rows import EventMonthLine, GoalLine
from desktop.incidents.model import IncidentKind
from desktop.incidents.rows import IncidentMonthLine
from desktop.issues.model import ActionState, IssueState, IssueStepKind, Severity
from desktop.issues.rows import ActionRow, ConfirmationRow, EvidenceRow, IssueRow, StepRow
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
    VisitsOfKind,
)
from desktop.outages.model import OutageKind
from desktop.outages.rows import OutageMonthLine
from desktop.patrols.rows import PatrolMonthLine
from desktop.requests.model import Liability, Place, RequestKind, Satisfaction, Source
from desktop.stationery.rows import LetterheadRow, SectionLayout
from desktop.visits.model import VisitKind

if TYPE_CHECKING:
    from collections.abc import Callable
    from enum import Enum

__all__ = ["MOST_BYTES", "freeze", "freeze_summary", "thaw", "thaw_summary"]

MOST_BYTES = 128 * 1024 * 1024
"""No report unpacks to more (one of 20,000 requests to a tenth); a damaged one must not fill the memory."""

_KIND = "$"
_Row = TypeVar("_Row")

_ROWS: Mapping[str, type[Any]] = MappingProxyType(
    {
        row.__name__: row
        for row in (
            ActionRow,
            Answer,
            CommentRow,
            Compared,
            ConfirmationRow,
            Correction,
            Counts,
            EditionChange,
            EditionRow,
            EventMonthLine,
            EvidenceRow,
            Figures,
            GoalLine,
            Heat,
            HotSpot,
            IncidentMonthLine,
            IssueRow,
            LetterheadRow,
            Month,
            MonthReport,
            MonthSummary,
            Named,
            OutageMonthLine,
            PatrolMonthLine,
            RepeatHousehold,
            ReportLine,
            ReportLists,
            SectionLayout,
            StepRow,
            TrendPoint,
            TurnaroundBand,
            VisitsOfKind,
        )
    }
)
_CHOICES: Mapping[str, type[Enum]] = MappingProxyType(
    {
        choice.__name__: choice
        for choice in (
            ActionState,
            CorrectionKind,
            EventKind,
            Figure,
            IncidentKind,
            IssueState,
            IssueStepKind,
            Liability,
            OutageKind,
            Place,
            RequestKind,
            Satisfaction,
            Severity,
            Source,
            VisitKind,
        )
    }
)


def freeze(report: MonthReport) -> bytes:
    """Return the report packed; the same report gives the same bytes. Raises TypeError for what is not to be kept."""
    return _pack(report)


def thaw(packed: bytes) -> MonthReport:
    """Return the report that `freeze` packed. Raises WorldError for bytes that are damaged."""
    return _unpack(packed, MonthReport)


def freeze_summary(summary: MonthSummary) -> bytes:
    """Return a report's figures alone, packed as `freeze` does: a screen needs no lists."""
    return _pack(summary)


def thaw_summary(packed: bytes) -> MonthSummary:
    """Return the figures that `freeze_summary` packed. Raises as `thaw`."""
    return _unpack(packed, MonthSummary)


def _pack(value: object) -> bytes:
    text = json.dumps(_written(value), ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    # Half a surrogate pair, which no sheet of paper shows either, would be no UTF-8.
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def _unpack(packed: bytes, wanted: type[_Row]) -> _Row:
    try:
        value = _read(json.loads(_unpacked(packed)))
    except (
        zlib.error,
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        OverflowError,
        RecursionError,
        # a zone that is none may be sought as a file
        OSError,
    ) as error:
        raise _unreadable() from error
    if not isinstance(value, wanted):
        raise _unreadable()
    return value


def _unpacked(packed: bytes) -> str:
    unpacking = zlib.decompressobj()
    text = unpacking.decompress(packed, MOST_BYTES)
    if not unpacking.eof:
        raise ValueError("cut short, or longer than any report")
    return text.decode("utf-8", "surrogatepass")


def _unreadable() -> WorldError:
    return WorldError(
        msg(
            "What was kept of a closed month cannot be read: it is damaged, or a newer version wrote it. Install the"
            " newest version, or restore the last backup."
        )
    )


# --- writing --------------------------------------------------------------------------------------------------------


def _written(value: Any) -> Any:
    write = _WRITING.get(type(value))
    if write is None:
        write = _writing(type(value))
    return write(value)


def _writing(kind: type[Any]) -> Callable[[Any], Any]:
    """Return how values of a registered class, or of a kind of mapping, are written."""
    if _ROWS.get(kind.__name__) is kind:
        return _written_row
    if _CHOICES.get(kind.__name__) is kind:
        return lambda value: {_KIND: "choice", "of": kind.__name__, "value": value.value}
    if issubclass(kind, Mapping):
        return _written_mapping
    raise TypeError(f"a closed month cannot keep a {kind.__module__}.{kind.__qualname__}: name it in months/frozen.py")


def _as_it_is(value: Any) -> Any:
    return value


def _written_row(row: Any) -> dict[str, Any]:
    kind = type(row).__name__
    written: dict[str, Any] = {_KIND: kind}
    for name in _FIELDS[kind]:
        value = getattr(row, name)
        # a closed month has tens of thousands of rows, and most of what they hold is written as it is
        written[name] = value if type(value) in _AS_THEY_ARE else _written(value)
    return written


def _written_mapping(mapping: Mapping[Any, Any]) -> dict[str, Any]:
    return {_KIND: "map", "of": [[_written(key), _written(value)] for key, value in mapping.items()]}


def _written_moment(at: datetime) -> dict[str, Any]:
    if at.tzinfo is not UTC and not isinstance(at.tzinfo, ZoneInfo):
        raise TypeError("a closed month keeps moments in UTC or in a named zone")
    zone = at.tzinfo.key if isinstance(at.tzinfo, ZoneInfo) else ""
    return {
        _KIND: "moment",
        "at": at.astimezone(UTC).replace(tzinfo=None).isoformat(),
        **({"in": zone} if zone else {}),
    }


def _fields(kind: type[Any]) -> tuple[str, ...]:
    if dataclasses.is_dataclass(kind):
        return tuple(field.name for field in dataclasses.fields(kind))
    return cast("tuple[str, ...]", kind._fields)


_AS_THEY_ARE = frozenset({type(None), bool, int, float, str})
_WRITING: Mapping[type[Any], Callable[[Any], Any]] = MappingProxyType(
    {
        **dict.fromkeys(_AS_THEY_ARE, _as_it_is),
        list: lambda values: [_written(value) for value in values],
        tuple: lambda values: {_KIND: "tuple", "of": [_written(value) for value in values]},
        frozenset: lambda values: {_KIND: "set", "of": sorted((_written(value) for value in values), key=str)},
        bytes: lambda value: {_KIND: "bytes", "of": b64encode(value).decode("ascii")},
        datetime: _written_moment,
        date: lambda day: {_KIND: "day", "of": day.isoformat()},
        timedelta: lambda span: {_KIND: "span", "of": span // timedelta.resolution},
        ZoneInfo: lambda zone: {_KIND: "zone", "of": zone.key},
    }
)


# --- reading --------------------------------------------------------------------------------------------------------


def _read(written: Any) -> Any:
    if isinstance(written, list):
        return [_read(each) for each in written]
    if not isinstance(written, dict):
        return written
    kind = written[_KIND]
    row = _ROWS.get(kind)
    if row is not None:
        known = _KNOWN[kind]
        return row(**{name: _read(value) for name, value in written.items() if name in known})
    return _READING[kind](written)


def _read_moment(written: Mapping[str, Any]) -> datetime:
    at = datetime.fromisoformat(written["at"]).replace(tzinfo=UTC)
    return at.astimezone(ZoneInfo(written["in"])) if "in" in written else at


_FIELDS: Mapping[str, tuple[str, ...]] = MappingProxyType({name: _fields(kind) for name, kind in _ROWS.items()})
_KNOWN: Mapping[str, frozenset[str]] = MappingProxyType({name: frozenset(fields) for name, fields in _FIELDS.items()})
_READING: Mapping[str, Callable[[Mapping[str, Any]], Any]] = MappingProxyType(
    {
        "choice": lambda written: _CHOICES[written["of"]](written["value"]),
        "map": lambda written: {_read(key): _read(value) for key, value in written["of"]},
        "tuple": lambda written: tuple(_read(each) for each in written["of"]),
        "set": lambda written: frozenset(_read(each) for each in written["of"]),
        "bytes": lambda written: b64decode(written["of"], validate=True),
        "moment": _read_moment,
        "day": lambda written: date.fromisoformat(written["of"]),
        "span": lambda written: timedelta(microseconds=written["of"]),
        "zone": lambda written: ZoneInfo(written["of"]),
    }
)
