"""Approvals of SOPs, and cases that went over to another version."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "sop_submissions",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("drafters", sa.Text(), nullable=False),
        sa.Column("submitted_by", sa.LargeBinary(), nullable=False),
        sa.Column("submitted_name", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.BigInteger(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.LargeBinary()),
        sa.Column("decided_name", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.BigInteger()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("deployed", sa.Integer()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sop_submissions"),
    )
    op.create_index(
        "ix_sop_submissions_key", "sop_submissions", ["key", "submitted_at"]
    )
    op.create_index(
        "uq_sop_submissions_waiting",
        "sop_submissions",
        ["key"],
        unique=True,
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
    _case_moves()


def _case_moves() -> None:
    op.create_table(
        "case_moves",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("instance", sa.LargeBinary(), nullable=False),
        sa.Column("before", sa.LargeBinary(), nullable=False),
        sa.Column("after", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance"], ["instances.id"], name="fk_case_moves_instance"
        ),
        sa.ForeignKeyConstraint(
            ["before"], ["definitions.id"], name="fk_case_moves_before"
        ),
        sa.ForeignKeyConstraint(
            ["after"], ["definitions.id"], name="fk_case_moves_after"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_case_moves"),
    )
    op.create_index("ix_case_moves_instance", "case_moves", ["instance"])
