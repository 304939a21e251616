"""A field for the names of several workers: one after the other, each completed by any part of it or its pinyin."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from desktop.core.i18n import msg
from desktop.ui.forms import Choice, LineField
from desktop.ui.forms.choosing import SuggestionBox, matches

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from desktop.requests.presenter import Directory
    from desktop.ui.language import Text

__all__ = ["HelpersField"]

_BETWEEN = re.compile(r"[、，,;；]\s*|\s{2,}")
JOINED = "、"


class HelpersField(LineField):
    """Workers by name, one after the other; its value is their ids."""

    def __init__(self, key: str, label: Text, directory: Directory) -> None:
        """Offer the workers of `directory` who are still there."""
        super().__init__(key, label, hint=msg("who goes along; several names"))
        self._choices = _choices(directory)
        self._offered: Sequence[Choice] = ()
        self._box = SuggestionBox(self.line)
        self._box.picked.connect(self._take)
        self.line.textEdited.connect(self._suggest)

    def choose(self, worker_ids: Iterable[int]) -> None:
        """Show the workers with these ids."""
        names = {choice.key: str(choice.text) for choice in self._choices}
        self.line.setText(JOINED.join(names[str(id_)] for id_ in worker_ids if str(id_) in names))

    def value(self) -> Any:
        """Return the ids of the workers named; raise UserError for a name that no worker has, or more than one."""
        found = []
        for name in filter(None, (part.strip() for part in _BETWEEN.split(self.line.text()))):
            meant = [choice for choice in self._choices if choice.text == name]
            meant = meant or [choice for choice in self._choices if matches(name, choice)]
            if not meant:
                raise self.refuse(msg("No worker is called “%(name)s”; choose from the list.", name=name))
            if len(meant) > 1:
                raise self.refuse(msg("Several workers may be meant by “%(name)s”; choose from the list.", name=name))
            found.append(int(meant[0].key))
        return tuple(dict.fromkeys(found))

    def _suggest(self, typed: str) -> None:
        last = _BETWEEN.split(typed)[-1].strip()
        self._offered = [choice for choice in self._choices if matches(last, choice)] if last else []
        self._box.offer([str(choice.text) for choice in self._offered])

    def _take(self, place: int) -> None:
        if place < len(self._offered):
            before = [part.strip() for part in _BETWEEN.split(self.line.text())[:-1]]
            self.line.setText(JOINED.join([*before, str(self._offered[place].text)]))


def _choices(directory: Directory) -> Sequence[Choice]:
    """Return the workers by name, where two have the same name by department and name."""
    active = [worker for worker in directory.workers if worker.active]
    names = [worker.name for worker in active]
    return [
        Choice(
            str(worker.id),
            worker.name if names.count(worker.name) == 1 else directory.named(worker.department_id, worker.id),
            directory.finds.get(worker.name, ()),
        )
        for worker in active
    ]
