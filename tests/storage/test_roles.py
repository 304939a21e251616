from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import make_url, text

from desktop.core.errors import UserError, WorldError
from desktop.core.i18n import language
from desktop.core.permissions import Role
from desktop.storage import opening, roles
from desktop.storage.migrate import Migrations

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy.engine import Connection

    from desktop.core.clock import FixedClock
    from desktop.storage.opening import Opened


def sentence(call: Callable[[], object]) -> str:
    with pytest.raises((UserError, WorldError)) as caught:
        call()
    return language("en").message(caught.value.problems[0].message)


@pytest.fixture(scope="session")
def strict_server(postgres_url: str) -> str:
    """Ask passwords of every role but the server's own, so that signing in means something."""
    with psycopg.connect(postgres_url.replace("+psycopg", "", 1), autocommit=True) as connection:
        shown = connection.execute("SHOW hba_file").fetchone()
        assert shown is not None
        rules = Path(shown[0])
        rules.write_text(f"local all postgres trust\nlocal all all scram-sha-256\n{rules.read_text()}")
        connection.execute("SELECT pg_reload_conf()")
    return postgres_url


@pytest.fixture
def owner(strict_server: str, server_url: str) -> tuple[str, str]:
    """Return the URL of an empty database and the role that owns it, which may make roles but is no superuser."""
    name = f"owner {uuid4().hex}"
    database = sql.Identifier(str(make_url(server_url).database))
    with psycopg.connect(strict_server.replace("+psycopg", "", 1), autocommit=True) as connection:
        made = sql.SQL("CREATE ROLE {} LOGIN CREATEROLE PASSWORD 'owner password'").format(sql.Identifier(name))
        connection.execute(made)
        connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(database, sql.Identifier(name)))
    return server_url, name


@pytest.fixture
def served(owner: tuple[str, str], migrations: Migrations) -> Iterator[tuple[Opened, str]]:
    """Yield a set-up server, opened by its owner, and its URL."""
    url, name = owner
    opened = opening.create_server(url, name, "owner password", migrations=migrations)
    yield opened, url
    opened.close()


@pytest.fixture
def sign_in(served: tuple[Opened, str], clock: FixedClock, migrations: Migrations) -> Iterator[Callable[..., Opened]]:
    opened: list[Opened] = []

    def sign_in(name: str, password: str) -> Opened:
        opened.append(opening.open_data(served[1], name, password, clock, migrations))
        return opened[-1]

    yield sign_in
    for one in opened:
        one.close()


def put(opened: Opened, name: str, role: Role, password: str | None = "first password", *, active: bool = True) -> None:  # noqa: S107
    with opened.database.connect(writing=True) as connection:
        roles.put_login(connection, name, role, password=password, active=active)


def groups_of(opened: Opened, name: str) -> list[str]:
    with opened.database.connect() as connection:
        found = connection.execute(
            text(
                "SELECT g.rolname FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid"
                " JOIN pg_roles p ON p.oid = m.member WHERE p.rolname = :name ORDER BY 1"
            ),
            {"name": name},
        )
        return [str(group).rpartition("_")[2] for group in found.scalars()]


def add_community(connection: Connection) -> None:
    statement = "INSERT INTO community (name, time_zone, phone, created_at, version) VALUES ('x', 'y', '', 0, 1)"
    connection.execute(text(statement))


def unique(name: str) -> str:
    return f"{name} {uuid4().hex}"


NAMES = ["clerk", "王芳", 'o"brien', "o'brien", "per%cent", "col:on", "CamelCase", "back\\slash", "{brace}"]


def test_that_an_account_of_any_name_signs_in_and_writes(
    served: tuple[Opened, str], sign_in: Callable[..., Opened]
) -> None:
    for count, plain in enumerate(NAMES, 1):
        name = unique(plain)
        put(served[0], name, Role.CLERK, 'pass\'word "1" %s :x')
        clerk = sign_in(name, 'pass\'word "1" %s :x')
        with clerk.database.connect(writing=True) as connection:
            add_community(connection)
        with served[0].database.read() as session:
            assert session.execute(text("SELECT count(*) FROM community")).scalar_one() == count
        assert groups_of(served[0], name) == ["clerk"]


def test_that_the_server_keeps_only_a_verifier(served: tuple[Opened, str], strict_server: str) -> None:
    name = unique("clerk")
    put(served[0], name, Role.CLERK)
    with psycopg.connect(strict_server.replace("+psycopg", "", 1)) as connection:
        row = connection.execute("SELECT rolpassword FROM pg_authid WHERE rolname = %s", [name]).fetchone()
    assert row is not None
    assert str(row[0]).startswith("SCRAM-SHA-256$")


def test_that_wrong_passwords_unknown_names_and_disabled_accounts_are_told_alike(
    served: tuple[Opened, str], sign_in: Callable[..., Opened]
) -> None:
    name = unique("clerk")
    put(served[0], name, Role.CLERK)
    told = {sentence(lambda: sign_in(name, "other password")), sentence(lambda: sign_in(unique("nobody"), "x"))}
    with served[0].database.connect(writing=True) as connection:
        roles.disable_login(connection, name)
    told.add(sentence(lambda: sign_in(name, "first password")))
    assert told == {"The name or the password is wrong, or the account is disabled on the server."}
    put(served[0], name, Role.CLERK, None)
    assert sign_in(name, "first password").name == name


def test_that_a_role_change_moves_between_groups(served: tuple[Opened, str]) -> None:
    name = unique("person")
    for role in (Role.CLERK, Role.ADMINISTRATOR, Role.GUARD, Role.MANAGER):
        put(served[0], name, role, None if role is not Role.CLERK else "first password")
        assert groups_of(served[0], name) == [role.value]


def test_that_any_administrator_manages_everyone_also_administrators(
    served: tuple[Opened, str], sign_in: Callable[..., Opened]
) -> None:
    first, second, clerk = unique("first"), unique("second"), unique("clerk")
    put(served[0], first, Role.ADMINISTRATOR)
    put(sign_in(first, "first password"), second, Role.ADMINISTRATOR)
    put(sign_in(second, "first password"), clerk, Role.CLERK)
    put(sign_in(second, "first password"), first, Role.ADMINISTRATOR, "reset by second")
    put(sign_in(first, "reset by second"), clerk, Role.MANAGER, None)
    assert groups_of(served[0], clerk) == ["manager"]
    with sign_in(first, "reset by second").database.connect(writing=True) as connection:
        roles.drop_login(connection, clerk)
        assert not roles.login_exists(connection, clerk)


def test_that_a_clerk_manages_nobody(served: tuple[Opened, str], sign_in: Callable[..., Opened]) -> None:
    name = unique("clerk")
    put(served[0], name, Role.CLERK)
    clerk = sign_in(name, "first password")
    with pytest.raises(Exception, match="permission denied"):
        put(clerk, unique("friend"), Role.ADMINISTRATOR)
    with pytest.raises(Exception, match="must be owner"), clerk.database.connect(writing=True) as connection:
        connection.execute(text("ALTER TABLE community ADD COLUMN mine text"))
    with pytest.raises(Exception, match="permission denied"), clerk.database.connect(writing=True) as connection:
        connection.execute(text(f'CREATE ROLE "{unique("friend")}"'))


def test_that_an_administrator_has_no_power_over_the_servers_other_roles(
    served: tuple[Opened, str], sign_in: Callable[..., Opened]
) -> None:
    name = unique("admin")
    put(served[0], name, Role.ADMINISTRATOR)
    admin = sign_in(name, "first password")
    database = make_url(served[1]).database
    for other in ("postgres", f"{database}_keeper"):
        assert "for something else" in sentence(lambda other=other: put(admin, other, Role.CLERK))  # type: ignore[misc]
    with pytest.raises(Exception, match="permission denied"), admin.database.connect(writing=True) as connection:
        connection.execute(text(f'SET ROLE "{database}_keeper"'))


def test_that_everyone_changes_their_own_password(served: tuple[Opened, str], sign_in: Callable[..., Opened]) -> None:
    name = unique("clerk")
    put(served[0], name, Role.CLERK)
    with sign_in(name, "first password").database.connect(writing=True) as connection:
        roles.change_own_password(connection, "second password")
    assert sign_in(name, "second password").name == name
    assert "wrong" in sentence(lambda: sign_in(name, "first password"))
    assert "at least 8" in sentence(lambda: put(served[0], name, Role.CLERK, "short"))


def test_that_a_stranger_on_the_server_is_told_that_it_has_no_rights(
    served: tuple[Opened, str], sign_in: Callable[..., Opened], strict_server: str
) -> None:
    name = unique("stranger")
    with psycopg.connect(strict_server.replace("+psycopg", "", 1), autocommit=True) as connection:
        made = sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'its password' IN ROLE pg_monitor").format(sql.Identifier(name))
        connection.execute(made)
    assert "has no rights on the data" in sentence(lambda: sign_in(name, "its password"))
    assert "for something else" in sentence(lambda: put(served[0], name, Role.CLERK))


def test_that_setting_up_without_the_right_to_make_roles_says_so(
    strict_server: str, server_url: str, migrations: Migrations
) -> None:
    name = unique("weak")
    with psycopg.connect(strict_server.replace("+psycopg", "", 1), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE ROLE {} LOGIN PASSWORD 'its password'").format(sql.Identifier(name)))
    told = sentence(lambda: opening.create_server(server_url, name, "its password", migrations=migrations))
    assert "CREATEROLE" in told


def test_that_a_set_up_database_is_not_set_up_again(
    served: tuple[Opened, str], owner: tuple[str, str], migrations: Migrations
) -> None:
    with served[0].database.connect(writing=True) as connection:
        add_community(connection)
        connection.execute(
            text(
                "INSERT INTO operation (operation_id, community_id, account_id, name, at, result, touched)"
                " SELECT 'x', id, 1, 'x', 0, 0, '{}' FROM community"
            )
        )
    told = sentence(lambda: opening.create_server(owner[0], owner[1], "owner password", migrations=migrations))
    assert "holds data already" in told


def test_that_setting_up_again_finishes_what_failed_half_way(owner: tuple[str, str], migrations: Migrations) -> None:
    def broken(_database: object) -> None:
        raise RuntimeError("planted")

    with pytest.raises(RuntimeError):
        opening.create_server(owner[0], owner[1], "owner password", fill=broken, migrations=migrations)
    opening.create_server(owner[0], owner[1], "owner password", migrations=migrations).close()


def test_that_names_the_server_would_cut_are_refused(served: tuple[Opened, str]) -> None:
    assert "name is too long" in sentence(lambda: put(served[0], "王" * 22, Role.CLERK))


def test_that_a_database_whose_groups_would_be_cut_is_refused(postgres_url: str, migrations: Migrations) -> None:
    name = f"{uuid4().hex}{uuid4().hex}"[:50]
    with psycopg.connect(postgres_url.replace("+psycopg", "", 1), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        url = make_url(postgres_url).set(database=name).render_as_string(hide_password=False)
        told = sentence(lambda: opening.create_server(url, "postgres", "", migrations=migrations))
        connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
    assert "name is too long" in told


def test_that_an_empty_a_foreign_and_a_missing_database_have_their_sentences(
    server_url: str, clock: FixedClock, migrations: Migrations
) -> None:
    def open_it(url: str = server_url) -> Opened:
        return opening.open_data(url, "postgres", "", clock, migrations)

    assert "no data in this database" in sentence(open_it)
    with psycopg.connect(server_url.replace("+psycopg", "", 1), autocommit=True) as connection:
        connection.execute("CREATE TABLE letters (id int)")
    assert "holds something else" in sentence(open_it)
    missing = make_url(server_url).set(database="nowhere").render_as_string(hide_password=False)
    assert "no database “nowhere”" in sentence(lambda: open_it(missing))


@pytest.mark.parametrize(
    "url", ["", "x", "mysql://server/data", "postgresql://server", "postgresql:///", "sqlite:///x.db"]
)
def test_that_an_address_that_is_none_is_told(clock: FixedClock, url: str) -> None:
    assert "address is not understood" in sentence(lambda: opening.open_data(url, "admin", "x", clock))


def test_that_a_server_that_is_away_is_told_as_such(clock: FixedClock) -> None:
    with pytest.raises(WorldError, match="server does not answer"):
        opening.open_data("postgresql://127.0.0.1:1/data", "admin", "secret words", clock)


def test_that_only_an_administrator_upgrades_a_server(
    served: tuple[Opened, str],
    sign_in: Callable[..., Opened],
    migrations: Migrations,
    tmp_path: Path,
    clock: FixedClock,
) -> None:
    clerk, admin = unique("clerk"), unique("admin")
    put(served[0], clerk, Role.CLERK)
    put(served[0], admin, Role.ADMINISTRATOR)
    shutil.copytree(migrations.scripts, tmp_path / "scripts", ignore=shutil.ignore_patterns("__pycache__"))
    newest, number = migrations.newest(), int(migrations.newest()) + 1
    (tmp_path / "scripts" / "versions" / f"{number:04}_more.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\n"
        f"revision = '{number:04}'\ndown_revision = '{newest}'\n\n\n"
        "def upgrade():\n    op.create_table('more', sa.Column('id', sa.BigInteger, primary_key=True))\n",
        encoding="utf-8",
    )
    newer = Migrations(tmp_path / "scripts")
    told = sentence(lambda: opening.open_data(served[1], clerk, "first password", clock, newer))
    assert "let an administrator sign in" in told
    opening.open_data(served[1], admin, "first password", clock, newer).close()
    upgraded = opening.open_data(served[1], clerk, "first password", clock, newer)
    with upgraded.database.connect(writing=True) as connection:
        connection.execute(text("INSERT INTO more DEFAULT VALUES"))
        assert connection.execute(text("SELECT count(*) FROM more")).scalar_one() == 1
    upgraded.close()
    assert "newer version" in sentence(lambda: sign_in(clerk, "first password"))
