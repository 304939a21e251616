"""The command line as an administrator and a schedule use it."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import text

from desktop.storage.backup import SUFFIX, back_up, digest, manifest_of
from desktop.storage.migrate import Migrations
from desktop.storage.opening import open_data
from desktop.storage.places import DataPlace
from desktop.storage.upgrading import Upgrade, note, unproved
from desktop.updates.store import Installation
from tests.app.conftest import PASSWORD
from tests.installers import install

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from desktop.core.clock import FixedClock

Run = "Callable[..., int]"


def recovery_key(text: str) -> str:
    return next(line for line in text.splitlines() if line.startswith("Recovery key: ")).removeprefix("Recovery key: ")


def test_that_init_makes_a_community_and_prints_the_recovery_key_once(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = str(tmp_path / "data")
    assert run("init", "--name", "云栖花园", "--data", data) == 0
    assert len(recovery_key(capsys.readouterr().out)) > 25
    assert run("user", "list", "--data", data) == 0
    assert capsys.readouterr().out == "admin\tAdministrator\n"


def test_that_init_never_touches_data_that_is_there(
    run: Callable[..., int], demo_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (demo_data / "touchpoint.db").read_bytes()
    assert run("init", "--name", "Another", "--data", str(demo_data)) == 1
    told = capsys.readouterr().err
    assert told.count("\n") == 1
    assert "already" in told
    assert (demo_data / "touchpoint.db").read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("init",), "--name"),
        (("nonsense",), "nonsense"),
        (("report", "month", "2026-13", "--out", "x"), "2026-13"),
        (("report", "month", "--out", "x"), "report month 2026-11"),
        (("report", "week", "--out", "x"), "report week --week 2026-W47"),
        (("report", "week", "--week", "2026-W54", "--out", "x"), "2026-W54"),
        (("report", "week", "--week", "2026-W44", "--format", "xlsx", "--out", "x"), "PDF"),
        (("demo", "--households", "0"), "0"),
        (("init", "--name", "A", "--time-zone", "Mars/Olympus"), "Mars/Olympus"),
        (("check", "--data", "a", "--database", "b"), "--database"),
    ],
)
def test_that_a_senseless_command_gets_one_sentence_and_no_traceback(
    run: Callable[..., int],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    arguments: tuple[str, ...],
    words: str,
) -> None:
    monkeypatch.chdir(tmp_path)
    place = () if "--data" in arguments else ("--data", str(tmp_path / "none"))
    assert run(*arguments, *place) != 0
    told = capsys.readouterr()
    assert told.err.count("\n") == 1
    assert "Traceback" not in told.err
    assert words in told.err or "There is no data" in told.err


def test_that_a_wrong_password_is_told_and_opens_nothing(
    run: Callable[..., int], demo_data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TOUCHPOINT_PASSWORD", "wrong-horse")
    assert run("search", "1", "--data", str(demo_data)) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert "password" in told.err.lower()


def test_that_the_same_seed_gives_the_same_figures(
    run: Callable[..., int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    figures = []
    for name in ("one", "two"):
        data = str(tmp_path / name)
        size = ("--households", "25", "--months", "3", "--seed", "7", "--until", "2026-10")
        assert run("demo", *size, "--data", data) == 0
        assert (
            run(
                "report", "month", "2026-10", "--format", "json", "--out", str(tmp_path / f"{name}-out"), "--data", data
            )
            == 0
        )
        figures.append(json.loads((tmp_path / f"{name}-out" / "2026-10.json").read_text(encoding="utf-8")))
    assert figures[0] == figures[1]
    assert figures[0]["total"]["figures"]["received"] > 0
    assert "clerk" in capsys.readouterr().out


def test_that_the_month_in_json_has_the_promised_shape(
    run: Callable[..., int], demo_data: Path, tmp_path: Path
) -> None:
    assert run("report", "month", "2026-10", "--format", "json", "--out", str(tmp_path), "--data", str(demo_data)) == 0
    month = json.loads((tmp_path / "2026-10.json").read_text(encoding="utf-8"))
    assert month["month"] == "2026-10"
    assert month["cut_off"] == "2026-11-01T00:00:00+08:00"
    assert month["closed"] is False
    names = {
        "received", "carried_over", "completed", "completion_rate", "on_time_rate", "overdue",
        "turnaround_median_hours", "turnaround_p90_hours", "rework_rate", "follow_up_rate", "satisfaction",
        "complaint_rate",
    }  # fmt: skip
    for group in (month["total"], *month["departments"], *month["categories"], *month["buildings"]):
        assert set(group["figures"]) == names
        assert set(group) >= {"figures", "previous", "last_year"}
    assert [each["code"] for each in month["departments"]] == [
        "service", "engineering", "order", "environment", "greening",
    ]  # fmt: skip
    assert sum(each["figures"]["received"] for each in month["departments"]) == month["total"]["figures"]["received"]


def test_that_the_summary_of_a_week_is_written(
    run: Callable[..., int], demo_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("report", "week", "--week", "2026-W43", "--out", str(tmp_path), "--data", str(demo_data)) == 0
    path = tmp_path / "2026-W43-all.pdf"
    assert capsys.readouterr().out == f"{path}\n"
    assert path.read_bytes().startswith(b"%PDF-")


def test_that_months_before_the_first_request_are_unknown(
    run: Callable[..., int], demo_data: Path, tmp_path: Path
) -> None:
    assert run("report", "month", "2025-09", "--format", "json", "--out", str(tmp_path), "--data", str(demo_data)) == 0
    total = json.loads((tmp_path / "2025-09.json").read_text(encoding="utf-8"))["total"]
    assert total["figures"]["received"] > 0
    assert total["previous"] is None
    assert total["last_year"] is None


def test_that_search_prints_what_the_box_would_find(
    run: Callable[..., int], demo_data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("search", "1栋1单元101", "--data", str(demo_data)) == 0
    hits = json.loads(capsys.readouterr().out)
    assert hits[0]["kind"] == "room"
    assert hits[0]["room"] == "1-1-101"
    assert set(hits[0]) == {"kind", "id", "title", "room", "matched"}


def test_that_accounts_are_added_changed_and_disabled(
    run: Callable[..., int], demo_data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ("--data", str(demo_data))
    add = ("user", "add", "luo", "--role", "manager", "--department", "engineering", "--new-password", "first-one-1")
    assert run(*add, *data) == 0
    assert run("user", "role", "luo", "clerk", *data) == 0
    assert run("user", "role", "luo", "manager", *data) == 0
    assert run("user", "department", "luo", "工程部", *data) == 0
    capsys.readouterr()
    assert run("user", "list", *data) == 0
    assert "luo\tManager\tengineering" in capsys.readouterr().out

    monkeypatch.setenv("TOUCHPOINT_PASSWORD", "first-one-1")
    assert run("search", "1", "--user", "luo", *data) == 1
    assert "one sign-in" in capsys.readouterr().err
    assert run("user", "password", "--new-password", "second-one-2", "--user", "luo", *data) == 0
    monkeypatch.setenv("TOUCHPOINT_PASSWORD", "second-one-2")
    assert run("search", "1", "--user", "luo", *data) == 0

    monkeypatch.setenv("TOUCHPOINT_PASSWORD", PASSWORD)
    assert run("user", "disable", "luo", *data) == 0
    monkeypatch.setenv("TOUCHPOINT_PASSWORD", "second-one-2")
    assert run("search", "1", "--user", "luo", *data) == 1


def test_that_a_head_gets_the_own_department_only(
    run: Callable[..., int],
    demo_data: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    data = ("--data", str(demo_data))
    add = ("user", "add", "luo", "--role", "manager", "--department", "engineering", "--new-password", "first-one-1")
    assert run(*add, *data) == 0
    monkeypatch.setenv("TOUCHPOINT_PASSWORD", "first-one-1")
    assert run("user", "password", "--new-password", "second-one-2", "--user", "luo", *data) == 0
    monkeypatch.setenv("TOUCHPOINT_PASSWORD", "second-one-2")
    out = tmp_path / "out"
    assert run("report", "month", "2026-10", "--out", str(out), "--user", "luo", *data) == 0
    assert [path.name for path in out.iterdir()] == ["2026-10-engineering.pdf"]
    capsys.readouterr()
    order = ("report", "month", "2026-10", "--department", "order", "--out", str(out), "--user", "luo")
    assert run(*order, *data) == 1
    assert "own department" in capsys.readouterr().err


@pytest.mark.parametrize("account", ["clerk", "guard"])
def test_that_only_the_administrator_imports_and_keeps_accounts(
    run: Callable[..., int], demo_data: Path, tmp_path: Path, account: str, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = tmp_path / "roster.csv"
    sheet.write_text("楼栋,单元,房号,业主\n1,1,101,张三\n", encoding="utf-8")
    data = ("--user", account, "--data", str(demo_data))
    assert run("import", "households", str(sheet), *data) == 1
    assert run("user", "list", *data) == 1
    assert run("backup", str(tmp_path / "out.tpbackup"), *data) == 1
    assert capsys.readouterr().err.count("may not do that") == 3


def test_that_a_guard_reads_no_figures(run: Callable[..., int], demo_data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert run("report", "month", "2026-10", "--out", str(out), "--user", "guard", "--data", str(demo_data)) == 1
    assert list(out.glob("*")) == []


def test_that_a_backup_is_one_file_and_restores_with_its_own_passwords(
    run: Callable[..., int], demo_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ("--data", str(demo_data))
    archive = tmp_path / "backup.tpbackup"
    assert run("backup", str(archive), *data) == 0
    assert run("user", "add", "later", "--role", "clerk", "--new-password", "some-pass-1", *data) == 0
    assert run("restore", str(archive), *data) == 0
    capsys.readouterr()
    assert run("user", "list", *data) == 0
    assert "later" not in capsys.readouterr().out
    assert run("check", *data) == 0


def test_that_only_an_administrator_of_the_backup_restores_it(
    run: Callable[..., int], demo_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    archive = tmp_path / "backup.tpbackup"
    assert run("backup", str(archive), "--data", str(demo_data)) == 0
    before = (demo_data / "touchpoint.db").read_bytes()
    assert run("restore", str(archive), "--user", "clerk", "--data", str(demo_data)) == 1
    assert "administrator" in capsys.readouterr().err
    assert (demo_data / "touchpoint.db").read_bytes() == before


def test_that_a_command_that_ends_well_proves_an_upgrade_of_the_data(run: Callable[..., int], demo_data: Path) -> None:
    data, place = ("--data", str(demo_data)), DataPlace(demo_data)
    note(place, Upgrade("0001", Migrations().newest(), f"copy{SUFFIX}", ""))
    assert run("report", "month", "2026-10", "--department", "none", "--out", str(demo_data / "out"), *data) == 1
    assert unproved(place) is not None
    assert run("user", "list", *data) == 0
    assert unproved(place) is None


def test_that_a_command_of_a_version_that_has_not_stood_leaves_the_way_back_open(
    run: Callable[..., int], demo_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = install(tmp_path / "program", "0.2.0-bbbbbbbb", previous="0.1.0-aaaaaaaa")
    monkeypatch.setattr(Installation, "current", lambda: installed)
    place = DataPlace(demo_data)
    note(place, Upgrade("0001", Migrations().newest(), f"copy{SUFFIX}", ""))
    assert run("user", "list", "--data", str(demo_data)) == 0
    assert unproved(place) is not None
    installed.proved()
    assert run("user", "list", "--data", str(demo_data)) == 0
    assert unproved(place) is None


def test_that_a_command_tells_that_the_data_from_before_an_upgrade_is_back(
    run: Callable[..., int], demo_data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], clock: FixedClock
) -> None:
    place, newest = DataPlace(demo_data), Migrations().newest()
    place.backups.mkdir()
    copy = place.backups / f"before{SUFFIX}"
    opened = open_data(demo_data, "admin", PASSWORD, clock)
    assert opened.key is not None
    manifest = back_up(opened.database, place, opened.key, copy, clock)
    with opened.database.connect(writing=True) as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    opened.close()
    assert (manifest, manifest.revision) == (manifest_of(copy), newest)
    assert run("backup", str(tmp_path / "out.tpbackup"), "--data", str(demo_data)) == 1
    note(place, Upgrade(newest, "9999", copy.name, digest(copy)))
    capsys.readouterr()
    assert run("user", "list", "--data", str(demo_data)) == 0
    said = capsys.readouterr()
    assert "admin\tAdministrator" in said.out
    assert f"kept in {demo_data / 'replaced-'}" in said.err
    assert run("check", "--data", str(demo_data)) == 0


def test_that_the_recovery_key_opens_data_whose_passwords_are_lost(
    run: Callable[..., int], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ("--data", str(tmp_path / "data"))
    assert run("init", "--name", "云栖花园", *data) == 0
    paper = recovery_key(capsys.readouterr().out)
    monkeypatch.setenv("TOUCHPOINT_PASSWORD", "brand-new-one")
    assert run("recover", "--recovery-key", paper.lower().replace("-", " "), *data) == 0
    assert run("user", "list", *data) == 0
    assert run("recover", "--recovery-key", "0000-0000", *data) == 1


def test_that_help_is_in_the_language_asked_for(run: Callable[..., int], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        run("--help", language="zh_CN")
    assert ended.value.code == 0
    told = capsys.readouterr().out
    assert "用法" in told
    assert "show this help" not in told
