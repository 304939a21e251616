"""The SQL of events: lists of them, their guests, whom they are for, the year's goals, and households."""
