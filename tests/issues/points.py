"""Rows of problem points and actions as the service would give them, made without a database."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from desktop.core.months import Month
from desktop.issues.model import ActionState, IssueState, Severity
from desktop.issues.rows import ActionRow, IssueRow

__all__ = ["NOW", "SHANGHAI", "made_action", "made_issue"]

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 14, 5, tzinfo=SHANGHAI)


def made_action(id_: int = 1, words: str = "更换软管", **changes: Any) -> ActionRow:
    """Return an action that nobody was named for yet."""
    given: dict[str, Any] = {
        "version": 1,
        "issue_id": 1,
        "owner": "",
        "worker_id": None,
        "due_on": None,
        "criterion": "",
        "state": ActionState.OPEN,
        "overdue_days": 0,
        "postponed_from": None,
        "postponed_count": 0,
        "postpone_reason": "",
        "done_at": None,
        "result": "",
        "judged_at": None,
        "judgement": "",
        "added_at": NOW,
    }
    return ActionRow(id=id_, words=words, **(given | changes))


def made_issue(*actions: ActionRow, id_: int = 1, title: str = "厨房漏水反复", **changes: Any) -> IssueRow:
    """Return a point of the engineering department, raised in November 2026."""
    given: dict[str, Any] = {
        "version": 1,
        "month": Month(2026, 11),
        "department_id": 2,
        "department_code": "engineering",
        "department": "工程",
        "words": "",
        "severity": Severity.MINOR,
        "state": IssueState.OPEN,
        "found_as": "",
        "category_id": None,
        "category": "",
        "building_id": None,
        "building": "",
        "room_label": "",
        "worker_id": None,
        "worker": "",
        "equipment_id": None,
        "equipment": "",
        "raised_at": NOW,
        "resolved_at": None,
        "merged_into_id": None,
        "split_from_id": None,
        "reopened_count": 0,
        "evidence": 0,
    }
    return IssueRow(id=id_, title=title, actions=actions, **(given | changes))
