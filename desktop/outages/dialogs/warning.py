"""A warning round before it begins: whom it calls, and how many that are."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from desktop.core.errors import Problem, UserError
from desktop.core.i18n import Language, msg
from desktop.households.rows import MEANING_LABELS
from desktop.outages.dialogs.posting import ActDialog, ChipsField
from desktop.outages.rows import WARNED_MEANINGS
from desktop.ui.forms import Choice, Form, TextField
from desktop.ui.language import say
from desktop.ui.panels import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from desktop.contacts.rows import RoundForecast
    from desktop.outages.presenter.progress import Command
    from desktop.outages.rows import OutageFile

__all__ = ["WarningDialog"]

WIDTH = 560


class WarningDialog(ActDialog):
    """Whose households of an outage are called before it. It asks with `meanings`, `show_forecast` answers."""

    def __init__(self, file: OutageFile, parent: QWidget | None = None) -> None:
        """Call the households of `file`; the usual ones are ticked."""
        self._outage_id = file.line.id
        counts = file.count.by_meaning
        offered = [
            *WARNED_MEANINGS,
            *(each for each in MEANING_LABELS if each in counts and each not in WARNED_MEANINGS),
        ]
        self._shown = False
        form = Form(columns=1, name="warning-round")
        choices = [Choice(each, partial(_counted, each, counts.get(each, 0))) for each in offered]
        self.whom = ChipsField("meanings", msg("Whom"), choices)
        for each, chip in self.whom.chips.items():
            chip.setChecked(each in WARNED_MEANINGS)
        form.add(self.whom)
        hint = msg("left empty: the template's words for the phone")
        form.add(TextField("script", msg("What to say"), hint=hint, lines=2, most=5, letter=True))
        super().__init__(
            msg("Warn by phone"),
            form,
            msg("Start calling"),
            key=f"warning-{file.line.id}",
            saved=msg("The call round has begun."),
            parent=parent,
            width=WIDTH,
        )
        self.forecast = label(msg("Counting …"), "strong", wrap=True, name="warning-forecast")
        self.body.insertWidget(1, self.forecast)
        self.save.setEnabled(False)
        self.save.setFocus()

    @property
    def meanings(self) -> Sequence[str]:
        """Return whose households are to be called."""
        chosen: Sequence[str] = self.whom.value()
        return chosen

    def show_forecast(self, forecast: RoundForecast) -> None:
        """Say how many households the round would call."""
        self.save.setEnabled(bool(forecast.to_call))
        say(self.forecast, text=partial(_forecast_words, forecast))
        if not self._shown:
            self._shown = True
            self.save.setFocus()

    def command(self, values: dict[str, Any]) -> Command:
        """Return what starts the round."""
        meanings, script, outage_id = values["meanings"], values["script"] or None, self._outage_id
        if not meanings:
            raise UserError(Problem(msg("Choose whose households are called."), "meanings"))
        return lambda service, operation_id: service.start_warning(
            outage_id, meanings, script=script, operation_id=operation_id
        )


def _counted(meaning: str, count: int, spoken: Language) -> str:
    return f"{spoken.message(MEANING_LABELS[meaning])} {spoken.integer(count)}"


def _forecast_words(forecast: RoundForecast, spoken: Language) -> str:
    if not forecast.to_call:
        words = [
            spoken.gettext("Nobody is left to call: they were told, are being called, or wear none of these tags.")
        ]
    else:
        words = [
            spoken.ngettext("%(count)s household is called.", "%(count)s households are called.", forecast.to_call)
        ]
    if forecast.no_phone:
        words.append(
            spoken.ngettext(
                "%(count)s has no phone: ring the bell.", "%(count)s have no phone: ring the bell.", forecast.no_phone
            )
        )
    if forecast.do_not_call:
        words.append(
            spoken.ngettext(
                "%(count)s asked not to be called.", "%(count)s asked not to be called.", forecast.do_not_call
            )
        )
    return " ".join(words)
