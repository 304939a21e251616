"""Outages and their notices (停水停电等): what is cut off where and when, who was told, who rang, who waits for a call.

An outage is planned, announced by a first notice, perhaps extended, moved or amended by further ones, and restored or
cancelled. The desk plans and issues; every screen that shows an affected household says what to say.
"""
