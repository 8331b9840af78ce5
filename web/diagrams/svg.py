"""Pieces of SVG: numbers, texts and elements, always escaped."""

from collections.abc import Sequence

from markupsafe import escape

from web.diagrams.texts import LINE, Fitted


def number(value: float) -> str:
    """Return a length with at most one decimal: a tenth of a pixel is enough."""
    # Adding zero takes the sign off «-0».
    return f"{round(value, 1) + 0:.1f}".removesuffix(".0")


def text(
    lines: Fitted, *, x: float, y: float, css: str = "", turned: bool = False
) -> str:
    """Return lines of text, each centred on x, the first one's top at y.

    Args:
        lines: in their size.
        x: the middle, or the left edge for a class that says so.
        y: the upper edge.
        css: more classes.
        turned: read from below, as names of lanes; x and y are the middle then.
    """
    if turned:
        y -= lines.height / 2
    first = y + lines.size * 0.95
    turn = f' transform="rotate(-90 {number(x)} {number(y + lines.height / 2)})"'
    spans = _spans(lines.lines, x=x, step=lines.size * LINE)
    place = f'x="{number(x)}" y="{number(first)}"'
    classes = f"t{lines.size} {css}".strip()
    return f'<text class="{classes}" {place}{turn if turned else ""}>{spans}</text>'


def _spans(lines: Sequence[str], *, x: float, step: float) -> str:
    if len(lines) == 1:
        return str(escape(lines[0]))
    first, *others = lines
    rest = "".join(
        f'<tspan x="{number(x)}" dy="{number(step)}">{escape(line)}</tspan>'
        for line in others
    )
    return f"{escape(first)}{rest}"


def sign(
    picture: str, name: str, box: tuple[float, float, float], css: str = ""
) -> str:
    """Return a use of a sign; the box is its left, its top and its size."""
    x, y, size = (number(one) for one in box)
    extra = f' class="{css}"' if css else ""
    return (
        f'<use href="#{picture}-{name}" x="{x}" y="{y}"'
        f' width="{size}" height="{size}"{extra}/>'
    )


def rect(
    box: tuple[float, float, float, float], *, radius: float = 0, css: str = ""
) -> str:
    """Return a rectangle of left, top, width and height."""
    x, y, width, height = (number(one) for one in box)
    round_ = f' rx="{number(radius)}"' if radius else ""
    extra = f' class="{css}"' if css else ""
    return f'<rect x="{x}" y="{y}" width="{width}" height="{height}"{round_}{extra}/>'
