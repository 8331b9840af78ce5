"""SOPs, cases, tasks and what hangs on them."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; there is no way back but a backup."""
    _definitions()
    _instances()
    _tasks()
    _indexes_of_tasks()
    _clock_intervals()
    _timers()
    _drafts()
    _comments()
    _incidents()


def _definitions() -> None:
    op.create_table(
        "definitions",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("file", sa.Text(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("checksum", sa.Text(), nullable=False),
        sa.Column("author", sa.LargeBinary(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("deployed_at", sa.BigInteger(), nullable=False),
        sa.Column("calendar", sa.Text(), nullable=False),
        sa.Column("roles", sa.Text(), nullable=False),
        sa.Column("known", sa.Text(), nullable=False),
        sa.Column("xml", sa.LargeBinary(), nullable=False),
        sa.Column("forms", sa.LargeBinary(), nullable=False),
        sa.Column("templates", sa.LargeBinary(), nullable=False),
        sa.Column("retired_at", sa.BigInteger()),
        sa.PrimaryKeyConstraint("id", name="pk_definitions"),
        sa.UniqueConstraint("key", "version", name="uq_definitions_key_version"),
    )


def _instances() -> None:
    op.create_table(
        "instances",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("definition", sa.LargeBinary(), nullable=False),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("snapshot", sa.LargeBinary(), nullable=False),
        sa.Column("calendar", sa.Text(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("started_by", sa.LargeBinary(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("visits", sa.LargeBinary(), nullable=False),
        sa.Column("parent", sa.LargeBinary()),
        sa.Column("parent_token", sa.LargeBinary()),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["definition"], ["definitions.id"], name="fk_instances_definition"
        ),
        sa.ForeignKeyConstraint(
            ["parent"], ["instances.id"], name="fk_instances_parent"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_instances"),
        sa.UniqueConstraint(
            "simulated", "number", name="uq_instances_simulated_number"
        ),
    )
    op.create_index(
        "ix_instances_parent",
        "instances",
        ["parent"],
        sqlite_where=sa.text("parent IS NOT NULL"),
        postgresql_where=sa.text("parent IS NOT NULL"),
    )


def _tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("instance", sa.LargeBinary(), nullable=False),
        sa.Column("ready_at", sa.BigInteger(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("claimed_at", sa.BigInteger()),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("paused_at", sa.BigInteger()),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("item_index", sa.Integer()),
        sa.Column("standard_seconds", sa.Integer()),
        sa.Column("paused_seconds", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("lane", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("item", sa.Text()),
        sa.Column("assignee", sa.LargeBinary()),
        sa.Column("assignee_name", sa.Text(), nullable=False),
        sa.Column("assignee_kind", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("completion_key", sa.Text()),
        sa.ForeignKeyConstraint(
            ["instance"], ["instances.id"], name="fk_tasks_instance"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_tasks"),
    )


def _indexes_of_tasks() -> None:
    op.create_index(
        "ix_tasks_ended",
        "tasks",
        ["assignee", "ended_at"],
        sqlite_where=sa.text(
            "ended_at IS NOT NULL AND assignee IS NOT NULL AND NOT simulated"
        ),
        postgresql_where=sa.text(
            "ended_at IS NOT NULL AND assignee IS NOT NULL AND NOT simulated"
        ),
    )
    op.create_index(
        "ix_tasks_held",
        "tasks",
        ["assignee", "due_at", "id"],
        sqlite_where=sa.text("state = 'claimed' AND NOT simulated"),
        postgresql_where=sa.text("state = 'claimed' AND NOT simulated"),
    )
    op.create_index("ix_tasks_instance", "tasks", ["instance"])
    op.create_index(
        "ix_tasks_open",
        "tasks",
        ["due_at", "id"],
        sqlite_where=sa.text("ended_at IS NULL AND NOT simulated"),
        postgresql_where=sa.text("ended_at IS NULL AND NOT simulated"),
    )
    op.create_index(
        "ix_tasks_shared",
        "tasks",
        ["role", "due_at", "id"],
        sqlite_where=sa.text("state = 'ready' AND NOT simulated"),
        postgresql_where=sa.text("state = 'ready' AND NOT simulated"),
    )


def _clock_intervals() -> None:
    op.create_table(
        "clock_intervals",
        sa.Column("task", sa.LargeBinary(), nullable=False),
        sa.Column("started_at", sa.BigInteger(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=False),
        sa.Column("working_seconds", sa.Integer(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["task"], ["tasks.id"], name="fk_clock_intervals_task"),
        sa.PrimaryKeyConstraint(
            "task", "started_at", "kind", "ended_at", name="pk_clock_intervals"
        ),
        sqlite_with_rowid=False,
    )


def _timers() -> None:
    op.create_table(
        "timers",
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("instance", sa.LargeBinary(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("due_at", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance"], ["instances.id"], name="fk_timers_instance"
        ),
        sa.PrimaryKeyConstraint("token", name="pk_timers"),
    )
    op.create_index("ix_timers_due_at", "timers", ["due_at"])
    op.create_index("ix_timers_instance", "timers", ["instance"])


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("task", sa.LargeBinary(), nullable=False),
        sa.Column("user", sa.LargeBinary(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("saved_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["task"], ["tasks.id"], name="fk_drafts_task"),
        sa.ForeignKeyConstraint(["user"], ["users.id"], name="fk_drafts_user"),
        sa.PrimaryKeyConstraint("task", "user", name="pk_drafts"),
    )


def _comments() -> None:
    op.create_table(
        "comments",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("instance", sa.LargeBinary(), nullable=False),
        sa.Column("task", sa.LargeBinary()),
        sa.Column("author", sa.LargeBinary(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance"], ["instances.id"], name="fk_comments_instance"
        ),
        sa.ForeignKeyConstraint(["task"], ["tasks.id"], name="fk_comments_task"),
        sa.PrimaryKeyConstraint("id", name="pk_comments"),
    )
    op.create_index("ix_comments_instance", "comments", ["instance"])


def _incidents() -> None:
    op.create_table(
        "incidents",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("instance", sa.LargeBinary()),
        sa.Column("task", sa.LargeBinary()),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger()),
        sa.Column("closed_by", sa.LargeBinary()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance"], ["instances.id"], name="fk_incidents_instance"
        ),
        sa.ForeignKeyConstraint(["task"], ["tasks.id"], name="fk_incidents_task"),
        sa.PrimaryKeyConstraint("id", name="pk_incidents"),
    )
    op.create_index("ix_incidents_instance", "incidents", ["instance"])
    op.create_index(
        "uq_incidents_open_key",
        "incidents",
        ["kind", "key"],
        unique=True,
        sqlite_where=sa.text("closed_at IS NULL"),
        postgresql_where=sa.text("closed_at IS NULL"),
    )
