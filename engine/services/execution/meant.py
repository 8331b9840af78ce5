"""Which earlier work a step's «kelengkapan» means.

An SOP names what a step needs in its own words («Draft Pengukuran Kinerja Dinas»),
and what an earlier step gives in others («Draft usulan pengukuran kinerja»). The
earlier step whose output shares most words with it is what is meant. Where none
shares half of them, a step that follows one that several did side by side gathers
what they gave; else nothing is meant: a wrong link is worse than none.
"""

import re
from collections.abc import Sequence

from engine.domain.definitions import Step
from engine.domain.tasks import Task, TaskState

_WORD = re.compile(r"[^\W\d_]{3,}")
_ENOUGH = 0.5


def meant_by(
    text: str, tasks: Sequence[Task], steps: Sequence[Step]
) -> tuple[Task, ...]:
    """Return the completed tasks whose output a text means, the latest round only.

    Args:
        text: kelengkapan of a step.
        tasks: of the case, oldest first.
        steps: of its definition.

    Returns:
        Tasks of one element (several where the step is repeated), oldest first.
    """
    wanted = _words(text)
    outputs = {step.element: _words(step.mutu_baku.output) for step in steps}
    done = [one for one in tasks if one.state is TaskState.COMPLETED]
    best, reached = None, _ENOUGH
    for task in done:
        shared = wanted & outputs.get(task.element, frozenset())
        score = len(shared) / len(wanted) if wanted else 0.0
        if score >= reached:  # the later one of two that fit as well
            best, reached = task, score
    if best is None and wanted and done and done[-1].item_index is not None:
        best = done[-1]
    if best is None:
        return ()
    rounds = [one for one in done if one.element == best.element]
    newest = {one.item_index: one for one in rounds}
    return tuple(newest.values())


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))
