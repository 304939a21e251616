from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO
from threading import active_count
from typing import TYPE_CHECKING

import openpyxl
import pytest
import xlwt
from xlwt.CompoundDoc import XlsDoc

from desktop.core.errors import UserError, WorldError
from desktop.core.i18n import language
from desktop.sheets.read import Limits, _rows, read_workbook, shown_name
from desktop.sheets.workbook import Cell, Sheet, column_letter

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path
    from typing import Any, Protocol

    class Maker(Protocol):
        def __call__(self, rows: Sequence[Sequence[Any]], merged: str = "", name: str = "") -> Path: ...


ROWS: list[list[Cell]] = [["房号", "业主"], ["3-1-502", "张三"], ["3-1-503", "李四"]]


def sentence(error: UserError | WorldError) -> str:
    return language("en").message(error.problems[0].message)


def refusal_of(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(UserError) as caught:
        read_workbook(path, limits=limits)
    return sentence(caught.value)


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_that_every_kind_of_workbook_is_read_alike(kind: str, request: pytest.FixtureRequest) -> None:
    make: Maker = request.getfixturevalue(f"make_{kind}")
    (sheet,) = read_workbook(make(ROWS))
    assert sheet == Sheet("表", ROWS)


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_that_merged_cells_are_filled_down_and_right(kind: str, request: pytest.FixtureRequest) -> None:
    make: Maker = request.getfixturevalue(f"make_{kind}")
    rows: list[list[Cell]] = [
        ["业主", None, "房号"],
        ["张三", "女", "101"],
        [None, None, "102"],
        [None, None, "103"],
        ["李四", "男", "104"],
    ]
    (sheet,) = read_workbook(make(rows, merged="A1:B1 A2:A4 B2:B4"))
    assert sheet.rows[0] == ["业主", "业主", "房号"]
    assert sheet.rows[1:4] == [["张三", "女", room] for room in ("101", "102", "103")]
    assert sheet.rows[4] == ["李四", "男", "104"]


EMPTY_ABOVE: list[list[Cell]] = [[], [], [None, None, "房号"], [], [None, None, " \u3000 ", "x"]]


def test_that_rows_keep_their_numbers_below_empty_ones(make_xlsx: Maker) -> None:
    (sheet,) = read_workbook(make_xlsx(EMPTY_ABOVE))
    assert sheet.rows == [[], [], [None, None, "房号"], [], [None, None, None, "x"]]
    assert sheet.cell(2, 2) == "房号"
    assert sheet.cell(2, 9) is None
    assert sheet.cell(99, 0) is None


def test_that_cells_arrive_with_their_types(make_xlsx: Maker) -> None:
    moments = [datetime.fromisoformat("2026-03-01T14:05"), time(14, 5), timedelta(hours=30)]
    spoilt = ["#N/A", "=1/0", "行1\n行2"]
    (sheet,) = read_workbook(make_xlsx([[13900001234, 1.5, True, date(2026, 3, 1), *moments, *spoilt]]))
    assert sheet.rows[0][:3] == [13900001234, 1.5, True]
    assert sheet.rows[0][3:7] == [date(2026, 3, 1), *moments]
    assert sheet.rows[0][7:] == [None, None, "行1\n行2"]


def test_that_hidden_sheets_are_marked_and_charts_are_left_out(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_chartsheet("图")
    hidden = book.create_sheet("隐藏")
    hidden.append(["x"])
    hidden.sheet_state = "hidden"
    book.save(tmp_path / "hidden.xlsx")
    assert [(sheet.name, sheet.hidden) for sheet in read_workbook(tmp_path / "hidden.xlsx")] == [
        ("Sheet", False),
        ("隐藏", True),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("separator", ["\t", ",", ";"])
def test_that_text_tables_are_read_in_every_encoding_and_separator(
    encoding: str, separator: str, tmp_path: Path
) -> None:
    path = tmp_path / "名单.csv"
    path.write_bytes("".join(separator.join(map(str, row)) + "\r\n" for row in ROWS).encode(encoding))
    assert read_workbook(path) == (Sheet("名单", ROWS),)


def test_that_a_rare_character_survives_in_gb18030(tmp_path: Path) -> None:
    path = tmp_path / "rare.txt"
    path.write_bytes("姓名,房号\n𬭚㛃,101\n".encode("gb18030"))
    assert read_workbook(path)[0].rows[1] == ["𬭚㛃", "101"]


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('a,b\n"x,\n""y""",2\n', [["a", "b"], ['x,\n"y"', "2"]]),
        ("title\n\na;b\n1,5;2\n", [["title"], [], ["a", "b"], ["1,5", "2"]]),
        ("sep=;\r\na,b;c\r\n", [[], ["a,b", "c"]]),
        ('a,b\n="0139",x\n', [["a", "b"], ["0139", "x"]]),
        ("a\tb\r1\t2\r", [["a", "b"], ["1", "2"]]),
        ("only\none\n\x1a", [["only"], ["one"]]),
        ('3" pipe,b\nx,y\n', [['3" pipe', "b"], ["x", "y"]]),
    ],
)
def test_that_untidy_text_keeps_its_rows(text: str, rows: list[list[str]], tmp_path: Path) -> None:
    path = tmp_path / "untidy.csv"
    path.write_bytes(text.encode())
    assert [[cell or "" for cell in row] for row in read_workbook(path)[0].rows] == rows


def test_that_the_name_of_a_file_decides_nothing(make_xlsx: Maker, tmp_path: Path) -> None:
    (sheet,) = read_workbook(make_xlsx(ROWS, name="really.csv"))
    assert sheet.rows == ROWS
    text = tmp_path / "really.xls"
    text.write_text("房号\t业主\n101\t张三\n", encoding="gbk")
    assert read_workbook(text)[0].rows[1] == ["101", "张三"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "nothing in"),
        (b"\xef\xbb\xbf \r\n", "nothing in"),
        (b"<html><table><tr><td>1</td></tr></table>", "web page"),
        ("\ufeff<!DOCTYPE html><html>".encode("utf-16-le"), "web page"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "web page"),
        (b"%PDF-1.7 ...", "not a spreadsheet"),
        (bytes(range(256)) * 20, "not a spreadsheet"),
        (b"a,b\n\x07,2\n", "not a spreadsheet"),
        (b"\xff,\xff\n\xff\n", "characters"),
        ("a,b\n1,2".encode("utf-16") + b"\x00\xd8", "characters"),
        (b'a,b\n"x,2\n3,4\n', "in row 2"),
        (b'a,b\n1,"x' + b"y" * 40_000 + b"\n", "in row 2"),
        (b"PK\x03\x04" + b"junk" * 50, "damaged"),
        (b"PK\x05\x06" + b"\0" * 18, "not a spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 2000, "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "password"),
    ],
)
def test_that_every_bad_file_gets_its_sentence(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.xls"
    path.write_bytes(content)
    assert words in refusal_of(path)
    assert "bad.xls" in refusal_of(path)


def test_that_an_empty_workbook_is_refused(make_xlsx: Maker) -> None:
    assert "nothing in" in refusal_of(make_xlsx([[" "]]))


def test_that_a_truncated_workbook_is_refused(make_xlsx: Maker) -> None:
    path = make_xlsx(ROWS)
    path.write_bytes(path.read_bytes()[:-200])
    assert "damaged" in refusal_of(path)


@pytest.mark.parametrize("eighth", range(8))
def test_that_a_flipped_byte_in_a_workbook_is_noticed_or_harmless(eighth: int, make_xlsx: Maker) -> None:
    path = make_xlsx(ROWS)
    whole = path.read_bytes()
    place = 40 + eighth * (len(whole) - 40) // 8
    path.write_bytes(whole[:place] + bytes([whole[place] ^ 0xFF]) + whole[place + 1 :])
    try:
        outcome = "".join(str(sheet.name) for sheet in read_workbook(path))
    except UserError as error:
        outcome = sentence(error)
    assert outcome == "表" or "messy.xlsx" in outcome


def test_that_an_old_workbook_with_a_password_is_refused(tmp_path: Path) -> None:
    book = xlwt.Workbook()
    book.add_sheet("x").write(0, 0, "secret")
    stream = book.get_biff_data()
    head = 4 + int.from_bytes(stream[2:4], "little")
    # a FILEPASS record (RC4) after the BOF record
    locked = stream[:head] + b"\x2f\x00\x36\x00\x01\x00\x01\x00\x01\x00" + b"\0" * 48 + stream[head:]
    XlsDoc().save(str(tmp_path / "locked.xls"), locked)
    assert "password" in refusal_of(tmp_path / "locked.xls")


def changed_archive(source: Path, target: Path, parts: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in {*old.namelist(), *parts}:
            new.writestr(name, parts.get(name) or old.read(name))
    return target


def test_that_an_opendocument_with_a_password_is_refused(make_ods: Maker, tmp_path: Path) -> None:
    manifest = b"<manifest:manifest><manifest:encryption-data/></manifest:manifest>"
    path = changed_archive(make_ods(ROWS), tmp_path / "locked.ods", {"META-INF/manifest.xml": manifest})
    assert "password" in refusal_of(path)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_that_a_document_type_declaration_is_refused(encoding: str, make_xlsx: Maker, tmp_path: Path) -> None:
    part = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]><sst>&a;</sst>'.encode(encoding)
    path = changed_archive(make_xlsx(ROWS), tmp_path / "dtd.xlsx", {"xl/sharedStrings.xml": part})
    assert "declarations" in refusal_of(path)


def test_that_a_late_document_type_declaration_is_refused_as_well(make_ods: Maker, tmp_path: Path) -> None:
    path = make_ods([["业主", "x"], [None, "y"]], merged="A1:A2")
    with zipfile.ZipFile(path) as archive:
        content = archive.read("content.xml")
    late = content.replace(b"?>", b"?><!--" + b"x" * 20_000 + b"--><!DOCTYPE office:document-content>", 1)
    changed = changed_archive(path, tmp_path / "late.ods", {"content.xml": late})
    assert "declarations" in refusal_of(changed)


def test_that_a_zip_bomb_is_refused_before_it_is_unpacked(make_xlsx: Maker, tmp_path: Path) -> None:
    bomb = changed_archive(make_xlsx(ROWS), tmp_path / "bomb.xlsx", {"xl/worksheets/sheet1.xml": b" " * 30_000_000})
    assert "too large" in refusal_of(bomb)


def test_that_an_archive_of_too_many_parts_is_refused(make_xlsx: Maker, tmp_path: Path) -> None:
    parts = {f"xl/media/{number}.xml": b"x" for number in range(2_100)}
    assert "too large" in refusal_of(changed_archive(make_xlsx(ROWS), tmp_path / "many.xlsx", parts))


def test_that_another_zipped_document_is_refused(tmp_path: Path) -> None:
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    (tmp_path / "letter.xlsx").write_bytes(content.getvalue())
    assert "not a spreadsheet" in refusal_of(tmp_path / "letter.xlsx")


def test_that_two_cells_at_the_ends_of_a_sheet_exhaust_the_reader_and_not_the_program(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["XFD1048576"] = 1, 2
    book.save(tmp_path / "sparse.xlsx")
    assert "far larger" in refusal_of(tmp_path / "sparse.xlsx")


def test_that_too_many_cells_are_refused(make_xlsx: Maker, tmp_path: Path) -> None:
    limits = Limits(cells=50)
    assert "too large" in refusal_of(make_xlsx([["x"] * 10] * 6), limits)
    (tmp_path / "many.csv").write_text("x,y\n" * 30)
    assert "too large" in refusal_of(tmp_path / "many.csv", limits)


def test_that_overlapping_merges_cannot_keep_the_reader_busy(make_xlsx: Maker, tmp_path: Path) -> None:
    path = make_xlsx([["x"]] * 40, merged="A1:A2")
    with zipfile.ZipFile(path) as archive:
        part = archive.read("xl/worksheets/sheet1.xml")
    merges = b"".join(b'<mergeCell ref="A%d:A40"/>' % row for row in range(1, 41))
    many = part.replace(b'<mergeCell ref="A1:A2"/>', merges).replace(b'<mergeCell ref="A1:A2" />', merges)
    assert many != part
    changed = changed_archive(path, tmp_path / "merges.xlsx", {"xl/worksheets/sheet1.xml": many})
    assert "too large" in refusal_of(changed, Limits(cells=200))


def test_that_a_large_file_is_refused_unread(tmp_path: Path) -> None:
    (tmp_path / "large.csv").write_bytes(b"x" * 101)
    assert "too large" in refusal_of(tmp_path / "large.csv", Limits(file_bytes=100))


def test_that_a_reading_stops_when_its_time_is_over(make_xlsx: Maker) -> None:
    assert "too long" in refusal_of(make_xlsx(ROWS), Limits(seconds=0))


def test_that_a_cancelled_reading_stops_and_leaves_no_thread(make_xlsx: Maker) -> None:
    before = active_count()
    with pytest.raises(UserError) as caught:
        read_workbook(make_xlsx(ROWS), cancelled=lambda: True)
    assert "stopped" in sentence(caught.value)
    assert active_count() == before


def test_that_a_missing_file_and_a_folder_are_told_apart(tmp_path: Path) -> None:
    assert "no file" in refusal_of(tmp_path / "gone.xlsx")
    assert "no file" in refusal_of(tmp_path / "nul\0.xlsx")
    assert "not a file" in refusal_of(tmp_path)


@pytest.mark.parametrize("error", [PermissionError(), OSError()])
def test_that_a_file_in_use_is_the_worlds_fault(
    error: OSError, make_xlsx: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_xlsx(ROWS)

    def refuse(*_arguments: object) -> None:
        raise error

    monkeypatch.setattr("pathlib.Path.open", refuse)
    with pytest.raises(WorldError) as caught:
        read_workbook(path)
    assert "messy.xlsx" in sentence(caught.value)


def test_that_a_hostile_name_is_only_text(make_xlsx: Maker) -> None:
    name = "$(touch x) --help\u202e\n%s;.xlsx" if os.name == "posix" else "$(touch x) --help %s;.xlsx"
    path = make_xlsx(ROWS, name=name)
    assert read_workbook(path)[0].rows == ROWS
    assert shown_name(path).isprintable()


def test_that_a_long_name_is_shown_by_its_ends(tmp_path: Path) -> None:
    shown = shown_name(tmp_path / ("房" * 200 + ".xlsx"))
    assert len(shown) <= 60
    assert shown.endswith(".xlsx")


def test_that_a_folder_one_works_in_cannot_slip_a_module_into_the_reader(
    make_xlsx: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_xlsx(ROWS)
    (tmp_path / "json.py").write_text("raise SystemExit(9)")
    monkeypatch.chdir(tmp_path)
    assert read_workbook(path)[0].rows == ROWS


def test_that_a_program_that_cannot_start_its_reader_says_so_as_a_bug(
    make_xlsx: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = make_xlsx(ROWS)
    # a frozen program that does not know the argument: here Python itself
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    with pytest.raises(RuntimeError, match="did not start"):
        read_workbook(path)


def test_that_a_reader_needs_no_screen_no_translation_and_no_database() -> None:
    code = "import sys, desktop.sheets.child; print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split()
    assert "desktop.sheets.child" in out
    assert not {"babel", "PySide6", "sqlalchemy", "desktop.core.i18n", "dataclasses"} & set(out)


def test_that_columns_are_lettered_as_everywhere() -> None:
    assert [column_letter(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]


@pytest.mark.parametrize("item", ["end", 3, None, ["x"], [[{}]], [[["x"]]]])
def test_that_a_reader_gone_astray_sends_no_rows(item: object) -> None:
    with pytest.raises(TypeError):
        _rows(item)
