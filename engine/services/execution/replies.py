"""Replies kept by an Idempotency-Key, so that a repeated call is answered the same.

What a call does is repeatable by itself (a case is started once per key, an
unchanged file makes no version); what it answered is kept here, for the world may
have gone on since. A key belongs to the caller who made it up.
"""

import hashlib

from engine.clock import Clock
from engine.domain.identity import Actor
from engine.domain.values import JsonObject, JsonValue
from engine.errors import (
    IdempotencyConflictError,
    IdempotencyKeyInvalidError,
    VersionConflictError,
)
from engine.services.execution.completing import MAX_KEY
from engine.store.database import Database


class ReplyService:
    """Keeps the answers of calls that carried a key."""

    def __init__(self, *, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    def find(self, call: str, key: str, request: bytes, actor: Actor) -> JsonValue:
        """Return how the same call was answered, None where it is new.

        Args:
            call: name of what was called.
            key: of the caller's own.
            request: everything that was asked for.
            actor: who calls.

        Raises:
            IdempotencyKeyInvalidError: the key is empty or too long.
            IdempotencyConflictError: it was used for another request.
        """
        if not key.strip() or len(key) > MAX_KEY:
            raise IdempotencyKeyInvalidError(limit=MAX_KEY)
        with self._database.read() as uow:
            answer = uow.idempotency.get(_scope(call, actor), key)
        if answer is None:
            return None
        if answer.request_hash != _digest(request):
            raise IdempotencyConflictError(key=key)
        return answer.response

    def keep(
        self, call: str, key: str, request: bytes, actor: Actor, reply: JsonObject
    ) -> JsonValue:
        """Keep an answer and return it; one that was kept meanwhile comes first.

        Raises:
            IdempotencyConflictError: the key was used for another request.
        """
        try:
            with self._database.write() as uow:
                now = self._clock.now()
                scope = _scope(call, actor)
                uow.idempotency.put(scope, key, _digest(request), reply, now)
        except VersionConflictError:
            return self.find(call, key, request, actor)
        return reply


def _scope(call: str, actor: Actor) -> str:
    return f"{call} {actor.user}"


def _digest(request: bytes) -> str:
    return hashlib.sha256(request).hexdigest()
