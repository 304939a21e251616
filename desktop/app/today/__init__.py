"""Today: what is overdue, due, waiting for dispatch or a call; each count opens its list."""
