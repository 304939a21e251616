"""The SQL of the register's upkeep: `duplicates` finds pairs, `sides` what they hold, `households` lists and papers."""

from __future__ import annotations
