"""A call sent twice with one Idempotency-Key is answered as the first time."""

from collections.abc import Callable
from typing import Any

from flask import Response

from engine.errors import VersionConflictError
from web.api.operations import Call, Reply
from web.asking import office


def once(call: Call, name: str, request: bytes, make: Callable[[], Reply]) -> Response:
    """Return the response that was given for the call's key, else make and keep one.

    Args:
        call: without a key, everything is made anew.
        name: of the operation.
        request: everything that decides what is made.
        make: does it; doing it twice must not do it twice.

    Raises:
        IdempotencyConflictError: the key was used for another request.
    """
    if call.key is None:
        return make().response()
    replies = office().replies
    kept: Any = replies.find(name, call.key, request, call.actor)
    if kept is None:
        try:
            made = make()
        except VersionConflictError:
            # The same call came twice at once and the other one was first.
            made = make()
        told = {
            "value": made.value,
            "status": int(made.status),
            "headers": dict(made.headers),
        }
        kept = replies.keep(name, call.key, request, call.actor, told)
    return Reply(**kept).response()
