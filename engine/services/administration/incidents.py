"""What failed for good: seen, tried again, or closed with a reason.

Trying a document again makes a job of a new key, for a key that was used is
silently the same job. A parked case is tried by letting it go on: a timer that
is still due fires again at the next tick, and parks it again if nothing changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from engine.domain.documents import Document, DocumentState
from engine.domain.identity import Actor, Right
from engine.domain.instances import Instance, InstanceState
from engine.domain.values import DocumentId, InstanceId, JsonObject
from engine.errors import OfficeInvalidError, ReasonMissingError
from engine.ports import Job
from engine.services.cycles.scheduling import CYCLE_INCIDENT
from engine.services.documents.paperwork import MAKE_DOCUMENTS
from engine.services.execution.deadlines import KERNEL_INCIDENT
from engine.services.execution.runtime import RuntimeService
from engine.services.monitoring.past_facts import REPAIR_FACTS
from engine.services.notices.sending import DELIVER
from engine.services.transactions import access
from engine.services.transactions.changes import Changes
from engine.services.transactions.desk import Desk
from engine.services.transactions.following import FOLLOW_UP
from engine.store.database import UnitOfWork
from engine.store.values import Incident, Worker

MAX_REASON = 1_000
ALIVE_FOR = timedelta(seconds=15)
SHOWN = 100
_JOBS = frozenset(
    {FOLLOW_UP, DELIVER, CYCLE_INCIDENT, REPAIR_FACTS}
)  # done again just as they were asked


@dataclass(frozen=True, kw_only=True, slots=True)
class OpenIncident:
    """An incident with the case and the document that it is about, if any."""

    incident: Incident
    case: Instance | None
    document: Document | None


@dataclass(frozen=True, kw_only=True, slots=True)
class SeenWorker:
    """A process that does jobs; it says so every few seconds while it lives.

    Attributes:
        same_process: it is the one that answers, which is alone on an embedded
            database and needs no sign of life.
    """

    worker: Worker
    alive: bool
    same_process: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class JobBoard:
    """The machine's work at this moment.

    Attributes:
        pending: documents that are still to be made, oldest first, with their
            cases; the first `SHOWN`.
    """

    incidents: tuple[OpenIncident, ...]
    pending: tuple[tuple[Document, Instance], ...]
    waiting: int
    workers: tuple[SeenWorker, ...]
    now: datetime


class IncidentService:
    """Incidents and jobs, for administrators."""

    def __init__(self, *, desk: Desk, runtime: RuntimeService) -> None:
        self._desk = desk
        self._runtime = runtime

    def board(self, actor: Actor) -> JobBoard:
        """Return what runs, waits and failed.

        Raises:
            RefusedError.
        """
        _require(actor)
        now = self._desk.clock.now()
        embedded = self._desk.database.is_embedded
        with self._desk.database.read() as uow:
            pending = uow.documents.pending()
            return JobBoard(
                incidents=tuple(_opened(uow, one) for one in uow.incidents.open()),
                pending=_with_cases(uow, pending[:SHOWN]),
                waiting=len(pending),
                workers=tuple(
                    SeenWorker(
                        worker=one,
                        alive=embedded or now - one.seen_at <= ALIVE_FOR,
                        same_process=embedded,
                    )
                    for one in uow.workers.all()
                ),
                now=now,
            )

    def incident(self, incident_id: str, actor: Actor) -> OpenIncident:
        """Return an open incident.

        Raises:
            IncidentNotFoundError, RefusedError; OfficeInvalidError once it is closed.
        """
        _require(actor)
        with self._desk.database.read() as uow:
            return _opened(uow, _still_open(uow, incident_id))

    def retry(self, incident_id: str, actor: Actor) -> Incident:
        """Try again what failed; its incident is closed, a new failure opens another.

        Raises:
            IncidentNotFoundError, InstanceNotRunningError, RefusedError,
            OfficeInvalidError: it is closed, or nobody knows how to try it again.
        """
        _require(actor)
        with self._desk.database.read() as uow:
            found = _still_open(uow, incident_id)
            case = uow.instances.get(found.instance) if found.instance else None
        is_parked = case is not None and case.state is InstanceState.FAILED
        if found.kind == KERNEL_INCIDENT and found.instance and is_parked:
            self._runtime.resume(_outermost(self._desk, found.instance), actor)
        with self._desk.database.write() as uow:
            found = _still_open(uow, incident_id)
            changes = Changes(uow=uow, now=self._desk.clock.now(), actor=actor)
            if found.kind == MAKE_DOCUMENTS:
                _make_again(changes, found)
            elif found.kind in _JOBS:
                key = f"{found.kind}:{found.id}"
                changes.enqueue(Job(kind=found.kind, key=key, payload=found.payload))
            elif found.kind != KERNEL_INCIDENT:
                raise OfficeInvalidError(errors={"": "office.cannot_retry"})
            return _closed(changes, found, "incident.retried", {})

    def close(self, incident_id: str, actor: Actor, *, reason: str) -> Incident:
        """Close an incident without trying again; what failed stays as it is.

        Raises:
            IncidentNotFoundError, OfficeInvalidError, ReasonMissingError,
            RefusedError.
        """
        _require(actor)
        words = reason.strip()[:MAX_REASON]
        if not words:
            raise ReasonMissingError(action="close")
        with self._desk.database.write() as uow:
            found = _still_open(uow, incident_id)
            changes = Changes(uow=uow, now=self._desk.clock.now(), actor=actor)
            return _closed(changes, found, "incident.closed", {"reason": words})


def _require(actor: Actor) -> None:
    access.require_right(actor, Right.ADMINISTER, action="jobs", subject="jobs")


def _opened(uow: UnitOfWork, incident: Incident) -> OpenIncident:
    documents = _documents(incident)
    return OpenIncident(
        incident=incident,
        case=uow.instances.get(incident.instance) if incident.instance else None,
        document=uow.documents.get(documents[0]) if documents else None,
    )


def _documents(incident: Incident) -> list[DocumentId]:
    named = incident.payload.get("documents")
    if incident.kind != MAKE_DOCUMENTS or not isinstance(named, list):
        return []
    return [DocumentId(str(one)) for one in named]


def _still_open(uow: UnitOfWork, incident_id: str) -> Incident:
    found = uow.incidents.get(incident_id)
    if found.closed_at is not None:
        raise OfficeInvalidError(errors={"": "office.incident_closed"})
    return found


def _with_cases(
    uow: UnitOfWork, documents: Sequence[Document]
) -> tuple[tuple[Document, Instance], ...]:
    cases = {one: uow.instances.get(one) for one in {d.instance for d in documents}}
    return tuple((one, cases[one.instance]) for one in documents)


def _outermost(desk: Desk, instance: InstanceId) -> InstanceId:
    """Return the failed caller that a called case goes on with, else itself."""
    with desk.database.read() as uow:
        case = uow.instances.get(instance)
        while case.parent is not None:
            above = uow.instances.get(case.parent)
            if above.state is not InstanceState.FAILED:
                break
            case = above
        return case.id


def _make_again(changes: Changes, incident: Incident) -> None:
    uow = changes.uow
    again = []
    for one in _documents(incident):
        document = uow.documents.get(one)
        if document.state is DocumentState.FAILED:
            uow.documents.save(replace(document, state=DocumentState.PENDING))
            again.append(document.id)
    if again:
        changes.enqueue(
            Job(
                kind=MAKE_DOCUMENTS,
                key=f"{MAKE_DOCUMENTS}:{incident.key}:{incident.id}",
                payload={"documents": list(again)},
            )
        )


def _closed(
    changes: Changes, incident: Incident, kind: str, facts: JsonObject
) -> Incident:
    told = {"incident": incident.id, "kind": incident.kind, **facts}
    changes.record(kind, instance=incident.instance, task=incident.task, facts=told)
    by = changes.actor.user
    closed = changes.uow.incidents.close(incident, by=by, now=changes.now)
    changes.write()
    return closed
