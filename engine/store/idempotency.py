"""Answers kept by key, so that a call sent twice is answered the same."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete

from engine.domain.values import JsonValue
from engine.store.schema import idempotency_keys
from engine.store.shapes import Shape
from engine.store.values import StoredAnswer

_SHAPE = Shape(StoredAnswer, idempotency_keys)
_GET = _SHAPE.select.where(
    idempotency_keys.c.scope == bindparam("scope"),
    idempotency_keys.c.key == bindparam("key"),
)
_FORGET = delete(idempotency_keys).where(idempotency_keys.c.at < bindparam("before"))


class IdempotencyStore:
    """Answers by scope (who called what) and the caller's key."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, scope: str, key: str) -> StoredAnswer | None:
        """Return how the call was answered, None where it is new."""
        parameters = {"scope": scope, "key": key}
        row = self._connection.execute(_GET, parameters).first()
        return None if row is None else _SHAPE.value(row)

    def put(
        self,
        scope: str,
        key: str,
        request_hash: str,
        response: JsonValue,
        at: datetime,
    ) -> None:
        """Keep an answer; two calls at once end in a conflict for the second."""
        row = {
            "scope": scope,
            "key": key,
            "request_hash": request_hash,
            "response": response,
            "at": at,
        }
        self._connection.execute(idempotency_keys.insert(), row)

    def forget(self, before: datetime) -> None:
        """Throw away answers older than an instant."""
        self._connection.execute(_FORGET, {"before": before})
