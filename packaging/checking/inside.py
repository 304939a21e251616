"""Run by the installed program's runtime: its own service for updates, asked as its window asks it.

inside.py look DATA FILE ...    what it says of each file, as JSON: {FILE: [the version it would bring, the refusal]}
inside.py update DATA FILE      look, back up, start the installer; prints the backup's name
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

# As the launcher does: the program then knows itself to be installed.
sys.frozen = True  # type: ignore[attr-defined]

from desktop.app.session import Session, sign_in  # noqa: E402
from desktop.core.clock import SystemClock  # noqa: E402
from desktop.core.errors import TouchpointError  # noqa: E402
from desktop.core.i18n import language  # noqa: E402
from desktop.updates.service import Installation, UpdateService, start  # noqa: E402


def look(service: UpdateService, path: Path) -> tuple[str, str]:
    """Return the version that a file would bring, or why it is refused, in Chinese."""
    try:
        release = service.examine(path)
    except TouchpointError as error:
        chinese = language("zh_CN")
        return "", "".join(chinese.message(problem.message) for problem in error.problems)
    service.discard(release)
    return release.version, ""


def update(service: UpdateService, path: Path) -> str:
    """Begin the update that a file brings and return the name of the backup made before."""
    ready = service.prepare(service.examine(path))
    start(ready)
    return ready.backup.name if ready.backup else ""


def main() -> int:
    """Do what was asked and print it."""
    what, data, *files = sys.argv[1:]
    session: Session = sign_in(Path(data), "admin", os.environ["TOUCHPOINT_PASSWORD"], SystemClock())
    service = UpdateService(session.desk, session.opened, Installation.current())
    if what == "look":
        answer: object = {Path(file).name: look(service, Path(file)) for file in files}
    else:
        answer = update(service, Path(files[0]))
    session.close()
    print(json.dumps(answer))
    return 0


if __name__ == "__main__":
    sys.exit(main())
