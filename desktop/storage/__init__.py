"""The SQLAlchemy kernel: one encrypted file or one PostgreSQL server, behind the same few functions.

`database` opens transactions, `desk` gives services their context, `base` is what tables are made of. Knows no
feature and no Qt.
"""
