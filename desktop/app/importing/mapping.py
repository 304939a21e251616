"""Headers that nobody understands: what they could be, and what was said about them the last time."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from desktop.core.errors import UserError, WorldError
from desktop.core.i18n import msg
from desktop.sheets.headers import guess_header, header_key, read_header
from desktop.sheets.profile import Profile, load_profile, save_profile

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from desktop.sheets.headers import Column
    from desktop.sheets.workbook import Workbook

__all__ = ["Mappable", "best_profile", "keep_profile", "kept_profiles", "mappable"]

LONGEST_NAME = 60


class Mappable(NamedTuple):
    """A column of the file without a meaning: its sheet, its letter, the header as it stands there."""

    sheet: str
    letter: str
    header: str


def mappable(workbook: Workbook, columns: Sequence[Column], profile: Profile | None) -> list[Mappable]:
    """Return the headers of a file no table was recognised in, so that they can be mapped by hand."""
    found = []
    for sheet in workbook:
        if sheet.hidden or not sheet.rows:
            continue
        header = read_header(sheet, columns, profile) or guess_header(sheet, columns)
        if header is not None:
            found += [Mappable(sheet.name, column.letter, column.header) for column in header.unknown]
    return found


def kept_profiles(directory: Path, kind: str) -> list[Profile]:
    """Return the profiles remembered for a kind of file; one that is damaged is passed over."""
    profiles = []
    for path in sorted(directory.glob(f"{kind}-*.json")):
        try:
            profiles.append(load_profile(path))
        except (UserError, WorldError):
            continue
    return profiles


def keep_profile(directory: Path, kind: str, profile: Profile) -> None:
    """Remember `profile` under its name; raise WorldError where the disk refuses."""
    name = "".join(character if character.isalnum() else "-" for character in profile.name)[:LONGEST_NAME]
    try:
        directory.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise WorldError(
            msg("The folder %(folder)s cannot be made; the columns are mapped for this time only.", folder=directory)
        ) from error
    save_profile(profile, directory / f"{kind}-{name}.json")


def best_profile(profiles: Sequence[Profile], unknown: Sequence[Mappable]) -> Profile | None:
    """Return the profile that knows most of the unknown headers, None where none knows any."""
    wanted = {header_key(column.header) for column in unknown}

    def known(profile: Profile) -> int:
        return len(wanted & {header_key(header) for header in profile.columns})

    best = max(profiles, key=known, default=None)
    return best if best is not None and known(best) else None
