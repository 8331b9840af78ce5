"""Signatures that documents owe or bear, and the keys that the office keeps.

A key's content is encrypted under the office's secret, which is never here.
"""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    UniqueConstraint,
    text,
)

from engine.domain.signing import SignatureState, SigningMethod
from engine.store.schema.base import METADATA
from engine.store.types import Identifier, PlainText, UtcInstant, Word

IS_WAITING = "state = 'waiting'"
IS_IN_USE = "ended_at IS NULL"

signing_keys = Table(
    "signing_keys",
    METADATA,
    Column("id", Identifier, primary_key=True),
    Column("owner", PlainText, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("holder", PlainText, nullable=False),
    Column("issuer", PlainText, nullable=False),
    Column("fingerprint", PlainText, nullable=False),
    Column("valid_from", UtcInstant, nullable=False),
    Column("valid_until", UtcInstant, nullable=False),
    Column("certified", Boolean, nullable=False),
    Column("added_at", UtcInstant, nullable=False),
    Column("ended_at", UtcInstant),
    Column("version", Integer, nullable=False),
    # Of two who bring a key for one owner at once, one is told so.
    Index(
        "ix_signing_keys_owner",
        "owner",
        unique=True,
        sqlite_where=text(IS_IN_USE),
        postgresql_where=text(IS_IN_USE),
    ),
)

signatures = Table(
    "signatures",
    METADATA,
    Column("id", Identifier, primary_key=True),
    Column("document", Identifier, ForeignKey("documents.id"), nullable=False),
    Column("place", Integer, nullable=False),
    Column("state", Word(SignatureState), nullable=False),
    Column("role", PlainText, nullable=False),
    Column("created_at", UtcInstant, nullable=False),
    Column("signer", Identifier),
    Column("signer_name", PlainText, nullable=False),
    Column("title", PlainText, nullable=False),
    Column("nip", PlainText, nullable=False),
    Column("method", Word(SigningMethod)),
    Column("signed_at", UtcInstant),
    Column("before", PlainText, nullable=False),
    Column("after", PlainText, nullable=False),
    Column("fingerprint", PlainText, nullable=False),
    Column("certified", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("document", "place"),
    Index("ix_signatures_before", "before"),
    Index("ix_signatures_after", "after"),
    Index(
        "ix_signatures_waiting",
        "created_at",
        sqlite_where=text(IS_WAITING),
        postgresql_where=text(IS_WAITING),
    ),
)
