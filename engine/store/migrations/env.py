"""Alembic's entry: runs on the connection that `migrate` opened."""

from typing import Any

from alembic import context

from engine.store.schema import METADATA


def is_ours(thing: Any, _name: object, kind: str, reflected: bool, _: object) -> bool:  # noqa: FBT001 - Alembic calls it so
    """Tell whether a table is the office's; the job engine's share the database."""
    return not (kind == "table" and reflected and thing.name not in METADATA.tables)


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    include_object=is_ours,
    transactional_ddl=True,
)
context.run_migrations()
