"""Findings that are half typed: kept by the point they were found at, so that a round goes on after an interruption."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.changes import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.ui.shell import Drafts

__all__ = ["FINDINGS", "FindingDrafts"]

FINDINGS = "gate-findings"
"""The name under which half-typed findings are kept."""


class FindingDrafts:
    """The drafts of findings among `drafts`; the key of each is the operation id of the finding to be."""

    def __init__(self, drafts: Drafts) -> None:
        """Look among `drafts`."""
        self._drafts = drafts

    def at_point(self, round_id: int, point_id: int) -> Draft | None:
        """Return what is half typed of a point, None for nothing."""
        where = _where(round_id, point_id)
        return next((each for each in self._drafts.all(FINDINGS) if where.items() <= each.fields.items()), None)

    def interrupted(self, round_id: int) -> int:
        """Return the point of a round where something is half typed, 0 for none."""
        wanted = str(round_id)
        found = next((each for each in self._drafts.all(FINDINGS) if each.fields.get("round") == wanted), None)
        return 0 if found is None else int(found.fields["point"])

    def keep(self, key: str, round_id: int, point_id: int, texts: Mapping[str, str]) -> None:
        """Keep what is typed of a point."""
        fields = {**texts, **_where(round_id, point_id)}
        self._drafts.keep(Draft(FINDINGS, key, texts.get("words", ""), fields))

    def forget(self, key: str) -> None:
        """Forget what was reported, or is empty by now."""
        self._drafts.forget(FINDINGS, key)


def _where(round_id: int, point_id: int) -> dict[str, str]:
    return {"round": str(round_id), "point": str(point_id)}
