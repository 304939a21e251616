"""Installing in silence, what the registry says then, and what is left when it is taken away again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from checking.bench import DATA, ROOT, UNINSTALL
from checking.outcome import expect

if TYPE_CHECKING:
    from checking.bench import Bench

__all__ = ["asks_to_close", "installs", "says_so_in_the_registry", "takes_itself_away"]

LIMIT_MB = 300
COMPRESSED_MB = 90
RUNNING = 2
HIVES = ("HKEY_CURRENT_USER", "HKEY_LOCAL_MACHINE")
_OPENS = rf'"{ROOT}\Touchpoint.exe" "%1"'

_SHARED = {
    r"Software\Classes",
    r"Software\RegisteredApplications",
    r"Software\Microsoft\Windows\CurrentVersion\Run",
    r"Software\Microsoft\Windows\CurrentVersion\Uninstall",
}
"""Keys that any Windows has, and wine only once somebody has written into them; what is in them still counts."""

_OF_WINDOWS = (
    r"Software\Microsoft\Windows\CurrentVersion\Explorer",
    r"Software\Microsoft\Windows\CurrentVersion\Internet Settings",
    r"Software\Wine",
    r"Software\Microsoft\RestartManager",
    r"Volatile Environment",
    r"System",
    r"Hardware",
    r"Console",
)
"""Keys that Windows itself writes when any program is started."""


def installs(bench: Bench) -> str:
    """Install in silence, without anything being asked; what is there fits the limits."""
    bench.files_before = bench.prefix.files()
    bench.keys_before = {hive: bench.prefix.registry(hive) for hive in HIVES}
    ran = bench.install(bench.setup)
    expect(ran.code == 0, f"setup.exe /S ended with {ran.code}.")
    folder = bench.root / "versions" / bench.current
    for name in ("runtime/python311.dll", "program/start.py", "manifest.json"):
        expect((folder / name).is_file(), f"{name} was not installed.")
    for name in ("Touchpoint.exe", "touchpoint-console.exe", "uninstall.exe"):
        expect((bench.root / name).is_file(), f"{name} was not installed.")
    size = sum(path.stat().st_size for path in bench.root.rglob("*") if path.is_file()) / 1e6
    packed = bench.setup.stat().st_size / 1e6
    expect(size <= LIMIT_MB, f"{size:.0f} MB are installed; the limit is {LIMIT_MB}.")
    expect(packed <= COMPRESSED_MB, f"setup.exe has {packed:.1f} MB; the limit is {COMPRESSED_MB}.")
    new = bench.prefix.files() - bench.files_before
    links = sorted(name for name in new if name.endswith(".lnk"))
    for place in ("Start Menu", "Desktop"):
        expect(any(place in name for name in links), f"There is no shortcut in {place}.")
    return f"{bench.current}: {packed:.1f} MB, installed {size:.0f} MB, {len(new)} files, {len(links)} shortcuts"


def says_so_in_the_registry(bench: Bench) -> str:
    """See that Windows can list, open and take away what was installed, all of it for this person only."""
    keys = bench.prefix.registry()
    version = bench.current.partition("-")[0]
    wanted = {
        (r"Software\Touchpoint", "Folder"): ROOT,
        (r"Software\Touchpoint", "Version"): version,
        (UNINSTALL, "DisplayVersion"): version,
        (UNINSTALL, "InstallLocation"): ROOT,
        (UNINSTALL, "QuietUninstallString"): rf'"{ROOT}\uninstall.exe" /S',
        (r"Software\Classes\.tpbackup", "@"): "Touchpoint.Backup",
        (r"Software\Classes\Touchpoint.Backup\shell\open\command", "@"): _OPENS,
        (r"Software\Classes\touchpoint", "URL Protocol"): "",
        (r"Software\Classes\touchpoint\shell\open\command", "@"): _OPENS,
        (r"Software\Classes\Touchpoint.Tel\shell\open\command", "@"): _OPENS,
        (r"Software\Touchpoint\Capabilities\UrlAssociations", "tel"): "Touchpoint.Tel",
        (r"Software\RegisteredApplications", "Touchpoint"): r"Software\Touchpoint\Capabilities",
    }
    for (key, name), value in wanted.items():
        found = keys.get(key, {}).get(name)
        expect(found == value, rf"HKCU\{key}, {name}: {found!r} and not {value!r}.")
    named = keys[UNINSTALL].get("DisplayName", "")
    expect(named == "触点前台", f"A Chinese Windows would list it as {named!r}.")
    start = keys.get(r"Software\Microsoft\Windows\CurrentVersion\Run", {})
    expect("Touchpoint" not in start, "It starts with Windows without having been asked to.")
    machine = _new_keys(bench, "HKEY_LOCAL_MACHINE")
    expect(not machine, f"It wrote for the whole PC: {', '.join(machine[:3])}.")
    return f"{len(wanted)} entries, listed as {named}, nothing for the whole PC"


def asks_to_close(bench: Bench) -> str:
    """Install once more while the window is open: refused with exit code 2, and the window stays as it is."""
    before = bench.current
    running = bench.open("--language", "zh_CN")
    bench.screen.wait(lambda: bench.screen.colours() > 50, 60, "The window")
    ran = bench.install(bench.setup, patience=90)
    still = running.process.poll() is None
    bench.prefix.stop()
    expect(ran.code == RUNNING, f"With the program open setup.exe /S ended with {ran.code} and not with {RUNNING}.")
    expect(still, "The open window was ended.")
    expect(bench.current == before, "Another version starts now.")
    return f"exit code {RUNNING}, the window stayed open"


def takes_itself_away(bench: Bench) -> str:
    """Uninstall in silence: the data stays and opens again later, anything else is as it was before."""
    bench.make_community()
    bench.uninstall()
    data = bench.data.relative_to(bench.prefix.drive).as_posix()
    left = sorted(
        name
        for name in bench.prefix.files() - bench.files_before
        if not name.startswith(data) and not name.endswith(("/AppData/Local/Programs",))
    )
    expect(not left, f"{len(left)} files are left: {', '.join(left[:4])}.")
    keys = [key for hive in HIVES for key in _new_keys(bench, hive)]
    expect(not keys, f"Left in the registry: {', '.join(keys[:4])}.")
    for name in ("touchpoint.db", "keys.json"):
        expect((bench.data / name).is_file(), f"{name} went with the program.")
    ran = bench.install(bench.newest or bench.setup)
    expect(ran.code == 0, f"Installing it again ended with {ran.code}.")
    said = bench.console("check", "--data", DATA, "--language", "zh_CN")
    bench.uninstall()
    return f"no file and no key left; the data is there, and after installing again: {said.splitlines()[-1]}"


def _new_keys(bench: Bench, hive: str) -> list[str]:
    """Return keys and values that were not there before, but for those Windows writes at any start."""
    before, now = bench.keys_before[hive], bench.prefix.registry(hive)
    new = set()
    for key, values in now.items():
        if key.startswith(_OF_WINDOWS):
            continue
        if key not in before and key not in _SHARED:
            new.add(key)
        new |= {f"{key}\\{name}" for name in values.keys() - before.get(key, {}).keys()}
    return sorted(new)
