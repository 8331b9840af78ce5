"""Actions that were promised, and what the archive keeps of documents."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables."""
    _actions()
    _notes()
    _keeping()
    _destructions()


def _actions() -> None:
    op.create_table(
        "actions",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("instance", sa.LargeBinary(), nullable=False),
        sa.Column("task", sa.LargeBinary(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("role", sa.Text()),
        sa.Column("responsible", sa.Text(), nullable=False),
        sa.Column("due", sa.Text()),
        sa.Column("indicator", sa.Text(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("remind_at", sa.BigInteger()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance"], ["instances.id"], name="fk_actions_instance"
        ),
        sa.ForeignKeyConstraint(["task"], ["tasks.id"], name="fk_actions_task"),
        sa.PrimaryKeyConstraint("id", name="pk_actions"),
    )
    op.create_index("ix_actions_instance", "actions", ["instance"])
    _partial_index("ix_actions_open", "actions", ["due", "id"], "state = 'open'")
    _partial_index("ix_actions_remind", "actions", ["remind_at"], "state = 'open'")


def _notes() -> None:
    op.create_table(
        "action_notes",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("action", sa.LargeBinary(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("author", sa.LargeBinary(), nullable=False),
        sa.Column("author_name", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("progress", sa.Integer(), nullable=False),
        sa.Column("evidence", sa.LargeBinary()),
        sa.ForeignKeyConstraint(
            ["action"], ["actions.id"], name="fk_action_notes_action"
        ),
        sa.ForeignKeyConstraint(
            ["author"], ["users.id"], name="fk_action_notes_author"
        ),
        sa.ForeignKeyConstraint(
            ["evidence"], ["documents.id"], name="fk_action_notes_evidence"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_action_notes"),
    )
    op.create_index("ix_action_notes_action", "action_notes", ["action", "place"])


def _keeping() -> None:
    op.create_table(
        "document_texts",
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name="fk_document_texts_document"
        ),
        sa.PrimaryKeyConstraint("document", name="pk_document_texts"),
    )
    op.create_table(
        "paper_places",
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("by_name", sa.Text(), nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name="fk_paper_places_document"
        ),
        sa.PrimaryKeyConstraint("document", name="pk_paper_places"),
    )


def _destructions() -> None:
    op.create_table(
        "destructions",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.LargeBinary(), nullable=False),
        sa.Column("proposed_name", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("cases", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.LargeBinary()),
        sa.Column("decided_name", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.BigInteger()),
        sa.Column("record", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["users.id"], name="fk_destructions_proposed_by"
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["users.id"], name="fk_destructions_decided_by"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_destructions"),
        sa.UniqueConstraint("year", "number", name="uq_destructions_year_number"),
    )
    proposed = sa.text("state = 'proposed'")
    op.create_index(
        "ix_destructions_proposed",
        "destructions",
        ["state"],
        unique=True,
        sqlite_where=proposed,
        postgresql_where=proposed,
    )


def _partial_index(name: str, of: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, of, columns, sqlite_where=where, postgresql_where=where)
