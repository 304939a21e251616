"""The house rules that no linter knows."""

from __future__ import annotations

import ast
import re
from typing import TYPE_CHECKING

import pytest

from tests.architecture.sources import ROOT, committed_files, module_files, relative, tree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 50
VAGUE_NAMES = {"common", "helper", "helpers", "misc", "util", "utils"}
LATER = re.compile("|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X")))
# Split, so that this file does not name what no file may name.
INDEX_HOSTS = (
    "pypi" + ".org",
    "python" + "hosted.org",
    "registry.npm" + "js.org",
    "pypi." + "tuna",
)
MACHINE_PATH = re.compile(r"(?<![\w.])/(?:home|root|tmp|work)/\w|[A-Z]:\\Users\\")
NAMED_KEY = re.compile(r"(?:key=|Sequence\()\"(?:(?:Ctrl|Alt|Shift|Meta)\+)+\w+\"")
ASKS_THE_PC = {
    f"{module}{name}.{call}"
    for module in ("", "datetime.", "dt.")
    for name in ("datetime", "date")
    for call in ("now", "today", "utcnow")
} | {"time.time", "time.localtime", "time.gmtime"}
THE_CLOCK = "desktop/core/clock.py"


def texts() -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each committed file that is text."""
    for path in committed_files():
        content = path.read_bytes()
        if b"\0" not in content:
            yield relative(path), content.decode("utf-8")


def python_files() -> list[Path]:
    return [path for path in committed_files() if path.suffix == ".py"]


def found_in_lines(pattern: re.Pattern[str], files: Iterable[tuple[str, str]]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()}"
        for name, text in files
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


def swallowed_errors(node: ast.AST) -> list[int]:
    """Return the lines where any error at all is caught and nothing done about it."""
    lines = []
    for part in ast.walk(node):
        if isinstance(part, ast.ExceptHandler):
            caught = "BaseException" if part.type is None else ast.unparse(part.type)
            idle = all(isinstance(step, ast.Pass | ast.Continue | ast.Break) or is_constant(step) for step in part.body)
            if idle and re.search(r"\b(Base)?Exception\b", caught):
                lines.append(part.lineno)
        elif isinstance(part, ast.Call) and ast.unparse(part.func) in {"suppress", "contextlib.suppress"}:
            lines += [part.lineno for what in part.args if ast.unparse(what) in {"Exception", "BaseException"}]
    return lines


def is_constant(step: ast.stmt) -> bool:
    return isinstance(step, ast.Expr) and isinstance(step.value, ast.Constant)


def questions_to_the_pc(node: ast.AST) -> list[str]:
    """Return the calls in `node` that ask the PC what time it is."""
    attributes = [ast.unparse(part) for part in ast.walk(node) if isinstance(part, ast.Attribute)]
    return [text for text in attributes if text in ASKS_THE_PC]


def test_that_no_file_grows_too_long() -> None:
    # A revision is written once, by a tool, and never grows.
    files = [path for path in python_files() if path.parent.name != "versions"]
    lengths = {relative(path): len(path.read_text("utf-8").splitlines()) for path in files}
    assert "dev.py" in lengths
    assert {name: length for name, length in lengths.items() if length > MOST_LINES_OF_A_FILE} == {}


def test_that_no_function_grows_too_long() -> None:
    functions = [
        (f"{relative(path)}:{node.name}", (node.end_lineno or node.lineno) - node.lineno + 1)
        for path in module_files()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    assert functions
    assert [entry for entry in functions if entry[1] > MOST_LINES_OF_A_FUNCTION] == []


def test_that_nothing_is_left_for_later() -> None:
    assert found_in_lines(LATER, texts()) == []


@pytest.mark.parametrize("host", INDEX_HOSTS)
def test_that_no_file_names_a_package_index(host: str) -> None:
    assert found_in_lines(re.compile(re.escape(host)), texts()) == []


def test_that_no_file_names_a_path_of_one_machine() -> None:
    assert found_in_lines(MACHINE_PATH, texts()) == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (LATER, "# TO" + "DO: later"),
        (MACHINE_PATH, "see /" + "home/someone/x"),
        (MACHINE_PATH, 'open("/' + 'tmp/x")'),
        (MACHINE_PATH, "C:\\" + "Users\\someone"),
    ],
)
def test_that_what_is_looked_for_would_be_found(pattern: re.Pattern[str], line: str) -> None:
    assert found_in_lines(pattern, [("some.py", "fine\n" + line)]) == [f"some.py:2: {line}"]


def test_that_every_key_stands_in_the_table_of_keys() -> None:
    screens = [path for path in python_files() if relative(path).startswith("desktop/")]
    elsewhere = [(relative(path), path.read_text("utf-8")) for path in screens if path.name != "keys.py"]
    assert found_in_lines(NAMED_KEY, elsewhere) == []


def test_that_a_key_of_its_own_would_be_found() -> None:
    line = 'Button(msg("Print"), key="Ctrl' + '+P")'
    assert found_in_lines(NAMED_KEY, [("view.py", line)]) == [f"view.py:1: {line}"]


def test_that_every_name_says_what_is_inside() -> None:
    names = [(relative(path), {*path.relative_to(ROOT).with_suffix("").parts}) for path in python_files()]
    assert [path for path, parts in names if parts & VAGUE_NAMES] == []


def test_that_every_module_says_what_it_is_for() -> None:
    silent = [relative(path) for path in module_files() if not ast.get_docstring(tree(path))]
    assert silent == []


def test_that_no_error_is_swallowed() -> None:
    assert {relative(path): lines for path in python_files() if (lines := swallowed_errors(tree(path)))} == {}


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("try:\n    x()\nexcept Exception:\n    pass", [3]),
        ("try:\n    x()\nexcept:\n    ...", [3]),
        ("with suppress(Exception):\n    x()", [1]),
        ("try:\n    x()\nexcept OSError:\n    pass", []),
        ("try:\n    x()\nexcept Exception:\n    log()", []),
    ],
)
def test_that_a_swallowed_error_would_be_found(code: str, lines: list[int]) -> None:
    assert swallowed_errors(ast.parse(code)) == lines


def test_that_only_the_clock_asks_the_pc_for_the_time() -> None:
    asking = {relative(path) for path in module_files() if questions_to_the_pc(tree(path))}
    assert asking == {THE_CLOCK}
