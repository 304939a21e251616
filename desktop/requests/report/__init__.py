"""Requests on paper: work orders, and the list of what is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg
from desktop.requests.rows import OpenListOrder, WorkOrderFormat

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.requests.rows import OpenListGroup, WorkOrderSheet

__all__ = ["COPIES", "MOST_COPIES", "open_list", "work_orders"]

COPIES: Sequence[Message] = (msg("Department"), msg("Front desk's stub"), msg("Owner"))
"""The usual copies of a work order, one for each who keeps one."""

MOST_COPIES = 3


def work_orders(
    sheets: Sequence[WorkOrderSheet],
    community: str,
    zone: ZoneInfo,
    printed_at: datetime,
    language: Language,
    copy_names: Sequence[str] = (),
    *,
    phone: str = "",
    terms: str = "",
    paper: WorkOrderFormat = WorkOrderFormat.A5,
) -> bytes:
    """Return the PDF of work orders, each on a slip of its own for each of `copy_names` (one without a name if none).

    At most `MOST_COPIES` names count. Two on A4 pair the same copy of different requests; continuous paper makes its
    copies by carbon, so each request is printed once there. Times are shown in `zone`; `community` and the desk's
    `phone` stand on top, `terms` at the foot (the usual sentence if empty). Long words are set smaller; what does not
    fit even then goes on on further sheets, nothing is cut. The caller's phone on it is readable: note the printing
    with `RequestService.print_work_order` first.
    """
    # the paper kit takes a quarter of a second to import, which is due when something is printed
    from desktop.requests.report.slips import Printing, draw  # noqa: PLC0415

    copies = tuple(copy_names)[:MOST_COPIES]
    return draw(sheets, Printing(community, phone, terms, zone, printed_at, language, copies, paper))


def open_list(
    groups: Sequence[OpenListGroup],
    heading: str,
    community: str,
    zone: ZoneInfo,
    printed_at: datetime,
    language: Language,
    *,
    order: OpenListOrder = OpenListOrder.DUE,
) -> bytes:
    """Return the PDF of open work on A4, each worker's under the own name, with a box to tick for what is done.

    `heading` says whose list it is. Rows come as `groups` have them, phones as masked there; times in `zone`.
    """
    from desktop.requests.report.open_list import draw  # noqa: PLC0415 - as above

    return draw(groups, heading, community, zone, printed_at, language, order)
