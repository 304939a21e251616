"""The SQL of visits: selects that return rows.

`facts` serves the check before a visit is saved, `finding` the first two fields of the gate, `inside` and `log` the
lists.
"""

from __future__ import annotations
