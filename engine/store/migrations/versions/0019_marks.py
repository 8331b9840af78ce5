"""Open tasks by role and holder carry the instant that marks a pile of the inbox.

Counting a pile adds these instants up; without them in the index each counted task
was looked up in its table, of a million rows from all over the file.
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

_INDEXES = (
    ("ix_tasks_shared", "role", "state = 'ready' AND NOT simulated"),
    ("ix_tasks_held", "assignee", "state = 'claimed' AND NOT simulated"),
)


def upgrade() -> None:
    """Make both indexes anew."""
    for name, whose, condition in _INDEXES:
        op.drop_index(name, "tasks")
        op.create_index(
            name,
            "tasks",
            [whose, "due_at", "id", "ready_at"],
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )
