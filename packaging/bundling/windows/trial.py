"""Installers to try updates out with: this tree under another number, and broken in one of the ways an update can be.

  python -m bundling.windows.trial OUT.exe --version 0.2.0 [--start raises|dies|no-runtime] [--migration works|fails]
                                   [--product OTHER] [--commit HASH] [--key FILE]
  python -m bundling.windows.trial OUT.exe --of SETUP.exe --cut | --changed

The tree is that of the last `build.py windows`, assembled first where there is none. Nothing made here is for anybody's
PC: it is packed with little effort, and unsigned unless `--key` names a key, which is then shipped as well.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from bundling.assembling import commit, commit_time, set_times, version
from bundling.fetching import FetchError
from bundling.manifest import PRODUCT
from bundling.signing import KEY, signing_key, write_public_key
from bundling.trailer import Release
from bundling.windows.installer import WORK, assemble, pack, require_tools

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["changed", "cut", "make"]

_STARTS = {
    "raises": 'raise RuntimeError("This version was made so that it does not start.")\n',
    "dies": "import os\n\nos.abort()\n",
}
_WORKS = 'op.create_table("tried_out", sa.Column("id", sa.BigInteger(), primary_key=True))'
_FAILS = 'raise RuntimeError("This revision was made so that it fails.")'
_REVISION = '''"""One more table, to try an update out with."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "{number:04}"
down_revision = "{before:04}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema."""
'''


def make(
    out: Path,
    release: Release,
    *,
    start: Literal["", "raises", "dies", "no-runtime"] = "",
    migration: Literal["", "works", "fails"] = "",
) -> Path:
    """Make the installer `out` for a trial of `release` and return it.

    `start` is how the new version fails to start, `migration` what becomes of one more revision of the data. It is
    signed, and ships the public key, if `TOUCHPOINT_SIGNING_KEY` names one. Takes half a minute.
    """
    require_tools()
    key = signing_key()
    whole = WORK / "tree"
    built = Release(version(), commit())
    if not (whole / "versions" / built.name / "manifest.json").is_file():
        shutil.rmtree(WORK, ignore_errors=True)
        assemble(whole, built, key)
    tree = WORK.with_name("trial") / "tree"
    shutil.rmtree(tree, ignore_errors=True)
    folder = tree / "versions" / release.name
    shutil.copytree(whole / "versions" / built.name, folder, copy_function=os.link)
    for name in ("Touchpoint.exe", "touchpoint-console.exe"):
        shutil.copyfile(whole / name, tree / name)
    (tree / "current.txt").write_text(f"{release.name}\n", "ascii")
    program = folder / "program"
    write_public_key(program, key)
    about = (program / "desktop" / "__init__.py").read_text("utf-8")
    _replace(program / "desktop" / "__init__.py", about.replace(built.version, release.version))
    if start == "no-runtime":
        (folder / "runtime" / "python311.dll").unlink()
    elif start:
        _replace(program / "start.py", _STARTS[start])
    if migration:
        _add_revision(program / "alembic" / "versions", fails=migration == "fails")
    out.parent.mkdir(parents=True, exist_ok=True)
    set_times(tree, commit_time())
    pack(tree, release, key, out, quick=True)
    shutil.rmtree(tree)
    return out


def cut(setup: Path, out: Path) -> Path:
    """Write the first half of `setup` to `out`, as a download that broke off leaves it, and return it."""
    with setup.open("rb") as whole:
        out.write_bytes(whole.read(setup.stat().st_size // 2))
    return out


def changed(setup: Path, out: Path) -> Path:
    """Write `setup` with one bit in its middle the other way round to `out`, and return it."""
    content = bytearray(setup.read_bytes())
    content[len(content) // 2] ^= 1
    out.write_bytes(content)
    return out


def _replace(path: Path, text: str) -> None:
    """Put another text in the place of a file that is linked elsewhere, and of what was compiled from it."""
    path.unlink()
    path.write_text(text, "utf-8")
    for compiled in path.parent.glob(f"__pycache__/{path.stem}.*.pyc"):
        compiled.unlink()


def _add_revision(folder: Path, *, fails: bool) -> None:
    before = max(int(path.name[:4]) for path in folder.glob("[0-9][0-9][0-9][0-9]_*.py"))
    steps = (_WORKS, _FAILS) if fails else (_WORKS,)
    text = _REVISION.format(number=before + 1, before=before) + "".join(f"    {step}\n" for step in steps)
    (folder / f"{before + 1:04}_tried_out.py").write_text(text, "utf-8")


def main(arguments: Sequence[str]) -> int:
    """Make what was asked for, and tell where it lies."""
    parser = argparse.ArgumentParser(
        prog="trial", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("out", type=Path)
    parser.add_argument("--version", default="0.2.0")
    parser.add_argument("--commit", default="")
    parser.add_argument("--product", default=PRODUCT)
    parser.add_argument("--start", choices=("", "raises", "dies", "no-runtime"), default="")
    parser.add_argument("--migration", choices=("", "works", "fails"), default="")
    parser.add_argument("--key", type=Path)
    parser.add_argument("--of", type=Path, metavar="SETUP")
    parser.add_argument("--cut", action="store_true")
    parser.add_argument("--changed", action="store_true")
    asked = parser.parse_args(arguments)
    if asked.key:
        os.environ[KEY] = str(asked.key.resolve())
    try:
        if asked.of:
            made = (cut if asked.cut else changed)(asked.of, asked.out)
        else:
            release = Release(asked.version, asked.commit or commit(), asked.product)
            made = make(asked.out.resolve(), release, start=asked.start, migration=asked.migration)
    except FetchError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{made} {made.stat().st_size / 1e6:.1f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
