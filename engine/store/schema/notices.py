"""Notices, their deliveries, and what people chose of both.

A notice names its case and task without a foreign key: checking one would lock
the case's row, and who warns must never wait for an officer at work.
"""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, text

from engine.domain.notices import Channel, DeliveryState, MailChoice, NoticeKind
from engine.store.schema.base import METADATA
from engine.store.types import Identifier, JsonText, PlainText, UtcInstant, Word

IS_UNREAD = "read_at IS NULL"
IS_PENDING = "state = 'pending'"

notices = Table(
    "notices",
    METADATA,
    Column("id", Identifier, primary_key=True),
    Column("user", Identifier, ForeignKey("users.id"), nullable=False),
    Column("kind", Word(NoticeKind), nullable=False),
    Column("at", UtcInstant, nullable=False),
    Column("task", Identifier, nullable=False),
    Column("instance", Identifier, nullable=False),
    Column("facts", JsonText, nullable=False),
    Column("read_at", UtcInstant),
    Index("ix_notices_user", "user", "at", "id"),
    Index("ix_notices_at", "at"),
    Index(
        "ix_notices_unread",
        "user",
        "task",
        sqlite_where=text(IS_UNREAD),
        postgresql_where=text(IS_UNREAD),
    ),
)

deliveries = Table(
    "deliveries",
    METADATA,
    Column("id", Identifier, primary_key=True),
    Column("user", Identifier, ForeignKey("users.id")),
    Column("channel", Word(Channel), nullable=False),
    Column("state", Word(DeliveryState), nullable=False),
    Column("send_at", UtcInstant, nullable=False),
    Column("created_at", UtcInstant, nullable=False),
    Column("notice", Identifier),
    Column("facts", JsonText),
    Column("attempts", Integer, nullable=False),
    Column("rounds", Integer, nullable=False),
    Column("error", PlainText, nullable=False),
    Column("sent_at", UtcInstant),
    Column("version", Integer, nullable=False),
    Index("ix_deliveries_user", "user", "created_at", "id"),
    Index("ix_deliveries_created_at", "created_at"),
    Index(
        "ix_deliveries_pending",
        "send_at",
        "id",
        sqlite_where=text(IS_PENDING),
        postgresql_where=text(IS_PENDING),
    ),
)

preferences = Table(
    "preferences",
    METADATA,
    Column("user", Identifier, ForeignKey("users.id"), primary_key=True),
    Column("mail", Word(MailChoice), nullable=False),
    Column("messenger", PlainText, nullable=False),
    Column("feed", LargeBinary),
    Column("version", Integer, nullable=False),
    Index("ix_preferences_feed", "feed", unique=True),
)
