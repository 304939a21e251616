"""The gate: visits, passes, whom to watch for, release slips, patrols, incidents.

Revision 0006, after 0005.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from desktop.storage.schema import add_search_groups

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema; runs inside the program's one transaction."""
    op.create_table(
        "gate",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_gate_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate")),
        sa.UniqueConstraint("community_id", "name", name=op.f("uq_gate_community_id_name")),
    )
    op.create_table(
        "gate_rules",
        sa.Column("peaks", sa.String(), nullable=False),
        sa.Column("contractors_until", sa.Integer(), nullable=False),
        sa.Column("overstay_hours", sa.Integer(), nullable=False),
        sa.Column("night_at", sa.Integer(), nullable=False),
        sa.Column("keep_days", sa.Integer(), nullable=False),
        sa.Column("photos", sa.Boolean(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_gate_rules_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_rules")),
        sa.UniqueConstraint("community_id", name=op.f("uq_gate_rules_community_id")),
    )
    op.create_table(
        "guard_shift",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("starts", sa.Integer(), nullable=False),
        sa.Column("ends", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_guard_shift_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guard_shift")),
    )
    op.create_table(
        "visit_count",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("gate_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("own_kind_id", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("vehicles", sa.Integer(), nullable=False),
        sa.Column("overstayed", sa.Integer(), nullable=False),
        sa.Column("overridden", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_visit_count_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_count")),
        sa.UniqueConstraint(
            "community_id",
            "day",
            "gate_id",
            "kind",
            "own_kind_id",
            "state",
            name=op.f("uq_visit_count_community_id_day_gate_id_kind_own_kind_id_state"),
        ),
    )
    op.create_table(
        "visit_kind",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("like", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("archived_at", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_visit_kind_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_kind")),
        sa.UniqueConstraint("community_id", "name", name=op.f("uq_visit_kind_community_id_name")),
    )
    op.create_table(
        "visit_reduction",
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("before", sa.Date(), nullable=False),
        sa.Column("due", sa.Integer(), nullable=False),
        sa.Column("reduced", sa.Integer(), nullable=False),
        sa.Column("held", sa.Integer(), nullable=False),
        sa.Column("refused", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_visit_reduction_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit_reduction")),
    )
    with op.batch_alter_table("visit_reduction", schema=None) as batch_op:
        batch_op.create_index("ix_visit_reduction_newest", ["community_id", "at"], unique=False)

    op.create_table(
        "watch_entry",
        sa.Column("plate", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("id_tail", sa.String(), nullable=False),
        sa.Column("looks", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("action", sa.String(), nullable=False),
        sa.Column("ordered_by", sa.String(), nullable=False),
        sa.Column("noted_at", sa.BigInteger(), nullable=False),
        sa.Column("noted_by", sa.Integer(), nullable=False),
        sa.Column("approved_at", sa.BigInteger(), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_words", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_watch_entry_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_watch_entry")),
    )
    with op.batch_alter_table("watch_entry", schema=None) as batch_op:
        batch_op.create_index("ix_watch_entry_name", ["community_id", "name_key"], unique=False)
        batch_op.create_index(
            "ix_watch_entry_plate",
            ["community_id", "plate"],
            unique=False,
            sqlite_where=sa.text("plate <> ''"),
            postgresql_where=sa.text("plate <> ''"),
        )

    op.create_table(
        "patrol_route",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("fixed_order", sa.Boolean(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("archived_at", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_patrol_route_community_id")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_patrol_route_department_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patrol_route")),
        sa.UniqueConstraint("community_id", "name", name=op.f("uq_patrol_route_community_id_name")),
    )
    op.create_table(
        "patrol_duty",
        sa.Column("route_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("weekdays", sa.String(), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_patrol_duty_community_id")),
        sa.ForeignKeyConstraint(["route_id"], ["patrol_route.id"], name=op.f("fk_patrol_duty_route_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["guard_shift.id"], name=op.f("fk_patrol_duty_shift_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patrol_duty")),
    )
    with op.batch_alter_table("patrol_duty", schema=None) as batch_op:
        batch_op.create_index("ix_patrol_duty_route", ["route_id", "shift_id"], unique=False)

    op.create_table(
        "patrol_point",
        sa.Column("route_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("building_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("archived_at", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["building_id"], ["building.id"], name=op.f("fk_patrol_point_building_id"), ondelete="SET NULL"
        ),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_patrol_point_community_id")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_patrol_point_department_id")),
        sa.ForeignKeyConstraint(["route_id"], ["patrol_route.id"], name=op.f("fk_patrol_point_route_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patrol_point")),
    )
    with op.batch_alter_table("patrol_point", schema=None) as batch_op:
        batch_op.create_index("ix_patrol_point_route", ["route_id", "position"], unique=False)

    op.create_table(
        "patrol_round",
        sa.Column("route_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("shift_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("walker", sa.String(), nullable=False),
        sa.Column("from_sheet", sa.Boolean(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("end_words", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_patrol_round_community_id")),
        sa.ForeignKeyConstraint(["route_id"], ["patrol_route.id"], name=op.f("fk_patrol_round_route_id")),
        sa.ForeignKeyConstraint(["shift_id"], ["guard_shift.id"], name=op.f("fk_patrol_round_shift_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patrol_round")),
    )
    with op.batch_alter_table("patrol_round", schema=None) as batch_op:
        batch_op.create_index("ix_patrol_round_day", ["community_id", "day", "route_id"], unique=False)
        batch_op.create_index("ix_patrol_round_started", ["community_id", "started_at"], unique=False)

    op.create_table(
        "patrol_step",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("point_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("scanned", sa.Boolean(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_patrol_step_community_id")),
        sa.ForeignKeyConstraint(["point_id"], ["patrol_point.id"], name=op.f("fk_patrol_step_point_id")),
        sa.ForeignKeyConstraint(["round_id"], ["patrol_round.id"], name=op.f("fk_patrol_step_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patrol_step")),
        sa.UniqueConstraint("round_id", "point_id", name=op.f("uq_patrol_step_round_id_point_id")),
    )
    op.create_table(
        "contractor_pass",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("company", sa.String(), nullable=False),
        sa.Column("foreman", sa.String(), nullable=False),
        sa.Column("crew", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("work", sa.String(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("deposit_fen", sa.Integer(), nullable=False),
        sa.Column("deposit_state", sa.String(), nullable=False),
        sa.Column("deposit_words", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("revoked_at", sa.BigInteger(), nullable=True),
        sa.Column("revoked_words", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_contractor_pass_community_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_contractor_pass_room_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contractor_pass")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_contractor_pass_community_id_number")),
    )
    with op.batch_alter_table("contractor_pass", schema=None) as batch_op:
        batch_op.create_index("ix_contractor_pass_days", ["community_id", "last_day"], unique=False)
        batch_op.create_index("ix_contractor_pass_room", ["room_id"], unique=False)

    op.create_table(
        "expected_visit",
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("plate", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("came_at", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_at", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_expected_visit_community_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_expected_visit_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_expected_visit")),
    )
    with op.batch_alter_table("expected_visit", schema=None) as batch_op:
        batch_op.create_index("ix_expected_visit_days", ["community_id", "last_day", "first_day"], unique=False)
        batch_op.create_index("ix_expected_visit_room", ["room_id"], unique=False)

    op.create_table(
        "gate_call",
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("waits", sa.Boolean(), nullable=False),
        sa.Column("gate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("plate", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("visit_id", sa.Integer(), nullable=True),
        sa.Column("slip_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("answered_at", sa.BigInteger(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_gate_call_community_id")),
        sa.ForeignKeyConstraint(["gate_id"], ["gate.id"], name=op.f("fk_gate_call_gate_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_gate_call_room_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_gate_call")),
    )
    with op.batch_alter_table("gate_call", schema=None) as batch_op:
        batch_op.create_index("ix_gate_call_at", ["community_id", "at"], unique=False)
        batch_op.create_index(
            "ix_gate_call_open",
            ["community_id", "at"],
            unique=False,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )

    op.create_table(
        "incident",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("occurred_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("people", sa.String(), nullable=False),
        sa.Column("hurt", sa.Integer(), nullable=False),
        sa.Column("damage", sa.String(), nullable=False),
        sa.Column("damage_fen", sa.Integer(), nullable=True),
        sa.Column("department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("recorded_by", sa.Integer(), nullable=False),
        sa.Column("reported_at", sa.BigInteger(), nullable=True),
        sa.Column("signed_at", sa.BigInteger(), nullable=True),
        sa.Column("signed_by", sa.Integer(), nullable=True),
        sa.Column("signed_words", sa.String(), nullable=False),
        sa.Column("signed_digest", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_incident_community_id")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_incident_department_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_incident_room_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_incident_community_id_number")),
    )
    with op.batch_alter_table("incident", schema=None) as batch_op:
        batch_op.create_index("ix_incident_occurred", ["community_id", "occurred_at", "id"], unique=False)
        batch_op.create_index(batch_op.f("ix_incident_room_id"), ["room_id"], unique=False)

    op.create_table(
        "release_slip",
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("applicant", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("consent", sa.String(), nullable=False),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("id_tail", sa.String(), nullable=False),
        sa.Column("plate", sa.String(), nullable=False),
        sa.Column("mover", sa.String(), nullable=False),
        sa.Column("goods", sa.JSON(), nullable=False),
        sa.Column("fees_cleared", sa.Boolean(), nullable=False),
        sa.Column("fees_words", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("valid_from", sa.BigInteger(), nullable=False),
        sa.Column("valid_until", sa.BigInteger(), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("issued_by", sa.Integer(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("withdrawn_words", sa.String(), nullable=False),
        sa.Column("follows_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_release_slip_community_id")),
        sa.ForeignKeyConstraint(["follows_id"], ["release_slip.id"], name=op.f("fk_release_slip_follows_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_release_slip_room_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_slip")),
        sa.UniqueConstraint("community_id", "number", name=op.f("uq_release_slip_community_id_number")),
    )
    with op.batch_alter_table("release_slip", schema=None) as batch_op:
        batch_op.create_index("ix_release_slip_follows", ["follows_id"], unique=False)
        batch_op.create_index("ix_release_slip_newest", ["community_id", "issued_at", "id"], unique=False)
        batch_op.create_index(
            "ix_release_slip_open",
            ["community_id", "code"],
            unique=True,
            sqlite_where=sa.text("state IN ('open', 'partly')"),
            postgresql_where=sa.text("state IN ('open', 'partly')"),
        )
        batch_op.create_index("ix_release_slip_room", ["room_id"], unique=False)

    op.create_table(
        "visitor",
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("plate", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("company", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("own_kind_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("visits", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_visitor_community_id")),
        sa.ForeignKeyConstraint(["own_kind_id"], ["visit_kind.id"], name=op.f("fk_visitor_own_kind_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_visitor_room_id"), ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visitor")),
        sa.UniqueConstraint("community_id", "key", name=op.f("uq_visitor_community_id_key")),
    )
    with op.batch_alter_table("visitor", schema=None) as batch_op:
        batch_op.create_index("ix_visitor_newest", ["community_id", "last_at"], unique=False)

    op.create_table(
        "incident_entry",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("incident_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.BigInteger(), nullable=True),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_incident_entry_community_id")),
        sa.ForeignKeyConstraint(["incident_id"], ["incident.id"], name=op.f("fk_incident_entry_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_entry")),
    )
    with op.batch_alter_table("incident_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_incident_entry_incident_id"), ["incident_id"], unique=False)

    op.create_table(
        "patrol_finding",
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("point_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("request_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("department_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_patrol_finding_community_id")),
        sa.ForeignKeyConstraint(["department_id"], ["department.id"], name=op.f("fk_patrol_finding_department_id")),
        sa.ForeignKeyConstraint(["point_id"], ["patrol_point.id"], name=op.f("fk_patrol_finding_point_id")),
        sa.ForeignKeyConstraint(["request_id"], ["request.id"], name=op.f("fk_patrol_finding_request_id")),
        sa.ForeignKeyConstraint(["round_id"], ["patrol_round.id"], name=op.f("fk_patrol_finding_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_patrol_finding")),
        sa.UniqueConstraint("request_id", name=op.f("uq_patrol_finding_request_id")),
    )
    with op.batch_alter_table("patrol_finding", schema=None) as batch_op:
        batch_op.create_index("ix_patrol_finding_at", ["community_id", "at"], unique=False)
        batch_op.create_index(batch_op.f("ix_patrol_finding_round_id"), ["round_id"], unique=False)

    op.create_table(
        "release_check",
        sa.Column("slip_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("gate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("plate", sa.String(), nullable=False),
        sa.Column("goods", sa.JSON(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_release_check_community_id")),
        sa.ForeignKeyConstraint(["gate_id"], ["gate.id"], name=op.f("fk_release_check_gate_id")),
        sa.ForeignKeyConstraint(["slip_id"], ["release_slip.id"], name=op.f("fk_release_check_slip_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_release_check")),
    )
    with op.batch_alter_table("release_check", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_release_check_slip_id"), ["slip_id"], unique=False)

    op.create_table(
        "visit",
        sa.Column("visitor_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("own_kind_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("gate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("out_gate_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("company", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("vehicle", sa.Boolean(), nullable=False),
        sa.Column("plate", sa.String(), nullable=False),
        sa.Column("plate_typed", sa.String(), nullable=False),
        sa.Column("unplated", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("people_left", sa.Integer(), nullable=False),
        sa.Column("badge", sa.String(), nullable=False),
        sa.Column("id_seen", sa.Boolean(), nullable=False),
        sa.Column("id_tail", sa.String(), nullable=False),
        sa.Column("pass_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("expected_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("in_at", sa.BigInteger(), nullable=False),
        sa.Column("out_at", sa.BigInteger(), nullable=True),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("in_by", sa.Integer(), nullable=False),
        sa.Column("out_by", sa.Integer(), nullable=True),
        sa.Column("out_unseen", sa.Boolean(), nullable=False),
        sa.Column("incomplete", sa.Boolean(), nullable=False),
        sa.Column("overridden", sa.String(), nullable=False),
        sa.Column("override_words", sa.String(), nullable=False),
        sa.Column("agreed_by", sa.String(), nullable=False),
        sa.Column("refused_words", sa.String(), nullable=False),
        sa.Column("checked_at", sa.BigInteger(), nullable=True),
        sa.Column("remark", sa.String(), nullable=False),
        sa.Column("held_words", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_visit_community_id")),
        sa.ForeignKeyConstraint(["expected_id"], ["expected_visit.id"], name=op.f("fk_visit_expected_id")),
        sa.ForeignKeyConstraint(["gate_id"], ["gate.id"], name=op.f("fk_visit_gate_id")),
        sa.ForeignKeyConstraint(["out_gate_id"], ["gate.id"], name=op.f("fk_visit_out_gate_id")),
        sa.ForeignKeyConstraint(["own_kind_id"], ["visit_kind.id"], name=op.f("fk_visit_own_kind_id")),
        sa.ForeignKeyConstraint(["pass_id"], ["contractor_pass.id"], name=op.f("fk_visit_pass_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_visit_room_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["visitor_id"], ["visitor.id"], name=op.f("fk_visit_visitor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_visit")),
    )
    with op.batch_alter_table("visit", schema=None) as batch_op:
        batch_op.create_index(
            "ix_visit_held",
            ["community_id", "in_at"],
            unique=False,
            sqlite_where=sa.text("held_words <> ''"),
            postgresql_where=sa.text("held_words <> ''"),
        )
        batch_op.create_index("ix_visit_in", ["community_id", "in_at", "id"], unique=False)
        batch_op.create_index(
            "ix_visit_incomplete",
            ["community_id", "in_at"],
            unique=False,
            sqlite_where=sa.text("incomplete"),
            postgresql_where=sa.text("incomplete"),
        )
        batch_op.create_index(
            "ix_visit_inside",
            ["community_id", "in_at"],
            unique=False,
            sqlite_where=sa.text("state = 'inside'"),
            postgresql_where=sa.text("state = 'inside'"),
        )
        batch_op.create_index(
            "ix_visit_overridden",
            ["community_id", "in_at"],
            unique=False,
            sqlite_where=sa.text("override_words <> ''"),
            postgresql_where=sa.text("override_words <> ''"),
        )
        batch_op.create_index("ix_visit_room", ["room_id", "in_at"], unique=False)
        batch_op.create_index("ix_visit_visitor", ["visitor_id", "in_at"], unique=False)
        batch_op.create_index(
            "ix_visit_visitor_inside",
            ["visitor_id"],
            unique=False,
            sqlite_where=sa.text("state = 'inside'"),
            postgresql_where=sa.text("state = 'inside'"),
        )
    add_search_groups(op.get_bind(), ("visitor",))
