"""Facts of finished steps, and starts of cycles."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; facts of what was done before are read from the log."""
    _fact_steps()
    _task_facts()


def _fact_steps() -> None:
    op.create_table(
        "fact_steps",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("definition", sa.LargeBinary(), nullable=False),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name="pk_fact_steps"),
        sa.UniqueConstraint(
            "definition", "element", name="uq_fact_steps_definition_element"
        ),
    )


def _task_facts() -> None:
    op.create_table(
        "task_facts",
        sa.Column("task", sa.LargeBinary(), nullable=False),
        sa.Column("instance", sa.LargeBinary(), nullable=False),
        sa.Column("ready_at", sa.BigInteger(), nullable=False),
        sa.Column("claimed_at", sa.BigInteger()),
        sa.Column("ended_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger()),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("item_index", sa.Integer()),
        sa.Column("standard_seconds", sa.Integer()),
        sa.Column("waiting_seconds", sa.Integer(), nullable=False),
        sa.Column("working_seconds", sa.Integer(), nullable=False),
        sa.Column("paused_seconds", sa.Integer(), nullable=False),
        sa.Column("elapsed_seconds", sa.Integer(), nullable=False),
        sa.Column("late", sa.Boolean(), nullable=False),
        sa.Column("returned", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("performer", sa.LargeBinary()),
        sa.PrimaryKeyConstraint("task", name="pk_task_facts"),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_task_facts_step", "task_facts", ["step", "ended_at"])
    op.create_index("ix_task_facts_instance", "task_facts", ["instance"])
