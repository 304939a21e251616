"""The statements behind something the program reads, to be asked again through the bare driver."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import event

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from desktop.storage.desk import Desk

__all__ = ["Asked", "asked_by", "replayed"]

Asked = tuple[str, Any]
"""A statement and its parameters."""


def asked_by(desk: Desk, read: Callable[[], object]) -> Sequence[Asked]:
    """Return every SELECT that `read` asks the database of `desk`."""
    asked: list[Asked] = []

    def listen(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_more: Any) -> None:
        if "SELECT" in statement:
            asked.append((statement, parameters))

    event.listen(desk.database.engine, "before_cursor_execute", listen)
    try:
        read()
    finally:
        event.remove(desk.database.engine, "before_cursor_execute", listen)
    return asked


def replayed(bare: Any, asked: Sequence[Asked]) -> Callable[[], int]:
    """Return what asks the same of the connection `bare` and fetches every row."""
    return lambda: sum(len(bare.execute(statement, parameters).fetchall()) for statement, parameters in asked)
