from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zipfile import ZipFile
from zoneinfo import ZoneInfo

from desktop.core.i18n import language
from desktop.requests.model import Place, Priority, RequestKind, RequestState, Satisfaction
from desktop.requests.rows import RequestLine, TakenLine
from desktop.requests.sheet import write_list

if TYPE_CHECKING:
    from pathlib import Path

SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 11, 22, 6, 5, tzinfo=UTC)
LINE = RequestLine(
    id=1,
    version=1,
    number="BX-2611-0001",
    kind=RequestKind.REPAIR,
    state=RequestState.CLOSED,
    room_id=7,
    room="1-12",
    words="=HYPERLINK(1)",
    reporter="黄丽娟",
    place=Place.IN_HOME,
    category="给排水",
    department="工程",
    worker="何志强",
    priority=Priority.URGENT,
    occurred_at=AT,
    due_at=None,
    completed_at=AT,
    late=None,
    hold_reason=None,
    awaits_follow_up=False,
    follow_up_due_at=None,
    reopened_count=0,
    urged_count=2,
    fee_fen=12050,
    building="1",
    satisfaction=Satisfaction.SATISFIED,
)
TAKEN = TakenLine(LINE, "139 **** 7713", "已修好", "")


def test_that_a_list_becomes_comma_separated_text_without_formulas(tmp_path: Path) -> None:
    path = tmp_path / "requests.csv"
    write_list(path, [TAKEN], language("en"), AT, SHANGHAI)
    head, row = path.read_text(encoding="utf-8-sig").splitlines()
    assert head.startswith("Number,Kind,State,How urgent,Room,Building,Place,About,Caller,Phone")
    cells = row.split(",")
    assert cells[:8] == ["BX-2611-0001", "Repair", "Closed", "Urgent", "'1-12", "'1", "In the home", "'=HYPERLINK(1)"]
    assert cells[9] == "139 **** 7713"
    assert cells[13:] == ["2026-11-22 14:05", "", "2026-11-22 14:05", "已修好", "", "2", "0", "Satisfied", "120.5"]


def test_that_a_list_becomes_a_workbook_of_texts_and_moments(tmp_path: Path) -> None:
    path = tmp_path / "requests.xlsx"
    write_list(path, [TAKEN], language("zh_CN"), AT, SHANGHAI)
    with ZipFile(path) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
        texts = book.read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert "=HYPERLINK(1)" in texts
    assert "139 **** 7713" in texts
