"""Calls handed in from outside: `number` reads them, `callers` tells whose they are, `card` and `adding` show it."""
