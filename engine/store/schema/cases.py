"""Cases: instances, their tasks, clocks, timers, and what people wrote on them.

Indexes are partial wherever only open rows are looked for: a finished case
costs no room in them, and a million of them no time.
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

from engine.domain.clocks import ClockKind
from engine.domain.diagram import WaitKind
from engine.domain.identity import AssignmentKind
from engine.domain.instances import InstanceState
from engine.domain.tasks import TaskState
from engine.store.schema.base import METADATA
from engine.store.types import (
    DueInstant,
    Identifier,
    JsonText,
    PackedJson,
    PlainText,
    UtcInstant,
    Whole,
    Word,
)

IS_OPEN = "ended_at IS NULL AND NOT simulated"

instances = Table(
    "instances",
    METADATA,
    Column("id", Identifier, primary_key=True),
    Column("number", Integer, nullable=False),
    Column("definition", Identifier, ForeignKey("definitions.id"), nullable=False),
    Column("process", PlainText, nullable=False),
    Column("title", PlainText, nullable=False),
    Column("state", Word(InstanceState), nullable=False),
    Column("snapshot", LargeBinary, nullable=False),
    Column("calendar", PlainText, nullable=False),
    Column("started_at", UtcInstant, nullable=False),
    Column("started_by", Identifier, nullable=False),
    Column("period", PlainText, nullable=False),
    Column("data", LargeBinary, nullable=False),  # the case file
    Column("visits", PackedJson, nullable=False),
    Column("parent", Identifier, ForeignKey("instances.id")),
    Column("parent_token", Identifier),
    Column("simulated", Boolean, nullable=False),
    Column("ended_at", UtcInstant),
    Column("reason", PlainText, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("simulated", "number"),
    Index(
        "ix_instances_parent",
        "parent",
        sqlite_where=text("parent IS NOT NULL"),
        postgresql_where=text("parent IS NOT NULL"),
    ),
    Index(
        "ix_instances_open",
        *("number", "id", "definition", "state"),
        sqlite_where=text(IS_OPEN),
        postgresql_where=text(IS_OPEN),
    ),
)

IS_SHARED = "state = 'ready' AND NOT simulated"
IS_HELD = "state = 'claimed' AND NOT simulated"
IS_WATCHED = "warn_at IS NOT NULL AND ended_at IS NULL AND NOT simulated"
HAS_ENDED = "ended_at IS NOT NULL AND assignee IS NOT NULL AND NOT simulated"

# What all tasks of a step say alike. The id is a digest of the other columns.
steps = Table(
    "steps",
    METADATA,
    Column("id", Whole, primary_key=True, autoincrement=False),
    Column("process", PlainText, nullable=False),
    Column("element", PlainText, nullable=False),
    Column("name", PlainText, nullable=False),
    Column("kind", Word(WaitKind), nullable=False),
    Column("lane", PlainText, nullable=False),
)

tasks = Table(
    "tasks",
    METADATA,
    # Numbers stand together: PostgreSQL fills up to their size before each.
    Column("id", Identifier, primary_key=True),
    Column("instance", Identifier, ForeignKey("instances.id"), nullable=False),
    Column("ready_at", UtcInstant, nullable=False),
    Column("due_at", DueInstant, nullable=False),
    Column("step", Whole, ForeignKey("steps.id"), nullable=False),
    Column("claimed_at", UtcInstant),
    Column("ended_at", UtcInstant),
    Column("paused_at", UtcInstant),
    Column("round", Integer, nullable=False),
    Column("item_index", Integer),
    Column("standard_seconds", Integer),
    Column("paused_seconds", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("simulated", Boolean, nullable=False),
    Column("token", Identifier, nullable=False),
    Column("role", PlainText, nullable=False),
    Column("state", Word(TaskState), nullable=False),
    Column("item", JsonText),
    Column("warn_at", UtcInstant),
    Column("assignee", Identifier),
    Column("assignee_name", PlainText, nullable=False),
    Column("assignee_kind", Word(AssignmentKind), nullable=False),
    Column("decision", PlainText),
    Column("reason", PlainText, nullable=False),
    Column("completion_key", PlainText),
    Index("ix_tasks_instance", "instance"),
    *(
        Index(
            name,
            *columns,
            sqlite_where=text(condition),
            postgresql_where=text(condition),
        )
        for name, columns, condition in (
            ("ix_tasks_shared", ("role", "due_at", "id", "ready_at"), IS_SHARED),
            ("ix_tasks_held", ("assignee", "due_at", "id", "ready_at"), IS_HELD),
            ("ix_tasks_open", ("due_at", "id"), IS_OPEN),
            ("ix_tasks_watched", ("warn_at", "id"), IS_WATCHED),
            ("ix_tasks_ended", ("assignee", "ended_at"), HAS_ENDED),
        )
    ),
)

clock_intervals = Table(
    "clock_intervals",
    METADATA,
    # A second interval of the same kind over the same seconds says nothing new.
    Column("task", Identifier, ForeignKey("tasks.id"), primary_key=True),
    Column("started_at", UtcInstant, primary_key=True),
    Column("kind", Word(ClockKind), primary_key=True),
    Column("ended_at", UtcInstant, primary_key=True),
    Column("working_seconds", Integer, nullable=False),
    Column("reason", PlainText, nullable=False),
    sqlite_with_rowid=False,
)

timers = Table(
    "timers",
    METADATA,
    Column("token", Identifier, primary_key=True),  # unlike any other case's
    Column("instance", Identifier, ForeignKey("instances.id"), nullable=False),
    Column("element", PlainText, nullable=False),
    Column("due_at", UtcInstant, nullable=False),
    Column("text", PlainText, nullable=False),
    Index("ix_timers_due_at", "due_at"),
    Index("ix_timers_instance", "instance"),
)

drafts = Table(
    "drafts",
    METADATA,
    Column("task", Identifier, ForeignKey("tasks.id"), primary_key=True),
    Column("user", Identifier, ForeignKey("users.id"), primary_key=True),
    Column("data", PackedJson, nullable=False),
    Column("saved_at", UtcInstant, nullable=False),
    Column("version", Integer, nullable=False),
)

comments = Table(
    "comments",
    METADATA,
    Column("id", Identifier, primary_key=True),
    Column("instance", Identifier, ForeignKey("instances.id"), nullable=False),
    Column("task", Identifier, ForeignKey("tasks.id")),
    Column("author", Identifier, nullable=False),
    Column("author_name", PlainText, nullable=False),
    Column("text", PlainText, nullable=False),
    Column("at", UtcInstant, nullable=False),
    Index("ix_comments_instance", "instance"),
)

incidents = Table(
    "incidents",
    METADATA,
    Column("id", Identifier, primary_key=True),
    Column("kind", PlainText, nullable=False),
    Column("key", PlainText, nullable=False),
    Column("instance", Identifier, ForeignKey("instances.id")),
    Column("task", Identifier, ForeignKey("tasks.id")),
    Column("code", PlainText, nullable=False),
    Column("facts", JsonText, nullable=False),
    Column("payload", JsonText, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("opened_at", UtcInstant, nullable=False),
    Column("closed_at", UtcInstant),
    Column("closed_by", Identifier),
    Column("version", Integer, nullable=False),
    Index("ix_incidents_instance", "instance"),
    Index(
        "uq_incidents_open_key",
        "kind",
        "key",
        unique=True,
        sqlite_where=text("closed_at IS NULL"),
        postgresql_where=text("closed_at IS NULL"),
    ),
)
