"""What every command needs: its arguments, the language, the clock, the way to the data and to the terminal."""

from __future__ import annotations

import getpass
import json
import os
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.app import ADMINISTRATOR
from desktop.app.session import Session, sign_in
from desktop.core.errors import UserError
from desktop.core.i18n import msg
from desktop.core.paths import default_data_dir

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator, Sequence

    from desktop.core.clock import Clock
    from desktop.core.errors import TouchpointError
    from desktop.core.i18n import Language, Message

__all__ = ["Context", "Say"]


class Say:
    """Speaks to the terminal in one language."""

    def __init__(self, language: Language) -> None:
        """Speak `language`."""
        self.language = language

    def line(self, message: Message) -> None:
        """Print one sentence to stdout."""
        self.text(self.language.message(message))

    def text(self, text: str) -> None:
        """Print text to stdout as it is."""
        sys.stdout.write(f"{text}\n")
        sys.stdout.flush()

    def json(self, value: object) -> None:
        """Print JSON to stdout."""
        self.text(json.dumps(value, ensure_ascii=False, indent=2))

    def warn(self, message: Message) -> None:
        """Print one sentence to stderr."""
        sys.stderr.write(f"{self.language.message(message)}\n")
        sys.stderr.flush()

    def error(self, error: TouchpointError) -> None:
        """Print what is wrong to stderr, in one line."""
        sentences = " ".join(self.language.message(problem.message) for problem in error.problems)
        sys.stderr.write(" ".join(sentences.split()) + "\n")

    def stopped(self) -> None:
        """Say that the person stopped it."""
        self.warn(msg("Stopped; nothing half-done was left."))

    def no_screen(self, commands: Sequence[str]) -> int:
        """Say that a window needs a screen, and what works without one; return the exit code."""
        self.warn(
            msg(
                "There is no screen to open a window on; without one these commands work: %(commands)s.",
                commands=", ".join(commands),
            )
        )
        return 2


@dataclass(frozen=True, slots=True)
class Context:
    """One run of one command."""

    arguments: argparse.Namespace
    language: Language
    clock: Clock
    say: Say

    @property
    def target(self) -> Path | str:
        """Return the folder of the data file, or the URL of the server."""
        database: str | None = getattr(self.arguments, "database", None)
        folder: str | None = getattr(self.arguments, "data", None)
        if database and folder:
            raise UserError(msg("Give --data or --database, not both."))
        return database or Path(folder or default_data_dir())

    @property
    def folder(self) -> Path:
        """Return the folder of the data file; raises UserError for a server, whose keeper does this there."""
        target = self.target
        if isinstance(target, str):
            raise UserError(msg("On PostgreSQL this belongs to the server: use its own tools (pg_dump, pg_restore)."))
        return target

    @property
    def user(self) -> str:
        """Return the account's name."""
        return getattr(self.arguments, "user", None) or ADMINISTRATOR

    def password(self) -> str:
        """Return the password from the environment, or ask for it."""
        return self.secret("TOUCHPOINT_PASSWORD", self.language.gettext("Password of %(name)s: ", name=self.user))

    def secret(self, variable: str, question: str) -> str:
        """Return a secret from environment `variable`, or ask `question`; raises UserError where nobody can answer."""
        given = os.environ.get(variable)
        if given is not None:
            return given
        if not sys.stdin or not sys.stdin.isatty():
            raise UserError(msg("%(variable)s is not set, and nobody is there to be asked.", variable=variable))
        return getpass.getpass(question)

    @contextmanager
    def session(self, *, proving: bool = True) -> Iterator[Session]:
        """Sign in; close the data at the end. A single-use password must be changed first.

        What ended without an error has proved an upgrade of the data, unless `proving` leaves that to the command.
        """
        session = sign_in(self.target, self.user, self.password(), self.clock)
        try:
            if session.must_change_password and self.arguments.command != "user":
                raise UserError(
                    msg("This password was for one sign-in only: change it with “touchpoint user password”.")
                )
            self._tell_returned(session)
            yield session
            if proving:
                session.prove_upgrade()
        finally:
            session.close()

    def _tell_returned(self, session: Session) -> None:
        aside = session.opened.returned
        if aside is not None:
            self.say.warn(
                msg(
                    "A newer version did not stay: the data from before its upgrade is in place again. What was there"
                    " since is kept in %(path)s.",
                    path=aside,
                )
            )
