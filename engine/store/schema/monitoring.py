"""What supervisors read quickly: measured times packed by month, and evaluations.

A pack holds the completed rounds of one step in one month by one officer in one
role; `stale_packs` names what changed since they were packed. Facts stand behind
both, so everything here but the evaluations can be thrown away.
"""

from sqlalchemy import Column, Integer, LargeBinary, Table, UniqueConstraint

from engine.domain.evaluations import Judgement
from engine.store.schema.base import METADATA
from engine.store.types import (
    Identifier,
    PackedBytes,
    PlainText,
    UtcInstant,
    Whole,
    Word,
)

packs = Table(
    "monitoring_packs",
    METADATA,
    Column("month", Integer, primary_key=True, autoincrement=False),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("role", PlainText, primary_key=True),
    Column("officer", Identifier, primary_key=True),
    Column("judged", Integer, nullable=False),
    Column("on_time", Integer, nullable=False),
    Column("returned", Integer, nullable=False),
    Column("waiting", Whole, nullable=False),
    Column("working", Whole, nullable=False),
    Column("paused", Whole, nullable=False),
    Column("elapsed", LargeBinary, nullable=False),  # 32 bits each, shortest first
    Column("details", PackedBytes, nullable=False),
)

stale_packs = Table(
    "monitoring_stale",
    METADATA,
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("day", Integer, primary_key=True, autoincrement=False),  # since 1970, UTC
)

evaluations = Table(
    "sop_evaluations",
    METADATA,
    Column("id", Identifier, primary_key=True),
    Column("process", PlainText, nullable=False),
    Column("half", PlainText, nullable=False),
    Column("element", PlainText, nullable=False),
    Column("judgement", Word(Judgement), nullable=False),
    Column("note", PlainText, nullable=False),
    Column("action", PlainText, nullable=False),
    Column("assessor", Identifier, nullable=False),
    Column("assessor_name", PlainText, nullable=False),
    Column("at", UtcInstant, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("process", "half", "element"),
)
