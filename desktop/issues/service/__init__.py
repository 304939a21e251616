"""What can be done with problem points and rectification actions. Checks rights, writes steps and audit.

`reading` shows them; `raising` makes, amends, merges and splits them, `ending` mends, withdraws and reopens them;
`acting` carries their actions through; `confirming` holds what a head says and signs; `comebacks` reopens what comes
back. `monthly` is what issuing and closing a month note in their own write. `checking` cleans what is said, `recording`
is how all of it is written down. `filing` keeps photos and files of actions.
"""

from __future__ import annotations

from desktop.issues.service.acting import Acting
from desktop.issues.service.comebacks import Comebacks
from desktop.issues.service.confirming import Confirming
from desktop.issues.service.ending import Ending
from desktop.issues.service.filing import ActionFiles
from desktop.issues.service.monthly import carry_over, issue_points
from desktop.issues.service.raising import Raising
from desktop.issues.service.reading import Reading
from desktop.issues.service.reshaping import Reshaping

__all__ = ["ActionFiles", "IssueService", "carry_over", "issue_points"]


class IssueService(Reading, Raising, Reshaping, Ending, Acting, Confirming, Comebacks):
    """The problem points of one community, for one signed-in account.

    A department's head reads the own department's points, others' once they are issued, and changes the own only; see
    `rule.may`. `prove(name, password)` raises UserError for a wrong password: it is how a point is confirmed.
    """
