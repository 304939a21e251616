"""Pictures made small: upright, without what a camera wrote, and never decoded where they are too large."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QImage

from desktop.ui.pictures import PictureError, PictureFault, as_png, device_of, small_picture
from tests.core.samples import png

KINDS = frozenset({b"jpeg", b"jpg", b"png"})


def photo(wide: int = 800, high: int = 600) -> bytes:
    """Return a JPEG with the place it was taken at in it."""
    image = QImage(wide, high, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPG", 90)  # type: ignore[call-overload]  # the stubs know file names only
    plain = bytes(buffer.data().data())
    place = b"Exif\0\0GPS 30.2741 120.1551"
    return plain[:2] + b"\xff\xe1" + (len(place) + 2).to_bytes(2) + place + plain[2:]


def test_that_a_photo_becomes_small_and_forgets_where_it_was_taken() -> None:
    taken = photo()
    assert b"GPS" in taken
    kept = small_picture(device_of(taken), 160, 40_000, KINDS)
    image = QImage.fromData(kept)
    assert (image.width(), image.height()) == (160, 120)
    assert b"GPS" not in kept
    assert b"Exif" not in kept


def test_that_a_very_long_picture_keeps_at_least_a_line() -> None:
    image = QImage.fromData(small_picture(device_of(png(3000, 2)), 160, 40_000, KINDS))
    assert (image.width(), image.height()) == (160, 1)


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"words", PictureFault.OTHER_KIND),
        (png(60_000, 60_000), PictureFault.TOO_MANY_PIXELS),
        (png(300, 300)[:60], PictureFault.DAMAGED),
    ],
)
@pytest.mark.qt_log_ignore("libpng")
def test_that_why_none_could_be_made_is_told_apart(content: bytes, fault: PictureFault) -> None:
    with pytest.raises(PictureError) as failed:
        small_picture(device_of(content), 160, 40_000, KINDS)
    assert failed.value.fault is fault


def test_that_a_pasted_picture_is_kept_as_its_pixels_only() -> None:
    image = QImage(5, 4, QImage.Format.Format_RGB32)
    image.fill(0x123456)
    image.setText("Author", "someone")
    kept = as_png(image)
    assert kept.startswith(b"\x89PNG")
    assert b"someone" not in kept
    assert QImage.fromData(kept).pixelColor(2, 2).rgb() & 0xFFFFFF == 0x123456
