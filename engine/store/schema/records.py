"""What the office keeps: the audit chain, documents, registers of numbers."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    UniqueConstraint,
    text,
)

from engine.domain.documents import DocumentState
from engine.store.schema.base import METADATA
from engine.store.types import (
    Identifier,
    PlainText,
    UtcInstant,
    Whole,
    Word,
)

# Who acted, under which name, in whose place: once, instead of in every event.
# No row is ever changed or deleted; another name of a person is another row.
audit_actors = Table(
    "audit_actors",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("actor", Identifier, nullable=False),
    Column("actor_name", PlainText, nullable=False),
    Column("on_behalf", PlainText, nullable=False),
    UniqueConstraint("actor", "actor_name", "on_behalf"),
)

audit_events = Table(
    "audit_events",
    METADATA,
    # No foreign keys: a fact stays a fact whatever becomes of its subject. The
    # link before it is the hash of the row before it, so it is not kept twice.
    Column("sequence", Whole, primary_key=True, autoincrement=False),
    Column("at", UtcInstant, nullable=False),
    Column("actor", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("instance", Identifier),
    Column("task", Identifier),
    Column("body", LargeBinary, nullable=False),  # kind and facts, packed
    Index(
        "ix_audit_events_instance",
        # Alone: equal keys share their room, and a case's events are soon sorted.
        "instance",
        sqlite_where=text("instance IS NOT NULL"),
        postgresql_where=text("instance IS NOT NULL"),
    ),
)

audit_head = Table(
    "audit_head",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("sequence", Whole, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    CheckConstraint("id = 1", name="one_row"),
)

contents = Table(
    "contents",
    METADATA,
    Column("sha256", LargeBinary, primary_key=True),
    Column("media_type", PlainText, nullable=False),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

documents = Table(
    "documents",
    METADATA,
    Column("id", Identifier, primary_key=True),
    Column("instance", Identifier, ForeignKey("instances.id"), nullable=False),
    Column("task", Identifier, ForeignKey("tasks.id"), nullable=False),
    Column("name", PlainText, nullable=False),
    Column("state", Word(DocumentState), nullable=False),
    Column("created_at", UtcInstant, nullable=False),
    Column("template", PlainText),
    Column("revision", Integer, nullable=False),
    Column("media_type", PlainText, nullable=False),
    Column("sha256", PlainText, nullable=False),
    Column("size", Integer, nullable=False),
    Column("number", PlainText, nullable=False),
    Column("classification", PlainText, nullable=False),
    Column("superseded", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    Index("ix_documents_instance", "instance"),
    Index("ix_documents_created", "created_at", "id"),
    Index(
        "ix_documents_pending",
        "created_at",
        sqlite_where=text("state = 'pending'"),
        postgresql_where=text("state = 'pending'"),
    ),
    Index(
        "ix_documents_sha256",
        "sha256",
        sqlite_where=text("sha256 <> ''"),
        postgresql_where=text("sha256 <> ''"),
    ),
)

registers = Table(
    "registers",
    METADATA,
    Column("key", PlainText, primary_key=True),
    Column("name", PlainText, nullable=False),
    Column("pattern", PlainText, nullable=False),
    Column("classification", PlainText, nullable=False),
    Column("unit", PlainText, nullable=False),
    Column("version", Integer, nullable=False),
)

register_counters = Table(
    "register_counters",
    METADATA,
    Column("register", PlainText, ForeignKey("registers.key"), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("simulated", Boolean, primary_key=True),
    Column("last", Integer, nullable=False),
)

register_voids = Table(
    "register_voids",
    METADATA,
    Column("register", PlainText, ForeignKey("registers.key"), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("simulated", Boolean, primary_key=True),
    Column("sequence", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcInstant, nullable=False),
    Column("reason", PlainText, nullable=False),
)
