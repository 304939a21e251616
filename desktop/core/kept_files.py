"""Photos and files kept beside what the desk keeps: what is known of one, and what is too large or too many."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.errors import Problem, UserError
from desktop.core.file_kinds import refuse_ending
from desktop.core.file_names import safe_name
from desktop.core.i18n import msg

if TYPE_CHECKING:
    from datetime import datetime

__all__ = [
    "FIELD",
    "LARGEST_FILE",
    "LARGEST_THUMBNAIL",
    "MOST_FILES",
    "THUMBNAIL_SIDE",
    "KeptFile",
    "about_files",
    "check_before_reading",
]

FIELD = "attachments"
"""The field that problems with files name."""

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes of one file."""

MOST_FILES = 10
"""Files beside one thing, those taken away not counted."""

THUMBNAIL_SIDE = 160
"""Pixels of the longer side of a thumbnail."""

LARGEST_THUMBNAIL = 40_000
"""Bytes of a thumbnail."""


@dataclass(frozen=True, slots=True)
class KeptFile:
    """One photo or file: `size` in bytes, `thumbnail` a JPEG or none, `by` the account that added it."""

    id: int
    version: int
    name: str
    media_type: str
    size: int
    thumbnail: bytes | None
    added_at: datetime
    by: str


def about_files(error: UserError) -> UserError:
    """Return `error` with each problem naming the field of files."""
    return UserError(*(Problem(problem.message, FIELD) for problem in error.problems))


def check_before_reading(name: str, size: int) -> None:
    """Raise UserError for a file that would be refused by its name or its `size` in bytes, before it is read."""
    shown = safe_name(name)
    try:
        refuse_ending(shown)
    except UserError as error:
        raise about_files(error) from error
    if size > LARGEST_FILE:
        most = LARGEST_FILE // (1024 * 1024)
        too_large = msg(
            "“%(file)s” is larger than %(most)s MB; make it smaller, then add it again.", file=shown, most=most
        )
        raise UserError(Problem(too_large, FIELD))
