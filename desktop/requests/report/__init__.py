"""Requests on paper: the work order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.requests.rows import RequestDetail

__all__ = ["COPIES", "WorkOrderOffice", "work_order"]

COPIES: Sequence[Message] = (msg("Department"), msg("Front desk's stub"), msg("Owner"))
"""The copies of a work order, one for each who keeps one."""


@dataclass(frozen=True, slots=True)
class WorkOrderOffice:
    """Who hands out a work order and when: the community, the desk's phone, its time zone, the time of printing."""

    community: str
    zone: ZoneInfo
    printed_at: datetime
    phone: str = ""


def work_order(
    detail: RequestDetail,
    office: WorkOrderOffice,
    language: Language,
    copy_names: Sequence[str] = (),
    *,
    two_on_a_sheet: bool = False,
) -> bytes:
    """Return the PDF of a request's work order: A5, one sheet for each of `copy_names` (one without a name if none).

    `two_on_a_sheet` lays two of them on one A4. Long words are set smaller; what does not fit even then goes on on
    further sheets, nothing is cut. The phone on it is readable: note the printing with `print_work_order`.
    """
    # the paper kit takes a quarter of a second to import, which is due when something is printed
    from desktop.requests.report.slips import draw  # noqa: PLC0415

    return draw(detail, office, language, copy_names, two_on_a_sheet=two_on_a_sheet)
