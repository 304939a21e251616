"""Requests on paper: the work order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.requests.rows import RequestDetail

__all__ = ["COPIES", "work_order"]

COPIES: Sequence[Message] = (msg("Department"), msg("Front desk's stub"), msg("Owner"))
"""The copies of a work order, one for each who keeps one."""


def work_order(
    detail: RequestDetail,
    community: str,
    zone: ZoneInfo,
    printed_at: datetime,
    language: Language,
    copy_names: Sequence[str] = (),
    *,
    phone: str = "",
    two_on_a_sheet: bool = False,
) -> bytes:
    """Return the PDF of a request's work order: A5, one sheet for each of `copy_names` (one without a name if none).

    Times are shown in `zone`; `community` and the desk's `phone` stand on top. `two_on_a_sheet` lays two of them on
    one A4. Long words are set smaller; what does not fit even then goes on on further sheets, nothing is cut. The
    caller's phone on it is readable: note the printing with `RequestService.print_work_order`.
    """
    # the paper kit takes a quarter of a second to import, which is due when something is printed
    from desktop.requests.report.slips import Printing, draw  # noqa: PLC0415

    printing = Printing(detail, community, phone, zone, printed_at, language, tuple(copy_names))
    return draw(printing, two_on_a_sheet=two_on_a_sheet)
