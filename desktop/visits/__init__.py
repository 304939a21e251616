"""Visits 来访: visitors and vehicles in and out, who is expected, who has a pass, whom to watch for.

The guards' own screen stands above it, in `gate`; here are the record, its rules, and the desk's page.
"""
