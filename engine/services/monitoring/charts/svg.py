"""Pieces of a chart, always escaped."""

from dataclasses import dataclass

from markupsafe import Markup, escape

LETTER = 6.6  # pixels that a letter takes at 12 pixels, rounded up


@dataclass(frozen=True, kw_only=True, slots=True)
class Named:
    """What a chart is called, and what it says to whoever cannot see it.

    Attributes:
        key: begins its ids; letters only, unlike any other chart's on the page.
    """

    key: str
    title: str
    description: str


def number(value: float) -> str:
    """Return a length with at most one decimal."""
    return f"{round(value, 1) + 0:.1f}".removesuffix(".0")


def text(words: str, x: float, y: float, css: str = "") -> str:
    """Return a text whose baseline begins, or ends, or is centred at a point."""
    kind = f' class="{css}"' if css else ""
    return f'<text{kind} x="{number(x)}" y="{number(y)}">{escape(words)}</text>'


def rect(box: tuple[float, float, float, float], css: str, said: str = "") -> str:
    """Return a rectangle of left, top, width, height; `said` where one points."""
    x, y, width, height = (number(one) for one in box)
    title = f"<title>{escape(said)}</title>" if said else ""
    shape = f'<rect class="{css}" x="{x}" y="{y}" width="{width}" height="{height}"'
    return f"{shape}>{title}</rect>" if title else f"{shape}/>"


def line(ends: tuple[float, float, float, float], css: str) -> str:
    """Return a line from one point to another."""
    x1, y1, x2, y2 = (number(one) for one in ends)
    return f'<line class="{css}" x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}"/>'


def dot(x: float, y: float, radius: float, css: str, said: str = "") -> str:
    """Return a dot; `said` where one points."""
    place = f'cx="{number(x)}" cy="{number(y)}" r="{number(radius)}"'
    if not said:
        return f'<circle class="{css}" {place}/>'
    return f'<circle class="{css}" {place}><title>{escape(said)}</title></circle>'


def chart(named: Named, size: tuple[float, float], parts: list[str]) -> Markup:
    """Return a whole chart of a width and a height in pixels."""
    width, height = (number(one) for one in size)
    head = (
        f'<svg class="chart" role="img" viewBox="0 0 {width} {height}" width="{width}"'
        f' height="{height}" aria-labelledby="{named.key}-t {named.key}-d">'
        f'<title id="{named.key}-t">{escape(named.title)}</title>'
        f'<desc id="{named.key}-d">{escape(named.description)}</desc>'
    )
    content = "".join((head, *parts, "</svg>"))
    return Markup(content)  # noqa: S704 - every text in it is escaped


def short(words: str, letters: int) -> str:
    """Return a text of at most so many letters."""
    return words if len(words) <= letters else f"{words[: letters - 1].rstrip()}…"
