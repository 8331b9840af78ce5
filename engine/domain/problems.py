"""What `check` says of a diagram: findings and verdict."""

from dataclasses import dataclass, field
from enum import StrEnum

from engine.domain.values import JsonValue

SHOWN_AT_MOST = 40


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

    The sentence is made from `code` and `shown`: `check.<code>`, the remedy
    `check.<code>.hint`.

    Attributes:
        element: id of the (first) element, or None for the file as a whole.
        elements: names (or ids) of all elements concerned.
        ids: ids of the same elements, in the same order, for pictures.
        line: line in the file, from 1, or None.
    """

    severity: Severity
    code: str
    element: str | None = None
    name: str | None = None
    line: int | None = None
    elements: tuple[str, ...] = ()
    ids: tuple[str, ...] = ()
    facts: dict[str, JsonValue] = field(default_factory=dict)

    @property
    def shown(self) -> dict[str, JsonValue]:
        """The facts of the sentence: those of the finding, and who is concerned.

        `name` is the first element by name and id, `elements` all of them, a
        very long list cut, and `line` the line of the first.
        """
        names = self.elements or ((self.name or self.element or ""),)
        quoted = [f"«{name}»" for name in names[:SHOWN_AT_MOST]]
        if len(names) > SHOWN_AT_MOST:
            quoted.append(f"(+{len(names) - SHOWN_AT_MOST})")
        first = quoted[0]
        if self.element and self.name and self.name != self.element:
            first = f"{first} ({self.element})"
        listed = first if len(names) == 1 else ", ".join(quoted)
        return {
            "name": first,
            "elements": listed,
            "line": self.line,
            "count": len(names),
            **self.facts,
        }


def verdict_of(problems: tuple[Problem, ...]) -> Verdict:
    """Return the verdict that a list of findings amounts to."""
    severities = {problem.severity for problem in problems}
    if Severity.ERROR in severities:
        return Verdict.REFUSED
    if Severity.WARNING in severities:
        return Verdict.DEPLOYABLE_WITH_WARNINGS
    return Verdict.DEPLOYABLE
