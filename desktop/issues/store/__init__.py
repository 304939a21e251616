"""The SQL of problem points: lists, what is behind one, signatures, counts and what may come back."""
