"""Cycles: what is not planned, and what has been started already."""

from engine.errors.tree import ConflictError, NotFoundError


class CycleNotFoundError(NotFoundError):
    """Nothing is planned there. Facts: `process`, `element`, `key`."""

    code = "cycle_not_found"


class CycleTakenError(ConflictError):
    """The case of a period was started already. Facts: `key`, `by`, `instance`."""

    code = "cycle_taken"
