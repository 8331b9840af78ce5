"""The schema's history. `migrate` brings a database to this version."""

from pathlib import Path

from alembic import command
from alembic.config import Config

from engine.store.dialects import WRITER, make_engine

_HERE = Path(__file__).parent


def migrate(url: str) -> None:
    """Bring a database to this version; one that is there already stays as it is.

    All steps are one transaction, so a failure leaves the schema as it was.

    Raises:
        SettingInvalidError: the address is none of SQLite or PostgreSQL.
    """
    engine = make_engine(url)
    try:
        with engine.execution_options(**{WRITER: True}).begin() as connection:
            command.upgrade(configuration(connection), "head")
    finally:
        engine.dispose()


def configuration(connection: object) -> Config:
    """Return Alembic's configuration for an open transaction."""
    config = Config()
    config.set_main_option("script_location", str(_HERE).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config
