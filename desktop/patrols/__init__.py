"""Patrols 巡查: routes of points walked in every shift, and findings that become requests."""
