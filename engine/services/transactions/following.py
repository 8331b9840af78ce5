"""What follows a commit: one job for everything that a transaction owes.

One, so that a completion pays for one; its runner gives every part a job of its
own, so that a mail that fails never makes a document again.
"""

from collections.abc import Sequence

from engine.domain.values import DocumentId, JsonValue, TaskId
from engine.ports import Job

FOLLOW_UP = "case.follow_up"


def following(documents: Sequence[DocumentId], tasks: Sequence[TaskId]) -> list[Job]:
    """Return the job that makes documents and tells of opened tasks, or none.

    Its key is the first of both: they were made by this transaction alone.
    """
    owed: list[JsonValue] = [*documents]
    opened: list[JsonValue] = [*tasks]
    if not owed and not opened:
        return []
    return [
        Job(
            kind=FOLLOW_UP,
            key=f"{FOLLOW_UP}:{[*owed, *opened][0]}",
            payload={"documents": owed, "tasks": opened},
        )
    ]
