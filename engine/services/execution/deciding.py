"""Fields that decide the way onwards: what was typed there and leads nowhere.

A step without a form asks for what the conditions behind it read. Where these cannot
be computed, or none of them holds, the officer can mend it: the fields are told.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from engine.domain.checking.names import compiled
from engine.domain.definitions import ProcessDefinition, Step
from engine.errors import KernelError, SubmissionInvalidError

_NO_WAY = "form.leads_nowhere"


@contextmanager
def astray_told_at_fields(definition: ProcessDefinition, step: Step) -> Iterator[None]:
    """Tell at the fields of a step that what was typed there leads a case nowhere.

    Raises:
        SubmissionInvalidError: instead of the kernel's error, where fields of the
            step can mend it.
    """
    try:
        yield
    except KernelError as error:
        asked = _deciding_fields(definition, step, error)
        if not asked:
            raise
        errors = dict.fromkeys(asked, _NO_WAY)
        raise SubmissionInvalidError(errors=errors) from error


def _deciding_fields(
    definition: ProcessDefinition, step: Step, error: KernelError
) -> list[str]:
    texts: list[str | None] = []
    if error.facts["reason"] == "kernel.expression":
        texts = [str(error.facts["expression"])]
    elif error.facts["reason"] == "kernel.no_way":
        element = error.facts["element"]
        flows = definition.canonical.flows
        texts = [flow.condition for flow in flows if flow.source == element]
    read = [one.names for one in map(compiled, texts) if one is not None]
    return sorted(frozenset().union(*read) & set(step.fields))
