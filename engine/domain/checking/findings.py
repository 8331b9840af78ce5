"""Findings on their way to problems: those of one cause become one problem."""

from dataclasses import dataclass, field

from engine.domain.diagram import Flow, Lane, Node
from engine.domain.problems import Problem, Severity
from engine.domain.values import JsonValue

Element = Node | Flow | Lane


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """One thing found at one place.

    Attributes:
        group: findings with the same severity, code and group are one problem.
        facts: of the first finding of a group; `lists` are joined over all.
    """

    severity: Severity
    code: str
    element: str | None = None
    name: str = ""
    line: int | None = None
    group: str = ""
    facts: dict[str, JsonValue] = field(default_factory=dict)
    lists: dict[str, list[str]] = field(default_factory=dict)


@dataclass(kw_only=True, slots=True)
class Findings:
    """Collects what the rules find; nothing that is told gets lost."""

    found: list[Finding] = field(default_factory=list)

    def tell(
        self,
        severity: Severity,
        code: str,
        element: Element | None = None,
        *,
        group: str = "",
        lists: dict[str, list[str]] | None = None,
        **facts: JsonValue,
    ) -> None:
        """Add a finding about an element."""
        self.found.append(
            Finding(
                severity=severity,
                code=code,
                element=_place(element),
                name="" if element is None else element.name,
                line=None if element is None else element.line,
                group=group,
                facts=dict(facts),
                lists=lists or {},
            )
        )

    def error(
        self, code: str, element: Element | None = None, **facts: JsonValue
    ) -> None:
        """Add an error that stands for itself: grouped with its like by its facts."""
        self.tell(Severity.ERROR, code, element, group=_key(facts), lists=None, **facts)

    def warning(
        self, code: str, element: Element | None = None, **facts: JsonValue
    ) -> None:
        """Add a warning, grouped with its like by its facts."""
        self.tell(
            Severity.WARNING, code, element, group=_key(facts), lists=None, **facts
        )

    def info(
        self, code: str, element: Element | None = None, **facts: JsonValue
    ) -> None:
        """Add a note, grouped with its like by its facts."""
        self.tell(Severity.INFO, code, element, group=_key(facts), lists=None, **facts)

    @property
    def has_error(self) -> bool:
        """Tell whether anything found refuses the process."""
        return any(finding.severity is Severity.ERROR for finding in self.found)

    def problems(self) -> tuple[Problem, ...]:
        """Return one problem per cause: errors first, then by line."""
        groups: dict[tuple[Severity, str, str], list[Finding]] = {}
        for finding in self.found:
            key = (finding.severity, finding.code, finding.group)
            groups.setdefault(key, []).append(finding)
        order = list(Severity)
        return tuple(
            sorted(
                (_problem(findings) for findings in groups.values()),
                key=lambda problem: (order.index(problem.severity), problem.line or 0),
            )
        )


def _place(element: Element | None) -> str | None:
    """Return the id that the file itself knows, for a repair's own nodes too."""
    if isinstance(element, Node) and element.stands_for:
        return element.stands_for
    return None if element is None else element.id


def _key(facts: dict[str, JsonValue]) -> str:
    return repr(sorted(facts.items(), key=lambda item: item[0]))


def _problem(findings: list[Finding]) -> Problem:
    first = findings[0]
    places = dict.fromkeys(
        (one.element or "", one.name or one.element or "")
        for one in findings
        if one.element or one.name
    )
    facts = dict(first.facts)
    for name in first.lists:
        joined = dict.fromkeys(
            text for one in findings for text in one.lists.get(name, ())
        )
        facts[name] = list(joined)
    return Problem(
        severity=first.severity,
        code=first.code,
        element=first.element,
        name=first.name or None,
        line=first.line,
        elements=tuple(name for _, name in places),
        ids=tuple(identifier for identifier, _ in places),
        facts=facts,
    )
