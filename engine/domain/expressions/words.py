"""The words of an expression: a text is cut into tokens before it is read.

Only what is listed here is a token; every other character is refused by its
place. Names are ASCII, so that no letter can pass for another one.
"""

import re
from dataclasses import dataclass
from decimal import Decimal

from engine.domain.expressions.values import MAX_NUMBER

MAX_LENGTH = 500

KEYWORDS = frozenset(
    [
        "if",
        "then",
        "else",
        "and",
        "or",
        "not",
        "in",
        "this",
        "true",
        "false",
        "null",
        "True",
        "False",
        "None",
    ]
)
_TOKEN = re.compile(
    r"""(?P<space>[ \t\r\n]+)
      | (?P<number>[0-9]+(?:\.[0-9]+)?(?![A-Za-z0-9_.]))
      | (?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
      | (?P<name>[A-Za-z_][A-Za-z0-9_]*)
      | (?P<sign>==|!=|<=|>=|&&|\|\||//|[-+*/%<>=!()\[\],.])""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = {"\\": "\\", '"': '"', "'": "'", "n": "\n", "t": "\t", "r": "\r", "/": "/"}
_SAME = {"&&": "and", "||": "or", "=": "=="}
_WRAPPERS = ("${", "#{")
# Control characters and halves of surrogate pairs cannot stand in stored JSON.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


class ReadingError(Exception):
    """A text is no expression; becomes `ExpressionInvalidError` at the border."""

    def __init__(self, reason: str, at: int | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.at = at


@dataclass(frozen=True, slots=True)
class Token:
    """One word: `kind` is number, text, name, sign, word (a keyword) or end."""

    kind: str
    content: str | int | Decimal
    start: int
    end: int


def tokens_of(text: str) -> list[Token]:
    """Return the words of a text without its wrapper, closed by an `end` token.

    Raises:
        ReadingError: if it is empty, longer than 500 characters, or holds something
            that is no word.
    """
    if len(text) > MAX_LENGTH:
        raise ReadingError("expression.too_long")
    forbidden = _FORBIDDEN.search(text)
    if forbidden:
        raise ReadingError("expression.forbidden_character", forbidden.start())
    position, stop = _unwrapped(text)
    if position >= stop:
        raise ReadingError("expression.empty")
    found: list[Token] = []
    while position < stop:
        match = _TOKEN.match(text, position, stop)
        if match is None:
            raise ReadingError("expression.unreadable", position)
        if match.lastgroup != "space":
            found.append(_token(match))
        position = match.end()
    found.append(Token("end", "", stop, stop))
    return found


def _unwrapped(text: str) -> tuple[int, int]:
    """Return where the expression inside `=`, `${…}` or `#{…}` begins and ends."""
    start, stop = _trimmed(text, 0, len(text))
    if text.startswith("=", start) and not text.startswith("==", start):
        start, stop = _trimmed(text, start + 1, stop)
    if text.startswith(_WRAPPERS, start) and stop > start and text[stop - 1] == "}":
        start, stop = _trimmed(text, start + 2, stop - 1)
    return start, stop


def _trimmed(text: str, start: int, stop: int) -> tuple[int, int]:
    while start < stop and text[start] in " \t\r\n":
        start += 1
    while stop > start and text[stop - 1] in " \t\r\n":
        stop -= 1
    return start, stop


def _token(match: re.Match[str]) -> Token:
    kind, written = match.lastgroup or "", match.group()
    if kind == "number":
        return Token(kind, _number(written, match.start()), match.start(), match.end())
    if kind == "text":
        return Token(kind, _text(written, match.start()), match.start(), match.end())
    if kind == "name" and written in KEYWORDS:
        kind = "word"
    if kind == "sign" and written in _SAME:
        written = _SAME[written]
        kind = "sign" if written == "==" else "word"
    return Token(kind, written, match.start(), match.end())


def _number(written: str, at: int) -> int | Decimal:
    # The whole part is looked at as text first: reading 500 digits costs nothing,
    # but Python refuses to write such a number into a message.
    if len(written.partition(".")[0].lstrip("0")) > len(str(MAX_NUMBER)):
        raise ReadingError("expression.too_large", at)
    number = Decimal(written) if "." in written else int(written)
    if number > MAX_NUMBER:
        raise ReadingError("expression.too_large", at)
    return number


def _text(written: str, at: int) -> str:
    def plain(match: re.Match[str]) -> str:
        if match[1] not in _ESCAPES:
            raise ReadingError("expression.unknown_escape", at + 1 + match.start())
        return _ESCAPES[match[1]]

    return _ESCAPE.sub(plain, written[1:-1])
