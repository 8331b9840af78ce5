"""Signatures, and the keys that the office keeps."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; files are found by their hash from now on."""
    _partial_index("ix_documents_sha256", "documents", ["sha256"], "sha256 <> ''")
    _keys()
    _signatures()


def _keys() -> None:
    op.create_table(
        "signing_keys",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("owner", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.BigInteger(), nullable=False),
        sa.Column("valid_until", sa.BigInteger(), nullable=False),
        sa.Column("certified", sa.Boolean(), nullable=False),
        sa.Column("added_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger()),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_signing_keys"),
    )
    in_use = sa.text("ended_at IS NULL")
    op.create_index(
        "ix_signing_keys_owner",
        "signing_keys",
        ["owner"],
        unique=True,
        sqlite_where=in_use,
        postgresql_where=in_use,
    )


def _signatures() -> None:
    op.create_table(
        "signatures",
        sa.Column("id", sa.LargeBinary(), nullable=False),
        sa.Column("document", sa.LargeBinary(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("signer", sa.LargeBinary()),
        sa.Column("signer_name", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("nip", sa.Text(), nullable=False),
        sa.Column("method", sa.Text()),
        sa.Column("signed_at", sa.BigInteger()),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.Text(), nullable=False),
        sa.Column("certified", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name="fk_signatures_document"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_signatures"),
        sa.UniqueConstraint("document", "place", name="uq_signatures_document_place"),
    )
    op.create_index("ix_signatures_before", "signatures", ["before"])
    op.create_index("ix_signatures_after", "signatures", ["after"])
    _partial_index(
        "ix_signatures_waiting", "signatures", ["created_at"], "state = 'waiting'"
    )


def _partial_index(name: str, of: str, columns: list[str], condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, of, columns, sqlite_where=where, postgresql_where=where)
