"""Follow-ups 回访: after a repair or complaint is done, its residents are called one household at a time."""
