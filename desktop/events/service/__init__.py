"""What can be done with events. Checks rights, writes audit, timeline and search index.

`looking` shows them, `planning` plans, amends and copies them, `carrying` carries them through; `inviting` invites,
`signing` takes sign-ups with their waiting list (`waiting`), `coming` notes who came and what was said, `following`
makes requests of it; `aiming` keeps the year's goals, `papers` is what is printed and read out, `filing` keeps photos.
`monthly` is what a month's report takes from them. `checking` cleans what is typed, `recording` is how it is noted.
"""

from __future__ import annotations

from desktop.events.service.aiming import Aiming
from desktop.events.service.carrying import Carrying
from desktop.events.service.coming import Coming
from desktop.events.service.filing import EventFiles
from desktop.events.service.following import Following
from desktop.events.service.inviting import Inviting
from desktop.events.service.monthly import goal_lines, month_lines
from desktop.events.service.papers import Papers
from desktop.events.service.planning import Planning
from desktop.events.service.searching import Finding, guest_code
from desktop.events.service.signing import SignedUpError, Signing
from desktop.events.service.waiting import GUEST_TOPIC

__all__ = ["GUEST_TOPIC", "EventFiles", "EventService", "SignedUpError", "goal_lines", "guest_code", "month_lines"]


class EventService(Papers, Finding, Planning, Carrying, Inviting, Signing, Coming, Following, Aiming):
    """The events of one community, for one signed-in account.

    `EventService(desk, conditions)`: `conditions` are what other features offer for rules of contact lists, handed in
    by the app.
    """
