"""Importing spreadsheets in the window: choose, read, look, correct, import, take back."""

from __future__ import annotations
