#!/usr/bin/env python3
"""Set up, run, test and measure Touchpoint.

  python3 dev.py run [ARGS]        start the program (no ARGS: its window; --help: its commands)
  python3 dev.py test [ARGS]       format, lint, types, import contracts, then all tests; ARGS go to pytest
  python3 dev.py bench [ARGS]      run the benchmarks in full and print their table; ARGS go to pytest
  python3 dev.py migration TEXT    write a new database revision described by TEXT
  python3 dev.py messages          bring the message catalogues in i18n up to date with the source

On Windows write `py dev.py`. The first start sets up what the command needs: the folder .venv with the locked
packages and, on Debian and Ubuntu, missing system packages. Later starts only look at one small file.
"""

# Standard library only, and no syntax or call newer than Python 3.8: an older Python must get as far as finding a
# newer one.
from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
STAMP = VENV / "set-up.json"
DEBIAN_PACKAGES = ROOT / "packaging" / "debian-packages.txt"
LOCKS = {"run": ROOT / "packaging" / "requirements.txt", "test": ROOT / "packaging" / "requirements-test.txt"}
I18N = ROOT / "i18n"
WINDOWS = os.name == "nt"
VENV_PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")

PYTHONS = ("3.11", "3.12", "3.13")
PROBE = "import sys; print('%d.%d' % sys.version_info[:2], sys.maxsize > 2**32, sys.executable, sep='|')"
LOADS = "import PySide6.QtWidgets, PySide6.QtPdfWidgets, sqlcipher3"
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}
# A crashed worker ends the run: replaced, it would be waited for without end.
PARALLEL = ("-n", "2", "--dist", "loadfile", "--max-worker-restart", "0")


class StopError(Exception):
    """Ends the command with one sentence for the person at the terminal."""


def say(sentence: str) -> None:
    """Tell what is going on; on stderr, because stdout belongs to the command."""
    print(sentence, file=sys.stderr, flush=True)


# --- which Python ---------------------------------------------------------------------------------------------------


class Python(NamedTuple):
    """A Python that can run the program: its version ("3.11") and the command that starts it."""

    version: str
    path: str


def is_suitable(version: str, is_64_bit: bool) -> bool:  # noqa: FBT001 - reads as the probe answers
    """Tell whether the program and its packages exist for such a Python."""
    return version in PYTHONS and is_64_bit


def this_python() -> Python | None:
    """Return the Python running now, seen from outside of any virtual environment, if it is suitable."""
    version = "{}.{}".format(*sys.version_info[:2])
    path = getattr(sys, "_base_executable", "") or sys.executable
    return Python(version, path) if is_suitable(version, sys.maxsize > 2**32) else None


def probe(command: Sequence[str]) -> Python | None:
    """Return the Python that `command` starts, if it is there and suitable."""
    if not shutil.which(command[0]):
        return None
    try:
        answer = subprocess.run(
            [*command, "-c", PROBE], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=60, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return None
    version, is_64_bit, path = answer.stdout.decode("utf-8", "replace").strip().split("|", 2)
    return Python(version, path) if is_suitable(version, is_64_bit == "True") else None


def find_python() -> Python:
    """Return a suitable Python, installed with apt-get where that is possible; raise StopError without one."""
    launchers = [["py", f"-{version}"] for version in PYTHONS] if WINDOWS else []
    candidates = launchers + [[f"python{version}"] for version in PYTHONS]
    found = this_python() or next(filter(None, map(probe, candidates)), None)
    if found is None and is_debian():
        found = python_from_apt()
    if found is None:
        raise StopError(
            f"Touchpoint needs a 64-bit Python 3.11, 3.12 or 3.13 and found only {sys.version.split()[0]}. "
            "Install one of them and start this command again."
        )
    return found


# --- Debian and Ubuntu ----------------------------------------------------------------------------------------------


def is_debian() -> bool:
    """Tell whether this is Debian, Ubuntu or one of their relatives."""
    release = Path("/etc/os-release")
    if not (shutil.which("apt-get") and shutil.which("dpkg-query") and release.is_file()):
        return False
    fields = dict(line.split("=", 1) for line in release.read_text("utf-8").splitlines() if "=" in line)
    families = (fields.get("ID", "") + " " + fields.get("ID_LIKE", "")).replace('"', "").split()
    return "debian" in families or "ubuntu" in families


def parse_packages(text: str) -> dict[str, list[str]]:
    """Return the package names of each [section] of the list, in its order; # starts a comment."""
    sections: dict[str, list[str]] = {}
    names: list[str] = []
    for line in text.splitlines():
        entry = line.split("#", 1)[0].strip()
        if entry.startswith("["):
            names = sections.setdefault(entry.strip("[]"), [])
        elif entry:
            names.append(entry)
    return sections


def installed_packages(listing: str) -> set[str]:
    """Return what the lines "status|package|provided, provided (= 1)" of dpkg-query say is installed."""
    installed: set[str] = set()
    for line in listing.splitlines():
        status, package, provides = line.split("|", 2)
        if status == "installed":
            installed.add(package)
            installed.update(entry.split()[0].split(":")[0] for entry in provides.split(",") if entry.strip())
    return installed


def missing_packages(kind: str) -> list[str]:
    """Return the system packages the set-up of `kind` needs and this Debian lacks."""
    sections = parse_packages(DEBIAN_PACKAGES.read_text("utf-8"))
    wanted = sections["runtime"] + sections["window"] + (sections["test"] if kind == "test" else [])
    form = "${db:Status-Status}|${Package}|${Provides}\n"
    listing = subprocess.run(["dpkg-query", "--show", "--showformat", form], stdout=subprocess.PIPE, check=True).stdout
    installed = installed_packages(listing.decode("utf-8", "replace"))
    return [name for name in wanted if name not in installed]


def as_root(packages: Sequence[str]) -> list[str]:
    """Return the words before a command that must run as root; raise StopError where that is impossible."""
    if sys.platform == "win32" or os.geteuid() == 0:
        return []
    if not shutil.which("sudo"):
        raise StopError(
            "System packages are missing, and there is no sudo to install them. "
            f"As root, run: apt-get install {' '.join(packages)}"
        )
    return ["sudo"] if sys.stdin is not None and sys.stdin.isatty() else ["sudo", "-n"]


def apt_install(packages: Sequence[str]) -> None:
    """Install system packages without questions; raise StopError when that fails."""
    say("Installing system packages: {}".format(" ".join(packages)))
    apt = [
        *as_root(packages),
        "env",
        "DEBIAN_FRONTEND=noninteractive",
        "apt-get",
        "-q",
        "-o",
        "DPkg::Lock::Timeout=300",
    ]
    # The lists of a fresh machine are empty. One broken source among them is no reason to stop: the next step tells.
    subprocess.call([*apt, "update"], stdout=sys.stderr)
    if subprocess.call([*apt, "install", "-y", "--no-install-recommends", *packages], stdout=sys.stderr):
        raise StopError(
            "apt-get could not install the system packages (its reason stands above). "
            f"Install them yourself, then start this command again: {' '.join(packages)}"
        )


def python_from_apt() -> Python | None:
    """Install the newest suitable Python this Debian or Ubuntu offers and return it, if there is one."""
    subprocess.call([*as_root(["python3.11", "python3.11-venv"]), "apt-get", "-q", "update"], stdout=sys.stderr)
    for version in reversed(PYTHONS):
        packages = [f"python{version}", f"python{version}-venv"]
        if subprocess.call(["apt-cache", "show", *packages], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) == 0:
            apt_install(packages)
            return probe(packages[:1])
    return None


# --- the virtual environment ----------------------------------------------------------------------------------------


def describe_set_up(kind: str, version: str) -> dict[str, str]:
    """Return what the stamp of a finished set-up of `kind` with Python `version` says."""
    lock = hashlib.sha256(LOCKS[kind].read_bytes() + DEBIAN_PACKAGES.read_bytes()).hexdigest()
    return {"set": kind, "lock": lock, "python": version, "folder": str(ROOT)}


def read_stamp() -> dict[str, str]:
    """Return the stamp of the set-up; nothing when it was interrupted, moved or its Python has gone."""
    try:
        stamp = json.loads(STAMP.read_text("utf-8"))
        home = next(
            line.split("=", 1)[1].strip()
            for line in (VENV / "pyvenv.cfg").read_text("utf-8").splitlines()
            if line.startswith("home")
        )
    except (OSError, ValueError, StopIteration):
        return {}
    is_whole = isinstance(stamp, dict) and Path(home).is_dir() and VENV_PYTHON.exists()
    return stamp if is_whole and stamp.get("folder") == str(ROOT) else {}


def is_set_up(kind: str, stamp: Mapping[str, str], version: str | None) -> bool:
    """Tell whether `stamp` serves `kind`, for Python `version` or, if None, any. What tests need includes the rest."""
    if stamp.get("set") not in (kind, "test") or version not in (None, stamp.get("python")):
        return False
    return dict(stamp) == describe_set_up(stamp["set"], stamp.get("python", ""))


def set_up(kind: str) -> str:
    """Make .venv fit for `kind` ("run" or "test") and return its Python; raise StopError when that fails."""
    running = this_python()
    if not is_set_up(kind, read_stamp(), running.version if running else None):
        build(kind)
    compile_catalogues()
    return str(VENV_PYTHON)


def build(kind: str) -> None:
    """Install everything `kind` needs, the stamp last."""
    say(f"Setting up Touchpoint in {VENV}; this happens once and takes a minute or two.")
    python = find_python()
    if is_debian():
        venv_lacks = subprocess.call([python.path, "-c", "import ensurepip, venv"], stderr=subprocess.DEVNULL) != 0
        missing = missing_packages(kind) + ([f"python{python.version}-venv"] if venv_lacks else [])
        if missing:
            apt_install(missing)
    can_keep = read_stamp().get("python") == python.version
    STAMP.unlink() if can_keep else make_venv(python)
    install_lock(kind)
    loads = subprocess.run([str(VENV_PYTHON), "-c", LOADS], stderr=subprocess.PIPE, check=False)
    if loads.returncode:
        reason = (loads.stderr.decode("utf-8", "replace").strip().splitlines() or ["no reason given"])[-1]
        raise StopError(
            f"The packages are installed, but this system lacks something they need: {reason}. "
            f"{DEBIAN_PACKAGES} lists what Debian calls these libraries; install them and start this command again."
        )
    STAMP.write_text(json.dumps(describe_set_up(kind, python.version), indent=1) + "\n", "utf-8")


def make_venv(python: Python) -> None:
    """Make an empty .venv; raise StopError when that fails."""
    say(f"Making the Python environment with {python.path} (Python {python.version}).")
    if subprocess.call([python.path, "-m", "venv", "--clear", str(VENV)], stdout=sys.stderr):
        raise StopError(f"The Python environment {VENV} could not be made (the reason stands above).")


def install_lock(kind: str) -> None:
    """Install exactly the locked packages; raise StopError when that fails."""
    say("Installing the Python packages; the first time this downloads some 150 MB.")
    quiet = [] if sys.stderr.isatty() else ["--quiet"]
    options = ["--require-hashes", "--no-input", "--disable-pip-version-check", *quiet]
    if subprocess.call([str(VENV_PYTHON), "-m", "pip", "install", *options, "-r", str(LOCKS[kind])], stdout=sys.stderr):
        hint = " This folder's path is long for Windows; move it nearer to the drive." if len(str(ROOT)) > 80 else ""
        raise StopError(
            "The Python packages could not be installed (pip's reason stands above). Check the network and the free "
            "space on the disk, then start this command again." + (hint if WINDOWS else "")
        )


def stale_catalogues(folder: Path) -> list[Path]:
    """Return the .po files whose compiled .mo is missing or older."""

    def is_stale(source: Path) -> bool:
        compiled = source.with_suffix(".mo")
        return not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime

    return [source for source in sorted(folder.glob("*/LC_MESSAGES/*.po")) if is_stale(source)]


def compile_catalogues() -> None:
    """Compile the message catalogues that changed; raise StopError when one is broken."""
    if not stale_catalogues(I18N):
        return
    say("Compiling the message catalogues.")
    compiler = [str(VENV_PYTHON), "-m", "babel.messages.frontend", "--quiet", "compile", "--use-fuzzy"]
    if subprocess.call([*compiler, "--domain", "desktop", "--directory", str(I18N)], stdout=sys.stderr):
        raise StopError(f"A message catalogue in {I18N} is broken (the reason stands above).")


# --- the commands ---------------------------------------------------------------------------------------------------


def environment(**extra: str) -> dict[str, str]:
    """Return the environment of what is started: UTF-8 everywhere, and `extra`."""
    return {**os.environ, "PYTHONUTF8": "1", **extra}


def run(arguments: Sequence[str]) -> int:
    """Become the program, in the folder the person stands in: its arguments may be relative paths."""
    command = [set_up("run"), "-m", "desktop", *arguments]
    path = os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))
    if not WINDOWS:  # there, the console would return before the program ends
        os.execve(command[0], command, environment(PYTHONPATH=path))
    return subprocess.call(command, env=environment(PYTHONPATH=path))


def test(arguments: Sequence[str]) -> int:
    """Run every check in turn, pytest last, and fail if one of them did."""
    python = set_up("test")
    steps = {
        "format": [python, "-m", "ruff", "format", "--check", "."],
        "lint": [python, "-m", "ruff", "check", "."],
        "types": [python, "-m", "mypy"],
        "imports": [str(VENV_PYTHON.with_name("lint-imports")), "--no-logo"],
        "tests": [python, "-m", "pytest", *PARALLEL, *arguments],
    }
    failed = []
    for name, command in steps.items():
        say(f"== {name}")
        begun = time.monotonic()
        status = subprocess.call(command, cwd=str(ROOT), env=environment(**OFFSCREEN))
        if status:
            failed.append(name)
        if name != "tests":  # pytest's own closing line says it all and stays last
            say("== {}: {} in {:.1f} s".format(name, "FAILED" if status else "ok", time.monotonic() - begun))
    if failed and failed != ["tests"]:
        say("== FAILED: {}".format(", ".join(failed)))
    return 1 if failed else 0


def bench(arguments: Sequence[str]) -> int:
    """Run the benchmarks in full, with bytecode caching on, as on a person's PC."""
    command = [set_up("test"), "-m", "pytest", "tests/benchmarks", "--full", "-s", "--timeout=3600", *arguments]
    variables = environment(**OFFSCREEN)
    variables.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.call(command, cwd=str(ROOT), env=variables)


def migration(arguments: Sequence[str]) -> int:
    """Write a new revision into alembic/versions."""
    if not " ".join(arguments).strip():
        raise StopError("Say in a few words what the revision changes: python3 dev.py migration TEXT")
    command = [set_up("test"), "-m", "desktop.app.revision", " ".join(arguments)]
    return subprocess.call(command, cwd=str(ROOT), env=environment())


def messages(_arguments: Sequence[str]) -> int:
    """Bring the catalogues up to date with the source, and compile them."""
    status = subprocess.call([set_up("test"), str(ROOT / "packaging" / "catalogues.py")], env=environment())
    compile_catalogues()
    return status


COMMANDS: dict[str, Callable[[Sequence[str]], int]] = {
    "run": run,
    "test": test,
    "bench": bench,
    "migration": migration,
    "messages": messages,
}


def main(arguments: Sequence[str]) -> int:
    """Run one command and return the exit status; never a traceback for what can go wrong outside."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):  # a pipe in a Chinese Windows would be cp936
            stream.reconfigure(encoding="utf-8", errors="replace")
    name, rest = (arguments[0], arguments[1:]) if arguments else ("--help", [])
    if name in ("-h", "--help") or (name != "run" and rest and rest[0] in ("-h", "--help")):
        print(__doc__)
        return 0
    if name not in COMMANDS:
        say("There is no command “{}”; there are: {}.".format(name, ", ".join(COMMANDS)))
        return 2
    try:
        return COMMANDS[name](rest)
    except StopError as stop:
        say(str(stop))
        return 1
    except (OSError, subprocess.SubprocessError) as error:
        say(f"{error}. Mend that, then start this command again.")
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
