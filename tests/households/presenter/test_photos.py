"""Pictures people choose: made small, or refused in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QImage

from desktop.core.errors import UserError
from desktop.households.presenter import photos
from desktop.households.presenter.photos import LONGEST_SIDE, small_photo
from desktop.households.service.photos import LARGEST_PHOTO

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("qapp")


def picture(path: Path, wide: int = 1600, high: int = 1200) -> Path:
    """Return a file with a picture of noise, which packs badly."""
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    for row in range(0, high, 3):
        for column in range(0, wide, 3):
            image.setPixel(column, row, (row * 7919 + column * 104729) & 0xFFFFFF)
    assert image.save(str(path))
    return path


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as refused:
        small_photo(path)
    (problem,) = refused.value.problems
    assert problem.field == "photo"
    return problem.message.msgid


@pytest.mark.parametrize("name", ["face.jpg", "face.png", "face"])
def test_that_a_picture_becomes_small_whatever_it_is_called(tmp_path: Path, name: str) -> None:
    source = picture(tmp_path / "source.png")
    named = source.rename(tmp_path / name)
    kept = small_photo(named)
    image = QImage.fromData(kept)
    assert kept.startswith(b"\xff\xd8\xff")
    assert len(kept) <= LARGEST_PHOTO
    assert (image.width(), image.height()) == (LONGEST_SIDE, 300)


def test_that_a_small_picture_keeps_its_size_and_stands_on_white(tmp_path: Path) -> None:
    image = QImage(40, 30, QImage.Format.Format_ARGB32)
    image.fill(0)
    assert image.save(str(tmp_path / "clear.png"))
    kept = QImage.fromData(small_photo(tmp_path / "clear.png"))
    assert (kept.width(), kept.height()) == (40, 30)
    assert kept.pixelColor(20, 15).lightness() > 250


def test_that_what_is_no_photo_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "cannot be opened" in refusal(tmp_path / "gone.jpg")
    (tmp_path / "text.jpg").write_text("<svg/>")
    assert "no JPEG or PNG" in refusal(tmp_path / "text.jpg")
    bitmap = picture(tmp_path / "face.bmp", 20, 20)
    assert "no JPEG or PNG" in refusal(bitmap.rename(tmp_path / "bitmap.jpg"))
    cut = picture(tmp_path / "cut.png", 300, 300)
    cut.write_bytes(cut.read_bytes()[:200])
    assert "damaged" in refusal(cut)
    monkeypatch.setattr(photos, "LARGEST_FILE", 10)
    assert "larger than" in refusal(cut)


def test_that_a_file_that_claims_to_be_huge_is_never_decoded(tmp_path: Path) -> None:
    bomb = picture(tmp_path / "bomb.png", 20, 20)
    raw = bytearray(bomb.read_bytes())
    raw[16:24] = (60_000).to_bytes(4) * 2
    bomb.write_bytes(bytes(raw))
    # Qt itself may already refuse the head, whose checksum no longer fits
    assert "too many pixels" in refusal(bomb) or "no JPEG or PNG" in refusal(bomb) or "damaged" in refusal(bomb)


@pytest.mark.qt_log_ignore("JPEG", "libpng")  # Qt's decoders say what they think of the bytes
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(st.binary(max_size=200), st.sampled_from([b"", b"\xff\xd8\xff\xe0", b"\x89PNG\r\n\x1a\n"]))
def test_that_no_bytes_break_it(tmp_path: Path, content: bytes, head: bytes) -> None:
    path = tmp_path / "any.jpg"
    path.write_bytes(head + content)
    assert refusal(path)
