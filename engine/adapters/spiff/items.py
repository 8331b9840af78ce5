"""Items of a repetition as JSON text, the only data of a case in a snapshot.

Text, so that no key of an item can mean anything to a serializer; the standard
library's JSON, because whole numbers of any size must come back as they went.
"""

import json

from engine.domain.values import ElementId, JsonValue
from engine.errors import KernelError

DEEPEST = 100


def item_text(item: JsonValue, element: ElementId) -> str:
    """Return an item as text.

    Raises:
        KernelError: `item_unstorable` if it is no JSON value (a number that is
            infinite) or nested deeper than `DEEPEST`.
    """
    try:
        _check_depth(item)
        return json.dumps(item, allow_nan=False, separators=(",", ":"))
    except (TypeError, ValueError) as error:
        raise KernelError(reason="kernel.item_unstorable", element=element) from error


def item_value(text: str) -> JsonValue:
    """Return the item of a text."""
    value: JsonValue = json.loads(text)
    return value


def _check_depth(item: JsonValue) -> None:
    level = [item]
    for _ in range(DEEPEST):
        deeper: list[JsonValue] = []
        for value in level:
            if isinstance(value, dict):
                deeper.extend(value.values())
            elif isinstance(value, list):
                deeper.extend(value)
        if not deeper:
            return
        level = deeper
    message = "nested too deeply"
    raise ValueError(message)
