"""A case between two steps, as bytes: its live tokens and nothing else.

The first byte is the version of this format. Then zstandard over JSON:
`[seed, last, [[number, spec, state, own], ...]]`. The definition is not in it,
nor any data of the case but the items of multi-instances that are still to do.
"""

from typing import Any

import orjson
from SpiffWorkflow.util.task import TaskState

from engine import frames
from engine.adapters.spiff.building import CaseSpec
from engine.adapters.spiff.expressions import SafeEngine
from engine.adapters.spiff.workflow import CaseWorkflow
from engine.errors import KernelError

VERSION = 1
_MOST_BYTES = 64 * 1024 * 1024
_STATES = {
    "w": TaskState.WAITING,
    "r": TaskState.READY,
    "s": TaskState.STARTED,
    # History, in snapshots that were not compacted.
    "c": TaskState.COMPLETED,
    "x": TaskState.CANCELLED,
}
_LETTERS = {state: letter for letter, state in _STATES.items()}


def freeze(case: CaseWorkflow) -> bytes:
    """Return a case that came to rest as bytes."""
    rows = [
        [
            token.id,
            token.task_spec.name,
            _LETTERS[token.state],
            token.internal_data,
        ]
        for token in case.tasks.values()
        if token is not case.task_tree
    ]
    raw = orjson.dumps([case.seed, case.last, rows])
    return bytes([VERSION]) + frames.compress(raw)


def thaw(snapshot: bytes, spec: CaseSpec, engine: SafeEngine) -> CaseWorkflow:
    """Return the case of a snapshot, ready to take a step.

    Raises:
        KernelError: `snapshot_unreadable`, or `element_gone` where the definition
            has no such element.
    """
    seed, last, rows = _read(snapshot)
    case = CaseWorkflow(spec, engine, seed=seed, last=last)
    try:
        for number, name, letter, own in rows:
            _place(case, number, name, letter).internal_data.update(own)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise KernelError(reason="kernel.snapshot_unreadable", element=None) from error
    return case


def _place(case: CaseWorkflow, number: int, name: str, letter: str) -> Any:
    spec = case.spec.task_specs.get(name)
    if spec is None:
        element = name.partition(":")[2]
        raise KernelError(reason="kernel.element_gone", element=element)
    return case.place(spec, number=number, state=_STATES[letter])


def _read(snapshot: bytes) -> tuple[str, int, list[list[Any]]]:
    if snapshot[:1] != bytes([VERSION]):
        raise KernelError(reason="kernel.snapshot_unreadable", element=None)
    try:
        raw = frames.decompress(snapshot[1:], at_most=_MOST_BYTES)
        seed, last, rows = orjson.loads(raw)
    except (frames.FrameError, ValueError, TypeError) as error:
        raise KernelError(reason="kernel.snapshot_unreadable", element=None) from error
    return seed, last, rows
