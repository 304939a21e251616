"""How a month stands, in words for the head of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.i18n import Message, msg, nmsg
from desktop.months.table import since_lines

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from desktop.core.i18n import Language
    from desktop.months.rows import AfterClosing, MonthState, MonthSummary
    from desktop.ui.language import Text

__all__ = ["changes_words", "cut_off_text", "history_text", "state_words"]


def state_words(state: MonthState, *, running: bool) -> tuple[Message, str, str]:
    """Return words, tone and icon for how the month stands."""
    edition = state.edition
    if edition is not None and edition.number > 1:
        return msg("Closed, edition %(number)s", number=edition.number), "green", "lock"
    if edition is not None:
        return msg("Month closed"), "green", "lock"
    if running:
        return msg("Still running"), "blue", "clock"
    if state.issued_at is not None:
        return msg("Issued to the heads"), "violet", "send"
    return msg("Not closed yet"), "amber", "square-pen"


def cut_off_text(summary: MonthSummary) -> Text:
    """Say up to when the month is counted; its own end is the last day's 24:00, not the next day's 0:00."""
    end = summary.month.end(summary.zone)
    local = summary.cut_off.astimezone(summary.zone)
    day, time = (summary.month.last_day, "24:00") if summary.cut_off >= end else (local.date(), f"{local:%H:%M}")

    def text(spoken: Language) -> str:
        moment = f"{spoken.short_date(day)} {time}"
        return spoken.gettext("up to %(moment)s; every number opens its list", moment=moment)

    return text


def history_text(state: MonthState, zone: ZoneInfo) -> Text:
    """Tell who issued the month, who closed it in which edition, and who opened it again and why; oldest first."""

    def moment(at: datetime) -> str:
        return f"{at.astimezone(zone):%Y-%m-%d %H:%M}"

    lines: list[Message] = []
    for edition in reversed(state.editions):
        closed, name = moment(edition.closed_at), edition.closed_by
        lines.append(
            msg("Edition %(number)s: closed %(moment)s, %(name)s", number=edition.number, moment=closed, name=name)
        )
        if edition.reopened_at is not None:
            again, name = moment(edition.reopened_at), edition.reopened_by
            lines.append(msg("Opened again %(moment)s, %(name)s: %(why)s", moment=again, name=name, why=edition.reason))
    if state.issued_at is not None:
        lines.append(msg("Issued %(moment)s, %(name)s", moment=moment(state.issued_at), name=state.issued_by))
    return lambda spoken: "\n".join(spoken.message(line) for line in lines)


def changes_words(after: AfterClosing | None) -> Message | None:
    """Return how much changed since the month was closed, none where nothing did."""
    if after is None:
        return None
    count = len(after.corrections) or len(since_lines(after))
    return nmsg("After closing: %(count)s change", "After closing: %(count)s changes", count) if count else None
