"""SOPs as deployed: one row per version, which never changes."""

from sqlalchemy import Column, Integer, Table, UniqueConstraint

from engine.store.schema.base import METADATA
from engine.store.types import (
    Identifier,
    JsonText,
    PackedBytes,
    PackedJson,
    PlainText,
    UtcInstant,
)

definitions = Table(
    "definitions",
    METADATA,
    Column("id", Identifier, primary_key=True),
    Column("key", PlainText, nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", PlainText, nullable=False),
    Column("file", PlainText, nullable=False),
    Column("process_id", PlainText, nullable=False),
    Column("checksum", PlainText, nullable=False),
    Column("author", Identifier, nullable=False),
    Column("note", PlainText, nullable=False),
    Column("deployed_at", UtcInstant, nullable=False),
    Column("calendar", PlainText, nullable=False),
    Column("roles", JsonText, nullable=False),
    Column("known", JsonText, nullable=False),
    Column("xml", PackedBytes, nullable=False),
    Column("forms", PackedJson, nullable=False),
    Column("templates", PackedJson, nullable=False),
    Column("tables", PackedJson, nullable=False),
    Column("retired_at", UtcInstant),
    UniqueConstraint("key", "version"),
)
