"""What the service asks of the database: whom a rule names, who is on a list, how far a round is."""
