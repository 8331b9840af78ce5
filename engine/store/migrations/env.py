"""Alembic's entry: runs on the connection that `migrate` opened."""

from alembic import context

from engine.store.schema import METADATA


def is_ours(name: str | None, kind: str, _: object) -> bool:
    """Tell whether to look at a table; the job engine's share the database."""
    return kind != "table" or name in METADATA.tables


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    include_name=is_ours,
    transactional_ddl=True,
)
context.run_migrations()
