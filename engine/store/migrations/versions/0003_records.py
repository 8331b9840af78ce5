"""The audit chain, documents and registers of numbers."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; there is no way back but a backup."""
    _audit_actors()
    _audit_events()
    _audit_head()
    _contents()
    _documents()
    _registers()
    _register_counters()
    _register_voids()


def _audit_actors() -> None:
    op.create_table(
        "audit_actors",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("actor", sa.LargeBinary(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("on_behalf", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_audit_actors"),
        sa.UniqueConstraint(
            "actor",
            "actor_name",
            "on_behalf",
            name="uq_audit_actors_actor_actor_name_on_behalf",
        ),
    )


def _audit_events() -> None:
    op.create_table(
        "audit_events",
        sa.Column(
            "sequence",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("actor", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("instance", sa.LargeBinary()),
        sa.Column("task", sa.LargeBinary()),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sequence", name="pk_audit_events"),
    )
    op.create_index(
        "ix_audit_events_instance",
        "audit_events",
        ["instance"],
        sqlite_where=sa.text("instance IS NOT NULL"),
        postgresql_where=sa.text("instance IS NOT NULL"),
    )


def _audit_head() -> None:
    op.create_table(
        "audit_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column(
            "sequence",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            nullable=False,
        ),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("id = 1", name="ck_audit_head_one_row"),
        sa.PrimaryKeyConstraint("id", name="pk_audit_head"),
    )


def _contents() -> None:
    op.create_table(
        "contents",
        sa.Column("sha256", sa.LargeBinary(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("sha256", name="pk_contents"),
    )


def _documents() -> None:
    op.create_table(
        "documents",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("instance", sa.LargeBinary(), nullable=False),
        sa.Column("task", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("template", sa.Text()),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("classification", sa.Text(), nullable=False),
        sa.Column("superseded", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance"], ["instances.id"], name="fk_documents_instance"
        ),
        sa.ForeignKeyConstraint(["task"], ["tasks.id"], name="fk_documents_task"),
        sa.PrimaryKeyConstraint("id", name="pk_documents"),
    )
    op.create_index("ix_documents_instance", "documents", ["instance"])
    op.create_index(
        "ix_documents_pending",
        "documents",
        ["created_at"],
        sqlite_where=sa.text("state = 'pending'"),
        postgresql_where=sa.text("state = 'pending'"),
    )


def _registers() -> None:
    op.create_table(
        "registers",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("pattern", sa.Text(), nullable=False),
        sa.Column("classification", sa.Text(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("key", name="pk_registers"),
    )


def _register_counters() -> None:
    op.create_table(
        "register_counters",
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["register"], ["registers.key"], name="fk_register_counters_register"
        ),
        sa.PrimaryKeyConstraint(
            "register", "year", "simulated", name="pk_register_counters"
        ),
    )


def _register_voids() -> None:
    op.create_table(
        "register_voids",
        sa.Column("register", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("simulated", sa.Boolean(), nullable=False),
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["register"], ["registers.key"], name="fk_register_voids_register"
        ),
        sa.PrimaryKeyConstraint(
            "register", "year", "simulated", "sequence", name="pk_register_voids"
        ),
    )
