"""Drafts of SOPs and their history."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "sop_drafts",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("base_version", sa.Integer()),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("author", sa.LargeBinary(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("editor", sa.LargeBinary(), nullable=False),
        sa.Column("editor_name", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("edited_at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_sop_drafts"),
    )
    op.create_table(
        "sop_draft_revisions",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("author", sa.LargeBinary(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("diagram", sa.LargeBinary(), nullable=False),
        sa.Column("forms", sa.LargeBinary(), nullable=False),
        sa.Column("templates", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["key"], ["sop_drafts.key"], name="fk_sop_draft_revisions_key"
        ),
        sa.PrimaryKeyConstraint("key", "revision", name="pk_sop_draft_revisions"),
    )
