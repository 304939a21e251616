"""The same commands on PostgreSQL: the login is the server's, the account maps it to a role of ours."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import create_engine, make_url, text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

PASSWORD = "correct-horse"
KEEPER = "desk_keeper"


@pytest.fixture
def server(new_postgres_database: Callable[..., str]) -> Iterator[str]:
    """Return the URL of an empty database whose owner `desk_keeper` may create roles."""
    url = make_url(new_postgres_database())
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        known = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": KEEPER}).scalar()
        if not known:
            connection.exec_driver_sql(f"CREATE ROLE {KEEPER} LOGIN CREATEROLE PASSWORD '{PASSWORD}'")
        connection.exec_driver_sql(f'ALTER DATABASE "{url.database}" OWNER TO {KEEPER}')
    engine.dispose()
    yield url.set(username=None, password=None).render_as_string(hide_password=False)
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql("DROP OWNED BY desk_keeper CASCADE")
    engine.dispose()


@pytest.mark.postgresql
def test_that_a_community_on_a_server_is_made_filled_searched_and_reported(
    run: Callable[..., int], server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ("--database", server, "--user", KEEPER)
    assert run("init", "--name", "云栖花园", *at) == 0, capsys.readouterr().err
    roster = tmp_path / "roster.csv"
    roster.write_text("楼栋,单元,房号,业主,手机号\n3,1,502,曾小明,13800138001\n", encoding="utf-8")
    assert run("import", "households", str(roster), *at) == 0
    ledger = tmp_path / "ledger.csv"
    ledger.write_text(
        "报事编号,报事类型,房号,报事内容,受理时间\nA-1,报修,3-1-502,水龙头漏水,2026-10-05 09:00\n", encoding="utf-8"
    )
    assert run("import", "requests", str(ledger), *at) == 0
    capsys.readouterr()
    assert run("search", "zxm", *at) == 0
    assert json.loads(capsys.readouterr().out)[0]["room"] == "3-1-502"
    assert run("report", "month", "2026-10", "--format", "json", "--out", str(tmp_path), *at) == 0
    figures = json.loads((tmp_path / "2026-10.json").read_text(encoding="utf-8"))["total"]["figures"]
    assert (figures["received"], figures["completed"]) == (1, 0)
    assert run("check", *at) == 0


@pytest.mark.postgresql
def test_that_accounts_on_a_server_are_its_logins(
    run: Callable[..., int], server: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ("--database", server)
    assert run("init", "--name", "云栖花园", *at, "--user", KEEPER) == 0, capsys.readouterr().err
    add = ("user", "add", "li_ting", "--role", "clerk", "--new-password", "clerks-own-1")
    assert run(*add, *at, "--user", KEEPER) == 0, capsys.readouterr().err
    monkeypatch.setenv("TOUCHPOINT_PASSWORD", "clerks-own-1")
    assert run("search", "1", *at, "--user", "li_ting") == 0
    assert run("user", "list", *at, "--user", "li_ting") == 1
    monkeypatch.setenv("TOUCHPOINT_PASSWORD", PASSWORD)
    assert run("user", "disable", "li_ting", *at, "--user", KEEPER) == 0
    monkeypatch.setenv("TOUCHPOINT_PASSWORD", "clerks-own-1")
    assert run("search", "1", *at, "--user", "li_ting") == 1


@pytest.mark.postgresql
def test_that_backup_and_restore_are_left_to_the_server(
    run: Callable[..., int], server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ("--database", server, "--user", KEEPER)
    assert run("backup", str(tmp_path / "b.tpbackup"), *at) != 0
    assert run("restore", str(tmp_path / "b.tpbackup"), *at) != 0
    told = capsys.readouterr().err
    assert told.count("PostgreSQL") == 2
    assert told.count("\n") == 2


@pytest.mark.postgresql
def test_that_the_made_up_community_can_be_worked_in_on_a_server(
    run: Callable[..., int], server: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ("--database", server, "--user", KEEPER)
    assert run("demo", "--households", "12", "--months", "2", "--until", "2026-10", *at) == 0, capsys.readouterr().err
    roster = tmp_path / "roster.csv"
    roster.write_text("楼栋,单元,房号,业主\n77,1,101,新住户\n", encoding="utf-8")
    assert run("import", "households", str(roster), *at) == 0, capsys.readouterr().err
