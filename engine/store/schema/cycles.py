"""Cycles: up to where they were seen to, and what became of each occurrence."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, UniqueConstraint, text

from engine.domain.cycles import StartState
from engine.store.schema.base import METADATA
from engine.store.types import Identifier, PlainText, UtcInstant, Word

cycle_cursors = Table(
    "cycle_cursors",
    METADATA,
    Column("process", PlainText, primary_key=True),
    Column("element", PlainText, primary_key=True),
    Column("text", PlainText, nullable=False),
    Column("anchor", UtcInstant, nullable=False),
    Column("upto", UtcInstant, nullable=False),
)

cycle_starts = Table(
    "cycle_starts",
    METADATA,
    Column("id", Identifier, primary_key=True),
    Column("process", PlainText, nullable=False),
    Column("element", PlainText, nullable=False),
    Column("key", PlainText, nullable=False),
    Column("state", Word(StartState), nullable=False),
    Column("planned_at", UtcInstant, nullable=False),
    Column("due_at", UtcInstant, nullable=False),
    Column("at", UtcInstant, nullable=False),
    Column("by", Identifier, nullable=False),
    Column("by_name", PlainText, nullable=False),
    Column("instance", Identifier, ForeignKey("instances.id")),
    Column("reason", PlainText, nullable=False),
    Column("version", Integer, nullable=False),
    # What makes two schedulers start one case: the second meets this row.
    UniqueConstraint("process", "element", "key"),
    Index("ix_cycle_starts_due_at", "due_at", "id"),
    Index(
        "ix_cycle_starts_waiting",
        "due_at",
        sqlite_where=text("state IN ('missed', 'failed')"),
        postgresql_where=text("state IN ('missed', 'failed')"),
    ),
)
