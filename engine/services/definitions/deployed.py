"""Deployed definitions, ready to run: compiled once from the stored files.

A version never changes, so what was compiled is kept for good, and the hot path
asks the database only which version is the newest when a case starts.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock

from engine.domain.checking.names import compiled
from engine.domain.decisions import DecisionTable
from engine.domain.definitions import ProcessDefinition, Step
from engine.domain.expressions.compared import compared_texts
from engine.domain.forms import FormDefinition, generic_form
from engine.domain.values import (
    CalendarKey,
    DefinitionId,
    ElementId,
    FormKey,
    ProcessKey,
    RoleKey,
    TemplateKey,
)
from engine.errors import ProcessNotFoundError
from engine.services.definitions.compiler import tables_of
from engine.store.database import UnitOfWork
from engine.store.values import StoredDefinition

REMEMBERED = 200
Compiler = Callable[[StoredDefinition], ProcessDefinition]


@dataclass(frozen=True, kw_only=True, slots=True)
class LoadedDefinition:
    """A version with its forms, templates and decision tables.

    Attributes:
        templates: every template of the deployment, partial ones too.
        calendar: on which its cases count working time.
    """

    definition: ProcessDefinition
    forms: Mapping[FormKey, FormDefinition]
    templates: Mapping[TemplateKey, str]
    tables: Mapping[str, DecisionTable]
    calendar: CalendarKey
    _generic: dict[ElementId, FormDefinition] = field(
        default_factory=dict, compare=False, repr=False
    )

    def form_of(self, step: Step) -> FormDefinition:
        """Return a step's form; without one, the note and what conditions read."""
        own = self.forms.get(step.form) if step.form is not None else None
        if own is not None:
            return own
        known = self._generic.get(step.element)
        if known is None:
            known = generic_form(step.fields, self._compared() if step.fields else {})
            self._generic[step.element] = known
        return known

    def _compared(self) -> dict[str, tuple[str, ...]]:
        """Return the texts that conditions of the diagram compare a name with."""
        found: dict[str, dict[str, None]] = {}
        for flow in self.definition.canonical.flows:
            expression = compiled(flow.condition)
            if expression is not None:
                for name, texts in compared_texts(expression).items():
                    found.setdefault(name, {}).update(dict.fromkeys(texts))
        return {name: tuple(texts) for name, texts in found.items()}

    @property
    def starting_role(self) -> RoleKey | None:
        """The role of the lane in which the case starts, if it stands in one."""
        process = self.definition.canonical
        start = next(
            node
            for node in process.nodes
            if node.kind == "startEvent" and node.parent is None
        )
        names = {lane.id: lane.name for lane in process.lanes}
        roles = {one.lane: one.role for one in self.definition.lanes}
        return roles.get(names.get(start.lane or "", ""))


class DefinitionLibrary:
    """Keeps compiled definitions. Threads may share one."""

    def __init__(self, *, compiler: Compiler) -> None:
        """Use a compiler that gives the same for the same stored files."""
        self._compile = compiler
        self._kept: OrderedDict[DefinitionId, LoadedDefinition] = OrderedDict()
        self._lock = Lock()

    def of(self, uow: UnitOfWork, definition: DefinitionId) -> LoadedDefinition:
        """Return a version.

        Raises:
            ProcessNotFoundError: there is none of that id.
        """
        with self._lock:
            known = self._kept.get(definition)
            if known is not None:
                self._kept.move_to_end(definition)
                return known
        return self._keep(self.loaded(uow.definitions.get(definition)))

    def latest(self, uow: UnitOfWork, key: ProcessKey) -> LoadedDefinition:
        """Return the newest version in use.

        Raises:
            ProcessNotFoundError: nothing is deployed under that key.
        """
        found = uow.definitions.latest_id(key)
        if found is None:
            raise ProcessNotFoundError(key=key)
        return self.of(uow, found)

    def loaded(self, stored: StoredDefinition) -> LoadedDefinition:
        """Return a stored version compiled, without keeping it."""
        return LoadedDefinition(
            definition=self._compile(stored),
            forms={
                FormKey(key): FormDefinition.from_json(key, text)
                for key, text in stored.forms.items()
            },
            templates={
                TemplateKey(key): text for key, text in stored.templates.items()
            },
            tables=tables_of(stored.tables),
            calendar=stored.calendar,
        )

    def _keep(self, loaded: LoadedDefinition) -> LoadedDefinition:
        with self._lock:
            self._kept[loaded.definition.id] = loaded
            while len(self._kept) > REMEMBERED:
                self._kept.popitem(last=False)
        return loaded
