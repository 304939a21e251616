"""A community with accounts in it: in an encrypted file with its key file, and on a server with its logins."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from desktop.app.session import Founding, Session, found, sign_in
from desktop.core.permissions import Role
from desktop.core.settings import Settings
from desktop.storage import slots
from tests.ui.shells import RecordingShell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from desktop.core.clock import FixedClock
    from desktop.ui.bus import Bus
    from desktop.ui.tasks import Tasks

PASSWORD = "open sesame"
