"""The command that writes a month's reports."""

from __future__ import annotations
