"""What can be done with what is laid down: read it, change it, put it in order, try it.

`checking` says what may be laid down, `writing` how it is written, `RulesService` who may ask for it.
"""

from __future__ import annotations

from desktop.rules.service.checking import MOST_ASKED
from desktop.rules.service.keeping import RulesService
from desktop.rules.service.trying import try_words

__all__ = ["MOST_ASKED", "RulesService", "try_words"]
