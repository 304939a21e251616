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

__all__ = ["Profile", "check_profile", "load_profile", "save_profile"]

LARGEST_FILE = 1_000_000


@dataclass(frozen=True, slots=True)
class Profile:
    """Headers mapped by hand: header as it stands in the file to field, None for a column to leave out."""

    name: str = ""
    columns: Mapping[str, str | None] = field(default_factory=dict)


def load_profile(path: Path, fields: Collection[str] | None = None) -> Profile:
    """Return the profile kept at `path`; with `fields`, the fields the import knows, it is checked as well.

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
    columns = content.get("columns") if isinstance(content, dict) else None
    if not isinstance(columns, dict) or not all(isinstance(target, str | None) for target in columns.values()):
        raise UserError(_no_profile(path))
    profile = Profile(str(content.get("name") or path.stem), columns)
    if fields is not None:
        check_profile(profile, fields)
    return profile


def check_profile(profile: Profile, fields: Collection[str]) -> None:
    """Raise UserError where `profile` maps a header to anything but one of `fields`."""
    for header, target in profile.columns.items():
        if target is not None and target not in fields:
            raise UserError(
                msg(
                    "The profile “%(name)s” maps “%(header)s” to the unknown “%(field)s”; write one of: %(fields)s.",
                    name=profile.name,
                    header=header,
                    field=target,
                    fields=", ".join(sorted(fields)),
                )
            )


def save_profile(profile: Profile, path: Path) -> None:
    """Write `profile` to `path`, whole or not at all; raise WorldError where the disk fails."""
    content = {"name": profile.name, "columns": dict(profile.columns)}
    replace_file(path, json.dumps(content, ensure_ascii=False, indent=2).encode() + b"\n")


def _no_profile(path: Path) -> Message:
    return msg(
        '“%(file)s” is not a profile; it has to look like {"name": …, "columns": {header: field}}.', file=path.name
    )
