"""Words on a drawing: how wide they are, and how they break into lines.

No font is measured; the widths are those of a sans serif face, rounded up, in
parts of the font's size. A reader's own face may be wider: then a line comes
close to its frame, but stays inside it.
"""

from collections.abc import Sequence
from dataclasses import dataclass

_NARROW = frozenset("iljtfrI.,:;'|!()[]- ")
_WIDE = frozenset("mwMW@%—")
SIZES = (12, 11, 10, 9, 8)
LINE = 1.2


@dataclass(frozen=True, kw_only=True, slots=True)
class Fitted:
    """Lines at a size in pixels that fits them into their room."""

    lines: tuple[str, ...]
    size: int

    @property
    def height(self) -> float:
        """Pixels from the top of the first line to the foot of the last."""
        return len(self.lines) * self.size * LINE


def width_of(text: str, size: float) -> float:
    """Return about how many pixels a text takes in one line."""
    return sum(_width(letter) for letter in text) * size


def fitted(
    text: str, *, width: float, height: float, sizes: Sequence[int] = SIZES
) -> Fitted:
    """Return a text in the largest size that fits; at the smallest it is cut."""
    longest = max(text.split(), key=len, default="")
    for size in sizes:
        lines = broken(text, width, size)
        # A word is broken in two only where no smaller size would hold it.
        whole = width_of(longest, size) <= width or size == sizes[-1]
        if whole and len(lines) * size * LINE <= height:
            return Fitted(lines=tuple(lines), size=size)
    size = sizes[-1]
    most = max(int(height // (size * LINE)), 1)
    lines = broken(text, width, size)
    return Fitted(lines=tuple(_cut(lines, most, width, size)), size=size)


def broken(text: str, width: float, size: float) -> list[str]:
    """Return a text in lines of at most a width; only a word may be longer."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width_of(longer, size) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return [part for line in lines for part in _pieces(line, width, size)]


def _pieces(line: str, width: float, size: float) -> list[str]:
    """Break a word that no line can hold wherever the line ends."""
    pieces = [""]
    for letter in line:
        if pieces[-1] and width_of(pieces[-1] + letter, size) > width:
            pieces.append("")
        pieces[-1] += letter
    return pieces


def _cut(lines: list[str], most: int, width: float, size: float) -> list[str]:
    if len(lines) <= most:
        return lines
    last = lines[most - 1]
    while last and width_of(last + "…", size) > width:
        last = last[:-1]
    return [*lines[: most - 1], last.rstrip() + "…"]


def _width(letter: str) -> float:
    if letter in _NARROW:
        return 0.34
    if letter in _WIDE:
        return 0.9
    if letter.isupper():
        return 0.7
    # Letters of other scripts can be as wide as they are high.
    return 0.57 if letter < "\u2000" else 1.0
