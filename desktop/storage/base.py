"""What every table is made of: the declarative base, UTC moments, and the columns each root row carries."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, ForeignKey, Integer, MetaData, event
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection, Dialect

__all__ = [
    "FOR_SERVER",
    "Base",
    "BigId",
    "Root",
    "UtcMoment",
    "from_microseconds",
    "microseconds",
    "tell_server_options",
]

FOR_SERVER = "for_server"
"""Key in an index's `info` of what PostgreSQL alone is told, by its name without the prefix: `{"using": "gin"}`.

Said in the index itself it would bring that dialect along at every start of a file's window.
"""

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)

BigId = BigInteger().with_variant(Integer, "sqlite")
"""Integer key: 64 bits on both engines (SQLite numbers rows only for INTEGER)."""


def microseconds(at: datetime) -> int:
    """Return an aware moment as microseconds since 1970, exactly."""
    return (at - EPOCH) // _MICROSECOND


def from_microseconds(value: int) -> datetime:
    """Return the moment, in UTC, that `microseconds` gave as `value`."""
    return EPOCH + timedelta(microseconds=value)


class UtcMoment(TypeDecorator[datetime]):
    """An aware moment, kept as microseconds since 1970 UTC: the same integer arithmetic on both engines."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Turn an aware moment into its integer; a naive one is a bug and raises TypeError."""
        return None if value is None else microseconds(value)

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Turn the integer back into a moment in UTC."""
        return None if value is None else from_microseconds(value)


class Base(DeclarativeBase):
    """Declarative base; one metadata for all features, so that migrations see the whole house."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def tell_server_options(metadata: MetaData) -> None:
    """Give every index what its `info` holds for PostgreSQL."""
    for table in metadata.tables.values():
        for index in table.indexes:
            for name, value in index.info.get(FOR_SERVER, {}).items():
                index.dialect_kwargs[f"postgresql_{name}"] = value


@event.listens_for(Base.metadata, "before_create")
def _before_create(metadata: MetaData, connection: Connection, **_options: object) -> None:
    if connection.dialect.name == "postgresql":
        tell_server_options(metadata)


class Root:
    """Columns of a row that stands for itself: key, community, and the version that guards against lost edits."""

    id: Mapped[int] = mapped_column(BigId, primary_key=True)
    version: Mapped[int] = mapped_column(default=1)

    @declared_attr
    def community_id(cls) -> Mapped[int]:  # noqa: N805 - SQLAlchemy calls it with the class
        """Return the column naming the community the row belongs to."""
        return mapped_column(ForeignKey("community.id"))

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 - SQLAlchemy calls it with the class
        """Let the ORM raise the version on each update and refuse a stale one."""
        return {"version_id_col": cls.version}
