"""The facts of a notice as they are kept: `NoticeText` field by field under its names, read again years later.

A later version, which knows more fields, reads what an earlier one wrote: a field that is missing takes its default,
one that is known no longer is passed over.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import UTC, datetime
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from desktop.core.errors import WorldError
from desktop.core.i18n import msg
from desktop.outages.model import NoticeEdition, OutageKind
from desktop.outages.rows.notices import NoticeText

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = ["freeze", "thaw"]


def freeze(text: NoticeText) -> dict[str, Any]:
    """Return `text` as it is kept, fit for JSON; moments in UTC."""
    return {field.name: _written(getattr(text, field.name)) for field in fields(text)}


def thaw(facts: Mapping[str, Any]) -> NoticeText:
    """Return the text that `freeze` wrote. Raises WorldError for one that is damaged."""
    known = {field.name for field in fields(NoticeText)}
    try:
        return NoticeText(**{name: _read(name, value) for name, value in facts.items() if name in known})
    except (TypeError, ValueError) as error:
        raise WorldError(
            msg(
                "What was kept of a notice cannot be read: it is damaged, or a newer version wrote it. Install the"
                " newest version, or restore the last backup."
            )
        ) from error


def _written(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, tuple):
        return [_written(each) for each in value]
    return value


def _moment(value: str | None) -> datetime | None:
    return None if value is None else datetime.fromisoformat(value)


_READING: Mapping[str, Callable[[Any], Any]] = MappingProxyType(
    {
        "kind": OutageKind,
        "edition": NoticeEdition,
        "buildings": lambda pairs: tuple((id_, name) for id_, name in pairs),
        "advice": tuple,
        "parts": tuple,
        **dict.fromkeys(("starts_at", "ends_at", "old_starts_at", "old_ends_at", "ended_at", "issued_at"), _moment),
    }
)


def _read(name: str, value: Any) -> Any:
    read = _READING.get(name)
    return value if read is None else read(value)
