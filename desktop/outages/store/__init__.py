"""The SQL of outages.

`scope` is the rooms that picks come to, `counting` what they hold, `picks` what is kept of them, `tree` what they are
picked from. `lists` are outages as lines, `kinds` what was laid down for kinds; `notices`, `callers` and `rounds` are
what belongs to one.
"""
