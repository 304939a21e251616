"""Which libraries of the building machine are shipped, and which every desktop system has.

What the wheels bring along is always shipped. Of the system's own libraries only those are that a desktop may lack, and
those that Python itself was built with; the others belong to the graphics driver, the fonts or the C library of the
machine the program runs on, where a second copy does harm.
"""

from __future__ import annotations

import re
import subprocess
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

from bundling.fetching import FetchError

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["SHIPPED", "SYSTEM", "describe_libraries", "drop_system_libraries", "missing_libraries", "strip_debug"]

SHIPPED = {
    "libbrotlicommon.so.*": "MIT",
    "libbrotlidec.so.*": "MIT",
    "libbz2.so.*": "bzip2-1.0.6",
    "libcrypto.so.*": "Apache-2.0",
    "libffi.so.*": "MIT",
    "liblzma.so.*": "0BSD",
    "libpython3.*": "PSF-2.0",
    "libssl.so.*": "Apache-2.0",
    "libuuid.so.*": "BSD-3-Clause",
    "libxcb-cursor.so.*": "MIT",
    "libxcb-icccm.so.*": "MIT",
    "libxcb-image.so.*": "MIT",
    "libxcb-keysyms.so.*": "MIT",
    "libxcb-randr.so.*": "MIT",
    "libxcb-render-util.so.*": "MIT",
    "libxcb-render.so.*": "MIT",
    "libxcb-shape.so.*": "MIT",
    "libxcb-shm.so.*": "MIT",
    "libxcb-sync.so.*": "MIT",
    "libxcb-util.so.*": "MIT",
    "libxcb-xfixes.so.*": "MIT",
    "libxcb-xkb.so.*": "MIT",
    "libxkbcommon.so.*": "MIT",
    "libxkbcommon-x11.so.*": "MIT",
    "libz.so.*": "Zlib",
    "libzstd.so.*": "BSD-3-Clause",
}
"""The system's libraries that are shipped (patterns of file names), each with its licence."""

SYSTEM = (
    *(f"lib{name}.so.*" for name in ("c", "m", "dl", "rt", "pthread", "resolv", "util", "crypt", "gcc_s", "stdc++")),
    "ld-linux-x86-64.so.2",
    *(f"lib{name}.so.*" for name in ("EGL", "GL", "GLX", "OpenGL", "X11", "X11-xcb", "xcb", "xcb-glx")),
    *(f"lib{name}.so.*" for name in ("fontconfig", "freetype", "dbus-1", "gssapi_krb5")),
    *(f"lib{name}-2.0.so.*" for name in ("glib", "gobject", "gthread", "gio")),
)
"""What the machine it runs on must have: Debian's libgl1 libegl1 libfontconfig1 libdbus-1-3 libglib2.0-0 libx11-xcb1
libgssapi-krb5-2, and the C and C++ libraries of a system at least as new as the one it was built on."""

_AT_WILL = ("libqgtk3.so", "libcupsprintersupport.so")
"""Plugins that Qt passes over where the system lacks what they need."""

_WITH_DEBUG = ("libpython3.*", "python3.*/lib-dynload/*", "sqlalchemy/*", "sqlcipher3/*", "cryptography/*")
"""Libraries (paths within the folder) that come with symbols only a debugger reads."""


def drop_system_libraries(inside: Path) -> None:
    """Remove what was collected of the system's libraries and is not shipped; those of wheels are links to them."""
    for path in sorted(inside.glob("lib*.so*")):
        if not path.is_symlink() and _licence(path.name) is None:
            path.unlink()
    for path in sorted(inside.rglob("*")):
        if path.is_symlink() and not path.exists():
            path.unlink()


def strip_debug(inside: Path) -> None:
    """Take the debugger's symbols out of the libraries that are known to have them."""
    found = [
        path
        for path in sorted(inside.rglob("*.so*"))
        if not path.is_symlink() and _matches(path.relative_to(inside).as_posix(), _WITH_DEBUG)
    ]
    subprocess.run(["strip", "--strip-unneeded", *map(str, found)], check=True)


def missing_libraries(folder: Path) -> list[str]:
    """Return the libraries that something in `folder` is linked with and that neither it nor the system has."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and _is_library(path)]
    there = {path.name for path in folder.rglob("*.so*")}
    wanted = [str(path) for path in files if not path.is_symlink() and path.name not in _AT_WILL]
    told = subprocess.run(["objdump", "-p", *wanted], check=True, capture_output=True, text=True).stdout
    needed = set(re.findall(r"(?m)^ +NEEDED +(\S+)$", told))
    return sorted(name for name in needed - there if not _matches(name, SYSTEM))


def describe_libraries(inside: Path) -> list[dict[str, str]]:
    """Return name, version, licence and text of the Debian packages whose libraries are shipped, by name.

    Raises FetchError for a library that no package of this machine owns: its licence is not known then.
    """
    found = {}
    for path in sorted(inside.glob("lib*.so*")):
        licence = _licence(path.name)
        if not path.is_symlink() and licence is not None and not path.name.startswith("libpython"):
            package = _package_of(path.name)
            found[package] = _describe(package, licence)
    return [found[name] for name in sorted(found)]


def _describe(package: str, licence: str) -> dict[str, str]:
    shown = ["dpkg-query", "--show", "--showformat", "${Version}", package]
    version = subprocess.run(shown, check=True, capture_output=True, text=True).stdout
    listed = ["dpkg-query", "--listfiles", package]
    files = subprocess.run(listed, check=True, capture_output=True, text=True).stdout.splitlines()
    name = package.partition(":")[0]
    text = next((line for line in files if line.endswith(f"/doc/{name}/copyright")), None)
    if text is None:
        raise FetchError(f"The Debian package {name} has no copyright file; install it again.")
    return {"name": name, "version": version, "licence": licence, "text": Path(text).read_text("utf-8", "replace")}


def _package_of(library: str) -> str:
    asked = ["dpkg-query", "--search", f"*/x86_64-linux-gnu/{library}"]
    told = subprocess.run(asked, check=False, capture_output=True, text=True).stdout
    lines = [line.partition(": ") for line in told.splitlines()]
    owners = {owner for owner, _, path in lines if path.startswith(("/lib", "/usr/lib"))}
    if len(owners) != 1:
        raise FetchError(f"{library} belongs to no Debian package of this machine, so its licence is not known.")
    return owners.pop()


def _licence(name: str) -> str | None:
    return next((licence for pattern, licence in SHIPPED.items() if fnmatchcase(name, pattern)), None)


def _matches(name: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(name, pattern) for pattern in patterns)


def _is_library(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"
