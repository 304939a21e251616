"""Incidents 突发事件: what happened, what was done by the minute, who was told; a manager signs it off."""
