"""What a picture says of elements beside their shape: how a case stands.

The words come from who asks, so that no sentence is made here.
"""

from dataclasses import dataclass, field

from web.diagrams import svg
from web.diagrams.texts import Fitted, width_of

CHIP_HEIGHT = 18.0
_CHIP_SIZE = 11


@dataclass(frozen=True, kw_only=True, slots=True)
class Chip:
    """A few letters on a shape's upper edge; `tone` is its class."""

    text: str
    tone: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Mark:
    """How one element stands.

    Attributes:
        classes: `is-done`, `is-here`, `is-returned`, `is-late`.
        sign: drawn in the corner (`check`, `back`), or empty.
        note: said after the name where somebody points at the shape.
    """

    classes: tuple[str, ...] = ()
    chips: tuple[Chip, ...] = ()
    sign: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Words:
    """What a picture is called, and what it says to whoever cannot see it.

    Attributes:
        timers: element id of a timer to its time in words.
    """

    title: str
    description: str = ""
    timers: dict[str, str] = field(default_factory=dict)


def corner(picture: str, mark: Mark, *, right: float, top: float) -> str:
    """Return sign and chips on the upper edge, from the right end leftwards."""
    parts = []
    edge = right - 2
    if mark.sign:
        middle = f'cx="{svg.number(edge - 9)}" cy="{svg.number(top)}"'
        parts.append(f'<circle class="badge" {middle} r="9"/>')
        box = (edge - 16, top - 7, 14.0)
        parts.append(svg.sign(picture, mark.sign, box, "badge-sign"))
        edge -= 22
    for chip in mark.chips:
        width = width_of(chip.text, _CHIP_SIZE) + 12
        edge -= width
        box_ = (edge, top - CHIP_HEIGHT / 2, width, CHIP_HEIGHT)
        frame = svg.rect(box_, radius=CHIP_HEIGHT / 2)
        words = svg.text(
            Fitted(lines=(chip.text,), size=_CHIP_SIZE),
            x=edge + width / 2,
            y=top - 6.5,
        )
        parts.append(f'<g class="chip {chip.tone}">{frame}{words}</g>')
        edge -= 4
    return "".join(parts)
