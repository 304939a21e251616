from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from desktop.core.errors import UserError
from desktop.core.i18n import language
from desktop.storage.places import DataPlace, _file_system, _is_network, _is_roaming, _is_synchronised

if TYPE_CHECKING:
    from collections.abc import Callable

MOUNTS = """\
/dev/sda1 / ext4 rw 0 0
server:/export /mnt/shared nfs4 rw 0 0
//server/share /mnt/my\\040share cifs rw 0 0
/dev/sdb1 /mnt/shared/local xfs rw 0 0
remote: /mnt/wang/remote fuse.sshfs rw 0 0
"""


def sentence(call: Callable[[], object]) -> str:
    with pytest.raises(UserError) as caught:
        call()
    return language("en").message(caught.value.problems[0].message)


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("/mnt/wang/data", "ext4"),
        ("/mnt/shared/data", "nfs4"),
        ("/mnt/shared", "nfs4"),
        ("/mnt/sharedelsewhere", "ext4"),
        ("/mnt/shared/local/data", "xfs"),
        ("/mnt/my share/data", "cifs"),
        ("/mnt/wang/remote/data", "fuse.sshfs"),
    ],
)
def test_that_the_nearest_mount_tells_the_file_system(path: str, kind: str) -> None:
    assert _file_system(Path(path), MOUNTS) == kind


def test_that_a_network_mount_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    mounts = f"{MOUNTS}server:/x {tmp_path} nfs4 rw 0 0\n"
    read = Path.read_text

    def instead(self: Path, encoding: str | None = None, errors: str | None = None) -> str:
        return mounts if self == Path("/proc/mounts") else read(self, encoding, errors)

    monkeypatch.setattr(Path, "read_text", instead)
    told = sentence(DataPlace(tmp_path / "data").require_local)
    assert "on the network" in told
    assert "PostgreSQL" in told


def test_that_a_server_path_is_on_the_network() -> None:
    assert _is_network(Path("//server/share/data"))
    assert _is_network(Path("//?/UNC/server/share/data"))
    assert not _is_network(Path("//?/C:/Users/王芳/data"))


def test_that_a_folder_too_deep_for_windows_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("desktop.storage.places._is_too_long", lambda path: len(str(path)) > 180)
    DataPlace(tmp_path / "data").require_local()
    with pytest.raises(UserError, match="too long"):
        DataPlace(tmp_path / ("深" * 180)).require_local()


@pytest.mark.parametrize(
    "folder", ["OneDrive", "OneDrive - 翠湖物业", "Dropbox", "坚果云", "BaiduSyncdisk", "Nextcloud", "Google Drive"]
)
def test_that_a_synchronised_folder_is_refused(tmp_path: Path, folder: str) -> None:
    assert "synchronised" in sentence(DataPlace(tmp_path / folder / "data").require_local)


def test_that_a_folder_with_a_sync_mark_above_is_refused(tmp_path: Path) -> None:
    (tmp_path / ".stfolder").mkdir()
    assert _is_synchronised(tmp_path / "a" / "b")
    assert "synchronised" in sentence(DataPlace(tmp_path / "a" / "b").require_local)


def test_that_a_link_into_a_synchronised_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Dropbox").mkdir()
    (tmp_path / "data").symlink_to(tmp_path / "Dropbox", target_is_directory=True)
    assert "synchronised" in sentence(DataPlace(tmp_path / "data").require_local)


def test_that_a_roaming_profile_is_refused(tmp_path: Path) -> None:
    assert _is_roaming(Path("/Users/wang/AppData/Roaming/Touchpoint"))
    assert not _is_roaming(Path("/Users/wang/AppData/Local/Touchpoint"))
    assert "roaming" in sentence(DataPlace(tmp_path / "AppData" / "Roaming" / "x").require_local)


def test_that_an_ordinary_folder_is_accepted(tmp_path: Path) -> None:
    DataPlace(tmp_path / "data").require_local()
    assert not (tmp_path / "data").exists()


def test_that_each_thing_missing_has_its_own_sentence_and_nothing_is_made(place: DataPlace) -> None:
    keys, data = place.key_file.read_bytes(), place.data_file.read_bytes()
    place.key_file.unlink()
    assert "(keys.json) is missing" in sentence(place.require_data)
    place.data_file.unlink()
    assert "no data in this folder" in sentence(place.require_data)
    place.key_file.write_bytes(keys)
    assert "(touchpoint.db) is missing" in sentence(place.require_data)
    assert not place.data_file.exists()
    place.data_file.write_bytes(b"")
    assert "is empty" in sentence(place.require_data)
    place.data_file.write_bytes(data)
    place.require_data()
    assert "holds data already" in sentence(place.require_nothing)
