"""What other people drew, read and checked by the house, runs in the kernel."""

import random
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.adapters.bpmn.reader import XmlDiagramReader
from engine.adapters.spiff.kernel import SpiffKernel
from engine.domain.checking import check
from engine.domain.definitions import ProcessDefinition
from engine.domain.diagram import Process, Repetition
from engine.domain.expressions import compile_expression
from engine.errors import DiagramInvalidError, KernelError
from tests.adapters.spiff.building import Case, definition_of

ROOT = Path(__file__).parents[3]
FILES = sorted(
    [
        *(ROOT.parent / "shared/samples/bpmn").glob("*.bpmn"),
        *(ROOT / "bpmn").glob("*.bpmn"),
    ]
)
MOST_EVENTS = 80


def processes() -> list[tuple[str, Process]]:
    found = []
    for path in FILES:
        try:
            report = check(XmlDiagramReader().read(path.read_bytes(), path.name))
        except DiagramInvalidError:
            continue
        found += [
            (f"{path.name}:{one.id}", one.canonical)
            for one in report.processes
            if one.canonical is not None
        ]
    return found


RUNNABLE = processes()


def lot(seed: int) -> random.Random:
    return random.Random(seed)  # noqa: S311 - which way a walk goes is no secret


def names_in(*texts: str | None) -> set[str]:
    return {n for text in texts if text for n in compile_expression(text).names}


def data_for(process: Process, chance: random.Random) -> dict[str, Any]:
    values = [True, False, 0, 1, "text"]
    data: dict[str, Any] = {}
    for name in sorted(names_in(*(flow.condition for flow in process.flows))):
        data[name] = chance.choice(values)
    for node in process.nodes:
        how = node.repetition or Repetition()
        data |= {name: chance.choice(values) for name in names_in(how.loop_condition)}
        data |= {name: ["a", "b", "c"] for name in names_in(how.collection)}
        data |= dict.fromkeys(names_in(node.due), "2025-03-07")
    return data


def choose(case: Case, element: str, chance: random.Random) -> str | None:
    flows = case.definition.canonical.flows
    choices = [flow.id for flow in flows if flow.chosen_at == element]
    return chance.choice(choices) if choices else None


@pytest.mark.skipif(not FILES, reason="the samples lie beside the repository")
def test_there_are_diagrams_to_run():
    assert len(RUNNABLE) >= 10


def walk(case: Case, chance: random.Random) -> None:
    case.start()
    for _ in range(MOST_EVENTS):
        if case.ended:
            return
        token = chance.choice(list(case.open))
        opened = case.open[token]
        if hasattr(opened, "duration"):
            case.wake_tokens([token])
        else:
            decision = choose(case, opened.element, chance)
            case.complete(opened.element, decision, token=token)


@contextmanager
def suppress_no_way() -> Iterator[None]:
    try:
        yield
    except KernelError as error:
        if error.facts["reason"] != "kernel.no_way":
            raise


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize(
    "process", [p for _, p in RUNNABLE], ids=[name for name, _ in RUNNABLE]
)
def test_a_foreign_diagram_can_be_walked(process, seed):
    chance = lot(seed)
    data = data_for(process, chance)
    case = Case(definition_of(process), data, kernel=SpiffKernel())

    # Data drawn by lot may fit no arrow; nothing else may stop a walk.
    with suppress_no_way():
        walk(case, chance)

    assert case.ended or case.open


def sop() -> ProcessDefinition:
    path = ROOT / "bpmn/pengukuran-kinerja.bpmn"
    report = check(XmlDiagramReader().read(path.read_bytes(), path.name))
    process = report.processes[0].canonical
    assert process is not None
    return definition_of(process)


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(), sections=st.lists(st.text(), max_size=5))
def test_walks_over_the_shipped_sop_are_the_same_with_history_or_without(
    seed, sections
):
    definition = sop()
    data = data_for(definition.canonical, lot(0))
    data |= dict.fromkeys(names_in("seksi_mengisi + seksi_pelapor"), sections)
    told = []

    for compacting in (True, False):
        case = Case(definition, data, compacting=compacting, kernel=None)
        walk(case, lot(seed))
        told.append([re.sub(r"[0-9a-f]{16}", "", line) for line in case.told])

    assert told[0] == told[1]
    assert len(told[0]) >= 14
