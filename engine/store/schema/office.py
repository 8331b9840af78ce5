"""The office: people, roles, tokens, calendars, settings and its machines."""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    UniqueConstraint,
)

from engine.domain.identity import AssignmentKind, Right
from engine.store.schema.base import METADATA
from engine.store.types import (
    Identifier,
    JsonText,
    PackedJson,
    PlainText,
    UtcInstant,
    Word,
    WordSet,
)

users = Table(
    "users",
    METADATA,
    Column("id", Identifier, primary_key=True),
    Column("login", PlainText, nullable=False),
    Column("name", PlainText, nullable=False),
    Column("nip", PlainText, nullable=False),
    Column("rank", PlainText, nullable=False),
    Column("email", PlainText, nullable=False),
    Column("language", PlainText, nullable=False),
    Column("password", PlainText),
    Column("active", Boolean, nullable=False),
    Column("stand_in", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("login"),
)

roles = Table(
    "roles",
    METADATA,
    Column("key", PlainText, primary_key=True),
    Column("name", PlainText, nullable=False),
    Column("rights", WordSet(Right), nullable=False),
    Column("section", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)

assignments = Table(
    "assignments",
    METADATA,
    Column("id", Identifier, primary_key=True),
    Column("user", Identifier, ForeignKey("users.id"), nullable=False),
    Column("role", PlainText, ForeignKey("roles.key"), nullable=False),
    Column("kind", Word(AssignmentKind), nullable=False),
    Column("title", PlainText, nullable=False),
    Column("letter", PlainText, nullable=False),
    Column("letter_date", PlainText, nullable=False),
    Column("valid_from", UtcInstant),
    Column("valid_until", UtcInstant),
    Column("version", Integer, nullable=False),
    Index("ix_assignments_user", "user"),
    Index("ix_assignments_role", "role"),
)

tokens = Table(
    "tokens",
    METADATA,
    Column("id", Identifier, primary_key=True),
    Column("user", Identifier, ForeignKey("users.id"), nullable=False),
    Column("name", PlainText, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Column("created_at", UtcInstant, nullable=False),
    Column("expires_at", UtcInstant),
    Column("revoked_at", UtcInstant),
    UniqueConstraint("hash"),
    Index("ix_tokens_user", "user"),
)

calendars = Table(
    "calendars",
    METADATA,
    Column("key", PlainText, primary_key=True),
    Column("content", JsonText, nullable=False),
    Column("version", Integer, nullable=False),
)

office_settings = Table(
    "office_settings",
    METADATA,
    Column("key", PlainText, primary_key=True),
    Column("value", JsonText),
    Column("version", Integer, nullable=False),
)

idempotency_keys = Table(
    "idempotency_keys",
    METADATA,
    Column("scope", PlainText, primary_key=True),
    Column("key", PlainText, primary_key=True),
    Column("request_hash", PlainText, nullable=False),
    Column("response", PackedJson),
    Column("at", UtcInstant, nullable=False),
    Index("ix_idempotency_keys_at", "at"),
)

counters = Table(
    "counters",
    METADATA,
    Column("key", PlainText, primary_key=True),
    Column("last", Integer, nullable=False),
)

workers = Table(
    "workers",
    METADATA,
    Column("id", PlainText, primary_key=True),
    Column("kind", PlainText, nullable=False),
    Column("seen_at", UtcInstant, nullable=False),
    Column("reaps", Integer, nullable=False),
)
