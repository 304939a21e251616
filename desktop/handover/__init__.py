"""The end of the day, and what one shift hands to the next."""
