"""Fields that decide the way onwards: what was typed there and leads nowhere.

A step without a form asks for what the conditions behind it read. Where these cannot
be computed, or none of them holds, the officer can mend it: the fields are told.
"""

from engine.domain.checking.names import compiled
from engine.domain.definitions import ProcessDefinition, Step
from engine.errors import KernelError, SubmissionInvalidError

_NO_WAY = "form.leads_nowhere"


def led_astray(
    definition: ProcessDefinition, step: Step, error: KernelError
) -> SubmissionInvalidError | None:
    """Return the error of the fields that left a case without a way, if there are.

    Args:
        definition: of the case.
        step: that was completed.
        error: of the kernel.
    """
    texts: list[str | None] = []
    if error.facts["reason"] == "kernel.expression":
        texts = [str(error.facts["expression"])]
    elif error.facts["reason"] == "kernel.no_way":
        element = error.facts["element"]
        flows = definition.canonical.flows
        texts = [flow.condition for flow in flows if flow.source == element]
    read = [one.names for one in map(compiled, texts) if one is not None]
    asked = sorted(frozenset().union(*read) & set(step.fields))
    if not asked:
        return None
    return SubmissionInvalidError(errors=dict.fromkeys(asked, _NO_WAY))
