"""Diagrams as SVG that the server draws: no script, no inline style, a few kB.

A layout and how its elements stand go in, one `<svg>` comes out. Colours are
classes of `officer/diagram.css`, so that the same picture is right in the dark
and on paper. What a picture shows is told in words beside it by the page.
"""

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup, escape

from engine.domain.layout import Box, Layout, Shape
from web.diagrams import lines, svg
from web.diagrams.figures import Figures, signs_of
from web.diagrams.marks import Chip, Mark, Words
from web.diagrams.symbols import definitions

__all__ = ["Chip", "Mark", "Words", "picture"]

_PADDING = 14.0
_HEADS = {"flow": "arrow", "message": "open", "directed": "open"}


def picture(
    layout: Layout,
    words: Words,
    marks: Mapping[str, Mark] | None = None,
    *,
    name: str = "diagram",
) -> Markup:
    """Return a layout as one SVG element.

    Args:
        layout: what to draw.
        words: its title and description, for those who listen.
        marks: element id to how it stands in a case.
        name: begins every id; letters only.
    """
    standing = dict(marks or {})
    frames, nodes = _parted(layout.shapes)
    figures = Figures(
        picture=name,
        marks=standing,
        timers=words.timers,
        filled=_filled(frames, nodes),
        crowded=_crowded(nodes),
    )
    used = [sign for shape in nodes for sign in signs_of(shape)]
    used += [mark.sign for mark in standing.values() if mark.sign]
    content = (
        _head(layout.extent, words, name),
        definitions(name, used),
        *(figures.of(shape) for shape in frames),
        _lines(layout, name),
        *(figures.of(shape) for shape in nodes),
        *(lines.name(edge) for edge in layout.edges),
        "</svg>",
    )
    return Markup("".join(content))  # noqa: S704 - every text in it is escaped


def _head(extent: Box, words: Words, name: str) -> str:
    left, top = extent.x - _PADDING, extent.y - _PADDING
    width, height = extent.width + 2 * _PADDING, extent.height + 2 * _PADDING
    size = f'width="{svg.number(width)}" height="{svg.number(height)}"'
    view = " ".join(svg.number(one) for one in (left, top, width, height))
    described = f"<desc>{escape(words.description)}</desc>" if words.description else ""
    return (
        f'<svg class="bpmn" role="img" aria-labelledby="{name}-title" {size}'
        f' viewBox="{view}"><title id="{name}-title">{escape(words.title)}</title>'
        f"{described}"
    )


def _lines(layout: Layout, name: str) -> str:
    groups: dict[str, list[str]] = {}
    for edge in layout.edges:
        groups.setdefault(lines.class_of(edge), []).append(lines.line(edge))
    return "".join(
        f'<g class="{css}"{_arrowhead(css, name)}>{"".join(paths)}</g>'
        for css, paths in groups.items()
    )


def _arrowhead(css: str, name: str) -> str:
    return f' marker-end="url(#{name}-{_HEADS[css]})"' if css in _HEADS else ""


def _parted(shapes: Iterable[Shape]) -> tuple[list[Shape], list[Shape]]:
    """Return what lies under the arrows, and what lies over them."""
    under: list[Shape] = []
    over: list[Shape] = []
    for shape in shapes:
        is_open = shape.kind.endswith(("ubProcess", "transaction")) and shape.expanded
        is_frame = shape.kind in {"participant", "lane", "group"} or is_open
        (under if is_frame else over).append(shape)
    return under, over


def _filled(frames: Iterable[Shape], nodes: Iterable[Shape]) -> frozenset[str]:
    """Return the pools that something stands in; empty ones show their name inside."""
    middles = [node.box.middle for node in nodes]
    lanes = [frame.box.middle for frame in frames if frame.kind != "participant"]
    return frozenset(
        frame.element
        for frame in frames
        if any(
            frame.box.x <= point.x <= frame.box.right
            and frame.box.y <= point.y <= frame.box.bottom
            for point in (*middles, *lanes)
        )
    )


def _crowded(nodes: Sequence[Shape]) -> frozenset[str]:
    """Return the activities on whose lower edge an event sits."""
    sitting = [one.box.middle for one in nodes if one.kind == "boundaryEvent"]
    return frozenset(
        node.element
        for node in nodes
        if node.kind != "boundaryEvent"
        and any(
            node.box.x <= point.x <= node.box.right + 1
            and abs(point.y - node.box.bottom) < 6
            for point in sitting
        )
    )
