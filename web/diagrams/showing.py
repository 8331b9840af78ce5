"""A diagram on a page: its picture, and the same in a list of words."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from markupsafe import Markup

from engine.domain.definitions import Step
from engine.domain.layout import Layout
from web.diagrams import Mark, Words, picture


@dataclass(frozen=True, kw_only=True, slots=True)
class ToldStep:
    """A step in words.

    Attributes:
        state: how a case stands there, empty where it does not.
    """

    number: int | None
    name: str
    lane: str
    standard: str
    state: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class ShownDiagram:
    """What the template of a diagram needs.

    Attributes:
        generated: the file has no drawing of its own.
        source: where the file is, for the viewer; empty where it could not draw it.
    """

    svg: Markup
    label: str
    steps: tuple[ToldStep, ...]
    generated: bool
    source: str = ""


def shown_diagram(
    layout: Layout,
    steps: Sequence[tuple[Step, str]],
    words: Words,
    timer_words: Callable[[str], str],
    marks: Mapping[str, Mark] | None = None,
    source: str = "",
) -> ShownDiagram:
    """Return a diagram for a page.

    Args:
        layout: what is drawn.
        steps: in order, each with its standard in words.
        words: title and description.
        timer_words: says an ISO 8601 duration, or nothing.
        marks: how a case stands, by element.
        source: where the file is, empty for none.
    """
    known = dict(marks or {})
    timers = {
        shape.element: timer_words(shape.timer)
        for shape in layout.shapes
        if shape.timer and not shape.name
    }
    return ShownDiagram(
        svg=picture(layout, replace(words, timers=timers), known),
        label=words.title,
        steps=tuple(
            ToldStep(
                number=step.number,
                name=step.name,
                lane=step.lane,
                standard=standard,
                state=known[step.element].note if step.element in known else "",
            )
            for step, standard in steps
        ),
        generated=layout.generated,
        source="" if layout.generated else source,
    )
