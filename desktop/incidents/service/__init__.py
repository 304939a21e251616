"""What can be done with incidents: report in seconds, note by the minute, hand in, sign off, print.

`looking` shows them; `reporting` begins and amends them, `noting` writes what was done, who was told and the end,
`signing` hands in and signs off; `checking` cleans what is said, `recording` is how all of it is written down.
`filing` keeps photos, `papers` what is printed.
"""

from __future__ import annotations

from desktop.incidents.rule import split_time
from desktop.incidents.service.filing import IncidentFiles
from desktop.incidents.service.looking import month_lines
from desktop.incidents.service.noting import Noting
from desktop.incidents.service.papers import Papers
from desktop.incidents.service.reporting import Reporting
from desktop.incidents.service.signing import Signing

__all__ = ["IncidentFiles", "IncidentService", "month_lines", "split_time"]


class IncidentService(Papers, Reporting, Noting, Signing):
    """The incidents of one community, for one signed-in account.

    `prove(name, password)` raises UserError for a wrong password: it is how an incident is signed off.
    """
