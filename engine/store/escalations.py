"""When superiors were told of a case's late steps, as the notices remember it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, func, select

from engine.domain.notices import NoticeKind
from engine.domain.values import InstanceId, TaskId
from engine.store.schema import notices

# An index leads over the instants; a case's own are few among them.
_TOLD = (
    select(notices.c.task, notices.c.kind, notices.c.at, func.count())
    .where(
        notices.c.at >= bindparam("start"),
        notices.c.at <= bindparam("end"),
        notices.c.instance == bindparam("instance"),
        notices.c.kind.in_([NoticeKind.LATE, NoticeKind.REMINDED]),
    )
    .group_by(notices.c.task, notices.c.kind, notices.c.at)
    .order_by(notices.c.at)
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Escalation:
    """So many people were told that a task is late."""

    task: TaskId
    kind: NoticeKind
    at: datetime
    people: int


def escalations(
    connection: Connection, case: InstanceId, between: tuple[datetime, datetime]
) -> list[Escalation]:
    """Return what was told between two instants, oldest first.

    Notices are thrown away after half a year; then there is nothing to tell.
    """
    parameters = {"instance": case, "start": between[0], "end": between[1]}
    return [
        Escalation(task=row[0], kind=row[1], at=row[2], people=row[3])
        for row in connection.execute(_TOLD, parameters)
    ]
