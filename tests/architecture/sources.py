"""The source as the architecture tests see it: files, modules, and who imports whom."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGE = ROOT / "desktop"
KERNEL = frozenset({"app", "core", "paper", "sheets", "storage", "ui"})
NOT_OURS = frozenset({".git", ".venv", "__pycache__", "_bundled", "build", "dist"})


@cache
def module_files() -> tuple[Path, ...]:
    """Return every Python file of desktop/."""
    return tuple(sorted(path for path in PACKAGE.rglob("*.py") if not NOT_OURS.intersection(path.parts)))


@cache
def committed_files() -> tuple[Path, ...]:
    """Return the files git has or would take; without a repository, all that is not ignored by its place."""
    if (ROOT / ".git").exists():
        # In a clean clone made by somebody else, git asks for trust before it answers.
        command = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        answer = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, check=True).stdout.decode("utf-8")
        found = [ROOT / name for name in answer.split("\0") if name]
    else:
        found = [
            path for path in ROOT.rglob("*") if not any(_is_ignored(part) for part in path.relative_to(ROOT).parts)
        ]
    return tuple(sorted(path for path in found if path.is_file()))


def _is_ignored(part: str) -> bool:
    return part in NOT_OURS or part.endswith((".mo", "_cache")) or part == ".hypothesis"


def relative(path: Path) -> str:
    """Return the path below the root with slashes, as it is written everywhere."""
    return path.relative_to(ROOT).as_posix()


def module_name(path: Path) -> str:
    """Return the dotted name of a file of desktop/; a package's `__init__` has the package's name."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def tree(path: Path) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse(path.read_text("utf-8"), str(path))


def imported(path: Path) -> set[str]:
    """Return the dotted names a file imports anywhere, for type checking too: of modules where they are modules."""
    package = module_name(path) if path.name == "__init__.py" else module_name(path).rpartition(".")[0]
    return imports_in(tree(path), package, frozenset(module_name(file) for file in module_files()))


def imports_in(node: ast.AST, package: str, modules: frozenset[str]) -> set[str]:
    """Return what the code in `node`, lying in `package`, imports; `modules` tells modules from other names."""
    names: set[str] = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Import):
            names.update(alias.name for alias in part.names)
        elif isinstance(part, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - part.level + 1] if part.level else []
            origin = ".".join([*above, *([part.module] if part.module else [])])
            within = {f"{origin}.{alias.name}" for alias in part.names}
            names.update(name if name in modules else origin for name in within)
    return names


def features() -> set[str]:
    """Return the names of the feature packages."""
    return {path.parent.name for path in PACKAGE.glob("*/__init__.py")} - KERNEL


def role(module: str) -> str:
    """Return the role of a feature's module: "store" for desktop.requests.store and all below it, else nothing."""
    parts = module.split(".")
    return parts[2] if len(parts) > 2 and parts[0] == "desktop" else ""


def feature(module: str) -> str:
    """Return the package a module of desktop belongs to, else nothing."""
    parts = module.split(".")
    return parts[1] if len(parts) > 1 and parts[0] == "desktop" else ""
