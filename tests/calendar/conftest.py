"""The made-up community of the tests of care, in which something is going on."""

from __future__ import annotations

from tests.care.conftest import on_file, on_server, shell, template, village

__all__ = ["on_file", "on_server", "shell", "template", "village"]
