"""What the archive adds to documents: their words, their paper, their end."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, UniqueConstraint, text

from engine.domain.retention import DestructionState
from engine.store.schema.base import METADATA
from engine.store.types import Identifier, PlainText, TextTuple, UtcInstant, Word

IS_PROPOSED = "state = 'proposed'"

document_texts = Table(
    "document_texts",
    METADATA,
    Column("document", Identifier, ForeignKey("documents.id"), primary_key=True),
    Column("words", PlainText, nullable=False),  # lower case, blanks single
)

paper_places = Table(
    "paper_places",
    METADATA,
    Column("document", Identifier, ForeignKey("documents.id"), primary_key=True),
    Column("place", PlainText, nullable=False),
    Column("by_name", PlainText, nullable=False),
    Column("at", UtcInstant, nullable=False),
    Column("version", Integer, nullable=False),
)

destructions = Table(
    "destructions",
    METADATA,
    Column("id", Identifier, primary_key=True),
    Column("year", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("state", Word(DestructionState), nullable=False),
    Column("proposed_by", Identifier, ForeignKey("users.id"), nullable=False),
    Column("proposed_name", PlainText, nullable=False),
    Column("proposed_at", UtcInstant, nullable=False),
    Column("reason", PlainText, nullable=False),
    Column("cases", TextTuple, nullable=False),
    Column("decided_by", Identifier, ForeignKey("users.id")),
    Column("decided_name", PlainText, nullable=False),
    Column("decided_at", UtcInstant),
    Column("record", PlainText, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("year", "number"),
    # One waits at a time, so that no case is meant twice.
    Index(
        "ix_destructions_proposed",
        "state",
        unique=True,
        sqlite_where=text(IS_PROPOSED),
        postgresql_where=text(IS_PROPOSED),
    ),
)
