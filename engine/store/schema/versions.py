"""Approvals of SOPs, and cases that went over to another version."""

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, text

from engine.domain.versions import SubmissionState
from engine.store.schema.base import METADATA
from engine.store.types import Identifier, PlainText, TextTuple, UtcInstant, Word

IS_WAITING = "state = 'waiting'"

sop_submissions = Table(
    "sop_submissions",
    METADATA,
    Column("id", Identifier, primary_key=True),
    Column("key", PlainText, nullable=False),
    Column("name", PlainText, nullable=False),
    Column("revision", Integer, nullable=False),
    Column("drafters", TextTuple, nullable=False),
    Column("submitted_by", Identifier, nullable=False),
    Column("submitted_name", PlainText, nullable=False),
    Column("submitted_at", UtcInstant, nullable=False),
    Column("note", PlainText, nullable=False),
    Column("state", Word(SubmissionState), nullable=False),
    Column("decided_by", Identifier),
    Column("decided_name", PlainText, nullable=False),
    Column("decided_at", UtcInstant),
    Column("reason", PlainText, nullable=False),
    Column("deployed", Integer),
    Column("version", Integer, nullable=False),
    Index("ix_sop_submissions_key", "key", "submitted_at"),
    Index(
        "uq_sop_submissions_waiting",
        "key",
        unique=True,
        sqlite_where=text(IS_WAITING),
        postgresql_where=text(IS_WAITING),
    ),
)

case_moves = Table(
    "case_moves",
    METADATA,
    Column("id", Identifier, primary_key=True),
    Column("instance", Identifier, ForeignKey("instances.id"), nullable=False),
    Column("before", Identifier, ForeignKey("definitions.id"), nullable=False),
    Column("after", Identifier, ForeignKey("definitions.id"), nullable=False),
    Column("at", UtcInstant, nullable=False),
    Column("by", Identifier, nullable=False),
    Index("ix_case_moves_instance", "instance"),
)
