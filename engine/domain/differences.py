"""What is different between two versions of an SOP, as people speak of it.

Steps are the same where their elements are. A step has moved where its place in
the order of the steps both versions have is another; as few as possible count as
moved. Values are given as they are; the web puts them into words.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from itertools import chain

from engine.domain.decisions import DecisionTable
from engine.domain.decisions.changes import TableChange, table_changes
from engine.domain.definitions import Decision, ProcessDefinition, Step
from engine.domain.diagram import Flow, Node, SopIdentity
from engine.domain.durations import WorkDuration
from engine.domain.forms import FormDefinition
from engine.domain.forms.components import fields_of
from engine.domain.ordering import merged, out_of_order
from engine.domain.values import ElementId

Value = str | int | WorkDuration | tuple[str, ...] | None


class ChangeKind(StrEnum):
    """What happened to a step, another element, a form or a template."""

    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"
    CHANGED = "changed"


@dataclass(frozen=True, kw_only=True, slots=True)
class FieldChange:
    """One property before and after; `field` is a key of the words for it."""

    field: str
    before: Value
    after: Value


@dataclass(frozen=True, kw_only=True, slots=True)
class ElementChange:
    """A step or another element of the diagram.

    Attributes:
        kind: MOVED only where nothing else changed; see `has_moved`.
        places: its number in the SOP before and after.
    """

    element: ElementId
    name: str
    kind: ChangeKind
    fields: tuple[FieldChange, ...] = ()
    has_moved: bool = False
    places: tuple[int | None, int | None] = (None, None)


@dataclass(frozen=True, kw_only=True, slots=True)
class FileChange:
    """A form or a template; `fields` are the form's fields by name."""

    key: str
    kind: ChangeKind
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class VersionFiles:
    """A version with its forms, templates and decision tables, to be compared."""

    definition: ProcessDefinition
    forms: Mapping[str, FormDefinition] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    tables: Mapping[str, DecisionTable] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, slots=True)
class Difference:
    """Everything that differs.

    Attributes:
        steps: in the order of the new version, removed ones where they stood.
        others: gateways, events, sub-processes and calls.
        identity: of the SOP's identity block.
    """

    steps: tuple[ElementChange, ...] = ()
    others: tuple[ElementChange, ...] = ()
    forms: tuple[FileChange, ...] = ()
    templates: tuple[FileChange, ...] = ()
    tables: tuple[TableChange, ...] = ()
    identity: tuple[FieldChange, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing that people or the kernel see is different."""
        files = (self.forms, self.templates, self.tables)
        return not any((self.steps, self.others, self.identity, *files))

    def kinds(self) -> Mapping[ElementId, ChangeKind]:
        """Return what happened to each element of the diagram."""
        return {one.element: one.kind for one in chain(self.steps, self.others)}


def difference(before: VersionFiles, after: VersionFiles) -> Difference:
    """Return what is different in `after`."""
    old, new = before.definition, after.definition
    steps = tuple(_steps(old, new))
    return Difference(
        steps=steps,
        others=tuple(_others(old, new)),
        forms=tuple(_forms(before.forms, after.forms)),
        templates=tuple(_files(before.templates, after.templates)),
        tables=tuple(table_changes(before.tables, after.tables)),
        identity=tuple(_identity(old.identity, new.identity)),
    )


def _steps(old: ProcessDefinition, new: ProcessDefinition) -> Iterator[ElementChange]:
    moved = out_of_order(list(old.steps), list(new.steps))
    for element in merged(list(old.steps), list(new.steps)):
        was, now = old.steps.get(element), new.steps.get(element)
        places = (was.number if was else None, now.number if now else None)
        if was is None or now is None:
            kind = ChangeKind.ADDED if was is None else ChangeKind.REMOVED
            named = now or was
            name = named.name if named else ""
            yield ElementChange(element=element, name=name, kind=kind, places=places)
            continue
        found = tuple(_changed(_told(was), _told(now)))
        if found or element in moved:
            yield ElementChange(
                element=element,
                name=now.name,
                kind=ChangeKind.CHANGED if found else ChangeKind.MOVED,
                fields=found,
                has_moved=element in moved,
                places=places,
            )


def _told(step: Step) -> dict[str, Value]:
    standard = step.standard
    return {
        "name": step.name,
        "lane": step.lane,
        "standard": standard.duration if standard else None,
        "clock": standard.clock.value if standard else None,
        "due": step.due,
        "performer": step.performer,
        "form": step.form,
        "documents": tuple(step.documents),
        "kelengkapan": step.mutu_baku.kelengkapan,
        "output": step.mutu_baku.output,
        "keterangan": step.mutu_baku.keterangan,
        "instructions": step.instructions,
        "question": step.decision.question if step.decision else None,
        "choices": _choices(step.decision),
        "repeats": step.item or ("*" if step.repeats or step.looped else None),
    }


def _choices(decision: Decision | None) -> tuple[str, ...]:
    if decision is None:
        return ()
    return tuple(f"{one.label} → {one.target_name}" for one in decision.choices)


def _others(old: ProcessDefinition, new: ProcessDefinition) -> Iterator[ElementChange]:
    was, now = _nodes(old), _nodes(new)
    for element in merged(list(was), list(now)):
        before, after = was.get(element), now.get(element)
        if before is None or after is None:
            kind = ChangeKind.ADDED if before is None else ChangeKind.REMOVED
            node = after or before
            name = node.name if node else ""
            yield ElementChange(element=element, name=name, kind=kind)
            continue
        found = tuple(_changed(_said(before, old), _said(after, new)))
        if found:
            yield ElementChange(
                element=element,
                name=after.name or before.name,
                kind=ChangeKind.CHANGED,
                fields=found,
            )


def _nodes(definition: ProcessDefinition) -> dict[ElementId, Node]:
    """Return the elements that are drawn and are no steps."""
    return {
        node.stands_for or node.id: node
        for node in definition.canonical.nodes
        if node.id not in definition.steps and node.stands_for not in definition.steps
    }


def _said(node: Node, definition: ProcessDefinition) -> dict[str, Value]:
    timer = node.timer
    times = (timer.duration, timer.date, timer.cycle) if timer else ()
    leaving = [one for one in definition.canonical.flows if one.source == node.id]
    return {
        "name": node.name,
        "kind": node.kind,
        "time": next((text for text in times if text), None),
        "interrupting": "yes" if node.interrupting else "no",
        "called": node.called,
        "decision": node.asks.key if node.asks else None,
        "result": node.asks.result if node.asks else None,
        "ways": tuple(_way(one, definition) for one in leaving),
    }


def _way(flow: Flow, definition: ProcessDefinition) -> str:
    names = {node.id: node.name for node in definition.canonical.nodes}
    label = flow.label or flow.condition or flow.name
    target = names.get(flow.target) or flow.target
    return f"{label} → {target}" if label else f"→ {target}"


def _forms(
    old: Mapping[str, FormDefinition], new: Mapping[str, FormDefinition]
) -> Iterator[FileChange]:
    for one in _files(old, new):
        if one.kind is not ChangeKind.CHANGED:
            yield one
            continue
        before, after = _labels(old[one.key]), _labels(new[one.key])
        yield FileChange(
            key=one.key,
            kind=one.kind,
            added=tuple(after[key] for key in after if key not in before),
            removed=tuple(before[key] for key in before if key not in after),
        )


def _labels(form: FormDefinition) -> dict[str, str]:
    return {part.key: part.label or part.key for part in fields_of(form.components)}


def _files(
    old: Mapping[str, object], new: Mapping[str, object]
) -> Iterator[FileChange]:
    for key in sorted(old.keys() | new.keys()):
        if key not in old:
            yield FileChange(key=key, kind=ChangeKind.ADDED)
        elif key not in new:
            yield FileChange(key=key, kind=ChangeKind.REMOVED)
        elif old[key] != new[key]:
            yield FileChange(key=key, kind=ChangeKind.CHANGED)


def _identity(old: SopIdentity, new: SopIdentity) -> Iterator[FieldChange]:
    for one in fields(SopIdentity):
        before, after = getattr(old, one.name), getattr(new, one.name)
        if before != after:
            yield FieldChange(field=one.name, before=before, after=after)


def _changed(
    before: Mapping[str, Value], after: Mapping[str, Value]
) -> Iterator[FieldChange]:
    for name, value in before.items():
        if value != after[name]:
            yield FieldChange(field=name, before=value, after=after[name])
