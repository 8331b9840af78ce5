"""Which names of the case's data are read, and whether anybody fills them."""

from collections.abc import Iterable
from functools import cached_property

from engine.domain.checking.draft import Draft
from engine.domain.checking.known import Known
from engine.domain.diagram import Node, WaitKind
from engine.domain.expressions import Expression, compile_expression
from engine.domain.graph import reachable, reversed_edges
from engine.domain.values import ElementId
from engine.errors import ExpressionInvalidError

# A message that came in may carry what conditions ask for; a signal carries nothing.
ASKING = frozenset({WaitKind.USER, WaitKind.RECEIVE, WaitKind.MESSAGE})


def compiled(text: str | None) -> Expression | None:
    """Return a text as an expression, or None where the language cannot read it.

    What reads `this` is another product's text: a diagram has no row to read.
    """
    if not text:
        return None
    try:
        expression = compile_expression(text)
    except ExpressionInvalidError:
        return None
    return None if expression.reads_row else expression


def form_fills(node: Node, known: Known) -> frozenset[str] | None:
    """Return the names a step's form fills; None where it may be any name."""
    if node.form is None:
        return frozenset()
    return None if known.forms is None else known.forms.get(node.form)


class Filling:
    """Tells who fills a name before a place of the diagram."""

    def __init__(self, draft: Draft, known: Known) -> None:
        self._draft = draft
        self._known = known
        self._remembered: dict[tuple[ElementId, bool], frozenset[str] | None] = {}

    def unfilled(
        self, names: Iterable[str], before: ElementId, *, generic: bool = True
    ) -> list[str]:
        """Return those names that no step before a node can have filled.

        Args:
            names: names of the case's data.
            before: the node that needs them; it may have filled them itself, in an
                earlier round too.
            generic: a step without a form asks for these names, as it does for
                all that conditions read. A form that nobody knows may hold any.
        """
        wanted = set(names)
        if not wanted:
            return []
        filled = self._filled_before(before, generic=generic)
        return [] if filled is None else sorted(wanted - filled)

    def _filled_before(
        self, before: ElementId, *, generic: bool
    ) -> frozenset[str] | None:
        """Return all names filled on the ways to a node; None: it may be any."""
        key = (before, generic)
        if key not in self._remembered:
            self._remembered[key] = self._gathered(before, generic=generic)
        return self._remembered[key]

    def _gathered(self, before: ElementId, *, generic: bool) -> frozenset[str] | None:
        names: set[str] = set()
        for place in reachable(self._backwards, [before]):
            filled = self._filled_by(self._draft.nodes[place], generic=generic)
            if filled is None:
                return None
            names |= filled
        return frozenset(names)

    def _filled_by(self, node: Node, *, generic: bool) -> frozenset[str] | None:
        repeats = node.repetition is not None and not node.repetition.is_loop
        own = frozenset({str(node.id)}) if repeats else frozenset()
        if node.table is not None and node.asks is not None:
            own = node.asks.writes(node.table)
        if node.kind == "callActivity":
            return None  # the called case hands its data back
        if node.wait not in ASKING:
            return own
        if node.form is None:
            return None if generic else own
        filled = form_fills(node, self._known)
        return None if filled is None else filled | own

    @cached_property
    def _backwards(self) -> dict[ElementId, list[ElementId]]:
        draft = self._draft
        edges = draft.edges(draft.nodes.values())
        for node in draft.nodes.values():
            if node.parent is not None:
                after = [flow.target for flow in draft.outgoing(node.parent)]
                edges[node.id] = [*edges[node.id], *after]
                edges[node.parent].append(node.id)
        return reversed_edges(edges)
