"""The community itself, its departments and its workers: what every other feature refers to.

Departments are created with the community; workers (repair, cleaning, greening) are rows, not accounts.
"""
