"""Importing a roster: a spreadsheet of rooms and people becomes the register, and may be sent again and again.

`columns` names what is understood, `words` turns cells into values, `reading` turns sheets into rows or refusals;
`register` is what is known already, `merging` puts both together, `writing` keeps the outcome in one transaction.
"""

from __future__ import annotations
