"""One slot of the key file: the data key wrapped under a password or the recovery key.

The wrapping key comes from argon2id (64 MiB, 3 passes, 4 lanes; RFC 9106's second recommendation), the wrap is
AES-256-GCM with the slot's name and kind as associated data, so that slots cannot be swapped between accounts.
"""

from __future__ import annotations

import base64
import secrets
import unicodedata
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import msg, nmsg
from desktop.storage.base import microseconds

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

__all__ = [
    "COST",
    "MINIMUM_PASSWORD",
    "Cost",
    "Slot",
    "Tries",
    "check_new_password",
    "name_key",
    "new_recovery_key",
    "plain_recovery_key",
    "seal",
    "unseal",
]

MINIMUM_PASSWORD = 8
FREE_TRIES = 5
FIRST_WAIT = timedelta(seconds=30)
LONGEST_WAIT = timedelta(minutes=15)
FORGOTTEN_AFTER = timedelta(days=1)

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RECOVERY_GROUPS = 6
RECOVERY_LENGTH = 5 * RECOVERY_GROUPS
"""30 characters of 5 bits: 150 random bits."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one guess costs: memory in KiB, passes, lanes."""

    memory: int
    passes: int
    lanes: int

    @property
    def bearable(self) -> bool:
        """Tell whether a key file asking for this was made by us rather than to choke us."""
        return 8 * self.lanes <= self.memory <= 2**20 and 1 <= self.passes <= 16 and 1 <= self.lanes <= 16


COST = Cost(memory=65536, passes=3, lanes=4)


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong passwords in a row: how many, and when the last one was (microseconds since 1970 UTC)."""

    wrong: int = 0
    last: int = 0

    def wait(self, now: datetime) -> timedelta:
        """Return how long the next try must wait; after a clock set back, the whole wait anew."""
        if self.wrong < FREE_TRIES:
            return timedelta()
        # The exponent is bounded: a damaged count must not build a number of a million digits.
        whole = min(FIRST_WAIT * (1 << min(self.wrong - FREE_TRIES, 10)), LONGEST_WAIT)
        passed = timedelta(microseconds=max(0, microseconds(now) - self.last))
        return max(timedelta(), whole - passed)

    def after_wrong(self, now: datetime) -> Tries:
        """Return the count with one more wrong password; what is a day old is forgotten."""
        at = microseconds(now)
        old = at - self.last > FORGOTTEN_AFTER / timedelta(microseconds=1)
        return Tries(1 if old else self.wrong + 1, at)


@dataclass(frozen=True, slots=True)
class Slot:
    """The wrapped data key. `single_use` asks for a new password at the next sign-in."""

    kind: str
    name: str
    salt: bytes
    nonce: bytes
    wrapped: bytes
    cost: Cost
    single_use: bool = False
    tries: Tries = Tries()

    def with_tries(self, tries: Tries) -> Slot:
        """Return the slot with another count of wrong passwords."""
        return replace(self, tries=tries)

    def to_json(self) -> dict[str, Any]:
        """Return the slot as plain JSON values."""
        plain = asdict(self)
        for field in ("salt", "nonce", "wrapped"):
            plain[field] = base64.b64encode(plain[field]).decode()
        return plain

    @classmethod
    def from_json(cls, plain: Mapping[str, Any]) -> Slot:
        """Return the slot `to_json` wrote; raises KeyError, TypeError or ValueError for anything else."""
        cost = Cost(**{field: _whole(plain["cost"][field]) for field in ("memory", "passes", "lanes")})
        tries = Tries(_whole(plain["tries"]["wrong"]), _whole(plain["tries"]["last"]))
        salt, nonce, wrapped = (base64.b64decode(plain[field], validate=True) for field in ("salt", "nonce", "wrapped"))
        if not cost.bearable or len(salt) != 16 or len(nonce) != 12 or len(wrapped) != 48:
            raise ValueError("not a slot of ours")
        return cls(str(plain["kind"]), str(plain["name"]), salt, nonce, wrapped, cost, bool(plain["single_use"]), tries)


def _whole(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError("a whole number was expected")
    return value


def name_key(name: str) -> str:
    """Return what account names are compared by: compatibility forms unified, outer spaces gone, case folded."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def check_new_password(password: str) -> None:
    """Raise UserError for a password that is too short to be set."""
    if len(unicodedata.normalize("NFKC", password)) < MINIMUM_PASSWORD:
        raise UserError(
            Problem(
                nmsg(
                    "The password is too short; it needs at least %(count)s character.",
                    "The password is too short; it needs at least %(count)s characters.",
                    MINIMUM_PASSWORD,
                ),
                "password",
            )
        )


def new_recovery_key() -> str:
    """Return a fresh recovery key, in groups of five as it is written down."""
    characters = "".join(secrets.choice(CROCKFORD) for _ in range(RECOVERY_LENGTH))
    return "-".join(characters[start : start + 5] for start in range(0, RECOVERY_LENGTH, 5))


def plain_recovery_key(typed: str) -> str:
    """Return a typed recovery key without groups, its look-alikes (O, I, L) read as digits; raises UserError."""
    folded = unicodedata.normalize("NFKC", typed).upper().translate(str.maketrans("OIL", "011"))
    kept = "".join(character for character in folded if character.isalnum())
    if len(kept) != RECOVERY_LENGTH or set(kept) - set(CROCKFORD):
        raise UserError(
            Problem(
                msg(
                    "A recovery key has %(length)s letters and digits; look at the paper and type it again.",
                    length=RECOVERY_LENGTH,
                ),
                "recovery_key",
            )
        )
    return kept


def seal(kind: str, name: str, secret: str, key: bytes, *, single_use: bool = False) -> Slot:
    """Wrap the data `key` under `secret` at today's cost."""
    slot = Slot(kind, name, secrets.token_bytes(16), secrets.token_bytes(12), b"", COST, single_use)
    wrapping, bound = _cipher(slot, secret)
    return replace(slot, wrapped=bytes(wrapping.encrypt(slot.nonce, key, bound)))


def unseal(slot: Slot, secret: str) -> bytes | None:
    """Return the data key, or None when `secret` is wrong or the slot was tampered with."""
    from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - see `_cipher`

    wrapping, bound = _cipher(slot, secret)
    try:
        return bytes(wrapping.decrypt(slot.nonce, slot.wrapped, bound))
    except InvalidTag:
        return None


def _cipher(slot: Slot, secret: str) -> tuple[AESGCM, bytes]:
    """Return the cipher under the key that `secret` gives, and the data the wrap is bound to."""
    # These two libraries cost 0.05 s of start-up, and a server's client does without: loaded at the first password.
    from argon2.low_level import Type, hash_secret_raw  # noqa: PLC0415
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415

    words = unicodedata.normalize("NFKC", secret).encode("utf-8", "surrogatepass")
    cost = slot.cost
    wrapping = hash_secret_raw(words, slot.salt, cost.passes, cost.memory, cost.lanes, 32, Type.ID)
    bound = f"touchpoint 1\n{slot.kind}\n{name_key(slot.name)}\n{int(slot.single_use)}"
    return AESGCM(wrapping), bound.encode()
