"""A screen that nobody sits at: what is drawn on it is read straight from the memory of the X server."""

from __future__ import annotations

import os
import shutil
import struct
import subprocess
import time
from typing import TYPE_CHECKING

from PIL import Image, ImageChops

from checking.outcome import CheckFailedError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["Screen"]

_HEADER = struct.Struct(">25I")
_HEADER_SIZE, _WIDE, _HIGH, _STRIDE, _COLOURS = 0, 4, 5, 12, 19
_COLOUR_BYTES = 12
STILL_SECONDS = 1.0
CURSOR_PIXELS = 60
_SAMPLED = 7
"""Every seventh pixel is looked at: enough to see letters, and quick."""


class Screen:
    """An Xvfb of a size in pixels."""

    def __init__(self, folder: Path, wide: int, high: int) -> None:
        """Start the server; its memory lies in `folder`."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        reading, writing = os.pipe()
        command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{wide}x{high}x24", "-nolisten", "tcp"]
        self._server = subprocess.Popen(
            [*command, "-noreset", "-fbdir", str(folder)], pass_fds=(writing,), stderr=subprocess.DEVNULL
        )
        os.close(writing)
        with os.fdopen(reading) as told:
            self.name = f":{told.readline().strip()}"
        """The display, ":5"."""
        self._memory = folder / "Xvfb_screen0"
        # Without a window manager the keyboard belongs to the window under the pointer; nothing lights up there.
        self._tool("mousemove", str(wide // 2), str(high - 100))

    def picture(self) -> Image.Image:
        """Return what is on the screen now."""
        content = self._memory.read_bytes()
        header = _HEADER.unpack_from(content)
        size, stride = (header[_WIDE], header[_HIGH]), header[_STRIDE]
        begin = header[_HEADER_SIZE] + header[_COLOURS] * _COLOUR_BYTES
        return Image.frombytes("RGB", size, content[begin : begin + stride * size[1]], "raw", "BGRX", stride)

    def colours(self) -> int:
        """Return how many colours are on the screen: smooth letters have many, an empty window one."""
        content = self._memory.read_bytes()
        header = _HEADER.unpack_from(content)
        begin = header[_HEADER_SIZE] + header[_COLOURS] * _COLOUR_BYTES
        return len(set(memoryview(content)[begin : len(content) // 4 * 4].cast("I")[::_SAMPLED]))

    def wait(self, seen: Callable[[], bool], patience: float, wanted: str) -> float:
        """Return the seconds until `seen`; raise CheckFailedError when `wanted` is not there after `patience`."""
        begun = time.monotonic()
        while not seen():
            if time.monotonic() - begun > patience:
                raise CheckFailedError(f"{wanted} was not on the screen within {patience:.0f} s.")
            time.sleep(0.01)
        return time.monotonic() - begun

    def settle(self, patience: float = 15) -> None:
        """Wait until the picture stands still for a second, but for a blinking cursor; at most `patience` seconds."""
        end = time.monotonic() + patience
        last, since = self.picture(), time.monotonic()
        while time.monotonic() < end and time.monotonic() - since < STILL_SECONDS:
            time.sleep(0.1)
            now = self.picture()
            changed = ImageChops.difference(last, now).getbbox()
            if changed and (changed[2] - changed[0]) * (changed[3] - changed[1]) > CURSOR_PIXELS:
                last, since = now, time.monotonic()

    def press(self, *keys: str) -> None:
        """Press keys by their X names, "Return", "ctrl+k"."""
        self._tool("key", "--delay", "30", *keys)

    def type(self, text: str) -> None:
        """Type text into whatever has the keyboard."""
        self._tool("type", "--delay", "30", text)

    def end(self) -> None:
        """End the server, and with it every window on it."""
        self._server.terminate()
        self._server.wait(10)

    def _tool(self, *arguments: str) -> None:
        subprocess.run(
            ["xdotool", *arguments],
            env={**os.environ, "DISPLAY": self.name},
            stderr=subprocess.DEVNULL,
            check=True,
            timeout=30,
        )
