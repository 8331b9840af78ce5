"""Retention: what is to be destroyed in a year, and destroying it with four eyes.

One officer proposes with a reason, another carries it out or refuses; the berita
acara is a PDF of the office. Rows, numbers and hashes of what was destroyed stay.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from engine.domain.identity import Actor, Right
from engine.domain.instances import Instance
from engine.domain.retention import (
    Destruction,
    DestructionState,
    Fate,
    Retention,
    retention_of,
)
from engine.domain.values import InstanceId, JsonObject, JsonValue
from engine.domain.worktime import DEFAULT_ZONE
from engine.errors import (
    DestructionInvalidError,
    DestructionNotFoundError,
    DestructionWaitsError,
    RefusedError,
    SamePersonError,
)
from engine.ports import DocumentRenderer
from engine.services.documents.retention_record import RECORD
from engine.services.office.directory import OfficeLists
from engine.services.transactions.changes import Changes, new_id
from engine.services.transactions.desk import Desk
from engine.store.database import UnitOfWork

MOST_REASON = 2_000
_ZONE = ZoneInfo(DEFAULT_ZONE)


@dataclass(frozen=True, kw_only=True, slots=True)
class DueCase:
    """A case whose documents have been kept long enough.

    Attributes:
        last_year: in which they were still to be kept.
        documents: how many there are.
    """

    case: Instance
    retention: Retention
    last_year: int
    documents: int


class RetentionService:
    """What those who supervise or administer do with old documents."""

    def __init__(
        self, *, desk: Desk, lists: OfficeLists, renderer: DocumentRenderer
    ) -> None:
        self._desk = desk
        self._lists = lists
        self._renderer = renderer

    def due(self, year: int, actor: Actor) -> list[DueCase]:
        """Return cases to be destroyed or judged in a year, oldest first.

        Raises:
            RefusedError: the actor neither supervises nor administers.
        """
        _require_keeper(actor)
        with self._desk.database.read() as uow:
            return _due(uow, year)

    def proposals(self, actor: Actor) -> list[Destruction]:
        """Return destructions, newest first.

        Raises:
            RefusedError: the actor neither supervises nor administers.
        """
        _require_keeper(actor)
        with self._desk.database.read() as uow:
            return uow.keeping.destructions()

    def propose(
        self, cases: Sequence[InstanceId], reason: str, actor: Actor
    ) -> Destruction:
        """Propose to destroy what is due this year.

        Raises:
            RefusedError, DestructionInvalidError, DestructionWaitsError.
        """
        _require_keeper(actor)
        now = self._desk.clock.now()
        year, words = now.astimezone(_ZONE).year, reason.strip()[:MOST_REASON]
        with self._desk.database.write() as uow:
            if uow.keeping.proposed() is not None:
                raise DestructionWaitsError
            due = {one.case.id for one in _due(uow, year) if _may_go(one)}
            if not cases or not words or not set(cases) <= due:
                raise DestructionInvalidError
            proposal = Destruction(
                id=new_id(),
                year=year,
                number=uow.keeping.next_number(year),
                state=DestructionState.PROPOSED,
                proposed_by=actor.user,
                proposed_name=actor.name,
                proposed_at=now,
                reason=words,
                cases=tuple(dict.fromkeys(cases)),
            )
            uow.keeping.add(proposal)
            changes = Changes(uow=uow, now=now, actor=actor)
            _record(changes, proposal, "destruction.proposed")
        return proposal

    def refuse(self, name: str, actor: Actor) -> Destruction:
        """Refuse a proposal; who made it may take it back so.

        Raises:
            RefusedError, DestructionNotFoundError, DestructionWaitsError.
        """
        _require_keeper(actor)
        now = self._desk.clock.now()
        with self._desk.database.write() as uow:
            proposal = _waiting(uow, name)
            refused = uow.keeping.save(
                _decided(proposal, DestructionState.REFUSED, actor, now)
            )
            changes = Changes(uow=uow, now=now, actor=actor)
            _record(changes, refused, "destruction.refused")
        return refused

    def carry_out(self, name: str, actor: Actor) -> Destruction:
        """Destroy what another officer proposed, and keep the berita acara.

        Raises:
            SamePersonError: the actor proposed it.
            RefusedError, DestructionNotFoundError, DestructionWaitsError,
            VersionConflictError; errors of the renderer.
        """
        _require_keeper(actor)
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            proposal = _waiting(uow, name)
            if proposal.proposed_by == actor.user:
                raise SamePersonError(action="destroy", subject=name)
            context = self._context(uow, proposal, actor, now)
        content = self._renderer.render(RECORD, context)
        with self._desk.database.write() as uow:
            _waiting(uow, name)
            record = uow.documents.put_content(content, media_type="application/pdf")
            done = uow.keeping.save(
                replace(
                    _decided(proposal, DestructionState.DONE, actor, now), record=record
                )
            )
            uow.keeping.destroy(done.cases)
            changes = Changes(uow=uow, now=now, actor=actor)
            _record(changes, done, "destruction.done")
        return done

    def record(self, name: str, actor: Actor) -> tuple[Destruction, bytes]:
        """Return a destruction that was carried out, with its berita acara.

        Raises:
            RefusedError, DestructionNotFoundError.
        """
        _require_keeper(actor)
        with self._desk.database.read() as uow:
            found = uow.keeping.destruction(name)
            if not found.record:
                raise DestructionNotFoundError(destruction=name)
            return found, uow.documents.content(found.record)

    def _context(
        self, uow: UnitOfWork, proposal: Destruction, actor: Actor, now: datetime
    ) -> JsonObject:
        facts = self._lists.facts(uow, now=now)
        return {
            "kantor": facts.letterhead,
            "nomor": f"{proposal.number}/BA-PA/{proposal.year}",
            "tanggal": now.astimezone(_ZONE).date().isoformat(),
            "alasan": proposal.reason,
            "pengusul": proposal.proposed_name,
            "pelaksana": actor.name,
            "baris": list[JsonValue](_rows(uow, proposal)),
        }


def _due(uow: UnitOfWork, year: int) -> list[DueCase]:
    before = datetime(year, 1, 1, tzinfo=_ZONE)
    found = []
    for name in uow.keeping.ended_before(before):
        case = uow.instances.get(name)
        retention = retention_of(case.data)
        ended = (case.ended_at or case.started_at).astimezone(_ZONE).year
        last = retention.last_year(ended)
        if last is None or last >= year:
            continue
        documents = len(uow.documents.of_instance(case.id))
        found.append(
            DueCase(case=case, retention=retention, last_year=last, documents=documents)
        )
    return found


def _may_go(due: DueCase) -> bool:
    """Tell whether a case may be destroyed; what is to be judged is filed first."""
    return due.retention.fate is Fate.DESTROYED


def _rows(uow: UnitOfWork, proposal: Destruction) -> list[JsonObject]:
    rows: list[JsonObject] = []
    for name in proposal.cases:
        case = uow.instances.get(name)
        retention = retention_of(case.data)
        rows += [
            {
                "klasifikasi": one.classification or retention.classification,
                "nama": one.name,
                "nomor": one.number,
                "berkas": f"{case.title} ({case.number})",
                "tahun": (case.ended_at or case.started_at).astimezone(_ZONE).year,
                "sha256": one.sha256,
            }
            for one in uow.documents.of_instance(name)
            if one.sha256
        ]
    return rows


def _waiting(uow: UnitOfWork, name: str) -> Destruction:
    proposal = uow.keeping.destruction(name)
    if proposal.state is not DestructionState.PROPOSED:
        raise DestructionWaitsError
    return proposal


def _decided(
    proposal: Destruction, state: DestructionState, actor: Actor, now: datetime
) -> Destruction:
    return replace(
        proposal,
        state=state,
        decided_by=actor.user,
        decided_name=actor.name,
        decided_at=now,
    )


def _require_keeper(actor: Actor) -> None:
    if not (actor.has(Right.SUPERVISE) or actor.has(Right.ADMINISTER)):
        raise RefusedError(action="retention", subject="archive")


def _record(changes: Changes, proposal: Destruction, kind: str) -> None:
    changes.record(
        kind,
        facts={
            "destruction": proposal.id,
            "cases": len(proposal.cases),
            "record": proposal.record,
        },
    )
    changes.write()
