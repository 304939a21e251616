"""The tests of stationery act in a community that has just been founded, at a data file and at a server."""

from __future__ import annotations

from io import BytesIO

import pytest

from desktop.stationery.service import StationeryService
from desktop.storage.desk import Desk  # noqa: TC001 - pytest reads the annotation
from tests.working_days.conftest import desk, either, server_desk

__all__ = ["desk", "either", "picture", "server_desk", "service", "stationery"]


@pytest.fixture
def service(desk: Desk) -> StationeryService:
    """Return the project manager's service at a data file."""
    return StationeryService(desk)


@pytest.fixture
def stationery(either: Desk) -> StationeryService:
    """Return the project manager's service, at a data file and at a server."""
    return StationeryService(either)


@pytest.fixture
def picture() -> bytes:
    """Return a small PNG."""
    return png(40, 20)


def png(wide: int, high: int) -> bytes:
    """Return a plain grey PNG of a size, px."""
    import struct  # noqa: PLC0415 - only here
    import zlib  # noqa: PLC0415 - only here

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    rows = zlib.compress(b"".join(b"\0" + b"\x80" * wide for _row in range(high)))
    out = BytesIO(b"\x89PNG\r\n\x1a\n")
    out.seek(0, 2)
    out.write(chunk(b"IHDR", struct.pack(">IIBBBBB", wide, high, 8, 0, 0, 0, 0)))
    out.write(chunk(b"IDAT", rows))
    out.write(chunk(b"IEND", b""))
    return out.getvalue()
