"""Performance data: indicators, their targets and realisations.

A target or realisation is never overwritten: each change is a row more, and the
highest version counts.
"""

from sqlalchemy import Boolean, Column, ForeignKey, Integer, Table

from engine.domain.indicators import Aggregation, Direction, Level, LowerFormula
from engine.store.schema.base import METADATA
from engine.store.types import (
    DecimalText,
    Identifier,
    PlainText,
    TextTuple,
    UtcInstant,
    Word,
)

indicators = Table(
    "indicators",
    METADATA,
    Column("code", PlainText, primary_key=True),
    Column("objective", PlainText, nullable=False),
    Column("name", PlainText, nullable=False),
    Column("unit", PlainText, nullable=False),
    Column("section", PlainText, nullable=False),
    Column("level", Word(Level), nullable=False),
    Column("direction", Word(Direction), nullable=False),
    Column("formula", Word(LowerFormula), nullable=False),
    Column("aggregation", Word(Aggregation), nullable=False),
    Column("cap", DecimalText),
    Column("example", Boolean, nullable=False),
    Column("version", Integer, nullable=False),
)

targets = Table(
    "targets",
    METADATA,
    Column("indicator", PlainText, ForeignKey("indicators.code"), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("period", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("value", DecimalText),
    Column("by", Identifier, nullable=False),
    Column("at", UtcInstant, nullable=False),
    Column("reason", PlainText, nullable=False),
    Column("instance", Identifier, ForeignKey("instances.id")),
    Column("task", Identifier, ForeignKey("tasks.id")),
)

realisations = Table(
    "realisations",
    METADATA,
    Column("indicator", PlainText, ForeignKey("indicators.code"), primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("period", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("value", DecimalText),
    Column("evidence", TextTuple, nullable=False),
    Column("remark", PlainText, nullable=False),
    Column("by", Identifier, nullable=False),
    Column("at", UtcInstant, nullable=False),
    Column("reason", PlainText, nullable=False),
    Column("instance", Identifier, ForeignKey("instances.id")),
    Column("task", Identifier, ForeignKey("tasks.id")),
)
