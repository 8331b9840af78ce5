"""How wide a text is, and where its lines break.

A page is drawn before it is printed, so the rows' heights must be known without
a printer. The widths are those of Arial and Liberation Sans, which are equal.
"""

from functools import lru_cache

POINT = 0.352778  # millimetres
# A line may come out a little wider than counted: kerning, a fallback letter.
_SLACK = 1.02
_BOLD = 1.08
# Thousandths of the font's size, for the letters from the space to the tilde.
_WIDTHS = (
    *(278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278),
    *(556, 556, 556, 556, 556, 556, 556, 556, 556, 556, 278, 278, 584, 584, 584, 556),
    *(1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667, 556, 833, 722, 778),
    *(667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556),
    *(333, 556, 556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556),
    *(556, 556, 333, 500, 278, 556, 500, 722, 500, 500, 500, 334, 260, 334, 584),
)
_LATIN = 600
_WIDE = 1000
_FIRST_WIDE = 0x1100


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line in millimetres; `size` in points."""
    thousandths = sum(_letter(ord(letter)) for letter in text)
    weight = _BOLD if bold else 1
    return thousandths / 1000 * size * POINT * weight * _SLACK


@lru_cache(maxsize=4096)
def wrapped(
    text: str, width: float, size: float, *, bold: bool = False
) -> tuple[str, ...]:
    """Return the lines of a text in a column of so many millimetres.

    Lines break at blanks and where the text breaks them; a word that is wider
    than the column is cut. An empty text has no lines.
    """
    lines: list[str] = []
    for paragraph in text.splitlines():
        line = ""
        for word in paragraph.split():
            longer = f"{line} {word}" if line else word
            if text_width(longer, size, bold=bold) <= width:
                line = longer
                continue
            if line:
                lines.append(line)
            *full, line = _cut(word, width, size, bold=bold)
            lines.extend(full)
        if line:
            lines.append(line)
    return tuple(lines)


def longest_word(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of the widest word in millimetres."""
    return max((text_width(word, size, bold=bold) for word in text.split()), default=0)


def _cut(word: str, width: float, size: float, *, bold: bool) -> list[str]:
    pieces = [""]
    for letter in word:
        longer = pieces[-1] + letter
        if pieces[-1] and text_width(longer, size, bold=bold) > width:
            pieces.append(letter)
        else:
            pieces[-1] = longer
    return pieces


def _letter(code: int) -> int:
    if 32 <= code < 32 + len(_WIDTHS):
        return _WIDTHS[code - 32]
    return _WIDE if code >= _FIRST_WIDE else _LATIN
