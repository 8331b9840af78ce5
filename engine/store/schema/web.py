"""Who is signed in at a browser, and how often somebody tried to."""

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table

from engine.store.schema.base import METADATA
from engine.store.types import Identifier, UtcInstant

web_sessions = Table(
    "web_sessions",
    METADATA,
    Column("hash", LargeBinary, primary_key=True),
    Column("user", Identifier, ForeignKey("users.id"), nullable=False),
    Column("password_mark", LargeBinary, nullable=False),
    Column("opened_at", UtcInstant, nullable=False),
    Column("seen_at", UtcInstant, nullable=False),
    Index("ix_web_sessions_user", "user"),
)

login_attempts = Table(
    "login_attempts",
    METADATA,
    Column("subject", LargeBinary, primary_key=True),
    Column("attempts", Integer, nullable=False),
    Column("since", UtcInstant, nullable=False),
)
