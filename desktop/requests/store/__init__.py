"""The SQL of requests: `lines` for lists and counts, `details` for one request, `places` for what it may name."""
