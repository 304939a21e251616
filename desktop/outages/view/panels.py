"""What the page of outages mounts: the panels of one outage, and the studio where its notices are written.

Every panel is made once with the desk and the shell, and told by `show_file(OutageFile)` what to show; it writes by
itself and tells through the shell, and everybody hears of it on the bus (topic "outage").
"""

from __future__ import annotations

from desktop.outages.view.progress_callers import CallersPanel
from desktop.outages.view.progress_notices import NoticesPanel
from desktop.outages.view.progress_postings import PostingsPanel
from desktop.outages.view.progress_rounds import RoundsPanel
from desktop.outages.view.studio import NoticeStudio

__all__ = ["CallersPanel", "NoticeStudio", "NoticesPanel", "PostingsPanel", "RoundsPanel"]
