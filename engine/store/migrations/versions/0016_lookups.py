"""Indexes for lists: documents by age, and the cases that are not ended."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

_IS_OPEN = "ended_at IS NULL AND NOT simulated"


def upgrade() -> None:
    """Add them; they are small beside their tables."""
    op.create_index("ix_documents_created", "documents", ["created_at", "id"])
    op.create_index(
        "ix_instances_open",
        "instances",
        ["number", "id", "definition", "state"],
        sqlite_where=sa.text(_IS_OPEN),
        postgresql_where=sa.text(_IS_OPEN),
    )
