"""Months: the figures of PRODUCT.md, defined once, and the report each department head gets.

Managers read and print them; clerks prepare them. `figures` is the one truth that screen, paper and command line call.
"""
