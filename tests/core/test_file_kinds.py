"""What a file is, by its bytes and its name: kept kinds pass, everything that could act is refused in words."""

from __future__ import annotations

import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.core.errors import UserError
from desktop.core.file_kinds import MOST_PARTS, MOST_PIXELS, kind_of, picture_size
from desktop.core.i18n import language
from tests.core.samples import gif, jpeg, office, pdf, png, webp


def refusal(name: str, content: bytes) -> str:
    with pytest.raises(UserError) as refused:
        kind_of(name, content)
    words = language("en").message(refused.value.problems[0].message)
    assert name in words
    return words


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("漏水.jpg", jpeg(), "image/jpeg"),
        ("漏水.JPEG", jpeg(), "image/jpeg"),
        ("a.png", png(), "image/png"),
        ("a.gif", gif(), "image/gif"),
        ("a.webp", webp(), "image/webp"),
        ("chat.png", jpeg(), "image/jpeg"),
        ("pasted", png(), "image/png"),
        ("合同.pdf", pdf(), "application/pdf"),
        ("记录.txt", "厨房漏水\r\n约在明天".encode(), "text/plain"),
        ("记录.txt", "厨房漏水".encode("gb18030"), "text/plain"),
        ("记录.txt", "厨房漏水".encode("utf-16"), "text/plain"),
        ("a.docx", office("word"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("a.xlsx", office("xl"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ],
)
def test_that_what_the_desk_gets_is_kept(name: str, content: bytes, media_type: str) -> None:
    assert kind_of(name, content).media_type == media_type


@pytest.mark.parametrize("name", ["setup.exe", "a.BAT", "photo.jpg.scr", "page.html", "logo.svg", "x.lnk", "a.ps1"])
def test_that_what_could_act_is_refused_by_its_ending_whatever_is_in_it(name: str) -> None:
    assert "program, script or web page" in refusal(name, jpeg())


@pytest.mark.parametrize("name", ["a.docm", "a.xlsm", "a.xls", "a.doc"])
def test_that_a_kind_that_can_hold_macros_is_refused(name: str) -> None:
    assert "Save it as docx or xlsx" in refusal(name, office())


@pytest.mark.parametrize("part", ["word/vbaProject.bin", "word/activeX/activeX1.xml", "word/embeddings/oleObject1.bin"])
def test_that_macros_and_programs_inside_are_found(part: str) -> None:
    assert "macros or embedded programs" in refusal("a.docx", office("word", [part]))


@pytest.mark.parametrize("name", ["film.mp4", "photo.heic", "a.zip", "a.7z"])
def test_that_other_kinds_are_refused_with_what_to_do(name: str) -> None:
    assert "Add a photo (JPEG, PNG, WebP, GIF)" in refusal(name, b"anything")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("photo.jpg", b"MZ\x90\0 a program"),
        ("photo.jpg", b"<svg onload='x'/>"),
        ("photo.jpg", pdf()),
        ("a.pdf", jpeg()),
        ("a.txt", b"<!DOCTYPE html><script>x</script>"),
        ("a.txt", b"#!/bin/sh\n"),
        ("a.txt", b"bytes\0and\x01more"),
        ("a.txt", b"\xff\xff\xff\xff"),
        ("a.docx", b"PK\x03\x04 no archive"),
        ("a.docx", office("xl")),
        ("a.xlsx", office("evil")),
        ("noending", pdf()),
    ],
)
def test_that_a_file_that_is_not_what_it_is_called_is_refused(name: str, content: bytes) -> None:
    assert "not what its name says" in refusal(name, content)


def test_that_nothing_and_a_damaged_head_are_refused() -> None:
    assert "is empty" in refusal("a.jpg", b"")
    assert "damaged" in refusal("a.jpg", b"\xff\xd8\xff\xe0")
    assert "damaged" in refusal("a.png", b"\x89PNG\r\n\x1a\n")
    assert "damaged" in refusal("a.png", png(0, 9))


@pytest.mark.parametrize(("make", "most"), [(png, 60_000), (jpeg, 60_000), (gif, 60_000), (webp, 60_000)])
def test_that_a_picture_that_would_fill_the_memory_is_refused_unopened(make: object, most: int) -> None:
    assert callable(make)
    content = make(most, most)
    assert picture_size(content) == (most, most)
    assert "3600 million pixels" in refusal("bomb.png", content)
    assert len(content) < 200
    assert most * most > MOST_PIXELS


def test_that_an_archive_of_a_million_parts_is_refused_before_they_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipfile, "ZipFile", lambda *_args: pytest.fail("listed all the same"))
    many = b"PK\x03\x04" + b"PK\x01\x02" * (MOST_PARTS + 1)
    assert "not what its name says" in refusal("bomb.docx", many)


def test_that_the_size_is_found_behind_what_a_camera_writes() -> None:
    assert picture_size(jpeg(4000, 3000, b"Exif" + b"\xff\xc0" * 4000)) == (4000, 3000)
    assert picture_size(b"%PDF-1.7") is None


@given(
    st.binary(max_size=200),
    st.sampled_from([b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"RIFF", b"GIF89a", b"PK\x03\x04"]),
)
def test_that_no_bytes_break_it(content: bytes, head: bytes) -> None:
    for name in ("a.jpg", "a.docx", "a.txt"):
        try:
            kind = kind_of(name, head + content)
        except UserError:
            continue
        assert kind.media_type
