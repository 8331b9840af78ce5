"""Facts of finished steps: an index over the log that can be made anew.

One row per ended task of a real case, without foreign keys: the log holds the
truth. What all tasks of a step share stands once, in `fact_steps`.
"""

from sqlalchemy import Boolean, Column, Index, Integer, Table, UniqueConstraint

from engine.domain.tasks import TaskState
from engine.store.schema.base import METADATA
from engine.store.types import Identifier, PlainText, UtcInstant, Word

fact_steps = Table(
    "fact_steps",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("definition", Identifier, nullable=False),
    Column("process", PlainText, nullable=False),
    Column("version", Integer, nullable=False),
    Column("element", PlainText, nullable=False),
    Column("name", PlainText, nullable=False),
    Column("lane", PlainText, nullable=False),
    Column("place", Integer),
    UniqueConstraint("definition", "element"),
)

task_facts = Table(
    "task_facts",
    METADATA,
    Column("task", Identifier, primary_key=True),
    Column("instance", Identifier, nullable=False),
    Column("ready_at", UtcInstant, nullable=False),
    Column("claimed_at", UtcInstant),
    Column("ended_at", UtcInstant, nullable=False),
    Column("due_at", UtcInstant),
    Column("step", Integer, nullable=False),
    Column("round", Integer, nullable=False),
    Column("item_index", Integer),
    Column("standard_seconds", Integer),
    Column("waiting_seconds", Integer, nullable=False),
    Column("working_seconds", Integer, nullable=False),
    Column("paused_seconds", Integer, nullable=False),
    Column("elapsed_seconds", Integer, nullable=False),
    Column("late", Boolean, nullable=False),
    Column("returned", Boolean, nullable=False),
    Column("outcome", Word(TaskState), nullable=False),
    Column("role", PlainText, nullable=False),
    Column("performer", Identifier),
    Index("ix_task_facts_step", "step", "ended_at"),
    Index("ix_task_facts_instance", "instance"),
    sqlite_with_rowid=False,
)
