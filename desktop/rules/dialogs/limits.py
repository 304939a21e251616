"""The form of a time limit, and the question which one holds."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from desktop.core.errors import UserError
from desktop.core.i18n import Language, Message, msg
from desktop.requests.model import Priority, RequestKind
from desktop.requests.rows import KIND_LABELS, PRIORITY_LABELS
from desktop.rules.dialogs.choosing import (
    OPEN,
    LineDialog,
    categories_of,
    chosen,
    code_field,
    labels,
    named_field,
    number_of,
)
from desktop.rules.rows import RuleFacts
from desktop.rules.table import requests_words
from desktop.sheets.dates import Timed, to_moment
from desktop.ui.dialogs import Dialog
from desktop.ui.forms import CheckField, Choice, ChoiceField, Form, MomentField, NumberField, SegmentField
from desktop.ui.language import say
from desktop.ui.panels import label, set_tone

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from decimal import Decimal

    from PySide6.QtWidgets import QWidget

    from desktop.rules.rows import LaidDown, Line, TriedRule
    from desktop.storage.desk import Desk

__all__ = ["RuleDialog", "TryRuleDialog"]

HOUR = 60
WIDE = 640
CLOCK, WORKING = "clock", "working"
_BARE_TIME = re.compile(r"\s*\d{1,2}\s*[:：点]\s*\d{0,2}\s*")


class RuleDialog(LineDialog):
    """Asks for a time limit."""

    def __init__(self, laid: LaidDown, line: Line[RuleFacts] | None, parent: QWidget) -> None:
        """Begin with what `line` says, or with a limit for every repair."""
        facts = line.facts if line is not None else RuleFacts(RequestKind.REPAIR)
        form = Form(name="rule")
        form.add(_kind_field(facts.kind, msg("Any kind")))
        form.add(_category_field(laid, facts.category_id, msg("Any category")))
        form.add(code_field("priority", msg("How urgent"), PRIORITY_LABELS, msg("Any"), facts.priority), wide=True)
        _add_limit(form, "response", msg("Response"), facts.response_minutes)
        _add_limit(form, "completion", msg("Completion"), facts.completion_minutes)
        counted = SegmentField(
            "counted",
            msg("Time counted"),
            [Choice(CLOCK, msg("By the clock")), Choice(WORKING, msg("Working time"))],
        )
        counted.choose(WORKING if facts.in_working_time else CLOCK)
        form.add(counted, wide=True)
        days = NumberField("follow_up_days", msg("Follow-up within"), width=64, unit=msg("days"))
        days.set_value(facts.follow_up_days)
        form.add(days, wide=True)
        working = CheckField(
            "follow_up_in_working_days", msg("Working days"), msg("working days"), on=facts.follow_up_in_working_days
        )
        form.join(working, days)
        share = NumberField("follow_up_share", msg("Share"), width=64, unit=msg("of 100 requests"))
        share.set_value(facts.follow_up_share)
        form.join(share, days)
        note = msg(
            "An empty limit is no limit; without days nobody is called back, complaints always are. Due times already"
            " given stay."
        )
        title = msg("New time limit") if line is None else msg("Time limit")
        super().__init__(title, form, parent, note=note, width=WIDE)

    def facts(self, values: dict[str, Any]) -> RuleFacts:  # type: ignore[override]  # a form's values are its own
        """Return the time limit typed."""
        days: Decimal | None = values["follow_up_days"]
        share: Decimal | None = values["follow_up_share"]
        return RuleFacts(
            kind=chosen(values["kind"]),
            category_id=number_of(values["category_id"]),
            priority=chosen(values["priority"]),
            response_minutes=_minutes(values, "response"),
            completion_minutes=_minutes(values, "completion"),
            in_working_time=values["counted"] == WORKING,
            follow_up_days=None if days is None else int(days),
            follow_up_share=100 if share is None else int(share),
            follow_up_in_working_days=values["follow_up_in_working_days"],
        )


class TryRuleDialog(Dialog):
    """Says which time limit holds for a request. `asked(kind, category id, priority, moment)`; answer by `tell`."""

    asked = Signal(str, object, str, object)

    def __init__(self, desk: Desk, laid: LaidDown, parent: QWidget) -> None:
        """Ask about a repair said now, and about whatever is chosen then."""
        super().__init__(msg("Which time limit holds?"), parent, width=WIDE)
        self.setObjectName("try-rule-dialog")
        self._desk = desk
        self._laid = laid
        self.form = Form(columns=1, name="try-rule")
        self.form.add(_kind_field(RequestKind.REPAIR, None))
        self.form.add(_category_field(laid, None, msg("No category")))
        priority = SegmentField("priority", msg("How urgent"), labels(PRIORITY_LABELS))
        priority.choose(Priority.NORMAL)
        self.form.add(priority)
        moment = MomentField("at", msg("Time reported"), self._read, hint=msg("now"), width=160)
        self.form.add(moment)
        self.body.addWidget(self.form)
        self.rule = label("", "strong", wrap=True, name="tried-rule")
        self.due = label("", wrap=True, name="tried-due")
        self.doubt = label("", tone="amber", wrap=True, name="tried-doubt")
        for words in (self.rule, self.due, self.doubt):
            self.body.addWidget(words)
        self.body.addStretch(1)
        close = self.add_button(msg("Close"), name="close")
        close.clicked.connect(self.reject)
        self.form.changed.connect(lambda _key: self.ask())

    def ask(self) -> None:
        """Ask about what is chosen now; say nothing while it cannot be read."""
        try:
            values = self.form.values()
        except UserError:
            return
        at = values["at"] or self._desk.clock.now()
        self.asked.emit(values["kind"], number_of(values["category_id"]), values["priority"], at)

    def tell(self, tried: TriedRule) -> None:
        """Say which rule holds, by when it would be due, and what is doubtful."""
        laid = self._laid
        rule = tried.rule
        if rule is None:
            say(self.rule, text=msg("No time limit holds: it is never due."))
        else:
            facts = rule.facts
            say(
                self.rule,
                text=lambda spoken: spoken.gettext(
                    "The limit for “%(requests)s” holds.", requests=requests_words(facts, laid, spoken)
                ),
            )
        say(self.due, text=lambda spoken: self._due_words(tried, spoken))
        say(self.doubt, text=tried.doubt or "")
        self.doubt.setVisible(tried.doubt is not None)
        set_tone(self.rule, "ink" if rule is not None else "ink2")

    def _due_words(self, tried: TriedRule, spoken: Language) -> str:
        zone = self._desk.zone
        parts = []
        if tried.response is not None:
            parts.append(spoken.gettext("Answered by %(at)s.", at=spoken.moment(tried.response, zone)))
        if tried.completion is not None:
            parts.append(spoken.gettext("Completed by %(at)s.", at=spoken.moment(tried.completion, zone)))
        return " ".join(parts)

    def _read(self, text: str) -> tuple[datetime, Callable[[Language], str]]:
        """Return the moment typed, and how it was understood; a bare time is of today."""
        now = self._desk.clock.now().astimezone(self._desk.zone)
        typed = f"{now:%Y-%m-%d} {text}" if _BARE_TIME.fullmatch(text) else text
        found = to_moment(typed, self._desk.zone, now.year)
        if not isinstance(found, Timed) or found.time_missing:
            raise UserError(msg("“%(text)s” is not a time; write 14:30 or 11-20 9:00.", text=text))
        if found.year_missing and found.at - now > timedelta(days=183):
            found = to_moment(typed, self._desk.zone, now.year - 1)
        at = found.at if isinstance(found, Timed) else now
        return at, lambda spoken: f"{spoken.moment(at, self._desk.zone)} {spoken.weekday(at.date())}"


def _kind_field(kind: str, left_open: Message | None) -> ChoiceField:
    first = [Choice(OPEN, left_open)] if left_open is not None else []
    field = ChoiceField("kind", msg("Kind"), [*first, *labels(KIND_LABELS)], required=True)
    field.choose(kind or OPEN)
    return field


def _category_field(laid: LaidDown, id_: int | None, left_open: Message) -> ChoiceField:
    choices = categories_of(laid, id_)
    return named_field("category_id", msg("Category"), choices, left_open, id_)


def _add_limit(form: Form, name: str, words: Message, minutes: int | None) -> None:
    hours = NumberField(f"{name}_hours", words, least=0, width=72, unit=msg("h"))
    rest = NumberField(f"{name}_minutes", words, least=0, width=72, unit=msg("min"))
    if minutes is not None:
        hours.set_value(minutes // HOUR or None)
        rest.set_value(minutes % HOUR or None)
    form.add(hours, wide=True)
    form.join(rest, hours)


def _minutes(values: dict[str, Any], name: str) -> int | None:
    """Return a limit in minutes, None where neither hours nor minutes were typed."""
    hours, rest = values[f"{name}_hours"], values[f"{name}_minutes"]
    if hours is None and rest is None:
        return None
    return int(hours or 0) * HOUR + int(rest or 0)
