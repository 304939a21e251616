"""A person's own part of Windows' registry, in memory, for systems that have none."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    import pytest

__all__ = ["MadeUpRegistry"]


@dataclass
class MadeUpRegistry:
    """Values by (path, name); with `forbidden` every write is refused."""

    values: dict[tuple[str, str], object] = field(default_factory=dict)
    forbidden: bool = False

    def stand_in(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Be the registry until the test ends."""
        module = ModuleType("winreg")
        constants = {"HKEY_CURRENT_USER": 1, "KEY_SET_VALUE": 2, "KEY_QUERY_VALUE": 1, "REG_SZ": 1}
        for name, thing in {**constants, "OpenKey": self.open, "CreateKeyEx": self.open}.items():
            setattr(module, name, thing)
        for name in ("QueryValueEx", "SetValueEx", "DeleteValue"):
            setattr(module, name, getattr(self, name))
        monkeypatch.setitem(sys.modules, "winreg", module)

    @contextmanager
    def open(self, _root: int, path: str, _reserved: int, access: int) -> Iterator[str]:
        if self.forbidden and access == 2:
            raise PermissionError(13, "forbidden by a policy")
        yield path

    def QueryValueEx(self, key: str, name: str) -> tuple[object, int]:
        if (key, name) not in self.values:
            raise FileNotFoundError(name)
        return self.values[key, name], 1

    def SetValueEx(self, key: str, name: str, _reserved: int, _kind: int, value: Any) -> None:
        self.values[key, name] = value

    def DeleteValue(self, key: str, name: str) -> None:
        if self.values.pop((key, name), None) is None:
            raise FileNotFoundError(name)
