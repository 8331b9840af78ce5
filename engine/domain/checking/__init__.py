"""Says of a diagram whether it can run, why not, and what it runs as.

All rules look at everything that can be read, so that no error hides another.
What people really draw is repaired where one reading is honest, and every repair
is told (docs/check.md lists them); the result is the canonical process that
`engine.domain.diagram` describes.
"""

from dataclasses import dataclass, replace

from engine.domain.checking import (
    borders,
    decisions,
    flows,
    joins,
    kinds,
    people,
    references,
    tables,
    timers,
    turns,
    whole,
)
from engine.domain.checking.draft import Draft, title_of
from engine.domain.checking.findings import Findings
from engine.domain.checking.known import NOTHING_KNOWN, Known
from engine.domain.checking.names import Filling
from engine.domain.definitions import Cycle
from engine.domain.diagram import Diagram, Process, WaitKind
from engine.domain.problems import Problem, Severity, Verdict, verdict_of
from engine.domain.sla import Standard
from engine.domain.values import ElementId

__all__ = ["NOTHING_KNOWN", "CheckReport", "CheckedProcess", "Known", "check"]


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckedProcess:
    """One process of a file after the check.

    Attributes:
        name: its name, else its pool's, else its id.
        lanes: names of the lanes that somebody works in.
        user_tasks: how many steps a person does, questions not counted.
        canonical: what runs; None where an error in the file stands in the way.
        standards: standard times by step, cut out of the flow.
        cycles: timer starts, for the scheduler.
    """

    id: str
    name: str
    lanes: tuple[str, ...]
    user_tasks: int
    canonical: Process | None
    standards: dict[ElementId, Standard]
    cycles: tuple[Cycle, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class CheckReport:
    """What `check` says of one file."""

    file: str
    verdict: Verdict
    problems: tuple[Problem, ...]
    processes: tuple[CheckedProcess, ...]


def check(diagram: Diagram, *, known: Known = NOTHING_KNOWN) -> CheckReport:
    """Return findings, verdict and the processes as they run.

    Args:
        diagram: as read; nothing in it is trusted.
        known: the office's forms, templates, processes and roles.
    """
    found = Findings()
    whole.judge_file(diagram, found)
    keys = frozenset(process.id for process in diagram.processes)
    checked = []
    for process in diagram.processes:
        if process.nodes:
            one = Findings()
            checked.append(_checked(Draft.of(process, one), known, keys))
            found.found.extend(one.found)
    turns.call_circles([one.canonical for one in checked], found)
    problems = found.problems()
    if any(problem.severity is Severity.ERROR for problem in problems):
        checked = [replace(process, canonical=None) for process in checked]
    return CheckReport(
        file=diagram.file,
        verdict=verdict_of(problems),
        problems=problems,
        processes=tuple(checked),
    )


def _checked(draft: Draft, known: Known, keys: frozenset[str]) -> CheckedProcess:
    flows.loose_ends(draft)
    kinds.read_kinds(draft)
    tables.settle(draft, known)
    kinds.empty_sub_processes(draft)
    flows.links(draft)
    references.due_dates(draft)
    timers.check_clocks(draft)
    standards = timers.cut_standards(draft)
    timers.check_times(draft)
    found_cycles = borders.cycles(draft)
    borders.starts(draft)
    borders.unreachable(draft)
    borders.ends(draft)
    timers.missing_standards(draft, standards)
    _settle(draft, known, keys)
    people.performers(draft)
    people.assign_lanes(draft)
    people.unknown_roles(draft, known)
    people.unknown_performers(draft, known)
    people.unknown_signers(draft, known)
    whole.names(draft)
    turns.endless_loops(draft)
    turns.mark_returns(draft)
    joins.stuck_joins(draft)
    process = draft.finished()
    return CheckedProcess(
        id=process.id,
        name=process.name or title_of(process),
        lanes=people.busy_lanes(draft),
        user_tasks=sum(node.wait is WaitKind.USER for node in process.nodes),
        canonical=None if draft.found.has_error else process,
        standards=standards,
        cycles=found_cycles,
    )


def _settle(draft: Draft, known: Known, keys: frozenset[str]) -> None:
    """Settle what refers to forms and data, and who decides at each gateway."""
    references.forms(draft, known)
    references.templates(draft, known)
    references.calls(draft, known, keys)
    flows.event_gateways(draft)
    flows.splits(draft)
    filling = Filling(draft, known)
    tables.unfilled(draft, filling)
    references.repetitions(draft, filling)
    decisions.unclear_loops(draft, filling)
    flows.ignored_conditions(draft)
    decisions.decide(draft, filling)
