"""The small signs inside shapes, drawn once per picture in a square of 24."""

from collections.abc import Iterable

from engine.domain.diagram import EventKind

_ENVELOPE = '<path d="M3 6h18v12H3zM3 6l9 7 9-7"/>'
SYMBOLS = {
    "user": '<circle cx="12" cy="7.5" r="4"/><path d="M4 21c0-5 3.6-7 8-7s8 2 8 7z"/>',
    "hand": '<path d="M4 11l6-6h3l-2 4h8.5a1.5 1.5 0 0 1 0 3H13h6a1.5 1.5 0'
    " 0 1 0 3h-6 5a1.5 1.5 0 0 1 0 3H9l-5-3z" + '"/>',
    "gear": '<circle cx="12" cy="12" r="6"/><circle cx="12" cy="12" r="2.5"/>'
    '<path d="M12 2v4M12 18v4M2 12h4M18 12h4M5 5l3 3M16 16l3 3M19 5l-3 3M8 16l-3 3"/>',
    "script": '<path d="M8 3h11c-4 5 3 8-2 12-2 2-1 4 0 6H6c-2-3-1-5 0-6'
    ' 5-4-2-8 2-12zM9 8h6M10 12h6M8 16h6"/>',
    "rule": '<path d="M3 5h18v14H3zM3 9.5h18M9 9.5V19M3 14h18"/>',
    "message": _ENVELOPE,
    "timer": '<circle cx="12" cy="12" r="9"/><path d="M12 6v6l4 2.5"/>',
    "signal": '<path d="M12 3l9 17H3z"/>',
    "terminate": '<circle class="bpmn-ink" cx="12" cy="12" r="9"/>',
    "link": '<path d="M3 9h10V4l8 8-8 8v-5H3z"/>',
    "error": '<path d="M4 21L8 6l6 8 6-11-4 16-6-8z"/>',
    "escalation": '<path d="M12 3l7 18-7-7-7 7z"/>',
    "conditional": '<path d="M5 3h14v18H5zM8 7.5h8M8 12h8M8 16.5h8"/>',
    "compensation": '<path d="M12 5v14l-9-7zM21 5v14l-9-7z"/>',
    "cancel": '<path d="M4 7l3-3 5 5 5-5 3 3-5 5 5 5-3 3-5-5-5 5-3-3 5-5z"/>',
    "multiple": '<path d="M12 3l9 7-3.5 10.5h-11L3 10z"/>',
    "exclusive": '<path class="bpmn-ink" d="M6 5h3.5l2.5 4.5L14.5 5H18l-4.200 7 4.200'
    ' 7h-3.5L12 14.5 9.5 19H6l4.200-7z"/>',
    "parallel": '<path class="bpmn-ink" d="M10.5 3h3v7.5H21v3h-7.5V21h-3v-7.5H3v-3h7.5z"/>',
    "inclusive": '<circle class="bpmn-bold" cx="12" cy="12" r="8.5"/>',
    "eventbased": '<circle cx="12" cy="12" r="10.5"/>'
    '<path d="M12 6l6 4.5-2.300 7H8.300L6 10.5z"/>',
    "complex": '<path class="bpmn-bold" d="M12 3v18M3 12h18M5.5 5.5l13 13M18.5 5.5'
    'l-13 13"/>',
    "many": '<path class="bpmn-bold" d="M6 4v16M12 4v16M18 4v16"/>',
    "inturn": '<path class="bpmn-bold" d="M4 6h16M4 12h16M4 18h16"/>',
    "loop": '<path d="M7.5 19.5a8.5 8.5 0 1 1 6 1M3 20.5h5v-6"/>',
    "closed": '<path d="M3 3h18v18H3zM12 7v10M7 12h10"/>',
    "adhoc": '<path class="bpmn-bold" d="M3 14c3-6 6-5 9-2s6 4 9-2"/>',
    "check": '<path d="M6 12.5l4 4 8-9"/>',
    "back": '<path d="M9 6L5 10l4 4M5 10h9a4 4 0 0 1 0 8h-2"/>',
}
TASK_SYMBOLS = {
    "userTask": "user",
    "manualTask": "hand",
    "serviceTask": "gear",
    "scriptTask": "script",
    "sendTask": "message",
    "receiveTask": "message",
    "businessRuleTask": "rule",
}
GATEWAY_SYMBOLS = {
    "exclusiveGateway": "exclusive",
    "parallelGateway": "parallel",
    "inclusiveGateway": "inclusive",
    "eventBasedGateway": "eventbased",
    "complexGateway": "complex",
}
REPEAT_SYMBOLS = {"parallel": "many", "sequential": "inturn", "loop": "loop"}


def event_symbol(event: EventKind) -> str:
    """Return the sign inside an event's ring, empty for a plain one."""
    return "" if event is EventKind.NONE else event.value


def definitions(name: str, used: Iterable[str]) -> str:
    """Return the arrowheads and the signs that a picture uses.

    Args:
        name: begins every id, so that two pictures may stand on one page.
        used: names in `SYMBOLS`.
    """
    signs = "".join(
        f'<symbol id="{name}-{one}" viewBox="0 0 24 24">{SYMBOLS[one]}</symbol>'
        for one in sorted(set(used))
    )
    return (
        f"<defs>{_arrow(name, 'arrow', 'M0 0L10 5 0 10z')}{_open(name)}{signs}</defs>"
    )


def _arrow(name: str, sign: str, path: str) -> str:
    return (
        f'<marker id="{name}-{sign}" viewBox="0 0 10 10" refX="9.5" refY="5"'
        ' markerWidth="8" markerHeight="8" orient="auto">'
        f'<path class="head" d="{path}"/></marker>'
    )


def _open(name: str) -> str:
    return (
        f'<marker id="{name}-open" viewBox="0 0 10 10" refX="9" refY="5"'
        ' markerWidth="9" markerHeight="9" orient="auto">'
        '<path class="openhead" d="M1 1l8 4-8 4"/></marker>'
    )
