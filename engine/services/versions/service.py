"""The versions of an SOP: who made each, what runs in it, going back, retiring."""

from dataclasses import dataclass, replace

from engine.domain.identity import Actor, Right
from engine.domain.sop_drafts import DraftOrigin, SopDraft
from engine.domain.values import JsonObject, ProcessKey
from engine.domain.versions import SopSubmission
from engine.errors import (
    DraftExistsError,
    ProcessNotFoundError,
    RefusedError,
    VersionInUseError,
)
from engine.services.drafting.keeping import (
    begin,
    files_of,
    live,
    new,
    record,
    require_drafter,
)
from engine.services.transactions.changes import Changes
from engine.services.transactions.desk import Desk
from engine.store import searches
from engine.store.database import UnitOfWork
from engine.store.values import DefinitionSummary


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionLine:
    """One version.

    Attributes:
        author: name of who drafted or deployed it; empty for the command line.
        approval: how it was approved, None where it was deployed without.
        running: open cases, simulated ones not counted.
        in_force: cases start on it.
        may_retire: nothing runs in it, and it is not in force.
    """

    summary: DefinitionSummary
    author: str
    approval: SopSubmission | None
    running: int
    in_force: bool
    may_retire: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionsPage:
    """All versions of an SOP, newest first, and what the reader may do."""

    key: ProcessKey
    name: str
    lines: tuple[VersionLine, ...]
    may_move: bool
    may_draft: bool
    may_retire: bool


class VersionService:
    """Reads versions, and puts them away."""

    def __init__(self, *, desk: Desk) -> None:
        self._desk = desk

    def page(self, key: ProcessKey, actor: Actor) -> VersionsPage:
        """Return all versions; every officer may read them.

        Raises:
            ProcessNotFoundError: there is none.
        """
        with self._desk.database.read() as uow:
            found = uow.definitions.versions(key)
            if not found:
                raise ProcessNotFoundError(key=key)
            newest = uow.definitions.latest_id(key)
            running = searches.running(uow.connection)
            names = searches.names_of(uow.connection, [one.author for one in found])
            approvals = {one.deployed: one for one in uow.versions.submissions(key)}
            lines = tuple(
                VersionLine(
                    summary=one,
                    author=names.get(one.author, ""),
                    approval=approvals.get(one.version),
                    running=running.get(one.id, 0),
                    in_force=one.id == newest,
                    may_retire=one.retired_at is None
                    and one.id != newest
                    and not running.get(one.id, 0),
                )
                for one in found
            )
        decides = _decides(actor)
        return VersionsPage(
            key=key,
            name=found[0].name,
            lines=lines,
            may_move=decides,
            may_draft=actor.has(Right.DRAFT),
            may_retire=decides,
        )

    def retire(self, key: ProcessKey, version: int, actor: Actor) -> None:
        """Put a version away in which nothing runs; it still opens and prints.

        Raises:
            ProcessNotFoundError: there is none of that number.
            RefusedError: the actor may neither approve SOPs nor administer.
            VersionInUseError: cases run in it, or start on it.
            VersionConflictError: it is retired already.
        """
        if not _decides(actor):
            raise RefusedError(action="retire", subject=key)
        with self._desk.database.write() as uow:
            changes = Changes(uow=uow, now=self._desk.clock.now(), actor=actor)
            found = _numbered(uow, key, version)
            running = searches.running(uow.connection).get(found.id, 0)
            if running or found.id == uow.definitions.latest_id(key):
                raise VersionInUseError(key=key, version=version, running=running)
            uow.definitions.retire(found.id, now=changes.now)
            facts: JsonObject = {"process": key, "version": version}
            changes.record("process.retired", facts=facts)
            changes.write()

    def go_back(self, key: ProcessKey, version: int, actor: Actor) -> SopDraft:
        """Begin a draft that is an earlier version; approved, it is a new version.

        Raises:
            ProcessNotFoundError: there is none of that number.
            RefusedError: the actor may not draft SOPs.
            DraftExistsError: the SOP has a draft, which must be ended first.
        """
        require_drafter(actor)
        now = self._desk.clock.now()
        with self._desk.database.write() as uow:
            stored = uow.definitions.get(_numbered(uow, key, version).id)
            known = live(uow, key)
            if known is not None:
                raise DraftExistsError(key=key, name=known.name)
            files = files_of(stored)
            fresh = new(key, stored.name, DraftOrigin.VERSION, actor, now)
            draft = begin(uow, _based(uow, fresh), files)
            record(uow, (actor, now), "sop_draft.opened", draft)
        return draft


def _based(uow: UnitOfWork, draft: SopDraft) -> SopDraft:
    latest = uow.definitions.latest(draft.key)
    return replace(draft, base_version=latest.version if latest else None)


def _numbered(uow: UnitOfWork, key: ProcessKey, version: int) -> DefinitionSummary:
    for one in uow.definitions.versions(key):
        if one.version == version:
            return one
    raise ProcessNotFoundError(key=key)


def _decides(actor: Actor) -> bool:
    return actor.has(Right.APPROVE) or actor.has(Right.ADMINISTER)
