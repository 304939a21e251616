"""What can be done with outages and their notices. Checks rights, writes audit, timeline and search index.

`planning` lists, plans and amends them, `filing` shows one with all that belongs to it; `scoping` counts what picks
come to; `kinds` keeps the kinds with their times ahead; `finding` serves the search box. `noticing` drafts, issues and
draws notices, `posting` keeps where they hang. `warning`, `callers` and `telling` make call rounds, log who rings and
tell other screens. `monthly` is what a month's figures take from them. `checking`, `changing` and `owned` look at what
is typed and found, `recording` is how all of it is written down, `wording`, `where` and `saying` put it in words.
"""

from __future__ import annotations

from desktop.outages.service.filing import Filing
from desktop.outages.service.finding import Finding
from desktop.outages.service.kinds import Kinds
from desktop.outages.service.monthly import month_lines
from desktop.outages.service.noticing import Noticing
from desktop.outages.service.posting import Posting, PostingFiles
from desktop.outages.service.scoping import Scoping
from desktop.outages.service.warning import rounds_of

__all__ = ["OutageService", "PostingFiles", "month_lines", "rounds_of"]


class OutageService(Noticing, Posting, Filing, Scoping, Kinds, Finding):
    """The outages of one community, for one signed-in account."""
