"""Deploying diagrams with their forms and templates as new versions.

Everything of one command is checked together and stored in one transaction. A
version is a diagram, the forms and templates its steps name, and what they
include; where none of these changed there is no new version.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from engine.clock import Clock
from engine.domain.checking import (
    NOTHING_KNOWN,
    CheckedProcess,
    CheckReport,
    Known,
    check,
)
from engine.domain.diagram import Process
from engine.domain.forms import FormDefinition
from engine.domain.identity import Actor, Right, Role
from engine.domain.problems import Problem, Verdict, verdict_of
from engine.domain.values import (
    CalendarKey,
    DefinitionId,
    JsonObject,
    ProcessKey,
    RoleKey,
)
from engine.domain.worktime import DEFAULT_CALENDAR_KEY
from engine.errors import DiagramInvalidError, NameConflictError, RefusedError
from engine.ports import DiagramReader
from engine.services.changes import Changes, new_id
from engine.services.compiler import (
    RoleOf,
    known_to_json,
    known_world,
    lane_name,
    role_matcher,
)
from engine.services.definitions import DefinitionLibrary
from engine.store.database import Database, UnitOfWork
from engine.store.values import StoredDefinition

PARTIAL = "_"
OFFICE_CALENDAR = CalendarKey(DEFAULT_CALENDAR_KEY)


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceFile:
    """A diagram as somebody handed it in."""

    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class DeployOrder:
    """What is deployed.

    Attributes:
        forms: form key to JSON text.
        templates: template key to source; those that begin with `_` are
            included by others.
        replace: a process of the same key and another name may be replaced.
    """

    files: Sequence[SourceFile]
    forms: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
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
class _World:
    """What is available to the files of one command."""

    forms: Mapping[str, str]
    templates: Mapping[str, str]
    known: Known
    role_of: RoleOf


class DeploymentService:
    """Checks diagrams and puts them into the store."""

    def __init__(
        self,
        *,
        database: Database,
        clock: Clock,
        reader: DiagramReader,
        library: DefinitionLibrary,
    ) -> None:
        self._database = database
        self._clock = clock
        self._reader = reader
        self._library = library

    def deploy(self, order: DeployOrder, actor: Actor) -> list[Deployed]:
        """Deploy every process of the files, all of them or none.

        Raises:
            DiagramInvalidError: a file is refused; its problems say why.
            FormInvalidError: a form cannot be used.
            NameConflictError: another process has that key.
            RefusedError: the actor may not approve SOPs.
        """
        if not (actor.has(Right.APPROVE) or actor.has(Right.ADMINISTER)):
            raise RefusedError(action="deploy", subject="")
        diagrams = [self._reader.read(one.content, one.name) for one in order.files]
        keys = {process.id for diagram in diagrams for process in diagram.processes}
        with self._database.write() as uow:
            changes = Changes(uow=uow, now=self._clock.now(), actor=actor)
            world = _world(uow, order, keys)
            reports = [check(diagram, known=world.known) for diagram in diagrams]
            _refuse(reports)
            deployed = [
                self._deploy(changes, order, world, source, report, process)
                for source, report in zip(order.files, reports, strict=True)
                for process in report.processes
            ]
            changes.write()
        return deployed

    def _deploy(
        self,
        changes: Changes,
        order: DeployOrder,
        world: _World,
        source: SourceFile,
        report: CheckReport,
        checked: CheckedProcess,
    ) -> Deployed:
        key = ProcessKey(checked.id)
        process = checked.canonical
        if process is None:
            raise DiagramInvalidError(file=report.file, problems=list(report.problems))
        latest = changes.uow.definitions.latest(key)
        if latest and latest.name != checked.name and not order.replace:
            raise NameConflictError(
                key=key, name=checked.name, deployed_name=latest.name
            )
        roles = _roles_of(process, world.role_of)
        created = _create_roles(changes, process, roles)
        forms = _named(world.forms, {node.form for node in process.nodes})
        templates = _templates_of(process, world.templates)
        checksum = checksum_of(source.content, forms, templates)
        version = latest.version if latest else 0
        unchanged = latest is not None and latest.checksum == checksum
        if not unchanged:
            versions = changes.uow.definitions.versions(key)
            version = max((one.version for one in versions), default=0) + 1
            stored = StoredDefinition(
                id=DefinitionId(new_id()),
                key=key,
                version=version,
                name=checked.name,
                file=source.name,
                process_id=checked.id,
                xml=source.content,
                checksum=checksum,
                forms=forms,
                templates=templates,
                author=changes.actor.user,
                note=order.note,
                deployed_at=changes.now,
                calendar=order.calendar,
                roles=roles,
                known=known_to_json(world.known),
            )
            # What cannot be loaded again must not be stored.
            self._library.loaded(stored)
            changes.uow.definitions.add(stored)
            facts: JsonObject = {
                "process": key,
                "version": version,
                "checksum": checksum,
                "note": order.note,
            }
            changes.record("process.deployed", facts=facts)
        return Deployed(
            key=key,
            version=version,
            name=checked.name,
            file=source.name,
            unchanged=unchanged,
            roles=tuple(created),
            problems=report.problems,
        )


def check_files(
    reader: DiagramReader, sources: Sequence[SourceFile]
) -> list[CheckReport]:
    """Check files on their own, as `check` does: no store, no office.

    A file that cannot be read as a whole gives a report with its one error.
    """
    reports: list[CheckReport] = []
    for source in sources:
        try:
            diagram = reader.read(source.content, source.name)
        except DiagramInvalidError as error:
            reports.append(_unreadable(source.name, error))
        else:
            reports.append(check(diagram, known=NOTHING_KNOWN))
    return reports


def checksum_of(
    diagram: bytes, forms: Mapping[str, str], templates: Mapping[str, str]
) -> str:
    """Return the sha256 hex over diagram, forms and templates."""
    digest = hashlib.sha256()
    parts = [("diagram", "", diagram)]
    parts += [("form", key, text.encode()) for key, text in sorted(forms.items())]
    parts += [
        ("template", key, text.encode()) for key, text in sorted(templates.items())
    ]
    for kind, key, content in parts:
        digest.update(f"{kind} {key} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _unreadable(name: str, error: DiagramInvalidError) -> CheckReport:
    problems: list[Problem] = error.facts["problems"]
    return CheckReport(
        file=name,
        verdict=verdict_of(tuple(problems)),
        problems=tuple(problems),
        processes=(),
    )


def _refuse(reports: Sequence[CheckReport]) -> None:
    for report in reports:
        if report.verdict is Verdict.REFUSED:
            raise DiagramInvalidError(file=report.file, problems=list(report.problems))


def _world(uow: UnitOfWork, order: DeployOrder, keys: set[str]) -> _World:
    forms: dict[str, str] = {}
    templates: dict[str, str] = {}
    own: list[StoredDefinition] = []
    for summary in uow.definitions.listing():
        stored = uow.definitions.get(summary.id)
        if summary.key in keys:
            own.append(stored)
        forms |= stored.forms
        templates |= stored.templates
    # What the process itself had comes before another's form of the same key,
    # and what is handed in now before both.
    for stored in own:
        forms |= stored.forms
        templates |= stored.templates
    forms |= order.forms
    templates |= order.templates
    read = {key: FormDefinition.from_json(key, text) for key, text in forms.items()}
    roles = uow.people.roles()
    processes = keys | set(uow.definitions.keys())
    return _World(
        forms=forms,
        templates=templates,
        known=known_world(read, templates, processes, roles),
        role_of=role_matcher(roles),
    )


def _roles_of(process: Process, role_of: RoleOf) -> dict[str, str]:
    return {lane_name(lane): role_of(lane) for lane in process.lanes}


def _create_roles(
    changes: Changes, process: Process, roles: Mapping[str, str]
) -> list[str]:
    known = {role.key for role in changes.uow.people.roles()}
    used = {node.lane for node in process.nodes if node.wait is not None}
    created: list[str] = []
    for lane in process.lanes:
        key = roles[lane_name(lane)]
        if lane.id not in used or key in known:
            continue
        known.add(RoleKey(key))
        name = lane.name or key
        changes.uow.people.add_role(Role(key=RoleKey(key), name=name))
        changes.record("role.created", facts={"role": key, "name": name})
        created.append(name)
    return created


def _named(available: Mapping[str, str], wanted: set[str | None]) -> dict[str, str]:
    return {key: available[key] for key in sorted(available) if key in wanted}


def _templates_of(process: Process, available: Mapping[str, str]) -> dict[str, str]:
    wanted = {template for node in process.nodes for template in node.documents}
    if not wanted:
        return {}
    wanted |= {key for key in available if key.startswith(PARTIAL)}
    return {key: available[key] for key in sorted(wanted) if key in available}
