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
    _figures("targets")
    evidence = sa.Column("evidence", sa.Text(), nullable=False)
    remark = sa.Column("remark", sa.Text(), nullable=False)
    _figures("realisations", evidence, remark)


def _indicators() -> None:
    op.create_table(
        "indicators",
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("objective", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("direction", sa.Text(), nullable=False),
        sa.Column("formula", sa.Text(), nullable=False),
        sa.Column("aggregation", sa.Text(), nullable=False),
        sa.Column("cap", sa.Text()),
        sa.Column("example", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("code", name="pk_indicators"),
    )


def _figures(table: str, *own: sa.Column[str]) -> None:
    op.create_table(
        table,
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("period", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Text()),
        *own,
        sa.Column("by", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("instance", sa.LargeBinary()),
        sa.Column("task", sa.LargeBinary()),
        sa.PrimaryKeyConstraint(
            "indicator", "year", "period", "version", name=f"pk_{table}"
        ),
        sa.ForeignKeyConstraint(
            ["indicator"], ["indicators.code"], name=f"fk_{table}_indicator"
        ),
        sa.ForeignKeyConstraint(
            ["instance"], ["instances.id"], name=f"fk_{table}_instance"
        ),
        sa.ForeignKeyConstraint(["task"], ["tasks.id"], name=f"fk_{table}_task"),
    )
