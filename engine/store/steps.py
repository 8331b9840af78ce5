"""Steps: what all tasks of one step say alike is kept once, not in every task.

A step is numbered by what it says, so nobody looks a number up: whoever writes a
task knows it, and writes the step beside it where this process never saw it.
"""

from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b
from typing import Any, Final

from sqlalchemy import Connection, select

from engine.domain.definitions import Step
from engine.domain.tasks import Task
from engine.domain.values import ProcessKey
from engine.store.dialects import insert_into
from engine.store.schema import steps, tasks
from engine.store.shapes import Versioned
from engine.store.types import json_bytes

_SAID: Final = ("process", "element", "name", "kind", "lane")
_DIGEST_BYTES = 6  # SQLite keeps a number of that size in six bytes


class TaskShape(Versioned[Task]):
    """Tasks as rows, each joined with its step; submissions are kept apart."""

    def __init__(self) -> None:
        super().__init__(Task, tasks, apart=("submission",), beside=(steps, _SAID))

    def row(self, value: Task) -> dict[str, Any]:
        """Return the parameters of an INSERT or UPDATE, with the step's number."""
        return super().row(value) | {"step": _number(*_said(value))}


class StepStore:
    """Steps of all versions of all SOPs.

    Args:
        known: numbers of steps that are surely in the database.
    """

    def __init__(self, connection: Connection, known: frozenset[int]) -> None:
        self._connection = connection
        self._known = known
        self.fresh: set[int] = set()

    def all(self) -> frozenset[int]:
        """Return the numbers of all steps."""
        return frozenset(self._connection.scalars(select(steps.c.id)))

    def foresee(self, process: ProcessKey, expected: Iterable[Step]) -> None:
        """Write the steps of a new version, before there are tasks of them."""
        self._keep(
            (process, one.element, one.name, one.kind, one.lane) for one in expected
        )

    def keep(self, written: Iterable[Task]) -> None:
        """Write the steps of tasks that this process never saw before."""
        self._keep(map(_said, written))

    def _keep(self, words: Iterable[tuple[str, str, str, str, str]]) -> None:
        said = {_number(*one): one for one in words}
        missing = said.keys() - self._known - self.fresh
        if not missing:
            return
        # In order, so that two who write the same steps cannot wait for each other.
        rows = [
            {"id": number, **dict(zip(_SAID, said[number], strict=True))}
            for number in sorted(missing)
        ]
        insert = insert_into(self._connection, steps).on_conflict_do_nothing()
        self._connection.execute(insert, rows)
        self.fresh |= missing


def _said(task: Task) -> tuple[str, str, str, str, str]:
    return task.process, task.element, task.name, task.kind, task.lane


@lru_cache(maxsize=4096)
def _number(*words: str) -> int:
    digest = blake2b(json_bytes(words), digest_size=_DIGEST_BYTES).digest()
    return int.from_bytes(digest)
