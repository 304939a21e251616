"""The desk's page of release slips."""

from __future__ import annotations

from desktop.release_slips.view.acting import ReleaseActs
from desktop.release_slips.view.page import ReleasesPage

__all__ = ["ReleaseActs", "ReleasesPage"]
