"""Deploying diagrams with their forms and templates as new versions.

Everything of one command is checked together and stored in one transaction. A
version is a diagram, the forms and templates its steps name, and what they
include; where none of these changed there is no new version.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from engine.clock import Clock
from engine.domain.checking import CheckReport, check
from engine.domain.checking.people import names_a_role, needs_lane
from engine.domain.decisions import ReadFile
from engine.domain.identity import Actor, Right, Role
from engine.domain.problems import Problem, Verdict
from engine.domain.values import (
    CalendarKey,
    DefinitionId,
    ProcessKey,
    RoleKey,
    UserId,
)
from engine.errors import DiagramInvalidError, NameConflictError, RefusedError
from engine.ports import DiagramReader
from engine.services.definitions.bundle import (
    OFFICE_CALENDAR,
    Bundle,
    SourceFile,
    Supplies,
    World,
    bundle_of,
    world_of,
)
from engine.services.definitions.compiler import known_to_json, lane_name
from engine.services.definitions.deployed import DefinitionLibrary
from engine.services.definitions.handed_in import alone, apart, tables_in
from engine.services.people.four_eyes import require_second_person
from engine.services.transactions.changes import Changes, new_id
from engine.store.database import Database, UnitOfWork
from engine.store.values import StoredDefinition

__all__ = [
    "DeployOrder",
    "Deployed",
    "DeploymentService",
    "SourceFile",
]


@dataclass(frozen=True, kw_only=True, slots=True)
class DeployOrder:
    """What is deployed.

    Attributes:
        forms: form key to JSON text.
        templates: template key to source; those that begin with `_` are
            included by others.
        tables: decision table key to JSON text, beside those of `.dmn` files.
        author: who drafted it, where that is another than who deploys it.
        replace: a process of the same key and another name may be replaced.
    """

    files: Sequence[SourceFile]
    forms: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    author: UserId | None = None
    replace: bool = False
    calendar: CalendarKey = OFFICE_CALENDAR


@dataclass(frozen=True, kw_only=True, slots=True)
class Deployed:
    """One process after deploying.

    Attributes:
        unchanged: the version was there already.
        roles: names of the roles that were created for its lanes.
        problems: warnings and remarks of the check.
    """

    key: ProcessKey
    version: int
    name: str
    file: str
    unchanged: bool
    roles: tuple[str, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Judged:
    """The diagrams of an order with what the check says of each."""

    world: World
    diagrams: list[SourceFile]
    reports: list[CheckReport]


class DeploymentService:
    """Checks diagrams and puts them into the store."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        reader: DiagramReader,
        tables: ReadFile,
        library: DefinitionLibrary,
    ) -> None:
        self._database = database
        self._clock = clock
        self._reader = reader
        self._tables = tables
        self._library = library

    def is_deployed(self, key: ProcessKey) -> bool:
        """Tell whether cases of a process can start."""
        with self._database.read() as uow:
            return uow.definitions.latest_id(key) is not None

    def deploy(self, order: DeployOrder, actor: Actor) -> list[Deployed]:
        """Deploy every process of the files, all of them or none.

        Raises:
            DiagramInvalidError: a file is refused; its problems say why.
            FormInvalidError: a form cannot be used.
            NameConflictError: another process has that key.
            RefusedError: the actor may not approve SOPs.
            ApprovalNeededError: the office asks for a second person.
        """
        if not (actor.has(Right.APPROVE) or actor.has(Right.ADMINISTER)):
            raise RefusedError(action="deploy", subject="")
        with self._database.write() as uow:
            changes = Changes(uow=uow, now=self._clock.now(), actor=actor)
            require_second_person(uow, actor, changes.now)
            deployed = self.deploy_within(changes, order)
            changes.write()
        return deployed

    def deploy_within(self, changes: Changes, order: DeployOrder) -> list[Deployed]:
        """Deploy as part of a transaction whose owner asked who may.

        Raises:
            DiagramInvalidError, FormInvalidError, NameConflictError: see `deploy`.
        """
        judged = self._judged(changes.uow, order)
        return [
            self._deploy(
                changes,
                order,
                judged.world,
                bundle_of(judged.world, source, report, process),
            )
            for source, report in zip(judged.diagrams, judged.reports, strict=True)
            for process in report.processes
        ]

    def require_deployable(self, uow: UnitOfWork, order: DeployOrder) -> None:
        """Raise what deploying this would raise.

        Raises:
            DiagramInvalidError, FormInvalidError: see `deploy`.
        """
        self._judged(uow, order)

    def _judged(self, uow: UnitOfWork, order: DeployOrder) -> _Judged:
        diagrams, others = apart(order.files)
        handed_in = [tables_in(self._tables, one) for one in others]
        tables = {key: text for one in handed_in for key, text in one.texts.items()}
        drawn = [self._reader.read(one.content, one.name) for one in diagrams]
        keys = {process.id for diagram in drawn for process in diagram.processes}
        supplies = Supplies(
            forms=order.forms,
            templates=order.templates,
            tables={**order.tables, **tables},
        )
        world = world_of(uow, supplies, keys)
        reports = [check(diagram, known=world.known) for diagram in drawn]
        _refuse([*(one.report for one in handed_in), *reports])
        if not diagrams:
            raise alone(others)
        told = [problem for one in handed_in for problem in one.report.problems]
        return _Judged(world=world, diagrams=diagrams, reports=_with(told, reports))

    def _deploy(
        self, changes: Changes, order: DeployOrder, world: World, bundle: Bundle
    ) -> Deployed:
        key = ProcessKey(bundle.process.id)
        latest = changes.uow.definitions.latest(key)
        if latest and latest.name != bundle.name and not order.replace:
            raise NameConflictError(
                key=key, name=bundle.name, deployed_name=latest.name
            )
        created = _create_roles(changes, bundle)
        unchanged = latest is not None and latest.checksum == bundle.checksum
        version = latest.version if latest else 0
        if not unchanged:
            version = self._store(changes, order, world, bundle)
        return Deployed(
            key=key,
            version=version,
            name=bundle.name,
            file=bundle.source.name,
            unchanged=unchanged,
            roles=tuple(created),
            problems=bundle.problems,
        )

    def _store(
        self, changes: Changes, order: DeployOrder, world: World, bundle: Bundle
    ) -> int:
        key = ProcessKey(bundle.process.id)
        versions = changes.uow.definitions.versions(key)
        version = max((one.version for one in versions), default=0) + 1
        stored = StoredDefinition(
            id=DefinitionId(new_id()),
            key=key,
            version=version,
            name=bundle.name,
            file=bundle.source.name,
            process_id=bundle.process.id,
            xml=bundle.source.content,
            checksum=bundle.checksum,
            forms=bundle.forms,
            templates=bundle.templates,
            tables=bundle.tables,
            author=order.author or changes.actor.user,
            note=order.note,
            deployed_at=changes.now,
            calendar=order.calendar,
            roles=bundle.roles,
            known=known_to_json(world.known),
        )
        # What cannot be loaded again must not be stored.
        loaded = self._library.loaded(stored)
        changes.uow.definitions.add(stored)
        changes.uow.steps.foresee(key, loaded.definition.steps.values())
        changes.record(
            "process.deployed",
            facts={
                "process": key,
                "version": version,
                "checksum": stored.checksum,
                "note": order.note,
            },
        )
        return version


def _with(told: Sequence[Problem], reports: list[CheckReport]) -> list[CheckReport]:
    """Return reports whose first tells what was found beside the diagrams, too."""
    if not told or not reports:
        return reports
    first = replace(reports[0], problems=(*reports[0].problems, *told))
    return [first, *reports[1:]]


def _refuse(reports: Sequence[CheckReport]) -> None:
    for report in reports:
        if report.verdict is Verdict.REFUSED:
            raise DiagramInvalidError(file=report.file, problems=list(report.problems))


def _create_roles(changes: Changes, bundle: Bundle) -> list[str]:
    """Create the roles that somebody has to hold for a case to go on."""
    known = {role.key for role in changes.uow.people.roles()}
    created: list[str] = []
    for key, name in _roles_of(bundle):
        if key in known:
            continue
        known.add(key)
        changes.uow.people.add_role(Role(key=key, name=name))
        changes.record("role.created", facts={"role": key, "name": name})
        created.append(name)
    return created


def _roles_of(bundle: Bundle) -> Iterator[tuple[RoleKey, str]]:
    """Yield key and name of every role that steps are given to."""
    nodes = bundle.process.nodes
    used = {node.lane for node in nodes if needs_lane(node)}
    for lane in bundle.process.lanes:
        if lane.id in used:
            key = bundle.roles[lane_name(lane)]
            yield RoleKey(key), lane.name or key
    for node in nodes:
        if names_a_role(node) and node.performer:
            name = node.performer.replace("_", " ").title()
            yield RoleKey(node.performer), name
