"""Each kind of shape as SVG; colours and lines are the style sheet's."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from markupsafe import escape

from engine.domain.layout import Box, Repeated, Shape
from web.diagrams import svg
from web.diagrams.marks import Mark, corner
from web.diagrams.symbols import (
    GATEWAY_SYMBOLS,
    REPEAT_SYMBOLS,
    TASK_SYMBOLS,
    event_symbol,
)
from web.diagrams.texts import fitted

STRIP = 30.0
_SUB_PROCESSES = frozenset({"subProcess", "transaction", "adHocSubProcess"})
_SMALL_SIGN = 15.0
_BOLD = 0.9  # a bold line of this many letters is as wide as a plain one


@dataclass(frozen=True, kw_only=True, slots=True)
class Figures:
    """Draws the shapes of one picture.

    Attributes:
        picture: begins every id.
        marks: element id to how it stands.
        timers: element id to its time in words.
        filled: pools that something stands in.
        crowded: activities with an event on their lower edge.
    """

    picture: str
    marks: Mapping[str, Mark]
    timers: Mapping[str, str]
    filled: frozenset[str]
    crowded: frozenset[str]

    def of(self, shape: Shape) -> str:
        """Return a shape with its name, signs and how it stands."""
        draw = _drawing_of(shape.kind)
        mark = self.marks.get(shape.element, Mark())
        said = " · ".join(part for part in (shape.name, mark.note) if part)
        title = f"<title>{escape(said)}</title>" if said else ""
        classes = " ".join((_class_of(shape), *mark.classes))
        right = shape.box.right + (10 if shape.box.width < 60 else 0)
        marks = corner(self.picture, mark, right=right, top=shape.box.y)
        # The viewer finds by its name what stands somehow.
        named = f' data-element="{escape(shape.element)}"' if mark.classes else ""
        return f'<g class="{classes}"{named}>{title}{draw(self, shape)}{marks}</g>'

    def pool(self, shape: Shape) -> str:
        """Draw a pool or a lane: a frame with its name at the side."""
        box = shape.box
        frame = svg.rect(_four(box))
        if shape.kind == "participant" and shape.element not in self.filled:
            return frame + self._centred(shape.name, box, css="strong")
        if not shape.horizontal:
            head = Box(x=box.x, y=box.y, width=box.width, height=STRIP)
            return frame + self._centred(shape.name, head, css="strong")
        line = ""
        if shape.kind == "participant":
            x = svg.number(box.x + STRIP)
            ends = f'y1="{svg.number(box.y)}" y2="{svg.number(box.bottom)}"'
            line = f'<line x1="{x}" x2="{x}" {ends}/>'
        name = fitted(shape.name, width=(box.height - 12) * _BOLD, height=STRIP - 2)
        if not name.lines:
            return frame + line
        words = svg.text(
            name, x=box.x + STRIP / 2, y=box.middle.y, css="strong", turned=True
        )
        return frame + line + words

    def activity(self, shape: Shape) -> str:
        """Draw a task or a sub-process."""
        box = shape.box
        is_open = shape.kind in _SUB_PROCESSES and shape.expanded
        parts = [svg.rect(_four(box), radius=10)]
        if shape.kind == "transaction":
            inner = (box.x + 3, box.y + 3, box.width - 6, box.height - 6)
            parts.append(svg.rect(inner, radius=8, css="inner"))
        corner_sign = TASK_SYMBOLS.get(shape.kind)
        if corner_sign:
            place = (box.x + 5, box.y + 5, 16.0)
            css = "full" if shape.kind == "sendTask" else ""
            parts.append(svg.sign(self.picture, corner_sign, place, css))
        signs = _foot_signs(shape)
        parts.append(self._foot(box, signs))
        if is_open:
            parts.append(self._heading(shape.name, box))
        else:
            parts.append(self._inside(shape, signs))
        return "".join(parts)

    def event(self, shape: Shape) -> str:
        """Draw an event: one ring, two for intermediate ones, a bold one for ends."""
        middle, radius = shape.box.middle, min(shape.box.width, shape.box.height) / 2
        place = f'cx="{svg.number(middle.x)}" cy="{svg.number(middle.y)}"'
        parts = [f'<circle {place} r="{svg.number(radius)}"/>']
        if shape.kind.startswith(("intermediate", "boundary")):
            inner = svg.number(max(radius - 3.5, 1))
            parts.append(f'<circle class="inner" {place} r="{inner}"/>')
        sign = event_symbol(shape.event)
        if sign:
            half = radius * 0.62
            css = "full" if "Throw" in shape.kind or shape.kind == "endEvent" else ""
            spot = (middle.x - half, middle.y - half, half * 2)
            parts.append(svg.sign(self.picture, sign, spot, css))
        parts.append(self._outside(shape, shape.name or self.timers.get(shape.element)))
        return "".join(parts)

    def gateway(self, shape: Shape) -> str:
        """Draw a diamond with its sign."""
        box, middle = shape.box, shape.box.middle
        corners = (
            (middle.x, box.y),
            (box.right, middle.y),
            (middle.x, box.bottom),
            (box.x, middle.y),
        )
        path = " ".join(f"{svg.number(x)},{svg.number(y)}" for x, y in corners)
        half = min(box.width, box.height) * 0.28
        spot = (middle.x - half, middle.y - half, half * 2)
        sign = svg.sign(self.picture, GATEWAY_SYMBOLS[shape.kind], spot)
        return f'<polygon points="{path}"/>{sign}{self._outside(shape, shape.name)}'

    def annotation(self, shape: Shape) -> str:
        """Draw a remark: a bracket at the left of its text."""
        box = shape.box
        left, top = svg.number(box.x), svg.number(box.y)
        path = f"M{svg.number(box.x + 10)} {top}H{left}V{svg.number(box.bottom)}h10"
        words = fitted(shape.name, width=box.width - 10, height=box.height)
        text = (
            svg.text(words, x=box.x + 6, y=box.y + 2, css="left") if words.lines else ""
        )
        return f'<path d="{path}"/>{text}'

    def data(self, shape: Shape) -> str:
        """Draw a sheet with a folded corner."""
        box = shape.box
        fold = min(box.width, box.height) * 0.3
        sheet = (
            f"M{svg.number(box.x)} {svg.number(box.y)}h{svg.number(box.width - fold)}"
            f"l{svg.number(fold)} {svg.number(fold)}V{svg.number(box.bottom)}"
            f"H{svg.number(box.x)}z"
            f"M{svg.number(box.right - fold)} {svg.number(box.y)}v{svg.number(fold)}"
            f"h{svg.number(fold)}"
        )
        sign = self._foot(box, ["many"]) if shape.collection else ""
        return f'<path d="{sheet}"/>{sign}{self._outside(shape, shape.name)}'

    def store(self, shape: Shape) -> str:
        """Draw a drum."""
        box = shape.box
        ry = min(box.height * 0.14, 12)
        arc = f"a{svg.number(box.width / 2)} {svg.number(ry)} 0 0"
        width = svg.number(box.width)
        left, top = svg.number(box.x), svg.number(box.y + ry)
        body = (
            f"M{left} {top}{arc} 1 {width} 0V{svg.number(box.bottom - ry)}"
            f"{arc} 1 -{width} 0zM{left} {top}{arc} 0 {width} 0"
        )
        return f'<path d="{body}"/>{self._outside(shape, shape.name)}'

    def group(self, shape: Shape) -> str:
        """Draw a dashed frame that means nothing to the flow."""
        name = self._heading(shape.name, shape.box)
        return svg.rect(_four(shape.box), radius=10) + name

    def _inside(self, shape: Shape, signs: list[str]) -> str:
        """Return the name between the signs, and above what sits on the edge."""
        box = shape.box
        top = box.y + (18 if shape.kind in TASK_SYMBOLS else 6)
        taken = 18 if signs or shape.element in self.crowded else 5
        room = box.bottom - taken - top
        words = fitted(shape.name, width=box.width - 12, height=max(room, 8))
        if not words.lines:
            return ""
        return svg.text(words, x=box.middle.x, y=top + (room - words.height) / 2)

    def _heading(self, name: str, box: Box) -> str:
        words = fitted(name, width=box.width - 20, height=30)
        return svg.text(words, x=box.middle.x, y=box.y + 6) if words.lines else ""

    def _centred(self, name: str, box: Box, *, css: str = "") -> str:
        words = fitted(name, width=box.width - 12, height=box.height - 4)
        if not words.lines:
            return ""
        top = box.middle.y - words.height / 2
        return svg.text(words, x=box.middle.x, y=top, css=css)

    def _outside(self, shape: Shape, name: str | None) -> str:
        """Return a name that stands below its shape, or where the file says."""
        if not name:
            return ""
        label, box = shape.label, shape.box
        width = max(label.width + 12 if label else 0, 96)
        words = fitted(name, width=width, height=72, sizes=(11,))
        x = label.middle.x if label else box.middle.x
        y = label.y if label else box.bottom + 4
        return svg.text(words, x=x, y=y, css="name")

    def _foot(self, box: Box, signs: list[str]) -> str:
        x = box.middle.x - len(signs) * _SMALL_SIGN / 2
        y = box.bottom - _SMALL_SIGN - 3
        return "".join(
            svg.sign(self.picture, sign, (x + place * _SMALL_SIGN, y, 13.0))
            for place, sign in enumerate(signs)
        )


def signs_of(shape: Shape) -> list[str]:
    """Return the names of all signs that a shape uses."""
    if shape.kind in GATEWAY_SYMBOLS:
        return [GATEWAY_SYMBOLS[shape.kind]]
    if shape.kind.endswith("Event"):
        return [one for one in (event_symbol(shape.event),) if one]
    if shape.kind.startswith("data"):
        return ["many"] if shape.collection else []
    corner_sign = TASK_SYMBOLS.get(shape.kind)
    return [*_foot_signs(shape), *([corner_sign] if corner_sign else [])]


def _foot_signs(shape: Shape) -> list[str]:
    signs = []
    if shape.repeated is not Repeated.NO:
        signs.append(REPEAT_SYMBOLS[shape.repeated.value])
    if shape.kind in _SUB_PROCESSES and not shape.expanded:
        signs.append("closed")
    if shape.kind == "adHocSubProcess":
        signs.append("adhoc")
    if shape.compensation:
        signs.append("compensation")
    return signs


def _class_of(shape: Shape) -> str:
    if shape.kind == "participant":
        return "pool"
    kind = _class_of_kind(shape.kind)
    if kind == "event":
        ring = "end" if shape.kind == "endEvent" else "ring"
        return f"event {ring}{'' if shape.interrupting else ' dashed'}"
    extra = {"callActivity": " call", "subProcess": " dotted" if shape.by_event else ""}
    return kind + extra.get(shape.kind, "")


def _class_of_kind(kind: str) -> str:
    for ending in ("Event", "Gateway"):
        if kind.endswith(ending):
            return ending.lower()
    return _OTHERS.get(kind, "task")


def _drawing_of(kind: str) -> Callable[[Figures, Shape], str]:
    return _DRAWINGS.get(_class_of_kind(kind), Figures.activity)


_OTHERS = {
    "participant": "pool",
    "lane": "lane",
    "group": "group",
    "textAnnotation": "note",
    "dataObject": "data",
    "dataObjectReference": "data",
    "dataInput": "data",
    "dataOutput": "data",
    "dataStoreReference": "store",
}
_DRAWINGS: dict[str, Callable[[Figures, Shape], str]] = {
    "pool": Figures.pool,
    "lane": Figures.pool,
    "event": Figures.event,
    "gateway": Figures.gateway,
    "note": Figures.annotation,
    "data": Figures.data,
    "store": Figures.store,
    "group": Figures.group,
}


def _four(box: Box) -> tuple[float, float, float, float]:
    return (box.x, box.y, box.width, box.height)
