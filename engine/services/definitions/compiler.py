"""A stored version made into a definition again: the same each time."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace

from engine.domain.checking import CheckedProcess, CheckReport, Known, check
from engine.domain.compiling import compile_definition
from engine.domain.decisions import DecisionTable
from engine.domain.definitions import ProcessDefinition
from engine.domain.diagram import Lane
from engine.domain.forms import FormDefinition
from engine.domain.identity import Role
from engine.domain.role_names import role_key_of, same_name
from engine.domain.values import JsonObject, JsonValue, RoleKey
from engine.errors import DiagramInvalidError
from engine.ports import DiagramReader
from engine.store.values import StoredDefinition

RoleOf = Callable[[Lane], RoleKey]


class StoredCompiler:
    """Compiles what the store keeps, told the world it was deployed in."""

    def __init__(self, *, reader: DiagramReader) -> None:
        self._reader = reader

    def __call__(self, stored: StoredDefinition) -> ProcessDefinition:
        """Return the definition of a version.

        Raises:
            DiagramInvalidError: this version of the product refuses what an
                older one deployed.
        """
        known = replace(known_from_json(stored.known), tables=tables_of(stored.tables))
        report = check(self._reader.read(stored.xml, stored.file), known=known)
        return compile_definition(
            process_of(report, stored.process_id),
            version=stored.version,
            definition_id=stored.id,
            checksum=stored.checksum,
            role_of=lambda lane: RoleKey(stored.roles[lane_name(lane)]),
            form_fields=known.forms,
        )


def process_of(report: CheckReport, process: str) -> CheckedProcess:
    """Return a process of a file that can run.

    Raises:
        DiagramInvalidError: it is refused.
    """
    for one in report.processes:
        if one.id == process and one.canonical is not None:
            return one
    raise DiagramInvalidError(file=report.file, problems=list(report.problems))


def lane_name(lane: Lane) -> str:
    """Return under which name a lane's role is remembered."""
    return lane.name or lane.id


def role_matcher(roles: Iterable[Role]) -> RoleOf:
    """Return how lanes find their role: by key, else by name, else a new key."""
    known = list(roles)

    def role_of(lane: Lane) -> RoleKey:
        if lane.role:
            return RoleKey(lane.role)
        for role in known:
            if same_name(role.name, lane.name):
                return role.key
        return role_key_of(lane_name(lane))

    return role_of


def known_world(
    forms: Mapping[str, FormDefinition],
    templates: Iterable[str],
    processes: Iterable[str],
    roles: Iterable[Role],
) -> Known:
    """Return the office as `deploy` tells it to the check."""
    return Known(
        forms={key: form.field_names for key, form in forms.items()},
        templates=frozenset(templates),
        processes=frozenset(processes),
        roles=frozenset(name for role in roles for name in (role.name, role.key)),
        strict=True,
    )


def tables_of(texts: Mapping[str, str]) -> dict[str, DecisionTable]:
    """Return decision tables as they are stored, read.

    Raises:
        TableInvalidError: one cannot be read.
    """
    return {key: DecisionTable.from_json(key, text) for key, text in texts.items()}


def known_to_json(known: Known) -> JsonObject:
    """Return a known world as JSON."""
    forms: dict[str, JsonValue] = {
        key: list[JsonValue](sorted(names))
        for key, names in sorted((known.forms or {}).items())
    }
    return {
        "forms": forms,
        "templates": list[JsonValue](sorted(known.templates or ())),
        "processes": list[JsonValue](sorted(known.processes or ())),
        "roles": list[JsonValue](sorted(known.roles or ())),
    }


def known_from_json(stored: JsonObject) -> Known:
    """Return the world of `known_to_json`."""
    forms = stored.get("forms")
    return Known(
        forms={
            key: frozenset(map(str, names if isinstance(names, list) else ()))
            for key, names in (forms if isinstance(forms, dict) else {}).items()
        },
        templates=_texts(stored.get("templates")),
        processes=_texts(stored.get("processes")),
        roles=_texts(stored.get("roles")),
        strict=True,
    )


def _texts(value: JsonValue) -> frozenset[str]:
    return frozenset(map(str, value if isinstance(value, list) else ()))
