"""How a report writes names, numbers of its own, days and durations."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from babel import dates

from desktop.core.texts import clean
from desktop.staff.rows import department_name
from desktop.stationery.rows import office_in

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.core.i18n import Language
    from desktop.core.months import Month
    from desktop.months.rows import Ledger, MonthReport, MonthSummary

__all__ = [
    "building",
    "company",
    "cut_off",
    "day",
    "day_and_time",
    "department_name",
    "duration",
    "field_values",
    "month_name",
    "numeral",
    "report_number",
    "sentences",
    "short_name",
    "shortened",
    "title",
]

LETTERS = {"service": "KF", "engineering": "GC", "order": "ZX", "environment": "HJ", "greening": "LH", "all": "ZH"}
"""What a report's number begins with; departments created later begin with their code in capitals."""

_DIGITS = "一二三四五六七八九"

LONGEST_WORDS = 60
LONGEST_NAME = 16


def report_number(report: MonthReport) -> str:
    """Return the number above the hairline: GC-2026-10."""
    return f"{LETTERS.get(report.code, report.code.upper())}-{report.summary.month}"


def numeral(place: int, language: Language) -> str:
    """Return the numeral of a section, 1 to 99: 一, 十二, 二十 in Chinese, 1 elsewhere."""
    if not _is_chinese(language):
        return str(place)
    tens, ones = divmod(place, 10)
    return ("" if not tens else "十" if tens == 1 else f"{_DIGITS[tens - 1]}十") + (_DIGITS[ones - 1] if ones else "")


def field_values(report: MonthReport, language: Language) -> dict[str, str]:
    """Return what the fields of a section's heading and words are filled with, by key."""
    kept, summary = report.letterhead, report.summary
    group = report.department
    return {
        "month": language.month(summary.month),
        "department": department_name(group.name, language) if group else language.gettext("All departments"),
        "office": office_in(kept, language) if kept else company(summary, language),
        "company": kept.company if kept else "",
        "phone": kept.phone if kept else "",
        "today": language.full_date(report.printed_at.date()),
    }


def company(summary: MonthSummary, language: Language) -> str:
    """Return what stands at the head of every page."""
    return language.gettext("%(community)s Property Service Centre", community=summary.community)


def title(report: MonthReport, language: Language) -> str:
    """Return the title, without the month."""
    if report.department is None:
        return language.gettext("Service report, all departments")
    name = department_name(report.department.name, language)
    return language.gettext("%(department)s: service report", department=name)


def month_name(month: Month, language: Language) -> str:
    """Return a month without its year, short: 10月, Oct."""
    return dates.format_date(month.first_day, "LLL", locale=language.locale)


def building(name: str, language: Language) -> str:
    """Return a building as people say it: most are numbers, and some requests have none."""
    if name.isdecimal():
        return language.gettext("Building %(number)s", number=name)
    return name or language.gettext("No building")


def cut_off(summary: MonthSummary | Ledger, language: Language) -> str:
    """Return up to when was counted; the end of a month is 24:00 of its last day."""
    local = summary.cut_off.astimezone(summary.zone)
    if summary.cut_off == summary.month.end(summary.zone):
        return f"{language.short_date(summary.month.last_day)} 24:00"
    return f"{language.short_date(local.date())} {local:%H:%M}"


def day_and_time(at: datetime | None, summary: MonthSummary | Ledger) -> str:
    """Return a moment in the community's zone: 10-12 09:30, with the year unless it is the report's; "" for none."""
    if at is None:
        return ""
    local = at.astimezone(summary.zone)
    return f"{local:%m-%d %H:%M}" if local.year == summary.month.year else f"{local:%Y-%m-%d %H:%M}"


def day(at: datetime, summary: MonthSummary | Ledger) -> str:
    """Return the day of a moment in the community's zone, as `day_and_time` does."""
    return day_and_time(at, summary).rpartition(" ")[0]


def duration(length: timedelta, language: Language) -> str:
    """Return a duration in whole days, in hours below two days."""
    if length >= timedelta(days=2):
        return language.ngettext("%(count)s day", "%(count)s days", length.days)
    return language.ngettext("%(count)s hour", "%(count)s hours", max(1, length // timedelta(hours=1)))


def shortened(words: str) -> str:
    """Return a request's words on one line, cut to what a row of a list can hold."""
    line = clean(words)
    return line if len(line) <= LONGEST_WORDS else line[: LONGEST_WORDS - 1].rstrip() + "…"


def short_name(name: str) -> str:
    """Return a person's name cut to what the line of facts can hold."""
    return name if len(name) <= LONGEST_NAME else name[: LONGEST_NAME - 1].rstrip() + "…"


def sentences(parts: list[str], language: Language) -> str:
    """Return sentences one after the other; Chinese needs no space between them."""
    return ("" if _is_chinese(language) else " ").join(parts)


def _is_chinese(language: Language) -> bool:
    return language.code.startswith("zh")
