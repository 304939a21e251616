"""What the community writes on: its letterhead, its letters with fields to fill in, the make-up of its reports.

Set once by the manager, with a preview; every printed page and letter uses it.
"""
