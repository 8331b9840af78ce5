"""Two orders of the same elements: put together, and what of them has moved."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from engine.domain.values import ElementId


def merged(old: Sequence[ElementId], new: Sequence[ElementId]) -> list[ElementId]:
    """Return the new order, with what is gone behind what stood before it."""
    found = list(new)
    known = set(new)
    for place, element in enumerate(old):
        if element in known:
            continue
        before = next((one for one in reversed(old[:place]) if one in found), None)
        found.insert(0 if before is None else found.index(before) + 1, element)
    return found


def out_of_order(
    old: Sequence[ElementId], new: Iterable[ElementId]
) -> frozenset[ElementId]:
    """Return as few elements as possible whose order explains the other order."""
    places = {element: place for place, element in enumerate(old)}
    common = [element for element in new if element in places]
    # The longest row of steps that kept their order; the others have moved.
    ends: list[int] = []
    rows: list[list[ElementId]] = []
    for element in common:
        at = bisect_left(ends, places[element])
        row = [*(rows[at - 1] if at else []), element]
        if at == len(ends):
            ends.append(places[element])
            rows.append(row)
        else:
            ends[at] = places[element]
            rows[at] = row
    kept = set(rows[-1]) if rows else set()
    return frozenset(element for element in common if element not in kept)
