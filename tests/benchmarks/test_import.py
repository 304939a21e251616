"""Importing a roster, beside parsing it and inserting what came of it with the bare driver."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import psutil
import pytest
import xlsxwriter
from python_calamine import load_workbook

from desktop.app import ADMINISTRATOR
from desktop.app.features import metadata
from desktop.app.founding import Founding, found
from desktop.app.session import Session, sign_in
from desktop.core.clock import FixedClock
from desktop.households.service import HouseholdService
from desktop.sheets.read import read_workbook
from desktop.storage import search
from desktop.storage.places import DataPlace
from tests.benchmarks.communities import NOON, PASSWORD, bare_connection

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from desktop.storage.search import SearchFields
    from tests.benchmarks.conftest import Compare

ROOT = Path(__file__).parents[2]
ROWS = 10_000
FEW = 20
ROUNDS = 3
MOST_MIB = 300
LOOK_SECONDS = 0.01
HEAD = (
    *("楼栋", "单元", "房号", "楼层", "建筑面积", "房屋类型", "房屋状态", "业主姓名", "性别", "联系电话"),
    *("身份证号", "身份", "车牌号", "入住日期", "标签", "备注", "原系统编号"),
)
FLATS = 4
FLOORS = 25
PEOPLE_PER_FLAT = 2


def roster(rows: int) -> Iterator[tuple[object, ...]]:
    """Yield `rows` lines of seventeen cells: two people to a flat, a hundred flats to an entrance."""
    chance = Random(5)
    for number in range(rows):
        flat, person = divmod(number, PEOPLE_PER_FLAT)
        entrance, in_entrance = divmod(flat, FLATS * FLOORS)
        floor, door = divmod(in_entrance, FLATS)
        name = "".join(
            chance.choice(part) for part in ("王李张刘陈杨赵黄周吴", "秀志建国丽小海春晓", "英强华明芳军燕东兰")
        )
        yield (
            f"{entrance // 2 + 1}", f"{entrance % 2 + 1}", f"{floor + 1}0{door + 1}", floor + 1, 89.5 + door, "住宅",
            "自住", name, "女" if number % 2 else "男", f"139{number:08d}", "", "家属" if person else "业主",
            "" if person else f"浙A{number:05d}", "2021-05-01", "VIP" if number % 50 == 0 else "",
            "白天在家" if number % 9 == 0 else "", f"H{number:06d}",
        )  # fmt: skip


def workbook_of(rows: int, folder: Path) -> Path:
    """Return an .xlsx file with so many lines below its head."""
    path = folder / f"roster-{rows}.xlsx"
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("名册")
        for place, line in enumerate((HEAD, *roster(rows))):
            sheet.write_row(place, 0, line)
    return path


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a community with nobody in it."""
    folder = tmp_path_factory.mktemp("empty") / "data"
    found(folder, ADMINISTRATOR, PASSWORD, Founding("云栖花园"), FixedClock(NOON))
    return folder


@dataclass(frozen=True)
class Filled:
    """What one import left in the tables, and its index rows as the driver takes them."""

    tables: dict[str, list[Sequence[Any]]]
    index: dict[str, list[tuple[Any, ...]]]


def import_roster(session: Session, path: Path) -> None:
    """Read, check and write the file as window and command line do."""
    service = HouseholdService(session.desk)
    plan = service.plan_import(read_workbook(path))
    service.apply_import(plan, file_name=path.name, file_hash="none")


def enter(folder: Path) -> Session:
    return sign_in(folder, ADMINISTRATOR, PASSWORD, FixedClock(NOON))


def seconds(one: Any, *values: Any) -> float:
    begun = time.perf_counter()
    one(*values)
    return time.perf_counter() - begun


def filled(empty: Path, path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Filled:
    """Import once and return all that it wrote."""
    session = enter(shutil.copytree(empty, folder))
    index: dict[str, list[tuple[Any, ...]]] = {}
    put_many = search.put_many

    def noting(
        database: Any, community_id: int, group: str, rows: Iterable[tuple[int, SearchFields]], **options: Any
    ) -> None:
        kept = list(rows)
        for id_, row in kept:
            columns = (search._column(row.public), search._column(row.phone), search._column(row.text))
            index.setdefault(group, []).append((id_, *columns))
        put_many(database, community_id, group, kept, **options)

    with monkeypatch.context() as patch:
        patch.setattr(search, "put_many", noting)
        import_roster(session, path)
    assert session.opened.key
    before, after = (bare_connection(DataPlace(place).data_file, session.opened.key) for place in (empty, folder))
    tables = {}
    for table in metadata().sorted_tables:
        every = f"SELECT * FROM {table.name}"  # noqa: S608 - our own tables
        known = set(before.execute(every))
        tables[table.name] = [row for row in after.execute(every) if row not in known]
    before.close()
    after.close()
    session.close()
    return Filled({name: rows for name, rows in tables.items() if rows}, index)


def bare_import(path: Path, file: Path, key: bytes, wanted: Filled) -> None:
    """Parse the file and insert what an import of it would leave, in one transaction."""
    assert load_workbook(path).get_sheet_by_index(0).to_python()
    connection = bare_connection(file, key)
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("BEGIN IMMEDIATE")
    for name, rows in wanted.tables.items():
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT OR REPLACE INTO {name} VALUES ({marks})", rows)  # noqa: S608 - our own tables
    for group, entries in wanted.index.items():
        connection.executemany(
            f"INSERT INTO search_{group} (rowid, public, phone, text) VALUES (?, ?, ?, ?)",  # noqa: S608 - one of GROUPS
            entries,
        )
    connection.execute("COMMIT")
    connection.close()


def test_that_an_import_is_little_more_than_its_rows(
    empty: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, compare: Compare, *, full: bool
) -> None:
    path, tiny = workbook_of(ROWS if full else FEW, tmp_path), workbook_of(1, tmp_path)
    wanted = filled(empty, path, tmp_path / "first", monkeypatch)
    assert len(wanted.tables["phone"]) == (ROWS if full else FEW)
    ours, beside, apart = [], [], []
    for number in range(ROUNDS if full else 1):
        session = enter(shutil.copytree(empty, tmp_path / f"ours-{number}"))
        assert session.opened.key
        apart.append(seconds(read_workbook, tiny))
        ours.append(seconds(import_roster, session, path))
        session.close()
        target = shutil.copytree(empty, tmp_path / f"bare-{number}")
        file = DataPlace(target).data_file
        beside.append(seconds(bare_import, path, file, session.opened.key, wanted))
    reading, took = min(apart) * 1000, min(ours) * 1000
    compare.judge("import 10,000 x 17, the reader's process apart", took - reading, min(beside) * 1000, 3)
    compare.judge("import: start of the reader's process and its libraries, of all", reading, took, None)


def test_that_an_import_stays_small(empty: Path, tmp_path: Path, compare: Compare, *, full: bool) -> None:
    path, data = workbook_of(ROWS if full else FEW, tmp_path), shutil.copytree(empty, tmp_path / "data")
    command = [sys.executable, "-m", "desktop", "import", "households", str(path), "--data", str(data)]
    environment = {**os.environ, "TOUCHPOINT_PASSWORD": PASSWORD}
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL) as program:
        most = 0
        while program.poll() is None:
            most = max(most, family_memory(program.pid))
            time.sleep(LOOK_SECONDS)
    assert program.returncode == 0
    assert most
    compare.judge("import: memory of all processes, beside 300 MiB", most / 2**20, MOST_MIB, 1, unit="MiB")


def family_memory(pid: int) -> int:
    """Return the bytes a process and its children hold of their own and of what they share."""
    total = 0
    try:
        parent = psutil.Process(pid)
        for process in (parent, *parent.children(recursive=True)):
            total += process.memory_full_info().pss
    except psutil.Error:  # ended meanwhile
        return 0
    return total
