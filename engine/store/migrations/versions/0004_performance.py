"""Indicators, targets and realisations."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; there is no way back but a backup."""
    _indicators()
    _targets()
    _realisations()


def _indicators() -> None:
    op.create_table(
        "indicators",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("parent", sa.LargeBinary()),
        sa.Column("objective", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("aggregation", sa.Text(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["parent"], ["indicators.id"], name="fk_indicators_parent"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_indicators"),
        sa.UniqueConstraint("year", "code", name="uq_indicators_year_code"),
    )


def _targets() -> None:
    op.create_table(
        "targets",
        sa.Column("indicator", sa.LargeBinary(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by", sa.LargeBinary(), nullable=False),
        sa.Column("set_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator"], ["indicators.id"], name="fk_targets_indicator"
        ),
        sa.PrimaryKeyConstraint("indicator", "period", "revision", name="pk_targets"),
    )


def _realisations() -> None:
    op.create_table(
        "realisations",
        sa.Column("indicator", sa.LargeBinary(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Text()),
        sa.Column("remark", sa.Text(), nullable=False),
        sa.Column("evidence", sa.Text()),
        sa.Column("instance", sa.LargeBinary()),
        sa.Column("task", sa.LargeBinary()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_by", sa.LargeBinary(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["indicator"], ["indicators.id"], name="fk_realisations_indicator"
        ),
        sa.ForeignKeyConstraint(
            ["instance"], ["instances.id"], name="fk_realisations_instance"
        ),
        sa.ForeignKeyConstraint(["task"], ["tasks.id"], name="fk_realisations_task"),
        sa.PrimaryKeyConstraint(
            "indicator", "period", "revision", name="pk_realisations"
        ),
    )
    op.create_index("ix_realisations_period", "realisations", ["period"])
