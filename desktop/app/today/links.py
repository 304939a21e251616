"""What is looked at once or twice a day: small links with their counts, below the tiles of Today."""

from __future__ import annotations

from functools import partial
from types import MappingProxyType
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.core.i18n import Language, Message, msg
from desktop.core.permissions import Operation, allows
from desktop.ui.buttons import Button
from desktop.ui.flow import FlowLayout
from desktop.ui.language import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from desktop.core.permissions import Actor

__all__ = ["LINKS", "OPENS", "LinkRow"]

LINKS: Mapping[str, tuple[Message, str]] = MappingProxyType(
    {
        "marked": (msg("VIP and legacy issues"), "crown"),
        "slips": (msg("Work orders out"), "clipboard-list"),
        "welcome": (msg("To welcome"), "user-plus"),
        "forgotten": (msg("Forgotten households"), "history"),
        "rounds": (msg("Call rounds"), "phone-call"),
        "unreached": (msg("VIP and care not warned"), "phone-missed"),
        "promised": (msg("Calls back promised"), "phone-outgoing"),
        "gifts": (msg("Gifts to give"), "gift"),
        "events": (msg("Events today"), "calendar-days"),
        "to_close": (msg("Events to close"), "clipboard-check"),
        "gate_calls": (msg("Calls from the gate"), "siren"),
        "overridden": (msg("Let in all the same today"), "triangle-alert"),
        "expected": (msg("Visitors expected today"), "user-check"),
        "run_out": (msg("Release slips expired"), "truck"),
        "missed": (msg("Patrol rounds missed"), "footprints"),
        "to_sign": (msg("Incidents to sign off"), "shield-alert"),
        "to_approve": (msg("Watchlist to approve"), "eye"),
        "actions": (msg("Actions overdue"), "list-checks"),
        "confirm": (msg("Points to confirm"), "badge-check"),
        "drafts": (msg("Drafts"), "square-pen"),
    }
)
"""What a link says, and its icon."""

OPENS: Mapping[str, tuple[str, Mapping[str, object]]] = MappingProxyType(
    {
        "rounds": ("calls", {}),
        "unreached": ("outages", {"stage": "all"}),
        "promised": ("outages", {"stage": "all"}),
        "gifts": ("gifts", {}),
        "events": ("events", {"stage": "coming"}),
        "to_close": ("events", {"stage": "to_close"}),
        "gate_calls": ("visits", {"part": "calls"}),
        "expected": ("visits", {"part": "expected"}),
        "run_out": ("releases", {"stage": "expired"}),
        "missed": ("patrols", {"part": "due"}),
        "to_sign": ("incidents", {"to_sign": True}),
        "to_approve": ("visits", {"part": "watchlist"}),
        "actions": ("issues", {"overdue": True}),
        "confirm": ("issues", {"to_confirm": True}),
        "drafts": ("intake", {}),
    }
)
"""The page behind a link, and where on it; the others open lists of their own."""

_NEEDS: Mapping[str, Operation] = MappingProxyType(
    {
        "forgotten": Operation.READ_CARE,
        "welcome": Operation.READ_CARE,
        "rounds": Operation.READ_CONTACTS,
        "unreached": Operation.CALL_ROUND,
        "promised": Operation.CALL_ROUND,
        "gifts": Operation.READ_GIFTS,
        "events": Operation.READ_EVENTS,
        "to_close": Operation.EDIT_EVENTS,
        "gate_calls": Operation.ANSWER_GATE,
        "overridden": Operation.READ_VISITS,
        "expected": Operation.READ_VISITS,
        "run_out": Operation.READ_RELEASE_SLIPS,
        "missed": Operation.READ_PATROLS,
        "to_sign": Operation.SIGN_OFF_INCIDENT,
        "to_approve": Operation.APPROVE_WATCHED,
        "actions": Operation.READ_ISSUES,
        "drafts": Operation.REPORT_REQUEST,
    }
)

_OF_GATE = frozenset({"gate_calls", "overridden", "expected", "run_out", "missed", "to_sign", "to_approve"})
_NOW_AND_THEN = frozenset({"gifts", "events", "to_close", "unreached", "promised", *_OF_GATE})
"""Links that are only seen while there is something behind them: on most days of the year there is not."""


class LinkRow(QWidget):
    """The links an account may use. `opened(key)`: what a link has counted is wanted."""

    opened = Signal(str)

    def __init__(self, actor: Actor) -> None:
        """Show the links of `actor`, those of rare things not before there is something behind them."""
        super().__init__()
        flow = FlowLayout(self, gap=8)
        self._counts: dict[str, int] = {}
        self._short = False
        self.links: dict[str, Button] = {}
        for key, (words, icon) in LINKS.items():
            if (key in _NEEDS and not allows(actor, _NEEDS[key])) or (key == "confirm" and not actor.heads_department):
                continue
            link = Button(words, icon=icon, kind="link", small=True, name=f"count-{key}")
            link.clicked.connect(partial(self._open, key))
            self.links[key] = link
            flow.addWidget(link)
            link.setVisible(key not in _NOW_AND_THEN)

    def show_count(self, key: str, count: int | None) -> None:
        """Say how much there is behind a link; what is not known yet is not said."""
        link = self.links.get(key)
        if link is not None and count is not None:
            self._counts[key] = count
            say(link, text=partial(_with_count, LINKS[key][0], count))
            link.updateGeometry()
            self._fold(key)

    def shorten(self, short: bool) -> None:  # noqa: FBT001 - a setter
        """Leave out what there is nothing of, because the page has little room."""
        if short != self._short:
            self._short = short
            for key in self.links:
                self._fold(key)

    def _fold(self, key: str) -> None:
        nothing = not self._counts.get(key)
        self.links[key].setVisible(not (nothing and (key in _NOW_AND_THEN or self._short)))

    def _open(self, key: str, _on: bool = False) -> None:  # noqa: FBT001, FBT002 - Qt's signal
        self.opened.emit(key)


def _with_count(words: Message, count: int, spoken: Language) -> str:
    return f"{spoken.message(words)} {spoken.integer(count)}"
