"""The database guards the audit chain: nobody changes or deletes an event.

The head follows each event that comes in, by a trigger: a transaction asks for
the head once and writes its events once, and no program can forget it.
"""

from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

_GENESIS = {
    "sqlite": "INSERT INTO audit_head VALUES (1, 0, zeroblob(32))",
    "postgresql": (
        "INSERT INTO audit_head VALUES (1, 0, decode(repeat('00', 32), 'hex'))"
    ),
}
_SQLITE = (
    """
    CREATE TRIGGER audit_events_head AFTER INSERT ON audit_events BEGIN
        UPDATE audit_head SET sequence = NEW.sequence, hash = NEW.hash;
    END
    """,
    """
    CREATE TRIGGER audit_events_kept BEFORE UPDATE ON audit_events BEGIN
        SELECT RAISE(ABORT, 'audit events are never changed');
    END
    """,
    """
    CREATE TRIGGER audit_events_stay BEFORE DELETE ON audit_events BEGIN
        SELECT RAISE(ABORT, 'audit events are never deleted');
    END
    """,
    """
    CREATE TRIGGER audit_actors_kept BEFORE UPDATE ON audit_actors BEGIN
        SELECT RAISE(ABORT, 'audit events are never changed');
    END
    """,
    """
    CREATE TRIGGER audit_actors_stay BEFORE DELETE ON audit_actors BEGIN
        SELECT RAISE(ABORT, 'audit events are never deleted');
    END
    """,
)
_POSTGRESQL = (
    """
    CREATE FUNCTION audit_events_head() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        UPDATE audit_head SET sequence = NEW.sequence, hash = NEW.hash;
        RETURN NULL;
    END $$
    """,
    """
    CREATE FUNCTION audit_events_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        RAISE EXCEPTION 'audit events are never changed or deleted';
    END $$
    """,
    """
    CREATE TRIGGER audit_events_head AFTER INSERT ON audit_events
        FOR EACH ROW EXECUTE FUNCTION audit_events_head()
    """,
    """
    CREATE TRIGGER audit_events_kept BEFORE UPDATE OR DELETE ON audit_events
        FOR EACH ROW EXECUTE FUNCTION audit_events_refuse()
    """,
    """
    CREATE TRIGGER audit_events_stay BEFORE TRUNCATE ON audit_events
        FOR EACH STATEMENT EXECUTE FUNCTION audit_events_refuse()
    """,
    """
    CREATE TRIGGER audit_actors_kept BEFORE UPDATE OR DELETE ON audit_actors
        FOR EACH ROW EXECUTE FUNCTION audit_events_refuse()
    """,
    """
    CREATE TRIGGER audit_actors_stay BEFORE TRUNCATE ON audit_actors
        FOR EACH STATEMENT EXECUTE FUNCTION audit_events_refuse()
    """,
)


def upgrade() -> None:
    """Begin the chain and make its guards."""
    dialect = op.get_bind().dialect.name
    op.execute(_GENESIS[dialect])
    for statement in _SQLITE if dialect == "sqlite" else _POSTGRESQL:
        op.execute(statement)
