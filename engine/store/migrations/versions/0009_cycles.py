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
    _cycle_cursors()
    _cycle_starts()


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


def _cycle_cursors() -> None:
    op.create_table(
        "cycle_cursors",
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("anchor", sa.BigInteger(), nullable=False),
        sa.Column("upto", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("process", "element", name="pk_cycle_cursors"),
    )


def _cycle_starts() -> None:
    op.create_table(
        "cycle_starts",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("planned_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("by", sa.LargeBinary(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("instance", sa.LargeBinary()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance"], ["instances.id"], name="fk_cycle_starts_instance"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_cycle_starts"),
        sa.UniqueConstraint(
            "process", "element", "key", name="uq_cycle_starts_process_element_key"
        ),
    )
    op.create_index("ix_cycle_starts_due_at", "cycle_starts", ["due_at", "id"])
    where = sa.text("state IN ('missed', 'failed')")
    op.create_index(
        "ix_cycle_starts_waiting",
        "cycle_starts",
        ["due_at"],
        sqlite_where=where,
        postgresql_where=where,
    )
