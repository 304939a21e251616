"""The people of a PostgreSQL server: login roles, and the group roles that carry the rights.

One group role per role of ours, named <database>_clerk and so on; tables belong to the administrators' group, so
that any administrator's program can upgrade them. Logins are made by one function that runs with the rights of a
role of its own, <database>_keeper (CREATEROLE, no login): administrators need no power over the server's other
roles, and the function touches only members of our groups.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg
from desktop.core.permissions import Role
from desktop.storage.slots import check_new_password

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

__all__ = [
    "act_as_administrators",
    "administers",
    "change_own_password",
    "disable_login",
    "drop_login",
    "grant_all",
    "group_name",
    "login_exists",
    "make_groups",
    "put_login",
    "require_create_role",
]

KEEPER = "keeper"
LONGEST_NAME = 63
"""Bytes of a name; the server would silently cut a longer one."""

# {groups} and {keeper} are literals of our own making; what callers pass are arguments, quoted by format().
_FUNCTIONS = """
CREATE OR REPLACE FUNCTION public.touchpoint_login(login text, verifier text, part text, active boolean) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
DECLARE
    team text;
BEGIN
    IF part IS NOT NULL AND NOT part = ANY (ARRAY[{groups}]) THEN
        RAISE EXCEPTION 'no such group' USING ERRCODE = 'TP001';
    END IF;
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = login) THEN
        EXECUTE format('CREATE ROLE %I', login);
    ELSIF NOT EXISTS (
        SELECT FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles p ON p.oid = m.member
        WHERE p.rolname = login AND g.rolname = ANY (ARRAY[{groups}]) AND NOT p.rolsuper AND p.rolname <> {keeper}
    ) THEN
        RAISE EXCEPTION 'not one of ours' USING ERRCODE = 'TP002';
    END IF;
    IF verifier IS NOT NULL THEN
        EXECUTE format('ALTER ROLE %I PASSWORD %L', login, verifier);
    END IF;
    EXECUTE format(CASE WHEN active THEN 'ALTER ROLE %I LOGIN' ELSE 'ALTER ROLE %I NOLOGIN' END, login);
    IF part IS NOT NULL THEN
        FOREACH team IN ARRAY ARRAY[{groups}] LOOP
            IF team <> part AND EXISTS (
                SELECT FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles p ON p.oid = m.member
                WHERE p.rolname = login AND g.rolname = team
            ) THEN
                EXECUTE format('REVOKE %I FROM %I', team, login);
            END IF;
        END LOOP;
        EXECUTE format('GRANT %I TO %I', part, login);
    END IF;
END $body$;

CREATE OR REPLACE FUNCTION public.touchpoint_drop_login(login text) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $body$
BEGIN
    IF NOT EXISTS (
        SELECT FROM pg_auth_members m JOIN pg_roles g ON g.oid = m.roleid JOIN pg_roles p ON p.oid = m.member
        WHERE p.rolname = login AND g.rolname = ANY (ARRAY[{groups}]) AND NOT p.rolsuper AND p.rolname <> {keeper}
    ) THEN
        RAISE EXCEPTION 'not one of ours' USING ERRCODE = 'TP002';
    END IF;
    EXECUTE format('DROP ROLE %I', login);
END $body$;
"""


def group_name(database: str, role: Role | str) -> str:
    """Return the name of the group role of `role` for a database."""
    return f"{database}_{role}"


def require_create_role(connection: Connection) -> None:
    """Raise UserError unless the signed-in role may make roles and tables here: setting up needs both."""
    longest = group_name(_database(connection), Role.ADMINISTRATOR)
    if len(longest.encode()) > LONGEST_NAME:
        raise UserError(Problem(msg("The database's name is too long; choose a shorter one."), "database"))
    allowed = connection.execute(
        text(
            "SELECT (rolsuper OR rolcreaterole) AND has_schema_privilege('public', 'CREATE')"
            " AND pg_has_role(d.datdba, 'USAGE') FROM pg_roles, pg_database d"
            " WHERE rolname = current_user AND d.datname = current_database()"
        )
    ).scalar_one()
    if not allowed:
        raise UserError(
            msg(
                "Setting up needs a server role that owns the database and has CREATEROLE; ask the server's keeper"
                " to grant it."
            )
        )


def make_groups(connection: Connection) -> None:
    """Make the group roles and the functions for logins, and act as the administrators' group from now on.

    Call it in the transaction that then makes the tables; end with `grant_all`. The role that sets up becomes an
    administrator itself.
    """
    database = _database(connection)
    groups = [group_name(database, role) for role in Role]
    keeper = group_name(database, KEEPER)
    for name in (*groups, keeper):
        if not login_exists(connection, name):
            _run(connection, f"CREATE ROLE {_name(name)} NOLOGIN")
    administrators = _name(group_name(database, Role.ADMINISTRATOR))
    _run(connection, f"ALTER ROLE {_name(keeper)} CREATEROLE")
    _run(connection, f"GRANT {administrators}, {_name(keeper)} TO CURRENT_USER")
    _run(connection, f"GRANT {_names(groups)} TO {_name(keeper)} WITH ADMIN OPTION")
    _run(connection, f"GRANT USAGE ON SCHEMA public TO {_names(groups)}")
    _run(connection, f"GRANT USAGE, CREATE ON SCHEMA public TO {administrators}, {_name(keeper)}")
    _make_functions(connection, groups, keeper, administrators)
    act_as_administrators(connection)


def act_as_administrators(connection: Connection) -> None:
    """Let what this transaction makes belong to the administrators' group; only its members may."""
    _run(connection, f"SET LOCAL ROLE {_name(group_name(_database(connection), Role.ADMINISTRATOR))}")


def administers(connection: Connection) -> bool:
    """Tell whether the signed-in role belongs to the administrators' group."""
    return bool(
        connection.execute(
            text("SELECT count(*) > 0 FROM pg_roles WHERE rolname = :name AND pg_has_role(oid, 'MEMBER')"),
            {"name": group_name(_database(connection), Role.ADMINISTRATOR)},
        ).scalar_one()
    )


def _make_functions(connection: Connection, groups: list[str], keeper: str, administrators: str) -> None:
    ours = ", ".join(_literal(group) for group in groups)
    _run(connection, _FUNCTIONS.replace("{groups}", ours).replace("{keeper}", _literal(keeper)))
    for function in ("public.touchpoint_login(text, text, text, boolean)", "public.touchpoint_drop_login(text)"):
        _run(connection, f"REVOKE ALL ON FUNCTION {function} FROM PUBLIC")
        _run(connection, f"GRANT EXECUTE ON FUNCTION {function} TO {administrators}")
        _run(connection, f"ALTER FUNCTION {function} OWNER TO {_name(keeper)}")


def grant_all(connection: Connection) -> None:
    """Let every group work with every table and sequence, also those that later upgrades make.

    Rights between roles are the services' now; column by column they follow with the same matrix.
    """
    database = _database(connection)
    groups = _names([group_name(database, role) for role in Role])
    for privileges, kind in (("SELECT, INSERT, UPDATE, DELETE", "TABLES"), ("USAGE, SELECT", "SEQUENCES")):
        _run(connection, f"GRANT {privileges} ON ALL {kind} IN SCHEMA public TO {groups}")
        _run(connection, f"ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT {privileges} ON {kind} TO {groups}")


def put_login(
    connection: Connection, name: str, role: Role, *, password: str | None = None, active: bool = True
) -> None:
    """Make or change the login `name`: its one group, its password when given, and whether it may sign in.

    Runs in the caller's transaction, as an administrator. Raises UserError for a name the server uses otherwise.
    """
    if len(name.encode()) > LONGEST_NAME:
        raise UserError(Problem(msg("The account's name is too long; choose a shorter one."), "name"))
    verifier = None if password is None else _verifier(connection, name, password)
    group = group_name(_database(connection), role)
    _call(
        connection,
        "SELECT public.touchpoint_login(:login, :verifier, :part, :active)",
        login=name,
        verifier=verifier,
        part=group,
        active=active,
    )


def disable_login(connection: Connection, name: str) -> None:
    """Keep the login but let nobody in with it."""
    _call(connection, "SELECT public.touchpoint_login(:login, NULL, NULL, false)", login=name)


def drop_login(connection: Connection, name: str) -> None:
    """Remove the login altogether."""
    _call(connection, "SELECT public.touchpoint_drop_login(:login)", login=name)


def change_own_password(connection: Connection, password: str) -> None:
    """Give the signed-in role a new password; only its salted verifier travels to the server."""
    name = str(connection.execute(text("SELECT session_user")).scalar_one())
    _run(connection, f"ALTER ROLE {_name(name)} PASSWORD {_literal(_verifier(connection, name, password))}")


def login_exists(connection: Connection, name: str) -> bool:
    """Tell whether the server knows a role of this name, ours or not."""
    found = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :name"), {"name": name})
    return found.first() is not None


def _call(connection: Connection, statement: str, **parameters: object) -> None:
    try:
        connection.execute(text(statement), parameters)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", "") == "TP002":
            name = parameters["login"]
            raise UserError(
                Problem(
                    msg("The server uses the name “%(name)s” for something else; choose another.", name=name), "name"
                )
            ) from error
        raise


def _verifier(connection: Connection, name: str, password: str) -> str:
    check_new_password(password)
    pgconn = _driver(connection).pgconn
    return str(pgconn.encrypt_password(password.encode(), name.encode(), b"scram-sha-256").decode())


def _database(connection: Connection) -> str:
    return str(connection.execute(text("SELECT current_database()")).scalar_one())


def _run(connection: Connection, statement: str) -> None:
    # Straight to the driver: roles and grants take no parameters, and no "%" or ":" may be read as one.
    _driver(connection).execute(statement)


def _driver(connection: Connection) -> Any:
    return connection.connection.driver_connection


def _name(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _names(names: list[str]) -> str:
    return ", ".join(_name(name) for name in names)


def _literal(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
