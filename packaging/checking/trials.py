"""Installers to try updates out with: newer versions that work or do not, and files that are no installer of ours."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from bundling.assembling import commit
from bundling.fetching import FetchError
from bundling.signing import KEY, signing_key
from bundling.trailer import MARK, Release, append
from bundling.windows import trial
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from checking.outcome import CannotRunError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

__all__ = ["Trials"]

_END = 16


class Trials:
    """Makes each installer when it is first asked for; all are signed by a key made for this run, unless they say so.

    Versions rise: `base` 0.2.0, `next` 0.3.0 (changes the data), `raises` 0.4.0 (does not start), `fails` 0.5.0 (cannot
    bring the data up to date).
    """

    def __init__(self, folder: Path) -> None:
        """Keep them in `folder`."""
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._made: dict[str, Path] = {}

    def base(self) -> Path:
        """Return a version that works and knows the key."""
        return self._one("base", lambda out: trial.make(out, Release("0.2.0", commit())))

    def next(self) -> Path:
        """Return a newer version that changes the data."""
        return self._one("next", lambda out: trial.make(out, Release("0.3.0", commit()), migration="works"))

    def raises(self) -> Path:
        """Return a newer version that does not start."""
        return self._one("raises", lambda out: trial.make(out, Release("0.4.0", commit()), start="raises"))

    def fails(self) -> Path:
        """Return a newer version that fails to bring the data up to date."""
        return self._one("fails", lambda out: trial.make(out, Release("0.5.0", commit()), migration="fails"))

    def half(self) -> Path:
        """Return half of `next`, as a download that broke off leaves it."""
        return self._one("half", lambda out: trial.cut(self.next(), out))

    def changed(self) -> Path:
        """Return `next` with one bit the other way round."""
        return self._one("changed", lambda out: trial.changed(self.next(), out))

    def other(self, name: str, release: Release, key: Ed25519PrivateKey | None) -> Path:
        """Return the installer `next` that says something else of itself, signed with `key`, or not at all."""

        def make(out: Path) -> Path:
            content = self.next().read_bytes()
            length = int.from_bytes(content[-_END : -len(MARK)], "big")
            out.write_bytes(content[: -_END - length])
            append(out, release, len(content), key)
            return out

        return self._one(name, make)

    def key(self) -> Ed25519PrivateKey:
        """Return the key of this run, which `TOUCHPOINT_SIGNING_KEY` names from now on."""
        kept = self.folder / "key.pem"
        if not kept.exists():
            made = Ed25519PrivateKey.generate()
            kept.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        os.environ[KEY] = str(kept)
        found = signing_key()
        assert found is not None
        return found

    def _one(self, name: str, make: Callable[[Path], Path]) -> Path:
        if name not in self._made:
            self.key()
            try:
                self._made[name] = make(self.folder / f"{name}-setup.exe")
            except FetchError as error:
                raise CannotRunError(str(error)) from error
        return self._made[name]
