"""Accounts: who may sign in, in which role, and for a manager as head of which department.

In the file edition a password unlocks the data key in keys.json; on PostgreSQL it is the server's login.
"""
