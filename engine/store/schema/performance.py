"""Performance data: indicators, their targets and realisations.

A target or realisation is never overwritten: each change is a revision more,
and the highest one counts.
"""

from sqlalchemy import (
    Boolean,
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
)

from engine.store.schema.base import METADATA
from engine.store.types import Identifier, JsonText, PlainText, UtcInstant

indicators = Table(
    "indicators",
    METADATA,
    Column("id", Identifier, primary_key=True),
    Column("code", PlainText, nullable=False),
    Column("year", Integer, nullable=False),
    Column("level", PlainText, nullable=False),
    Column("parent", Identifier, ForeignKey("indicators.id")),
    Column("objective", PlainText, nullable=False),
    Column("name", PlainText, nullable=False),
    Column("unit", PlainText, nullable=False),
    Column("direction", PlainText, nullable=False),
    Column("aggregation", PlainText, nullable=False),
    Column("section", PlainText, nullable=False),
    Column("details", JsonText, nullable=False),
    Column("example", Boolean, nullable=False),
    Column("active", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
    UniqueConstraint("year", "code"),
)

targets = Table(
    "targets",
    METADATA,
    Column("indicator", Identifier, ForeignKey("indicators.id"), primary_key=True),
    Column("period", PlainText, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("value", PlainText, nullable=False),
    Column("reason", PlainText, nullable=False),
    Column("set_by", Identifier, nullable=False),
    Column("set_at", UtcInstant, nullable=False),
)

realisations = Table(
    "realisations",
    METADATA,
    Column("indicator", Identifier, ForeignKey("indicators.id"), primary_key=True),
    Column("period", PlainText, primary_key=True),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("value", PlainText),
    Column("remark", PlainText, nullable=False),
    Column("evidence", JsonText),
    Column("instance", Identifier, ForeignKey("instances.id")),
    Column("task", Identifier, ForeignKey("tasks.id")),
    Column("reason", PlainText, nullable=False),
    Column("recorded_by", Identifier, nullable=False),
    Column("recorded_at", UtcInstant, nullable=False),
    Index("ix_realisations_period", "period"),
)
