"""What is known of a household, call rounds, care tasks and practice.

Revision 0002, after 0001.
"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Change the schema; runs inside the program's one transaction."""
    op.create_table(
        "contact_list",
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("rule", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("calling_order", sa.String(), nullable=False),
        sa.Column("archived_at", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_contact_list_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_list")),
        sa.UniqueConstraint("community_id", "name", name=op.f("uq_contact_list_community_id_name")),
    )
    op.create_table(
        "recent",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("source_id", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_recent_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recent")),
        sa.UniqueConstraint("account_id", "kind", "source_id", name=op.f("uq_recent_account_id_kind_source_id")),
    )
    op.create_table(
        "roster_memory",
        sa.Column("batch_id", sa.BigInteger(), nullable=False),
        sa.Column("room_id", sa.BigInteger(), nullable=False),
        sa.Column("resident_id", sa.BigInteger(), nullable=True),
        sa.Column("said", sa.JSON(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_roster_memory_community_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_memory")),
    )
    with op.batch_alter_table("roster_memory", schema=None) as batch_op:
        batch_op.create_index("ix_roster_memory_batch", ["batch_id"], unique=False)
        batch_op.create_index("ix_roster_memory_room", ["room_id"], unique=False)

    op.create_table(
        "call_round",
        sa.Column("list_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("list_name", sa.String(), nullable=False),
        sa.Column("occasion", sa.String(), nullable=False),
        sa.Column("script", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("most_attempts", sa.Integer(), nullable=False),
        sa.Column("retry_minutes", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_call_round_community_id")),
        sa.ForeignKeyConstraint(["list_id"], ["contact_list.id"], name=op.f("fk_call_round_list_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_round")),
    )
    with op.batch_alter_table("call_round", schema=None) as batch_op:
        batch_op.create_index("ix_call_round_state", ["community_id", "state", "id"], unique=False)

    op.create_table(
        "distinct_pair",
        sa.Column("first_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("second_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_distinct_pair_community_id")),
        sa.ForeignKeyConstraint(["first_id"], ["resident.id"], name=op.f("fk_distinct_pair_first_id")),
        sa.ForeignKeyConstraint(["second_id"], ["resident.id"], name=op.f("fk_distinct_pair_second_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_distinct_pair")),
    )
    with op.batch_alter_table("distinct_pair", schema=None) as batch_op:
        batch_op.create_index("ix_distinct_pair", ["first_id", "second_id"], unique=True)

    op.create_table(
        "resident_photo",
        sa.Column("resident_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("image", sa.LargeBinary(), nullable=False),
        sa.Column("consent_by", sa.String(), nullable=False),
        sa.Column("consent_on", sa.Date(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_resident_photo_community_id")),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_resident_photo_resident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident_photo")),
        sa.UniqueConstraint("resident_id", name=op.f("uq_resident_photo_resident_id")),
    )
    op.create_table(
        "resident_merge",
        sa.Column("kept_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("merged_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("before", sa.JSON(), nullable=False),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_resident_merge_account_id")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_resident_merge_community_id")),
        sa.ForeignKeyConstraint(["kept_id"], ["resident.id"], name=op.f("fk_resident_merge_kept_id")),
        sa.ForeignKeyConstraint(["merged_id"], ["resident.id"], name=op.f("fk_resident_merge_merged_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident_merge")),
    )
    with op.batch_alter_table("resident_merge", schema=None) as batch_op:
        batch_op.create_index("ix_resident_merge_kept", ["kept_id"], unique=False)

    op.create_table(
        "call_entry",
        sa.Column("round_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("room_label", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.BigInteger(), nullable=True),
        sa.Column("claimed_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("claimed_until", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["claimed_by"], ["account.id"], name=op.f("fk_call_entry_claimed_by")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_call_entry_community_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_call_entry_room_id"), ondelete="SET NULL"),
        sa.ForeignKeyConstraint(["round_id"], ["call_round.id"], name=op.f("fk_call_entry_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_entry")),
        sa.UniqueConstraint("round_id", "room_id", name=op.f("uq_call_entry_round_id_room_id")),
    )
    with op.batch_alter_table("call_entry", schema=None) as batch_op:
        batch_op.create_index("ix_call_entry_next", ["round_id", "state", "position"], unique=False)
        batch_op.create_index(batch_op.f("ix_call_entry_room_id"), ["room_id"], unique=False)

    op.create_table(
        "care_task",
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("result", sa.String(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("ended_by", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("series", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_care_task_community_id")),
        sa.ForeignKeyConstraint(["ended_by"], ["account.id"], name=op.f("fk_care_task_ended_by")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_care_task_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_task")),
    )
    with op.batch_alter_table("care_task", schema=None) as batch_op:
        batch_op.create_index("ix_care_task_due", ["community_id", "state", "due_on", "id"], unique=False)
        batch_op.create_index("ix_care_task_ended", ["community_id", "ended_at", "id"], unique=False)
        batch_op.create_index("ix_care_task_room", ["room_id", "due_on"], unique=False)
        batch_op.create_index("ix_care_task_series", ["series"], unique=False)

    op.create_table(
        "contact_member",
        sa.Column("list_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("membership", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_contact_member_community_id")),
        sa.ForeignKeyConstraint(["list_id"], ["contact_list.id"], name=op.f("fk_contact_member_list_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_contact_member_room_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_member")),
        sa.UniqueConstraint("list_id", "room_id", name=op.f("uq_contact_member_list_id_room_id")),
    )
    with op.batch_alter_table("contact_member", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_contact_member_room_id"), ["room_id"], unique=False)

    op.create_table(
        "pet",
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_pet_community_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_pet_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pet")),
    )
    with op.batch_alter_table("pet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pet_room_id"), ["room_id"], unique=False)

    op.create_table(
        "practice_card",
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("box", sa.Integer(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.BigInteger(), nullable=False),
        sa.Column("known", sa.Integer(), nullable=False),
        sa.Column("missed", sa.Integer(), nullable=False),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_practice_card_account_id")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_practice_card_community_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_practice_card_room_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_practice_card")),
        sa.UniqueConstraint("account_id", "room_id", name=op.f("uq_practice_card_account_id_room_id")),
    )
    with op.batch_alter_table("practice_card", schema=None) as batch_op:
        batch_op.create_index("ix_practice_card_due", ["account_id", "due_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_practice_card_room_id"), ["room_id"], unique=False)

    op.create_table(
        "standing_instruction",
        sa.Column("room_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("until", sa.BigInteger(), nullable=True),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_standing_instruction_community_id")),
        sa.ForeignKeyConstraint(["room_id"], ["room.id"], name=op.f("fk_standing_instruction_room_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_standing_instruction")),
    )
    with op.batch_alter_table("standing_instruction", schema=None) as batch_op:
        batch_op.create_index("ix_standing_instruction_room", ["room_id", "until"], unique=False)

    op.create_table(
        "call_attempt",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("community_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("entry_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("account_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("resident_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("phone_digits", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("undone_at", sa.BigInteger(), nullable=True),
        sa.Column("care_task_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.Column("instruction_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_call_attempt_account_id")),
        sa.ForeignKeyConstraint(["care_task_id"], ["care_task.id"], name=op.f("fk_call_attempt_care_task_id")),
        sa.ForeignKeyConstraint(["community_id"], ["community.id"], name=op.f("fk_call_attempt_community_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["call_entry.id"], name=op.f("fk_call_attempt_entry_id")),
        sa.ForeignKeyConstraint(
            ["instruction_id"], ["standing_instruction.id"], name=op.f("fk_call_attempt_instruction_id")
        ),
        sa.ForeignKeyConstraint(["resident_id"], ["resident.id"], name=op.f("fk_call_attempt_resident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_attempt")),
    )
    with op.batch_alter_table("call_attempt", schema=None) as batch_op:
        batch_op.create_index("ix_call_attempt_entry", ["entry_id", "id"], unique=False)

    with op.batch_alter_table("community", schema=None) as batch_op:
        batch_op.add_column(sa.Column("photos_allowed", sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table("occupancy", schema=None) as batch_op:
        batch_op.add_column(sa.Column("calls_first", sa.Boolean(), nullable=False, server_default=sa.false()))

    with op.batch_alter_table("resident", schema=None) as batch_op:
        batch_op.add_column(sa.Column("birthday", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("birthday_calendar", sa.String(), nullable=False, server_default="solar"))
        batch_op.add_column(sa.Column("language", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("preferences", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("taboos", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(sa.Column("emergency_contact", sa.String(), nullable=False, server_default=""))
        batch_op.add_column(
            sa.Column("merged_into_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True)
        )
        batch_op.create_foreign_key(batch_op.f("fk_resident_merged_into_id"), "resident", ["merged_into_id"], ["id"])

    with op.batch_alter_table("tag", schema=None) as batch_op:
        batch_op.add_column(sa.Column("tone", sa.String(), nullable=False, server_default=""))
