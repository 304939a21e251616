"""The key file: the data file's random key, wrapped once per account and once under the recovery key.

Whoever holds the key file and a password can open the data; nobody can without one. The file names the accounts
that have a password, and counts wrong ones.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from desktop.core.errors import Problem, UserError, WorldError
from desktop.core.i18n import msg, nmsg
from desktop.storage import durable
from desktop.storage.base import microseconds
from desktop.storage.locks import lock
from desktop.storage.slots import (
    Slot,
    Tries,
    check_new_password,
    name_key,
    new_recovery_key,
    plain_recovery_key,
    seal,
    unseal,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from desktop.core.clock import Clock

__all__ = ["KeyFile", "Unlocked", "new_data_key"]

FORMAT = 1
LARGEST = 1_000_000
PASSWORD = "password"  # noqa: S105 - a kind of slot
RECOVERY = "recovery"


@dataclass(frozen=True, slots=True)
class Unlocked:
    """The opened data key, and whether the password that opened it must be changed before anything else."""

    key: bytes = field(repr=False)
    must_change: bool


@dataclass(frozen=True, slots=True)
class _Content:
    fingerprint: str
    recovery: Slot
    accounts: dict[str, Slot]
    strangers: Tries


def new_data_key() -> bytes:
    """Return 32 random bytes for a new data file."""
    return secrets.token_bytes(32)


class KeyFile:
    """The key file at a path. Every call reads it anew, so that windows and headless commands work side by side.

    Every method raises UserError for what a person mends (wrong password, wait, missing or damaged or newer file)
    and WorldError for a disk that fails.
    """

    def __init__(self, path: Path) -> None:
        """Use the key file at `path`; nothing is read yet."""
        self.path = path

    def create(self, key: bytes, name: str, password: str) -> str:
        """Write a new key file with a first account, and return the recovery key, which is never shown again."""
        if self.path.exists():
            raise UserError(msg("There is a key file (keys.json) here already; nothing was replaced."))
        check_new_password(password)
        shown = new_recovery_key()
        recovery = seal(RECOVERY, "", plain_recovery_key(shown), key)
        accounts = {name_key(name): seal(PASSWORD, name.strip(), password, key)}
        self._save(_Content(_fingerprint(key), recovery, accounts, Tries()))
        return shown

    def names(self) -> tuple[str, ...]:
        """Return the names of the accounts that have a password, as they were typed when added."""
        return tuple(slot.name for slot in self._load().accounts.values())

    def unlock(self, name: str, password: str, clock: Clock) -> Unlocked:
        """Return the data key if `password` is the account's; otherwise count a wrong one.

        After five wrong ones in a row each further try waits longer; the UserError then tells the seconds.
        """
        content = self._load()
        known = content.accounts.get(name_key(name))
        now = clock.now()
        tries = known.tries if known else content.strangers
        self._make_wait(name, tries, now)
        # An unknown name is tried against a slot that nothing opens: the answer takes as long and says the same.
        key = unseal(known or replace(content.recovery, kind=PASSWORD), password)
        if key is None or known is None or _fingerprint(key) != content.fingerprint:
            self._count(name, lambda tries: tries.after_wrong(now))
            raise UserError(Problem(msg("The name or the password is wrong."), "password"))
        if known.tries != Tries():
            self._count(name, lambda _: Tries())
        return Unlocked(key, known.single_use)

    def unlock_by_recovery(self, typed: str) -> bytes:
        """Return the data key for the recovery key; spaces, case and look-alike letters do not matter."""
        content = self._load()
        key = unseal(content.recovery, plain_recovery_key(typed))
        if key is None:
            raise UserError(
                Problem(msg("This recovery key does not belong to this data; look for the newest one."), "recovery_key")
            )
        return key

    def put_slot(self, key: bytes, name: str, password: str, *, single_use: bool = False) -> None:
        """Give the account `name` this password, in place of any other; `single_use` for one that was reset."""
        check_new_password(password)
        slot = seal(PASSWORD, name.strip(), password, key, single_use=single_use)

        def put(content: _Content) -> _Content:
            _check_key(content, key)
            return replace(content, accounts={**content.accounts, name_key(name): slot})

        self._change(put)

    def change_password(self, name: str, old: str, new: str, clock: Clock) -> None:
        """Replace the account's own password; a wrong `old` one counts as at sign-in."""
        check_new_password(new)
        unlocked = self.unlock(name, old, clock)
        if old == new:
            raise UserError(Problem(msg("The new password is the old one; choose another."), "password"))
        self.put_slot(unlocked.key, name, new)

    def remove_slot(self, name: str) -> None:
        """Take the account's password away; harmless when it has none."""

        def remove(content: _Content) -> _Content:
            kept = {key: slot for key, slot in content.accounts.items() if key != name_key(name)}
            return replace(content, accounts=kept)

        self._change(remove)

    def renew_recovery_key(self, key: bytes) -> str:
        """Return a new recovery key; the one on paper opens nothing any more."""
        shown = new_recovery_key()
        recovery = seal(RECOVERY, "", plain_recovery_key(shown), key)

        def renew(content: _Content) -> _Content:
            _check_key(content, key)
            return replace(content, recovery=recovery)

        self._change(renew)
        return shown

    def fits(self, key: bytes) -> bool:
        """Tell whether `key` is the data key this file wraps."""
        return self._load().fingerprint == _fingerprint(key)

    def _make_wait(self, name: str, tries: Tries, now: datetime) -> None:
        wait = tries.wait(now)
        if not wait:
            return
        at = microseconds(now)
        if tries.last > at:
            # The PC's clock was set back behind the last try: wait once from now, not until that time comes again.
            self._count(name, lambda tries: Tries(tries.wrong, min(tries.last, at)))
        raise UserError(
            Problem(
                nmsg(
                    "Too many wrong passwords; wait %(count)s second, then try again.",
                    "Too many wrong passwords; wait %(count)s seconds, then try again.",
                    -(-wait // timedelta(seconds=1)),
                ),
                "password",
            )
        )

    def _count(self, name: str, step: Callable[[Tries], Tries]) -> None:
        def count(content: _Content) -> _Content:
            key = name_key(name)
            slot = content.accounts.get(key)
            if slot is None:
                return replace(content, strangers=step(content.strangers))
            return replace(content, accounts={**content.accounts, key: slot.with_tries(step(slot.tries))})

        self._change(count)

    def _change(self, step: Callable[[_Content], _Content]) -> None:
        with lock(self.path.with_suffix(".lock")):
            self._save(step(self._load()))

    def _save(self, content: _Content) -> None:
        plain = {
            "format": FORMAT,
            "fingerprint": content.fingerprint,
            "recovery": content.recovery.to_json(),
            "accounts": [slot.to_json() for slot in content.accounts.values()],
            "strangers": {"wrong": content.strangers.wrong, "last": content.strangers.last},
        }
        durable.write_file(self.path, json.dumps(plain, ensure_ascii=False, indent=1).encode())

    def _load(self) -> _Content:
        try:
            with self.path.open("rb") as file:
                text = file.read(LARGEST + 1)
        except FileNotFoundError:
            raise UserError(
                msg("The key file (keys.json) is missing, and nothing opens without it. Put it back from a backup.")
            ) from None
        except OSError as error:
            raise durable.told(error) from error
        return _parsed(text)


def _parsed(text: bytes) -> _Content:
    damaged = UserError(msg("The key file (keys.json) is damaged. Put it back from a backup."))
    try:
        plain = json.loads(text[:LARGEST])
        if plain["format"] > FORMAT:
            raise UserError(msg("The key file (keys.json) was written by a newer program; update this one."))
        slots = [Slot.from_json(slot) for slot in plain["accounts"]]
        strangers = Tries(int(plain["strangers"]["wrong"]), int(plain["strangers"]["last"]))
        accounts = {name_key(slot.name): slot for slot in slots}
        if plain["format"] != FORMAT:
            raise damaged
        return _Content(str(plain["fingerprint"]), Slot.from_json(plain["recovery"]), accounts, strangers)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise damaged from None


def _fingerprint(key: bytes) -> str:
    return hashlib.sha256(b"touchpoint data key\n" + key).hexdigest()


def _check_key(content: _Content, key: bytes) -> None:
    if content.fingerprint != _fingerprint(key):
        raise WorldError(msg("The key file (keys.json) was exchanged meanwhile; open the data again."))
