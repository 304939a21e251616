"""The folder a data file lives in: what lies in it, and which folders are no place for one.

SQLite's locks do not hold on network drives, and a sync client copies a half-written file: either destroys data
in the end. Shared use is PostgreSQL.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.storage import durable

if sys.platform == "win32":
    import ctypes

__all__ = ["DATA_NAME", "KEY_NAME", "NOTE_NAME", "SIDE_NAMES", "DataPlace"]

DATA_NAME = "touchpoint.db"
KEY_NAME = "keys.json"
SIDE_NAMES = (f"{DATA_NAME}-wal", f"{DATA_NAME}-shm")
"""What SQLite keeps beside the data file; it belongs to it and moves with it."""
NOTE_NAME = "upgrade.json"
"""What is noted of an upgrade that has not proved itself; it too belongs to the data and moves with it."""

_NETWORK_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "ceph", "lustre", "beegfs", "davfs"}
)
_NETWORK_FUSE = frozenset({"sshfs", "rclone", "davfs2", "glusterfs", "gvfsd-fuse", "smbnetfs", "s3fs"})
_SYNC_FOLDERS = (
    "onedrive",
    "dropbox",
    "google drive",
    "googledrive",
    "iclouddrive",
    "icloud drive",
    "nextcloud",
    "nutstore",
    "baidunetdisk",
    "baidusyncdisk",
    "坚果云",
    "百度网盘",
    "百度云同步盘",
    "同步盘",
    "wpsdrive",
    "wps云盘",
)
_SYNC_MARKS = (".dropbox", ".stfolder", ".nextcloudsync.log")
_REMOTE_DRIVE = 4

LONGEST_FOLDER = 180
"""Characters, where Windows knows paths of 259 only: the longest name inside, with folder and ending, has 70."""


@dataclass(frozen=True, slots=True)
class DataPlace:
    """A folder that holds, or will hold, one community's data file and its key file."""

    directory: Path

    @property
    def data_file(self) -> Path:
        """Return where the encrypted database lies."""
        return self.directory / DATA_NAME

    @property
    def key_file(self) -> Path:
        """Return where the key file lies."""
        return self.directory / KEY_NAME

    @property
    def backups(self) -> Path:
        """Return the folder of the backups that the program makes on its own, which may not be there yet."""
        return self.directory / "backups"

    @property
    def lock_file(self) -> Path:
        """Return the file that each open window and command holds a shared lock on."""
        return self.directory / "touchpoint.lock"

    def require_local(self) -> None:
        """Raise UserError for a folder on a network drive, in a synchronised folder or in a roaming profile.

        So it does for one so deep that Windows could not open every file in it.
        """
        path = Path(os.path.abspath(self.directory))  # noqa: PTH100 - resolve() would hide a drive letter's server
        if _is_too_long(path):
            raise UserError(
                msg(
                    "The path of this folder is too long for Windows (%(count)s characters). Choose a folder higher up"
                    " on the disk.",
                    count=len(str(path)),
                )
            )
        real = path.resolve()
        if _is_network(path) or _is_network(real):
            raise UserError(
                msg(
                    "This folder is on the network, where data files break. Choose a folder on this PC's own disk;"
                    " several PCs share data through a PostgreSQL server."
                )
            )
        if _is_synchronised(path) or _is_synchronised(real):
            raise UserError(
                msg(
                    "This folder is synchronised with the cloud, which breaks data files. Choose another folder on"
                    " this PC; put backups there instead."
                )
            )
        if _is_roaming(path):
            raise UserError(
                msg(
                    "This folder belongs to a roaming profile, which is copied over the network. Choose a local folder."
                )
            )

    def require_data(self) -> None:
        """Raise UserError unless data file and key file are both here; nothing is ever made anew."""
        data, key = self.data_file.is_file(), self.key_file.is_file()
        if not data and not key:
            raise UserError(
                msg("There is no data in this folder. Choose the right folder, or set up a new community first.")
            )
        if not data:
            raise UserError(
                msg(
                    "The data file (touchpoint.db) is missing, though its key file is there. Put it back or restore"
                    " a backup; no new one was made."
                )
            )
        if not key:
            raise UserError(
                msg("The key file (keys.json) is missing, and nothing opens without it. Put it back from a backup.")
            )
        if not self.data_file.stat().st_size:
            raise UserError(msg("The data file (touchpoint.db) is empty. Restore the last backup."))

    def require_nothing(self) -> None:
        """Raise UserError when the folder holds data already."""
        if any((self.directory / name).exists() for name in (DATA_NAME, KEY_NAME, *SIDE_NAMES)):
            raise UserError(msg("This folder holds data already; nothing was changed. Choose an empty folder."))

    def make(self) -> None:
        """Make the folder if it is not there. Raises WorldError when that fails."""
        try:
            self.directory.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise durable.told(error) from error


def _is_network(path: Path) -> bool:
    shown = path.as_posix()
    # Windows writes a long path of this PC as \\?\C:\..., one of the network as \\?\UNC\...
    of_this_pc = shown.startswith("//?/") and shown[4:8].upper() != "UNC/"
    return (shown.startswith("//") and not of_this_pc) or _is_mounted_share(path)


if sys.platform == "win32":

    def _is_too_long(path: Path) -> bool:
        # It says what the PC's policy and the program's manifest allow together; Windows before 1607 has none.
        allowed = getattr(ctypes.windll.ntdll, "RtlAreLongPathsEnabled", None)
        return len(str(path)) > LONGEST_FOLDER and not (allowed is not None and allowed() & 0xFF)

    def _is_mounted_share(path: Path) -> bool:
        return int(ctypes.windll.kernel32.GetDriveTypeW(f"{path.drive}\\")) == _REMOTE_DRIVE

else:

    def _is_too_long(_path: Path) -> bool:
        return False

    def _is_mounted_share(path: Path) -> bool:
        try:
            mounts = Path("/proc/mounts").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return False  # no Linux: nothing to learn here, and no reason to refuse
        kind = _file_system(path, mounts)
        return kind in _NETWORK_SYSTEMS or kind.removeprefix("fuse.") in _NETWORK_FUSE


def _file_system(path: Path, mounts: str) -> str:
    """Return the type of the file system `path` lies on, by the text of /proc/mounts (later lines win)."""
    best, kind = -1, ""
    for line in mounts.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ").replace("\\011", "\t").replace("\\134", "\\")
        if path.is_relative_to(point) and len(Path(point).parts) >= best:
            best, kind = len(Path(point).parts), fields[2]
    return kind


def _is_synchronised(path: Path) -> bool:
    if any(part.casefold().startswith(_SYNC_FOLDERS) for part in path.parts):
        return True
    return any((folder / mark).exists() for folder in (path, *path.parents) for mark in _SYNC_MARKS)


def _is_roaming(path: Path) -> bool:
    parts = [part.casefold() for part in path.parts]
    if ("appdata", "roaming") in pairwise(parts):
        return True
    roaming = os.environ.get("APPDATA", "")
    return sys.platform == "win32" and bool(roaming) and path.is_relative_to(roaming)
