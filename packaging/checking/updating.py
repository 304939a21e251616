"""Newer, older and broken versions over an installed one: what holds, what is refused, what is taken back."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from bundling.assembling import commit
from bundling.trailer import Release
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from checking.bench import DATA, PASSWORD
from checking.outcome import CannotRunError, expect
from checking.showing import sign_in, waits_for_door

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from checking.bench import Bench
    from checking.trials import Trials

__all__ = [
    "goes_back_when_it_does_not_start",
    "goes_back_when_the_data_cannot_follow",
    "has_no_room",
    "refuses_foreign_files",
    "replaces_an_older_version",
    "stays_when_an_older_one_comes",
    "stays_when_the_file_is_broken",
    "updates_from_a_file",
]

NEWER_THERE, NO_PLACE, BROKE_OFF = 3, 4, 6
INSIDE = Path(__file__).resolve().with_name("inside.py")


def replaces_an_older_version(bench: Bench, trials: Trials) -> str:
    """Install a newer version over it: it proves itself once somebody works with it; the old one goes."""
    bench.make_community()
    before = bench.current
    ran = bench.install(trials.base())
    expect(ran.code == 0, f"Installing over {before} ended with {ran.code}.")
    now = bench.current
    expect(now.startswith("0.2.0-"), f"{now} starts, and not 0.2.0.")
    noted = _note(bench, "previous.txt")
    expect(noted == before, f"previous.txt names {noted!r} and not {before!r}.")
    bench.open("--language", "zh_CN", TOUCHPOINT_USER="clerk")
    sign_in(bench)
    seconds = _wait(lambda: not (bench.root / "previous.txt").exists(), 30, "It had not proved itself")
    _wait(lambda: _versions(bench) == [now], 60, f"Beside it there is still more than {now}")
    bench.prefix.stop()
    return f"{before} -> {now}, proved {seconds:.0f} s after the desk was there, the old one swept away"


def stays_when_an_older_one_comes(bench: Bench) -> str:
    """Run the older setup over the newer version: refused with its exit code, nothing changed."""
    before = bench.current
    ran = bench.install(bench.setup)
    expect(ran.code == NEWER_THERE, f"It ended with {ran.code} and not with {NEWER_THERE}.")
    expect(bench.current == before and _versions(bench) == [before], "Something was changed.")
    return f"exit code {NEWER_THERE}, {before} stays"


def stays_when_the_file_is_broken(bench: Bench, trials: Trials) -> str:
    """Run half a download and one with a changed bit themselves: neither installs anything."""
    before, told = bench.current, []
    for name, setup in (("half", trials.half()), ("changed", trials.changed())):
        ran = bench.install(setup, patience=60)
        expect(ran.code != 0, f"The {name} installer ended as if all were well.")
        expect(bench.current == before and _versions(bench) == [before], f"The {name} installer changed something.")
        told.append(f"{name}: exit code {ran.code}")
    bench.console("check", "--language", "zh_CN")
    return "; ".join(told)


def refuses_foreign_files(bench: Bench, trials: Trials) -> str:
    """Choose files inside the program: each that is no update for it is refused with a sentence of its own."""
    own, newer = trials.key(), commit()
    files = {
        "half": trials.half(),
        "changed": trials.changed(),
        "other product": trials.other("product", Release("0.3.0", newer, product="another"), own),
        "other system": trials.other("system", Release("0.3.0", newer, system="linux"), own),
        "older": trials.other("older", Release("0.1.9", newer), own),
        "same": trials.other("same", Release("0.2.0", newer), own),
        "unsigned": trials.other("unsigned", Release("0.3.0", newer), None),
        "foreign key": trials.other("foreign", Release("0.3.0", newer), Ed25519PrivateKey.generate()),
    }
    before = bench.current
    names = [bench.prefix.windows(path) for path in (*files.values(), trials.next())]
    ran = bench.python(INSIDE, "look", DATA, *names, patience=180, TOUCHPOINT_PASSWORD=PASSWORD)
    expect(ran.code == 0, f"The service ended with {ran.code}: {ran.said[-400:]}")
    answers = json.loads(ran.said.splitlines()[-1])
    (bench.out / "refusals.json").write_text(json.dumps(answers, ensure_ascii=False, indent=1), "utf-8")
    said = {name: answers[path.name][1] for name, path in files.items()}
    silent = sorted(name for name, sentence in said.items() if not sentence)
    expect(not silent, f"Not refused: {', '.join(silent)}.")
    expect(answers[trials.next().name] == ["0.3.0", ""], f"The good one is told as {answers[trials.next().name]}.")
    expect(bench.current == before, "Something was changed.")
    return f"{len(said)} refused with {len(set(said.values()))} sentences, the good one taken"


def updates_from_a_file(bench: Bench, trials: Trials) -> str:
    """Update by the program's own service: backed up, installed, opened again, data brought up to date, proved."""
    before = bench.current
    file = bench.prefix.windows(trials.next())
    ran = bench.python(INSIDE, "update", DATA, file, patience=180, TOUCHPOINT_PASSWORD=PASSWORD)
    expect(ran.code == 0, f"The service ended with {ran.code}: {ran.said[-400:]}")
    backup = bench.data / "backups" / json.loads(ran.said.splitlines()[-1])
    expect(backup.is_file(), "There is no backup of the data from before the update.")
    _wait(lambda: bench.current != before, 120, "The new version was not installed")
    seconds = waits_for_door(bench, "The new version's door", 120)
    _sign_in_by_hand(bench)
    _wait(lambda: not (bench.root / "previous.txt").exists(), 60, "It had not proved itself")
    bench.prefix.stop()
    now = bench.current
    expect(now.startswith("0.3.0-"), f"{now} starts, and not 0.3.0.")
    bench.newest = trials.next()
    return f"{before} -> {now}, its door {seconds:.0f} s after it was installed; {backup.name}"


def goes_back_when_it_does_not_start(bench: Bench, trials: Trials) -> str:
    """Update to a version that does not start: the one before opens in its place and says so."""
    return _goes_back(bench, trials.raises(), "does-not-start", lambda: None)


def goes_back_when_the_data_cannot_follow(bench: Bench, trials: Trials) -> str:
    """Update to a version that fails over the data: at sign-in the one before comes back, with the data as it was."""

    def sign_in_there() -> None:
        waits_for_door(bench, "The new version's door", 90)
        expect(bench.current.startswith("0.5.0-"), "The new version was not installed.")
        _type_password(bench)

    told = _goes_back(bench, trials.fails(), "data-cannot-follow", sign_in_there)
    bench.open("--language", "zh_CN", TOUCHPOINT_USER="clerk")
    sign_in(bench)
    bench.prefix.stop()
    said = bench.console("check", "--language", "zh_CN")
    return f"{told}; its data opens: {said.splitlines()[-1]}"


def has_no_room(bench: Bench) -> str:
    """Install where nothing may be written, on a drive that is full, and on one that fills up: its exit code each."""
    told = []
    with _mounted(bench, "full", "size=40m") as (folder, drive):
        told.append(_refused(bench, rf"{drive}\Touchpoint", folder, (NO_PLACE,), "a drive that is full"))
        told.append(_refused(bench, r"C:\full\Touchpoint", folder, (NO_PLACE, BROKE_OFF), "a disk that fills up"))
    with _mounted(bench, "readonly", "ro") as (folder, _drive):
        told.append(_refused(bench, r"C:\readonly\Touchpoint", folder, (NO_PLACE,), "a read-only folder"))
    return ", ".join(told)


def _refused(bench: Bench, target: str, folder: Path, codes: tuple[int, ...], where: str) -> str:
    before = bench.current
    ran = bench.install(bench.setup, f"/D={target}")
    expect(ran.code in codes, f"Into {where} it ended with {ran.code} and not with {codes[-1]}.")
    left = sorted(path.name for path in folder.rglob("*") if path.is_file())
    expect(not left, f"Into {where} it left {len(left)} files: {', '.join(left[:3])}.")
    expect(bench.current == before, f"Into {where} it changed the version that is installed.")
    return f"{where}: exit code {ran.code}"


@contextmanager
def _mounted(bench: Bench, name: str, options: str) -> Iterator[tuple[Path, str]]:
    """Mount a file system of its own in a folder NAME of drive C: and as drive T:, for the time of a check."""
    folder = bench.prefix.path(rf"C:\{name}")
    folder.mkdir(exist_ok=True)
    if os.geteuid() or subprocess.call(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]):
        folder.rmdir()
        raise CannotRunError("Only root can mount the small disk that it needs.")
    drive = bench.prefix.drive.parent / "dosdevices" / "t:"
    drive.unlink(missing_ok=True)
    drive.symlink_to(folder)
    try:
        yield folder, "T:"
    finally:
        bench.prefix.stop()
        drive.unlink()
        subprocess.run(["umount", str(folder)], check=True)
        shutil.rmtree(folder)


def _goes_back(bench: Bench, setup: Path, picture: str, meanwhile: Callable[[], None]) -> str:
    """Install an update that does not hold, as the program does it; `meanwhile` is done at its door, if it has one."""
    before = bench.current
    ran = bench.install(setup, "/UPDATE", TOUCHPOINT_USER="clerk")
    expect(ran.code == 0, f"The installer ended with {ran.code}.")
    meanwhile()
    seconds = _wait(lambda: bench.current == before, 90, f"{before} did not come back")
    waits_for_door(bench, "The door of the version before")
    # What is told at the door is forgotten as soon as it is.
    _wait(lambda: not (bench.root / "returned.txt").exists(), 30, "It did not say that the update was given up")
    bench.screen.settle()
    kept = bench.picture(picture)
    bench.prefix.stop()
    expect(not (bench.root / "previous.txt").exists(), "previous.txt is still there.")
    return f"{before} again after {seconds:.0f} s; {kept.name}"


def _sign_in_by_hand(bench: Bench) -> None:
    """Sign in at a door that does not know the name: the one an installer has opened."""
    bench.screen.type("clerk")
    bench.screen.press("Tab")
    _type_password(bench)


def _type_password(bench: Bench) -> None:
    bench.screen.type(PASSWORD)
    bench.screen.press("Return")


def _note(bench: Bench, name: str) -> str:
    path = bench.root / name
    return path.read_text("utf-8").strip() if path.is_file() else ""


def _versions(bench: Bench) -> list[str]:
    return sorted(path.name for path in (bench.root / "versions").iterdir())


def _wait(seen: Callable[[], bool], patience: float, otherwise: str) -> float:
    begun = time.monotonic()
    while not seen():
        expect(time.monotonic() - begun < patience, f"{otherwise} within {patience:.0f} s.")
        time.sleep(0.1)
    return time.monotonic() - begun
