"""What can be done with requests: report, move, read. Checks rights, writes steps, audit, timeline and index.

`intake` takes requests in, `finding` those that patrols come upon, `moves`, `endings` and `merging` carry them through
their states, `asking` follows them up; `working`, `complaints` and `handling` account for them, `comments` keeps what
colleagues remark. `reading` and `recurring` show them, `lists` keeps lists under a name and takes them away, `slips`
what goes out and comes back on paper, `letters` what is written to the resident. `setup` reads what the community laid
down about them, `ruling` by when its rules have them done, `importing` brings ledgers in, `recording` is how all of it
is written down.
"""

from __future__ import annotations

from desktop.requests.service.asking import Asking
from desktop.requests.service.attachments import Attachments
from desktop.requests.service.categories import default_categories, default_rules
from desktop.requests.service.comments import Comments
from desktop.requests.service.complaints import Complaints
from desktop.requests.service.endings import Endings
from desktop.requests.service.finding import report_found
from desktop.requests.service.importing import Importing
from desktop.requests.service.intake import Intake
from desktop.requests.service.letters import Letters
from desktop.requests.service.lists import Lists
from desktop.requests.service.merging import Merging
from desktop.requests.service.moves import Moves
from desktop.requests.service.reading import Reading
from desktop.requests.service.recurring import Recurring
from desktop.requests.service.ruling import Rulebook, Ruling
from desktop.requests.service.setup import Setup
from desktop.requests.service.slips import Slips
from desktop.requests.service.working import Working

__all__ = ["RequestService", "Rulebook", "default_categories", "default_rules", "report_found"]


class RequestService(
    Intake,
    Moves,
    Working,
    Complaints,
    Endings,
    Asking,
    Merging,
    Comments,
    Slips,
    Letters,
    Reading,
    Recurring,
    Lists,
    Setup,
    Ruling,
    Importing,
    Attachments,
):
    """The service of requests, for one signed-in account."""
