"""Process definitions: a version of an SOP as the office runs it.

A definition is a pure function of its diagram: `canonical` is the repaired
graph the kernel runs, `steps` is what people see of it. Both are rebuilt from
the stored XML and cached, so a version never changes.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from engine.domain.diagram import MutuBaku, Process, SopIdentity, WaitKind
from engine.domain.sla import Standard
from engine.domain.values import (
    DefinitionId,
    ElementId,
    FlowId,
    FormKey,
    ProcessKey,
    RoleKey,
    TemplateKey,
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Choice:
    """One button of a decision: an arrow out of the gateway.

    Attributes:
        target_name: name of the next person's step on that way, or of the target.
        leads_back: a return; it asks for a reason.
    """

    label: str
    flow: FlowId
    target: ElementId
    target_name: str
    leads_back: bool


@dataclass(frozen=True, kw_only=True, slots=True)
class Decision:
    """A gateway that the person who completes a step decides."""

    gateway: ElementId
    question: str
    choices: tuple[Choice, ...]

    @property
    def default(self) -> Choice:
        """The first arrow in the document that does not lead back, else the first."""
        forward = [choice for choice in self.choices if not choice.leads_back]
        return (forward or list(self.choices))[0]


@dataclass(frozen=True, kw_only=True, slots=True)
class Step:
    """An activity that a person does, with its standard.

    Attributes:
        number: place in the SOP's table from 1; None for a step with a due date
            instead of a standard, which the SOP does not count.
        lane: the lane's name as drawn.
        role: key of the role the lane stands for.
        performer: role key, or `=expression` that gives one; None: the lane's.
        due: expression that gives a date or instant, or None.
        fields: names that conditions read and no form fills; a step without a
            form asks for exactly these.
        signers: a document's template with who signs it: role keys, or `performer`
            for whoever completes the step.
        repeats: multi-instance; `item` names an item.
        looped: standard loop.
    """

    element: ElementId
    name: str
    number: int | None
    kind: WaitKind
    lane: str
    role: RoleKey
    performer: str | None = None
    standard: Standard | None = None
    due: str | None = None
    form: FormKey | None = None
    fields: tuple[str, ...] = ()
    documents: tuple[TemplateKey, ...] = ()
    signers: tuple[tuple[TemplateKey, tuple[str, ...]], ...] = ()
    mutu_baku: MutuBaku
    instructions: str = ""
    decision: Decision | None = None
    repeats: bool = False
    item: str | None = None
    looped: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class LaneRole:
    """A lane and the role key it stands for."""

    lane: str
    role: RoleKey


@dataclass(frozen=True, kw_only=True, slots=True)
class Cycle:
    """A timer start: cron text or ISO cycle, kept for the scheduler."""

    element: ElementId
    name: str
    text: str


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessDefinition:
    """One version of one process, ready to run.

    Attributes:
        version: from 1, gapless per key; 0 while not deployed.
        checksum: sha256 hex over diagram, forms and templates.
        calls: keys of the processes it calls.
    """

    id: DefinitionId
    key: ProcessKey
    version: int
    name: str
    canonical: Process
    steps: Mapping[ElementId, Step]
    lanes: tuple[LaneRole, ...]
    cycles: tuple[Cycle, ...]
    calls: tuple[str, ...]
    identity: SopIdentity
    checksum: str
