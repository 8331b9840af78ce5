"""Plans of years, and what was spent of their budgets."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables.

    Keys of periods stay: quarters keep theirs, and no month was kept before.
    """
    op.create_table(
        "plans",
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("plan", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("changed_by", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("signed_by", sa.LargeBinary()),
        sa.Column("signed_as", sa.Text(), nullable=False),
        sa.Column("signed_at", sa.BigInteger()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("year", "revision", name="pk_plans"),
    )
    _spendings()


def _spendings() -> None:
    op.create_table(
        "spendings",
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("period", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("ceiling", sa.Text()),
        sa.Column("spent", sa.Text()),
        sa.Column("by", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("instance", sa.LargeBinary()),
        sa.Column("task", sa.LargeBinary()),
        sa.PrimaryKeyConstraint(
            "section", "year", "period", "version", name="pk_spendings"
        ),
        sa.ForeignKeyConstraint(
            ["instance"], ["instances.id"], name="fk_spendings_instance"
        ),
        sa.ForeignKeyConstraint(["task"], ["tasks.id"], name="fk_spendings_task"),
    )
