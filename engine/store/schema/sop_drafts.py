"""Drafts of SOPs: one row per SOP that ever had one, and what was saved."""

from sqlalchemy import Column, ForeignKey, Integer, Table

from engine.domain.sop_drafts import DraftOrigin, DraftState, RevisionKind
from engine.store.schema.base import METADATA
from engine.store.types import (
    Identifier,
    PackedBytes,
    PackedJson,
    PlainText,
    UtcInstant,
    Word,
)

sop_drafts = Table(
    "sop_drafts",
    METADATA,
    Column("key", PlainText, primary_key=True),
    Column("name", PlainText, nullable=False),
    Column("state", Word(DraftState), nullable=False),
    Column("origin", Word(DraftOrigin), nullable=False),
    Column("base_version", Integer),
    Column("revision", Integer, nullable=False),
    Column("author", Identifier, nullable=False),
    Column("author_name", PlainText, nullable=False),
    Column("editor", Identifier, nullable=False),
    Column("editor_name", PlainText, nullable=False),
    Column("created_at", UtcInstant, nullable=False),
    Column("edited_at", UtcInstant, nullable=False),
    Column("version", Integer, nullable=False),
)

sop_draft_revisions = Table(
    "sop_draft_revisions",
    METADATA,
    Column("key", PlainText, ForeignKey("sop_drafts.key"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("kind", Word(RevisionKind), nullable=False),
    Column("author", Identifier, nullable=False),
    Column("author_name", PlainText, nullable=False),
    Column("begun_at", UtcInstant, nullable=False),
    Column("at", UtcInstant, nullable=False),
    Column("diagram", PackedBytes, nullable=False),
    Column("forms", PackedJson, nullable=False),
    Column("templates", PackedJson, nullable=False),
    Column("tables", PackedJson, nullable=False),
)
