"""The SQL of the register: selects that return rows, and what each of its rows is found by.

`find` serves the search box, `files` one household's page and the request form, `lists` the list of rooms.
"""

from __future__ import annotations
