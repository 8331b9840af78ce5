"""What people judged of SOPs, by half year."""

from sqlalchemy import Connection, bindparam

from engine.domain.evaluations import Evaluation
from engine.domain.values import ElementId, ProcessKey
from engine.store.schema import evaluations
from engine.store.shapes import Versioned

_SHAPE = Versioned(Evaluation, evaluations)
_OF = _SHAPE.select.where(
    evaluations.c.process == bindparam("process"),
    evaluations.c.half == bindparam("half"),
)


class EvaluationStore:
    """Evaluations of steps."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, process: ProcessKey, half: str) -> dict[ElementId, Evaluation]:
        """Return what was judged in a half year, by step."""
        rows = self._connection.execute(_OF, {"process": process, "half": half})
        found = [_SHAPE.value(row) for row in rows]
        return {one.element: one for one in found}

    def put(self, judged: Evaluation, *, known: bool) -> None:
        """Write a judgement; `known` tells whether there is one to change.

        Raises:
            VersionConflictError: it changed since it was seen, or somebody judged
                the step first.
        """
        if known:
            _SHAPE.save(self._connection, judged)
        else:
            _SHAPE.add_all(self._connection, [judged])
