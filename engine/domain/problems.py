"""What `check` says of a diagram: findings and verdict."""

from dataclasses import dataclass, field
from enum import StrEnum

from engine.domain.values import JsonValue


class Severity(StrEnum):
    """How much a finding matters: an error refuses the file."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


class Verdict(StrEnum):
    """What may be done with a file."""

    DEPLOYABLE = "deployable"
    DEPLOYABLE_WITH_WARNINGS = "deployable_with_warnings"
    REFUSED = "refused"


@dataclass(frozen=True, kw_only=True, slots=True)
class Problem:
    """One finding; findings of one cause are one Problem that lists elements.

    The sentence is made from `code` and `facts`: `check.<code>`, the remedy
    `check.<code>.hint`.

    Attributes:
        element: id of the (first) element, or None for the file as a whole.
        elements: names (or ids) of all elements concerned.
        line: line in the file, from 1, or None.
    """

    severity: Severity
    code: str
    element: str | None = None
    name: str | None = None
    line: int | None = None
    elements: tuple[str, ...] = ()
    facts: dict[str, JsonValue] = field(default_factory=dict)


def verdict_of(problems: tuple[Problem, ...]) -> Verdict:
    """Return the verdict that a list of findings amounts to."""
    severities = {problem.severity for problem in problems}
    if Severity.ERROR in severities:
        return Verdict.REFUSED
    if Severity.WARNING in severities:
        return Verdict.DEPLOYABLE_WITH_WARNINGS
    return Verdict.DEPLOYABLE
