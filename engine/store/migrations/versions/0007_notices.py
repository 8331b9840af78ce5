"""Notices, deliveries, preferences, and when a task is next to be warned of."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_NEVER = 253402300799  # the end of the year 9999, where due dates that are none lie
_WATCHED = "warn_at IS NOT NULL AND ended_at IS NULL AND NOT simulated"


def upgrade() -> None:
    """Make the tables; tasks that are open are looked at once, soon."""
    op.add_column("tasks", sa.Column("warn_at", sa.BigInteger()))
    tasks = sa.table(
        "tasks",
        *map(sa.column, ("warn_at", "ready_at", "ended_at", "paused_at", "due_at")),
    )
    op.execute(
        tasks.update()
        .where(
            tasks.c.ended_at.is_(None),
            tasks.c.paused_at.is_(None),
            tasks.c.due_at < _NEVER,
        )
        .values(warn_at=tasks.c.ready_at)
    )
    _partial_index("ix_tasks_watched", "tasks", ["warn_at", "id"], _WATCHED)
    _notices()
    _deliveries()
    _preferences()


def _notices() -> None:
    op.create_table(
        "notices",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("user", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("task", sa.LargeBinary(), nullable=False),
        sa.Column("instance", sa.LargeBinary(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("read_at", sa.BigInteger()),
        sa.ForeignKeyConstraint(["user"], ["users.id"], name="fk_notices_user"),
        sa.PrimaryKeyConstraint("id", name="pk_notices"),
    )
    op.create_index("ix_notices_user", "notices", ["user", "at", "id"])
    op.create_index("ix_notices_at", "notices", ["at"])
    _partial_index("ix_notices_unread", "notices", ["user", "task"], "read_at IS NULL")


def _deliveries() -> None:
    op.create_table(
        "deliveries",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("user", sa.LargeBinary(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("send_at", sa.BigInteger(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("notice", sa.LargeBinary()),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("rounds", sa.Integer(), nullable=False),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("sent_at", sa.BigInteger()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user"], ["users.id"], name="fk_deliveries_user"),
        sa.PrimaryKeyConstraint("id", name="pk_deliveries"),
    )
    op.create_index("ix_deliveries_user", "deliveries", ["user", "created_at", "id"])
    op.create_index("ix_deliveries_created_at", "deliveries", ["created_at"])
    _partial_index(
        "ix_deliveries_pending", "deliveries", ["send_at", "id"], "state = 'pending'"
    )


def _preferences() -> None:
    op.create_table(
        "preferences",
        sa.Column("user", sa.LargeBinary(), nullable=False),
        sa.Column("mail", sa.Text(), nullable=False),
        sa.Column("messenger", sa.Text(), nullable=False),
        sa.Column("feed", sa.LargeBinary()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["user"], ["users.id"], name="fk_preferences_user"),
        sa.PrimaryKeyConstraint("user", name="pk_preferences"),
    )
    op.create_index("ix_preferences_feed", "preferences", ["feed"], unique=True)


def _partial_index(name: str, of: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, of, columns, sqlite_where=where, postgresql_where=where)
