"""The labelled facts of a request: words where they say enough, widgets where something can be done."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.core.i18n import msg
from desktop.core.money import yuan
from desktop.requests.model import RequestState
from desktop.requests.rows import (
    BACK_DATED,
    CHANNEL_LABELS,
    KIND_LABELS,
    LIABILITY_LABELS,
    PLACE_LABELS,
    SOURCE_LABELS,
    listed,
)
from desktop.requests.table import lasting, room_of
from desktop.ui.buttons import Button
from desktop.ui.language import Text, say, translate, ui_language
from desktop.ui.panels import Facts, IconLabel, label

if TYPE_CHECKING:
    from datetime import datetime

    from desktop.core.i18n import Language, Message
    from desktop.requests.presenter import Directory
    from desktop.requests.rows import RequestDetail, RequestLine, TellingRow
    from desktop.requests.table import Seen

__all__ = ["RequestFactsView"]

SOON_HOURS = 24
"""What is due within so many hours stands in amber."""

LINE = 22
"""Height of a link among facts, px."""

Fact = tuple[Text, Text | QWidget]


class RequestFactsView(Facts):
    """Who, where, what and until when.

    `room_asked(room id)` and `request_asked(request id)`: a link was followed. `reveal()`: the phone in full was asked
    for; `show_phone` shows it.
    """

    room_asked = Signal(int)
    request_asked = Signal(int)
    reveal = Signal()

    def __init__(self, seen: Seen, *, may_reveal: bool) -> None:
        """Tell times as `seen`; the phone can be asked for if the account `may_reveal` it."""
        super().__init__(width=56)
        self._seen = seen
        self._may_reveal = may_reveal
        self.phone = label("", name="phone")
        self.eye = Button("")

    def show_request(self, detail: RequestDetail, directory: Directory) -> None:
        """Show the facts of a request, names as in `directory`."""
        line = detail.line
        facts: list[Fact] = [(msg("Room"), self._room(line))]
        if line.reporter or detail.phone:
            facts.append((msg("Caller"), self._caller(detail)))
        facts.append((msg("Category"), partial(_category, detail)))
        if detail.equipment:
            facts.append((msg("Equipment"), detail.equipment))
        facts.append((msg("Goes to"), directory.named(detail.department_id, detail.worker_id) or msg("nobody yet")))
        if detail.helpers:
            facts.append((msg("Helpers"), listed([row.name for row in detail.helpers])))
        if detail.appointment_at is not None:
            facts.append((msg("Visit at"), partial(self._when, detail.appointment_at)))
        facts += self._limits(detail)
        facts.append((msg("Came in"), partial(self._origin, detail)))
        facts += self._handling(detail)
        facts += self._outcome(detail)
        self.show_facts([*facts, *self._links(detail)])

    def show_phone(self, phone: str) -> None:
        """Show the phone in full."""
        say(self.phone, text=phone)
        self.eye.hide()

    def _room(self, line: RequestLine) -> QWidget:
        shown = partial(_room_words, line)
        if line.room_id is None:
            return label(shown, "strong", wrap=True)
        link = _link(shown, "open-room")
        say(link, toolTip=msg("Open the household"))
        link.clicked.connect(partial(self._ask_room, line.room_id))
        return _row(link)

    def _caller(self, detail: RequestDetail) -> QWidget:
        who = label(detail.line.reporter, cut=True, name="reporter")
        who.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.phone = label(detail.shown_phone, name="phone")
        self.eye = Button("", icon="eye", kind="link", small=True, name="reveal-phone")
        self.eye.setProperty("iconOnly", True)
        self.eye.setFixedHeight(LINE)
        say(self.eye, text=msg("Show the phone"), toolTip=msg("Show the phone in full; this is recorded"))
        self.eye.clicked.connect(self.reveal)
        whole = _row(who, self.phone, self.eye) if detail.line.reporter else _row(self.phone, self.eye)
        # Only now that it lies in something: shown before, it would flash up as a window of its own.
        self.eye.setVisible(bool(detail.phone) and self._may_reveal)
        return whole

    def _limits(self, detail: RequestDetail) -> list[Fact]:
        """Return by when something must happen, and when it was done."""
        line, now = detail.line, self._seen.now()
        facts: list[Fact] = []
        is_open = line.completed_at is None and detail.cancelled_at is None and detail.duplicate_of_id is None
        if line.response_due_at is not None and detail.responded_at is None and is_open:
            facts.append((msg("Respond by"), self._limit(line.response_due_at, now)))
        if line.due_at is not None:
            if not is_open:
                facts.append((msg("Due"), partial(self._when, line.due_at)))
            elif line.state is RequestState.ON_HOLD and line.late is None:
                facts.append((msg("Due"), msg("The clock is stopped")))
            else:
                facts.append((msg("Due"), self._limit(line.due_at, now)))
        if detail.overdue_reason:
            facts.append((msg("Why late"), detail.overdue_reason))
        if detail.arrived_at is not None:
            facts.append((msg("Arrived"), partial(self._when, detail.arrived_at)))
        if line.completed_at is not None:
            facts.append((msg("Done"), partial(self._done, detail)))
        if line.awaits_follow_up and line.follow_up_due_at is not None:
            facts.append((msg("Call by"), self._limit(line.follow_up_due_at, now)))
        return facts

    def _handling(self, detail: RequestDetail) -> list[Fact]:
        """Return how a complaint is handled, as far as that is laid down."""
        facts: list[Fact] = []
        if detail.grade:
            facts.append((msg("Graded as"), detail.grade))
        if detail.accused_department:
            facts.append((msg("Against"), detail.accused_department))
        promised = detail.line.promised_at
        if promised is not None and detail.line.completed_at is None:
            facts.append((msg("Promised for"), self._limit(promised, self._seen.now())))
        elif promised is not None:
            facts.append((msg("Promised for"), partial(self._when, promised)))
        facts += [(msg("Told"), partial(self._telling, row)) for row in detail.tellings if row.told_at is not None]
        if detail.told_at is not None:
            facts.append((msg("Result told"), partial(self._when, detail.told_at)))
        if detail.signed_by:
            facts.append((msg("Signed by"), detail.signed_by))
        return facts

    def _outcome(self, detail: RequestDetail) -> list[Fact]:
        """Return what came of it and what it cost."""
        facts: list[Fact] = []
        if detail.result:
            facts.append((msg("Result"), detail.result))
        fee = detail.line.fee_fen
        if fee is not None:
            facts.append((msg("Fee"), msg("%(sum)s yuan", sum=yuan(fee))))
        elif detail.chargeable:
            facts.append((msg("Fee"), msg("chargeable")))
        if detail.cancel_reason:
            facts.append((msg("Reason"), detail.cancel_reason))
        return facts

    def _links(self, detail: RequestDetail) -> list[Fact]:
        """Return the other requests this one belongs to."""
        facts: list[Fact] = []
        if detail.rework_of_id is not None:
            facts.append((msg("Rework of"), self._request_link(detail.rework_of, detail.rework_of_id)))
        facts += [(msg("Mended again"), self._other(line)) for line in detail.reworks]
        if detail.duplicate_of_id is not None:
            facts.append((msg("Merged into"), self._request_link(detail.duplicate_of, detail.duplicate_of_id)))
        facts += [(msg("Also called"), self._other(line)) for line in detail.duplicates]
        return facts

    def _telling(self, row: TellingRow, language: Language) -> str:
        at = "" if row.told_at is None else self._seen.when(row.told_at, language)
        return " · ".join(part for part in (row.whom, at, row.by) if part)

    def _done(self, detail: RequestDetail, language: Language) -> str:
        at = self._seen.when(detail.line.completed_at or self._seen.now(), language)
        return language.gettext("%(time)s, answered at once", time=at) if detail.answered_at_once else at

    def _limit(self, until: datetime, now: datetime) -> QWidget:
        left = until - now
        if left.total_seconds() < 0:
            tone, icon, words = "red", "clock-alert", msg("%(time)s, %(span)s late", **self._spans(until, -left))
        else:
            soon = left.total_seconds() < SOON_HOURS * 3600
            tone, icon = ("amber", "clock") if soon else ("ink2", "clock")
            words = msg("%(time)s, %(span)s left", **self._spans(until, left))
        return _row(IconLabel(icon, tone, 16), label(words, tone="ink" if tone == "ink2" else tone, name="due"))

    def _spans(self, until: datetime, span: object) -> dict[str, Message | str]:
        spoken = ui_language().language
        return {"time": self._seen.when(until, spoken), "span": lasting(span, spoken)}  # type: ignore[arg-type]

    def _when(self, at: datetime, language: Language) -> str:
        return self._seen.when(at, language)

    def _origin(self, detail: RequestDetail, language: Language) -> str:
        line = detail.line
        parts = [self._seen.when(line.occurred_at, language)]
        if line.back_dated:
            parts.append(language.message(BACK_DATED))
        parts.append(language.message(CHANNEL_LABELS[detail.channel]))
        parts.append(language.message(SOURCE_LABELS[detail.source]))
        return " · ".join([*parts, *([detail.recorded_by] if detail.recorded_by else [])])

    def _request_link(self, words: str, request_id: int) -> QWidget:
        link = _link(words, "open-request")
        link.clicked.connect(partial(self._ask_request, request_id))
        return _row(link)

    def _other(self, line: RequestLine) -> QWidget:
        link = _link(line.number, "open-request")
        link.clicked.connect(partial(self._ask_request, line.id))
        about = f"{line.room} {line.reporter}".strip()
        return _row(link, label(about, tone="ink2", cut=True))

    def _ask_room(self, room_id: int, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.room_asked.emit(room_id)

    def _ask_request(self, request_id: int, _checked: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.request_asked.emit(request_id)


def _link(words: Text, name: str) -> Button:
    """Return a link no higher than a line, so that it stands in line with the label before it."""
    link = Button(words, kind="link", small=True, name=name)
    link.setFixedHeight(LINE)
    return link


def _row(*widgets: QWidget) -> QWidget:
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return whole


def _room_words(line: RequestLine, language: Language) -> str:
    return room_of(line, language)


def _category(detail: RequestDetail, language: Language) -> str:
    line = detail.line
    parts: list[Text] = [KIND_LABELS[line.kind], PLACE_LABELS[line.place], line.category]
    parts.append(LIABILITY_LABELS[detail.liability])
    return " · ".join(words for words in (translate(part, language) for part in parts) if words)
