"""Plans of years, and what sections spent of their budgets.

A plan lies whole in its row: it is read, printed and compared as one, and a
signed revision never changes again.
"""

from sqlalchemy import Column, ForeignKey, Integer, Table

from engine.domain.plans import PlanState
from engine.store.schema.base import METADATA
from engine.store.types import (
    DecimalText,
    Identifier,
    PackedJson,
    PlainText,
    UtcInstant,
    Word,
)

plans = Table(
    "plans",
    METADATA,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("revision", Integer, primary_key=True, autoincrement=False),
    Column("state", Word(PlanState), nullable=False),
    Column("plan", PackedJson, nullable=False),
    Column("reason", PlainText, nullable=False),
    Column("changed_by", Identifier, nullable=False),
    Column("changed_at", UtcInstant, nullable=False),
    Column("signed_by", Identifier),
    Column("signed_as", PlainText, nullable=False),
    Column("signed_at", UtcInstant),
    Column("version", Integer, nullable=False),
)

spendings = Table(
    "spendings",
    METADATA,
    Column("section", PlainText, primary_key=True),
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("period", Integer, primary_key=True, autoincrement=False),
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("ceiling", DecimalText),
    Column("spent", DecimalText),
    Column("by", Identifier, nullable=False),
    Column("at", UtcInstant, nullable=False),
    Column("reason", PlainText, nullable=False),
    Column("instance", Identifier, ForeignKey("instances.id")),
    Column("task", Identifier, ForeignKey("tasks.id")),
)
