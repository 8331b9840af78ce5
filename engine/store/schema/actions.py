"""Actions that were promised, and what was told of them."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, text

from engine.domain.actions import ActionState
from engine.store.schema.base import METADATA
from engine.store.types import DayText, Identifier, PlainText, UtcInstant, Word

IS_OPEN = "state = 'open'"

actions = Table(
    "actions",
    METADATA,
    Column("id", Identifier, primary_key=True),
    Column("instance", Identifier, ForeignKey("instances.id"), nullable=False),
    Column("task", Identifier, ForeignKey("tasks.id"), nullable=False),
    Column("element", PlainText, nullable=False),
    Column("source", PlainText, nullable=False),
    Column("text", PlainText, nullable=False),
    Column("state", Word(ActionState), nullable=False),
    Column("created_at", UtcInstant, nullable=False),
    Column("role", PlainText),
    Column("responsible", PlainText, nullable=False),
    Column("due", DayText),
    Column("indicator", PlainText, nullable=False),
    Column("progress", Integer, nullable=False),
    Column("ended_at", UtcInstant),
    Column("remind_at", UtcInstant),
    Column("version", Integer, nullable=False),
    Index("ix_actions_instance", "instance"),
    Index(
        "ix_actions_open",
        "due",
        "id",
        sqlite_where=text(IS_OPEN),
        postgresql_where=text(IS_OPEN),
    ),
    Index(
        "ix_actions_remind",
        "remind_at",
        sqlite_where=text(IS_OPEN),
        postgresql_where=text(IS_OPEN),
    ),
)

action_notes = Table(
    "action_notes",
    METADATA,
    Column("id", Identifier, primary_key=True),
    Column("action", Identifier, ForeignKey(actions.c.id), nullable=False),
    Column("place", Integer, nullable=False),
    Column("at", UtcInstant, nullable=False),
    Column("author", Identifier, ForeignKey("users.id"), nullable=False),
    Column("author_name", PlainText, nullable=False),
    Column("text", PlainText, nullable=False),
    Column("progress", Integer, nullable=False),
    Column("evidence", Identifier, ForeignKey("documents.id")),
    Index("ix_action_notes_action", "action", "place"),
)
