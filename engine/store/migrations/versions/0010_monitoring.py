"""Packs of measured times, and evaluations of SOPs."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

_WHOLE = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables; packs are made of the facts that come."""
    op.create_table(
        "monitoring_packs",
        sa.Column("month", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("officer", sa.LargeBinary(), nullable=False),
        sa.Column("judged", sa.Integer(), nullable=False),
        sa.Column("on_time", sa.Integer(), nullable=False),
        sa.Column("returned", sa.Integer(), nullable=False),
        sa.Column("waiting", _WHOLE, nullable=False),
        sa.Column("working", _WHOLE, nullable=False),
        sa.Column("paused", _WHOLE, nullable=False),
        sa.Column("elapsed", sa.LargeBinary(), nullable=False),
        sa.Column("details", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint(
            "month", "step", "role", "officer", name="pk_monitoring_packs"
        ),
    )
    op.create_table(
        "monitoring_stale",
        sa.Column("step", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.PrimaryKeyConstraint("step", "day", name="pk_monitoring_stale"),
    )
    _evaluations()


def _evaluations() -> None:
    op.create_table(
        "sop_evaluations",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("half", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("judgement", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("assessor", sa.LargeBinary(), nullable=False),
        sa.Column("assessor_name", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sop_evaluations"),
        sa.UniqueConstraint(
            "process", "half", "element", name="uq_sop_evaluations_process_half_element"
        ),
    )
