"""What a person once said about a file's unknown headers, kept by name as a small JSON file.

`{"name": "Old system", "columns": {"业主姓名1": "owner", "内部编码": null}}`: a header is mapped to a field, or to
null where it is to be left out without another question.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from desktop.core.errors import UserError, WorldError
from desktop.core.i18n import msg
from desktop.sheets.replace import replace_file

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from pathlib import Path

    from desktop.core.i18n import Message

__all__ = ["Profile", "load_profile", "save_profile"]

LARGEST_FILE = 1_000_000


@dataclass(frozen=True, slots=True)
class Profile:
    """Headers mapped by hand: header as it stands in the file to field, None for a column to leave out."""

    name: str = ""
    columns: Mapping[str, str | None] = field(default_factory=dict)


def load_profile(path: Path, fields: Collection[str]) -> Profile:
    """Return the profile kept at `path`; `fields` are the fields the import knows.

    Raises UserError for a missing file, for anything but such a profile and for an unknown field, WorldError where the
    disk fails.
    """
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise UserError(_no_profile(path))
        content = json.loads(path.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError as error:
        raise UserError(msg("There is no profile “%(file)s”; choose it again.", file=path.name)) from error
    except OSError as error:
        raise WorldError(msg("The profile “%(file)s” cannot be read; check your rights.", file=path.name)) from error
    except (ValueError, RecursionError) as error:
        raise UserError(_no_profile(path)) from error
    return _checked(content, path, fields)


def save_profile(profile: Profile, path: Path) -> None:
    """Write `profile` to `path`, whole or not at all; raise WorldError where the disk fails."""
    content = {"name": profile.name, "columns": dict(profile.columns)}
    replace_file(path, json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n")


def _checked(content: object, path: Path, fields: Collection[str]) -> Profile:
    columns = content.get("columns") if isinstance(content, dict) else None
    if not isinstance(content, dict) or not isinstance(columns, dict):
        raise UserError(_no_profile(path))
    for header, target in columns.items():
        if target is not None and not (isinstance(target, str) and target in fields):
            raise UserError(
                msg(
                    "The profile “%(file)s” maps “%(header)s” to the unknown “%(field)s”; write one of: %(fields)s.",
                    file=path.name,
                    header=header,
                    field=target,
                    fields=", ".join(sorted(fields)),
                )
            )
    return Profile(str(content.get("name") or path.stem), columns)


def _no_profile(path: Path) -> Message:
    return msg(
        '“%(file)s” is not a profile; it has to look like {"name": …, "columns": {header: field}}.', file=path.name
    )
