"""Touchpoint 触点前台: the front desk of a residential community's service centre."""

__version__ = "0.1.0"
