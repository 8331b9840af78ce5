"""Submissions of drafts for approval, and moves of running cases."""

from collections.abc import Sequence

from sqlalchemy import Connection, bindparam, select

from engine.domain.values import DefinitionId, InstanceId, ProcessKey
from engine.domain.versions import CaseMove, SopSubmission, SubmissionState
from engine.store.schema import case_moves, definitions, instances, sop_submissions
from engine.store.shapes import Shape, Versioned
from engine.store.types import Identifier

_SUBMISSION = Versioned(SopSubmission, sop_submissions)
_MOVE = Shape(CaseMove, case_moves)
_OF_KEY = sop_submissions.c.key == bindparam("key")
_IS_WAITING = sop_submissions.c.state == SubmissionState.WAITING

_ALL = _SUBMISSION.select.where(_OF_KEY).order_by(
    sop_submissions.c.submitted_at.desc(), sop_submissions.c.id
)
_LOCK = _SUBMISSION.select.where(_OF_KEY, _IS_WAITING).with_for_update()
_WAITING = _SUBMISSION.select.where(_IS_WAITING).order_by(
    sop_submissions.c.submitted_at, sop_submissions.c.id
)
_MOVES = _MOVE.select.where(case_moves.c.instance == bindparam("instance")).order_by(
    case_moves.c.at
)
_MOVABLE = (
    select(instances.c.id)
    .join(definitions, definitions.c.id == instances.c.definition)
    .where(
        definitions.c.key == bindparam("key"),
        instances.c.definition != bindparam("target", type_=Identifier),
        instances.c.ended_at.is_(None),
        instances.c.simulated.is_(False),
    )
    .order_by(instances.c.number)
)


class VersionStore:
    """What happened to drafts and cases on their way to another version."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def submit(self, submission: SopSubmission) -> None:
        """Add a submission; a second one that waits ends in a conflict."""
        _SUBMISSION.add_all(self._connection, [submission])

    def decide(self, submission: SopSubmission) -> SopSubmission:
        """Write a decided submission.

        Raises:
            VersionConflictError: somebody else decided it.
        """
        return _SUBMISSION.save(self._connection, submission)

    def lock_waiting(self, key: ProcessKey) -> SopSubmission | None:
        """Return the submission of an SOP that waits, so that nobody else decides."""
        row = self._connection.execute(_LOCK, {"key": key}).first()
        return None if row is None else _SUBMISSION.value(row)

    def submissions(self, key: ProcessKey) -> list[SopSubmission]:
        """Return all submissions of an SOP, newest first."""
        rows = self._connection.execute(_ALL, {"key": key})
        return [_SUBMISSION.value(row) for row in rows]

    def waiting(self) -> list[SopSubmission]:
        """Return everything that waits for approval, oldest first."""
        return [_SUBMISSION.value(row) for row in self._connection.execute(_WAITING)]

    def movable(self, key: ProcessKey, target: DefinitionId) -> list[InstanceId]:
        """Return the real open cases of an SOP that run in another version."""
        parameters = {"key": key, "target": target}
        found = self._connection.scalars(_MOVABLE, parameters)
        return [InstanceId(one) for one in found]

    def add_moves(self, moves: Sequence[CaseMove]) -> None:
        """Remember that cases went over to another version."""
        _MOVE.add_all(self._connection, moves)

    def moves(self, instance: InstanceId) -> list[CaseMove]:
        """Return the moves of a case, oldest first."""
        rows = self._connection.execute(_MOVES, {"instance": instance})
        return [_MOVE.value(row) for row in rows]
