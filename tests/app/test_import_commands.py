"""Importing from the command line: dry runs, strictness, profiles, reports, and the same file twice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from desktop.app.session import sign_in
from desktop.core.clock import FixedClock
from desktop.core.permissions import Operation
from desktop.households.model import Room
from tests.app.conftest import PASSWORD
from tests.conftest import SUNDAY_AFTERNOON as A_MOMENT

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

ROSTER = """某某花园业主花名册,,,,,
楼栋,单元,房号,业主,手机号,入住日期
3栋,1单元,502,曾小明,13800138001,2024.3.1
3栋,1单元,503,张𬭚,13800138002 / 0571-88001234,
3栋,1单元,504,李四,1.39E+10,
"""

LEDGER = """2026年10月报事台账,,,,,,,
报事编号,报事类型,房号,报事内容,部门,受理时间,完成时间,满意度
A-1,报修,3-1-502,水龙头漏水,工程部,10月5日 9:00,10月5日 15:00,满意
A-2,投诉,9-9-909,噪音扰民,秩序,10月6日 9:00,,
A-3,报修,3-1-503,灯不亮,工程,2199-01-01 09:00,,
"""


@pytest.fixture
def data(run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    place = ("--data", str(tmp_path / "data"))
    assert run("init", "--name", "云栖花园", *place) == 0
    capsys.readouterr()
    return place


@pytest.fixture
def roster(tmp_path: Path) -> Path:
    path = tmp_path / "花名册.csv"
    path.write_bytes(ROSTER.encode("gb18030"))
    return path


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    path = tmp_path / "台账.csv"
    path.write_text(LEDGER, encoding="utf-8-sig")
    return path


def test_that_a_dry_run_says_what_would_happen_and_does_nothing(
    run: Callable[..., int],
    data: tuple[str, str],
    roster: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = tmp_path / "report.json"
    assert run("import", "households", str(roster), "--dry-run", "--report", str(out), *data) == 0
    report = json.loads(out.read_text(encoding="utf-8"))
    assert set(report) == {"created", "changed", "unchanged", "skipped", "refused", "cells", "missing"}
    assert (report["created"], report["refused"]) == (2, 1)
    cell = report["cells"][0]
    assert (cell["row"], cell["column"], cell["value"]) == (5, "手机号", "1.39E+10")
    assert cell["reason"]
    capsys.readouterr()
    assert run("search", "曾小明", *data) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_that_a_strict_import_with_a_refused_row_imports_nothing(
    run: Callable[..., int], data: tuple[str, str], roster: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("import", "households", str(roster), "--strict", *data) == 3
    assert "Nothing was imported" in capsys.readouterr().err
    assert run("search", "曾小明", *data) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_that_the_good_rows_go_in_and_the_same_file_again_changes_nothing(
    run: Callable[..., int], data: tuple[str, str], roster: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "report.json"
    assert run("import", "households", str(roster), *data) == 0
    capsys.readouterr()
    assert run("search", "𬭚", *data) == 0
    assert json.loads(capsys.readouterr().out)[0]["title"] == "张𬭚"
    assert run("import", "households", str(roster), "--report", str(out), *data) == 0
    again = json.loads(out.read_text(encoding="utf-8"))
    assert (again["created"], again["changed"], again["unchanged"]) == (0, 0, 2)


def test_that_a_value_changed_on_both_sides_is_reported_and_who_is_missing_is_told(
    run: Callable[..., int], data: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out, path = tmp_path / "report.json", tmp_path / "roster.csv"
    head = "楼栋,单元,房号,业主,手机号,建筑面积\n"
    path.write_text(f"{head}3,1,502,曾小明,13800138001,89\n3,1,503,张三,13800138002,60\n", encoding="utf-8")
    assert run("import", "households", str(path), *data) == 0
    session = sign_in(tmp_path / "data", "admin", PASSWORD, FixedClock(A_MOMENT))
    with session.desk.write(Operation.EDIT_HOUSEHOLD) as work:
        work.session.scalars(select(Room).where(Room.label == "3-1-502")).one().area_m2 = 91.5
    session.close()
    path.write_text(f"{head}3,1,502,曾小明,13800138001,90\n", encoding="utf-8")
    capsys.readouterr()
    assert run("import", "households", str(path), "--report", str(out), *data) == 0
    told = capsys.readouterr().err
    assert "The file says “90”, the register “91.5”, the last import “89”." in told
    assert "1 entry of earlier imports is not in this file" in told
    report = json.loads(out.read_text(encoding="utf-8"))
    assert (report["changed"], report["unchanged"], report["refused"]) == (0, 1, 0)
    assert [(cell["row"], cell["column"], cell["outcome"]) for cell in report["cells"]] == [(2, "建筑面积", "conflict")]
    assert report["missing"] == [{"kind": "room", "place": "3-1-503", "people": ["张三"], "rooms": 1}]


def test_that_a_ledger_keeps_unknown_rooms_and_refuses_the_future(
    run: Callable[..., int],
    data: tuple[str, str],
    roster: Path,
    ledger: Path,
    tmp_path: Path,
) -> None:
    out = tmp_path / "report.json"
    assert run("import", "households", str(roster), *data) == 0
    assert run("import", "requests", str(ledger), "--report", str(out), *data) == 0
    report = json.loads(out.read_text(encoding="utf-8"))
    assert (report["created"], report["refused"]) == (2, 1)
    assert report["cells"][0]["column"] == "受理时间"
    assert run("import", "requests", str(ledger), "--report", str(out), *data) == 0
    assert json.loads(out.read_text(encoding="utf-8"))["created"] == 0
    assert run("report", "month", "2026-10", "--format", "json", "--out", str(tmp_path), *data) == 0
    month = json.loads((tmp_path / "2026-10.json").read_text(encoding="utf-8"))
    assert month["total"]["figures"]["received"] == 2
    assert month["total"]["figures"]["satisfaction"] == 1.0
    by_name = {group["name"]: group["figures"]["received"] for group in month["departments"]}
    assert (by_name["工程"], by_name["秩序"]) == (1, 1)


def test_that_unknown_headers_are_mapped_by_a_profile(
    run: Callable[..., int], data: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "own.csv"
    sheet.write_text("甲,乙,丙,丁\n3,1,502,曾小明\n", encoding="utf-8")
    assert run("import", "households", str(sheet), *data) == 1
    assert capsys.readouterr().err.count("\n") == 1
    profile = tmp_path / "profile.json"
    columns = {"甲": "building", "乙": "entrance", "丙": "room", "丁": "name"}
    profile.write_text(json.dumps({"name": "own", "columns": columns}), encoding="utf-8")
    assert run("import", "households", str(sheet), "--map", str(profile), *data) == 0
    capsys.readouterr()
    assert run("search", "曾小明", *data) == 0
    assert json.loads(capsys.readouterr().out)[0]["room"] == "3-1-502"


@pytest.mark.parametrize("what", ["households", "requests"])
def test_that_an_untouched_template_imports_nothing(
    run: Callable[..., int], data: tuple[str, str], tmp_path: Path, what: str
) -> None:
    path, out = tmp_path / "template.xlsx", tmp_path / "report.json"
    assert run("template", what, str(path), language="zh_CN") == 0
    assert run("import", what, str(path), "--report", str(out), *data) == 0
    report = json.loads(out.read_text(encoding="utf-8"))
    assert (report["created"], report["refused"]) == (0, 0)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.xlsx", b""),
        ("broken.xlsx", b"PK\x03\x04 this is no zip"),
        ("page.xls", b"<html><table><tr><td>1</td></tr></table></html>"),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(64)),
        ("../odd\nname.csv", None),
    ],
)
def test_that_every_bad_file_gets_its_sentence(
    run: Callable[..., int],
    data: tuple[str, str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    name: str,
    content: bytes | None,
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert run("import", "households", str(path), *data) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "Traceback" not in told
