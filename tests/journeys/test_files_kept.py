"""Photos and files of requests are in every backup as they are, and a check of the data looks at them too."""

from __future__ import annotations

from hashlib import sha256
from typing import TYPE_CHECKING

import pytest

from desktop.app import commands
from desktop.app.session import sign_in
from desktop.requests.model import Place, RequestKind
from desktop.requests.rows import NewRequest
from desktop.requests.service import RequestService
from tests.core.samples import jpeg
from tests.journeys.program import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.core.clock import FixedClock

CONTENT = jpeg(4000, 3000, bytes(range(256)) * 200)
PAGE = 4096


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, empty_data: Path) -> Callable[..., int]:
    """Return a function that runs a command on the data as the administrator."""
    monkeypatch.setenv("TOUCHPOINT_PASSWORD", PASSWORD)

    def run(*arguments: str) -> int:
        return commands.main([*arguments, "--data", str(empty_data), "--language", "en"])

    return run


def with_service(data: Path, clock: FixedClock, act: Callable[[RequestService], object]) -> None:
    session = sign_in(data, "clerk", PASSWORD, clock)
    try:
        act(RequestService(session.desk))
    finally:
        session.close()


def attach(service: RequestService) -> None:
    request = NewRequest(kind=RequestKind.REPAIR, words="路灯不亮", room_id=None, place=Place.PUBLIC_AREA)
    service.attach("路灯.jpg", CONTENT, owner_id=service.report(request).result)


def test_that_a_backup_brings_every_file_back_byte_for_byte(
    empty_data: Path, tmp_path: Path, clock: FixedClock, ask: Callable[..., int]
) -> None:
    found: list[bytes] = []

    def take_away(service: RequestService) -> None:
        (row,) = service.attachments(1)
        service.take_away(row.id, row.version)
        assert service.attachments(1) == ()

    def look(service: RequestService) -> None:
        (row,) = service.attachments(1)
        found.append(service.attachment_content(row.id))

    with_service(empty_data, clock, attach)
    assert ask("check") == 0
    assert ask("backup", str(tmp_path / "kept.zip")) == 0
    with_service(empty_data, clock, take_away)
    assert ask("restore", str(tmp_path / "kept.zip")) == 0
    with_service(empty_data, clock, look)
    assert sha256(found[0]).hexdigest() == sha256(CONTENT).hexdigest()
    assert ask("check") == 0


def test_that_a_damaged_photo_is_noticed_by_the_check_of_the_data(
    empty_data: Path, clock: FixedClock, ask: Callable[..., int]
) -> None:
    with_service(empty_data, clock, attach)
    path = empty_data / "touchpoint.db"
    raw = bytearray(path.read_bytes())
    # The photo was written last: it lies in the pages at the end.
    raw[len(raw) - 3 * PAGE + 100] ^= 1
    path.write_bytes(bytes(raw))
    assert ask("check") != 0
