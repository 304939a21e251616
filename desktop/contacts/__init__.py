"""Contact lists and call rounds: who is called on an occasion, in which order, and what each call came to.

A list is made by hand, by a rule, or both. A call round is a list + an occasion + a script, worked by one clerk or
several, interrupted and resumed at will: nobody on it is forgotten and nobody is called twice.
"""
