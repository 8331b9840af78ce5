"""A BPMN diagram as values: what a person drew, free of XML.

Two forms use the same types. *As read*: whatever the file holds, node kinds are
BPMN's own element names. *Canonical*: what the kernel runs, made from the first
by `engine.domain.checking`; then, and only then, these hold:

- one plain start event per process and sub-process; ends are plain or terminate;
- every person's step is a `userTask` whose `wait` says what is waited for, a
  caught message or signal too; a question of a gateway is a `userTask` of its
  own, `wait=QUESTION`, under the gateway's id, and the gateway behind it has an
  id of ours;
- behind an event-based gateway stand persons' waits and timers only;
- every flow out of an exclusive or inclusive gateway with several ways has a
  `condition` that compiles, or is the default, or `chosen_at` names the
  person's step whose decision takes it;
- a `businessRuleTask` has the `table` that answers it, without mistakes;
- link events are flows; standards, timer starts and data objects are gone;
- boundary events are timer, message or signal and have a way out;
- every node is reachable and every loop passes a person's step or a wait.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from engine.domain.decisions import DecisionTable, TableCall
from engine.domain.values import ElementId, FlowId


class WaitKind(StrEnum):
    """What a person's step waits for; `user` is an ordinary task."""

    USER = "user"
    QUESTION = "question"
    MESSAGE = "message"
    SIGNAL = "signal"
    RECEIVE = "receive"


class EventKind(StrEnum):
    """What an event is about, by the name of its BPMN definition."""

    NONE = "none"
    TIMER = "timer"
    MESSAGE = "message"
    SIGNAL = "signal"
    TERMINATE = "terminate"
    LINK = "link"
    ERROR = "error"
    ESCALATION = "escalation"
    CONDITIONAL = "conditional"
    COMPENSATION = "compensation"
    CANCEL = "cancel"
    MULTIPLE = "multiple"


@dataclass(frozen=True, kw_only=True, slots=True)
class TimerText:
    """A timer as written: exactly one of the three texts, or none."""

    duration: str | None = None
    date: str | None = None
    cycle: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Repetition:
    """Multi-instance or standard loop of an activity, expressions as written.

    Attributes:
        sequential: items one after another; parallel otherwise.
        cardinality: number or expression of how many items, or None.
        collection: expression that gives the list of items, or None.
        item: name under which an item is known to its performer and forms.
        loop_condition: a standard loop goes on while this holds; with it, the
            other fields are empty.
        test_before: the condition is asked before the first round too.
        maximum: most rounds of a standard loop, or None.
        completion_condition: ends a multi-instance early, or None.
    """

    sequential: bool = False
    cardinality: str | None = None
    collection: str | None = None
    item: str | None = None
    loop_condition: str | None = None
    is_loop: bool = False
    test_before: bool = False
    maximum: int | None = None
    completion_condition: str | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class MutuBaku:
    """The texts of a step's row in the SOP's table, verbatim."""

    kelengkapan: str = ""
    output: str = ""
    keterangan: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Node:
    """A flow node: event, activity or gateway.

    Attributes:
        kind: BPMN element name without prefix (`userTask`, `boundaryEvent`).
        line: line in the file, from 1; None for a node that a repair made.
        lane: id of the innermost lane it stands in, or None.
        parent: id of the sub-process around it, or None.
        attached_to: the activity a boundary event sits on.
        interrupting: a boundary event takes its activity away.
        event_ref: name of the message, signal or link, or None.
        asks: the decision table that a business rule task names, or None.
        table: canonical only: that table.
        script, implementation: what a script or service task carries; never run.
        signers: a document's template with who signs it, role keys or `performer`.
        wait: canonical person's steps only.
        stands_for: canonical only, of a node that a repair made: the element of the
            file it was made for; of a question, the gateway.
        throws: canonical passing events only: kind of what is recorded.
    """

    id: ElementId
    kind: str
    name: str = ""
    line: int | None = None
    lane: str | None = None
    parent: ElementId | None = None
    documentation: str = ""
    attached_to: ElementId | None = None
    interrupting: bool = True
    event: EventKind = EventKind.NONE
    event_ref: str | None = None
    timer: TimerText | None = None
    default_flow: FlowId | None = None
    called: str | None = None
    repetition: Repetition | None = None
    asks: TableCall | None = None
    table: DecisionTable | None = None
    compensation: bool = False
    triggered_by_event: bool = False
    script: str | None = None
    implementation: str | None = None
    form: str | None = None
    form_is_foreign: bool = False
    performer: str | None = None
    performer_is_foreign: bool = False
    due: str | None = None
    due_is_foreign: bool = False
    clock: str | None = None
    mutu_baku: MutuBaku = field(default_factory=MutuBaku)
    documents: tuple[str, ...] = ()
    signers: tuple[tuple[str, tuple[str, ...]], ...] = ()
    wait: WaitKind | None = None
    stands_for: ElementId | None = None
    throws: EventKind | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class Flow:
    """A sequence flow. `source` and `target` are empty on a loose end.

    Attributes:
        condition: expression as written, or None.
        language: the expression's declared language, or None.
        chosen_at: canonical only: the person's step whose decision takes it.
        label: canonical only: what the button says.
        leads_back: canonical only: its target dominates the gateway.
    """

    id: FlowId
    source: ElementId
    target: ElementId
    name: str = ""
    line: int | None = None
    condition: str | None = None
    language: str | None = None
    parent: ElementId | None = None
    chosen_at: ElementId | None = None
    label: str | None = None
    leads_back: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Lane:
    """A row of the diagram. `role` is `mutubaku:role`, or None."""

    id: str
    name: str = ""
    role: str | None = None
    parent: str | None = None
    members: tuple[ElementId, ...] = ()
    line: int | None = None


@dataclass(frozen=True, kw_only=True, slots=True)
class SopIdentity:
    """The SOP's identity block; lists are several entries, dates as written."""

    nomor: str = ""
    judul: str = ""
    unit: str = ""
    tanggal_pembuatan: str = ""
    tanggal_revisi: str = ""
    tanggal_efektif: str = ""
    disahkan_oleh: str = ""
    dasar_hukum: tuple[str, ...] = ()
    keterkaitan: tuple[str, ...] = ()
    peringatan: tuple[str, ...] = ()
    kualifikasi: tuple[str, ...] = ()
    peralatan: tuple[str, ...] = ()
    pencatatan: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Process:
    """One process with its nodes at every depth (`Node.parent` tells which).

    Attributes:
        uses_own_words: the file names our namespace, so somebody wrote an SOP.
        pool: name of the participant that stands for it, or None.
    """

    id: str
    name: str = ""
    line: int | None = None
    executable: bool | None = None
    uses_own_words: bool = False
    pool: str | None = None
    nodes: tuple[Node, ...] = ()
    flows: tuple[Flow, ...] = ()
    lanes: tuple[Lane, ...] = ()
    identity: SopIdentity = field(default_factory=SopIdentity)


@dataclass(frozen=True, kw_only=True, slots=True)
class Oddity:
    """Something the reader met that values cannot show, such as a duplicate id.

    `code` and `facts` are as a Problem would have them.
    """

    code: str
    element: str | None = None
    name: str = ""
    line: int | None = None
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class Diagram:
    """Everything of one file that matters to check, deploy and run."""

    file: str
    processes: tuple[Process, ...] = ()
    oddities: tuple[Oddity, ...] = ()
    exporter: str | None = None
