"""The SOPs of the office: what is in use, each version, and who may start one."""

from dataclasses import dataclass
from datetime import datetime

from engine.domain.definitions import ProcessDefinition
from engine.domain.identity import Actor
from engine.domain.layout import Layout
from engine.domain.values import DefinitionId, ProcessKey, RoleKey
from engine.errors import ProcessNotFoundError
from engine.services.definitions.deployed import LoadedDefinition
from engine.services.definitions.drawings import Drawings
from engine.services.execution.starting import may_start
from engine.services.office.directory import OfficeLists
from engine.services.transactions.desk import Desk
from engine.store import searches
from engine.store.database import UnitOfWork
from engine.store.values import DefinitionSummary, StoredDefinition


@dataclass(frozen=True, kw_only=True, slots=True)
class LaneHolders:
    """A lane and the officers who hold its role now."""

    lane: str
    role: RoleKey
    officers: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class SopLine:
    """An SOP in the list.

    Attributes:
        running: cases of all its versions that have not ended.
    """

    summary: DefinitionSummary
    definition: ProcessDefinition
    lanes: tuple[LaneHolders, ...]
    running: int
    may_start: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class SopPage:
    """One version of an SOP.

    Attributes:
        versions: all of them, newest first.
        running: by version.
        is_newest: cases start on this one.
    """

    line: SopLine
    layout: Layout
    versions: tuple[DefinitionSummary, ...]
    running: dict[DefinitionId, int]
    author: str
    is_newest: bool


class CatalogService:
    """What officers read of the office's SOPs; each may read all."""

    def __init__(self, *, desk: Desk, lists: OfficeLists, drawings: Drawings) -> None:
        self._desk = desk
        self._lists = lists
        self._drawings = drawings

    def listing(self, actor: Actor) -> tuple[SopLine, ...]:
        """Return the newest version in use of every SOP, by name."""
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            running = searches.running(uow.connection)
            return tuple(
                self._line(uow, summary, actor, (running, now))
                for summary in uow.definitions.listing()
            )

    def version(
        self, key: ProcessKey, actor: Actor, version: int | None = None
    ) -> SopPage:
        """Return a version of an SOP, the newest in use where None is named.

        Raises:
            ProcessNotFoundError: there is none.
        """
        now = self._desk.clock.now()
        with self._desk.database.read() as uow:
            versions = uow.definitions.versions(key)
            summary = _chosen(key, versions, version)
            running = searches.running(uow.connection)
            names = searches.names_of(uow.connection, [summary.author])
            newest = uow.definitions.latest_id(key)
            return SopPage(
                line=self._line(uow, summary, actor, (running, now)),
                layout=self._drawings.of(uow, summary.id),
                versions=tuple(versions),
                running=running,
                author=names.get(summary.author, ""),
                is_newest=summary.id == newest,
            )

    def source(self, key: ProcessKey, version: int) -> StoredDefinition:
        """Return a version with its file.

        Raises:
            ProcessNotFoundError: there is none.
        """
        with self._desk.database.read() as uow:
            summary = _chosen(key, uow.definitions.versions(key), version)
            return uow.definitions.get(summary.id)

    def _line(
        self,
        uow: UnitOfWork,
        summary: DefinitionSummary,
        actor: Actor,
        known: tuple[dict[DefinitionId, int], datetime],
    ) -> SopLine:
        running, now = known
        loaded = self._desk.library.of(uow, summary.id)
        versions = uow.definitions.versions(summary.key)
        return SopLine(
            summary=summary,
            definition=loaded.definition,
            lanes=self._lanes(uow, loaded, now),
            running=sum(running.get(one.id, 0) for one in versions),
            may_start=may_start(actor, loaded),
        )

    def _lanes(
        self, uow: UnitOfWork, loaded: LoadedDefinition, now: datetime
    ) -> tuple[LaneHolders, ...]:
        officers = self._lists.facts(uow, now=now).officers
        return tuple(
            LaneHolders(
                lane=lane.lane,
                role=lane.role,
                officers=tuple(one.name for one in officers.get(lane.role, ())),
            )
            for lane in loaded.definition.lanes
        )


def _chosen(
    key: ProcessKey, versions: list[DefinitionSummary], version: int | None
) -> DefinitionSummary:
    in_use = [one for one in versions if one.retired_at is None]
    wanted = [one for one in versions if one.version == version]
    found = (in_use or versions)[:1] if version is None else wanted
    if not found:
        raise ProcessNotFoundError(key=key)
    return found[0]
