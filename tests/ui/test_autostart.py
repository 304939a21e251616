from __future__ import annotations

from pathlib import PureWindowsPath
from typing import TYPE_CHECKING, cast

import pytest

from desktop.core.errors import WorldError
from desktop.ui.autostart import APPROVED, NAME, RUN, opens_with_windows, set_opens_with_windows
from tests.windows_registry import MadeUpRegistry

if TYPE_CHECKING:
    from pathlib import Path

LAUNCHER = cast("Path", PureWindowsPath(r"C:\程序\Touch point\Touchpoint.exe"))
OFF_IN_WINDOWS = b"\x03" + bytes(11)
ON_IN_WINDOWS = b"\x02" + bytes(11)


@pytest.fixture
def registry(monkeypatch: pytest.MonkeyPatch) -> MadeUpRegistry:
    made = MadeUpRegistry()
    made.stand_in(monkeypatch)
    return made


def test_that_windows_opens_the_launcher_once_it_is_told_to(registry: MadeUpRegistry) -> None:
    assert not opens_with_windows(LAUNCHER)
    set_opens_with_windows(LAUNCHER, opens=True)
    assert registry.values == {(RUN, NAME): r'"C:\程序\Touch point\Touchpoint.exe"'}
    assert opens_with_windows(LAUNCHER)
    set_opens_with_windows(LAUNCHER, opens=False)
    set_opens_with_windows(LAUNCHER, opens=False)
    assert registry.values == {}


def test_that_another_folder_s_program_is_not_this_one(registry: MadeUpRegistry) -> None:
    registry.values[RUN, NAME] = r'"D:\Touchpoint\Touchpoint.exe"'
    assert not opens_with_windows(LAUNCHER)


def test_that_what_was_switched_off_in_windows_own_list_counts(registry: MadeUpRegistry) -> None:
    set_opens_with_windows(LAUNCHER, opens=True)
    registry.values[APPROVED, NAME] = ON_IN_WINDOWS
    assert opens_with_windows(LAUNCHER)
    registry.values[APPROVED, NAME] = OFF_IN_WINDOWS
    assert not opens_with_windows(LAUNCHER)
    set_opens_with_windows(LAUNCHER, opens=True)
    assert opens_with_windows(LAUNCHER)
    assert (APPROVED, NAME) not in registry.values


def test_that_a_forbidden_registry_is_told(registry: MadeUpRegistry) -> None:
    registry.forbidden = True
    with pytest.raises(WorldError, match="Windows does not let this be changed here"):
        set_opens_with_windows(LAUNCHER, opens=True)
