"""Pure Python the whole program stands on: no Qt, no database, no paper."""
