"""What can be done with requests: report, move, read. Checks rights, writes steps, audit, timeline and index.

`intake` takes requests in, `moves`, `endings` and `merging` carry them through their states, `reading` shows them,
`setup` what the community laid down about them, `importing` brings ledgers in, `recording` is how all of it is written down.
"""

from __future__ import annotations

from desktop.requests.service.categories import default_categories, default_rules
from desktop.requests.service.endings import Endings
from desktop.requests.service.importing import Importing
from desktop.requests.service.intake import Intake
from desktop.requests.service.merging import Merging
from desktop.requests.service.moves import Moves
from desktop.requests.service.reading import Reading
from desktop.requests.service.setup import Setup

__all__ = ["RequestService", "default_categories", "default_rules"]


class RequestService(Intake, Moves, Endings, Merging, Reading, Setup, Importing):
    """The service of requests, for one signed-in account."""
