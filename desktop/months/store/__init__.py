"""The SQL of months: `definitions` of the figures, `counting` of what they count, `lists` for a report."""
