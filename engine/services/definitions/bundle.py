"""What one version of a process is made of, gathered before it is stored."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from engine.domain.checking import CheckedProcess, CheckReport, Known
from engine.domain.diagram import Process
from engine.domain.forms import FormDefinition
from engine.domain.problems import Problem
from engine.domain.values import CalendarKey
from engine.domain.worktime import DEFAULT_CALENDAR_KEY
from engine.errors import DiagramInvalidError
from engine.services.definitions.compiler import (
    RoleOf,
    known_world,
    lane_name,
    role_matcher,
    tables_of,
)
from engine.store.database import UnitOfWork
from engine.store.values import StoredDefinition

PARTIAL = "_"
OFFICE_CALENDAR = CalendarKey(DEFAULT_CALENDAR_KEY)


@dataclass(frozen=True, kw_only=True, slots=True)
class SourceFile:
    """A diagram as somebody handed it in."""

    name: str
    content: bytes


@dataclass(frozen=True, kw_only=True, slots=True)
class Supplies:
    """Forms, templates and decision tables handed in with it, as they are stored."""

    forms: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class World:
    """What is available to the files of one command."""

    forms: Mapping[str, str]
    templates: Mapping[str, str]
    tables: Mapping[str, str]
    known: Known
    role_of: RoleOf


@dataclass(frozen=True, kw_only=True, slots=True)
class Bundle:
    """A checked process with everything that its version consists of.

    Attributes:
        roles: lane name to role key.
    """

    name: str
    process: Process
    source: SourceFile
    roles: dict[str, str]
    forms: dict[str, str]
    templates: dict[str, str]
    tables: dict[str, str]
    problems: tuple[Problem, ...]

    @property
    def checksum(self) -> str:
        """The sha256 hex over diagram, forms, templates and decision tables."""
        return checksum_of(self.source.content, self.forms, self.templates, self.tables)


def bundle_of(
    world: World, source: SourceFile, report: CheckReport, checked: CheckedProcess
) -> Bundle:
    """Return what a version of a checked process consists of.

    Raises:
        DiagramInvalidError: the check refused it.
    """
    process = checked.canonical
    if process is None:
        raise DiagramInvalidError(file=report.file, problems=list(report.problems))
    return Bundle(
        name=checked.name,
        process=process,
        source=source,
        roles={lane_name(lane): world.role_of(lane) for lane in process.lanes},
        forms=_named(world.forms, {node.form for node in process.nodes}),
        templates=_templates_of(process, world.templates),
        tables=_named(world.tables, _asked(process)),
        problems=report.problems,
    )


def checksum_of(
    diagram: bytes,
    forms: Mapping[str, str],
    templates: Mapping[str, str],
    tables: Mapping[str, str],
) -> str:
    """Return the sha256 hex over diagram, forms, templates and decision tables."""
    digest = hashlib.sha256()
    parts = [("diagram", "", diagram)]
    parts += [("form", key, text.encode()) for key, text in sorted(forms.items())]
    parts += [
        ("template", key, text.encode()) for key, text in sorted(templates.items())
    ]
    parts += [("table", key, text.encode()) for key, text in sorted(tables.items())]
    for kind, key, content in parts:
        digest.update(f"{kind} {key} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def world_of(uow: UnitOfWork, supplies: Supplies, keys: set[str]) -> World:
    """Return what the store and a command together offer to its files.

    Args:
        uow: of the deployment.
        supplies: what was handed in.
        keys: of the processes in the files.

    Raises:
        FormInvalidError: a form cannot be used.
        TableInvalidError: a decision table cannot be read.
    """
    kept = _kept(uow, keys)
    forms = kept.forms | dict(supplies.forms)
    templates = kept.templates | dict(supplies.templates)
    tables = kept.tables | dict(supplies.tables)
    read = {key: FormDefinition.from_json(key, text) for key, text in forms.items()}
    roles = uow.people.roles()
    processes = keys | set(uow.definitions.keys())
    return World(
        forms=forms,
        templates=templates,
        tables=tables,
        known=replace(
            known_world(read, templates, processes, roles), tables=tables_of(tables)
        ),
        role_of=role_matcher(roles),
    )


@dataclass(kw_only=True, slots=True)
class _Kept:
    """What versions in use have beside their diagrams."""

    forms: dict[str, str] = field(default_factory=dict)
    templates: dict[str, str] = field(default_factory=dict)
    tables: dict[str, str] = field(default_factory=dict)

    def add(self, stored: StoredDefinition) -> None:
        self.forms |= stored.forms
        self.templates |= stored.templates
        self.tables |= stored.tables


def _kept(uow: UnitOfWork, keys: set[str]) -> _Kept:
    """Return it: what a process itself had comes before another's of the same key."""
    kept = _Kept()
    own: list[StoredDefinition] = []
    for summary in uow.definitions.listing():
        stored = uow.definitions.get(summary.id)
        if summary.key in keys:
            own.append(stored)
        kept.add(stored)
    for stored in own:
        kept.add(stored)
    return kept


def _named(available: Mapping[str, str], wanted: set[str | None]) -> dict[str, str]:
    return {key: available[key] for key in sorted(available) if key in wanted}


def _asked(process: Process) -> set[str | None]:
    return {node.asks.key for node in process.nodes if node.asks and node.table}


def _templates_of(process: Process, available: Mapping[str, str]) -> dict[str, str]:
    wanted = {template for node in process.nodes for template in node.documents}
    if not wanted:
        return {}
    wanted |= {key for key in available if key.startswith(PARTIAL)}
    return {key: available[key] for key in sorted(wanted) if key in available}
