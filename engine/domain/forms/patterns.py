r"""Patterns of text fields: a part of regular expressions that cannot run for ever.

`re` tries every way to match, so that one unlucky pattern of a form could stop the
office. Here a part of a pattern turns the set of places where it may begin into
the set of places where it may end; nothing is tried twice, and the work grows with
the length of the text times the size of the pattern. What is understood: signs,
`.`, classes, `\d \w \s` and their inverses, groups, `|`, `* + ?`, `{n,m}`, `^`
and `$`. Look-around, back-references, flags and repeats within repeats are refused.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

MAX_PATTERN = 200
MAX_REPEATS = 500
MAX_PATTERN_TEXT = 1_000

Places = frozenset[int]
Part = Callable[[str, Places], Places]

_CLASS = re.compile(r"\[\^?\]?(?:[^\]\\\[]|\\[^a-zA-Z]|\\[dwsDWSnrt])*\]")
_COUNT = re.compile(r"\{([0-9]{1,3})(?:(,)([0-9]{0,3}))?\}")
_SET_OPERATION = re.compile(r"--|&&|~~|\|\|")
_ESCAPED_CLASS = "dwsDWSnrt"


class PatternRefusedError(ValueError):
    """A pattern is unreadable or not of the safe part; the argument is a message key."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pattern:
    """A pattern that can be matched in bounded time."""

    text: str
    part: Part

    def found_in(self, text: str) -> bool:
        """Return whether the pattern matches somewhere in `text`, as form-js does.

        A text longer than 1,000 characters never matches.
        """
        if len(text) > MAX_PATTERN_TEXT:
            return False
        return bool(self.part(text, frozenset(range(len(text) + 1))))


@lru_cache(maxsize=512)
def compile_pattern(text: str) -> Pattern:
    """Return a pattern that can be matched in bounded time.

    Raises:
        PatternRefusedError: with `form.pattern_too_long`, `form.pattern_unreadable`
            or `form.pattern_refused`.
    """
    if len(text) > MAX_PATTERN:
        raise PatternRefusedError("form.pattern_too_long")
    # Ours reads first: what it takes, the standard library reads without warnings.
    reader = _PatternReader(text)
    try:
        part, _ = reader.alternatives(0)
        re.compile(text)
    except (re.error, IndexError, OverflowError):
        raise PatternRefusedError("form.pattern_unreadable") from None
    if reader.place < len(text):
        raise PatternRefusedError("form.pattern_unreadable")
    return Pattern(text=text, part=part)


class _PatternReader:
    """Reads a pattern from left to right; parts come with «repeats inside»."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._repeats = 0
        self.place = 0

    def _took(self, sign: str) -> bool:
        if not self._text.startswith(sign, self.place):
            return False
        self.place += len(sign)
        return True

    def alternatives(self, depth: int) -> tuple[Part, bool]:
        if depth > 10:
            raise PatternRefusedError("form.pattern_refused")
        parts, repeats = [], False
        while True:
            part, inside = self._sequence(depth)
            parts.append(part)
            repeats = repeats or inside
            if not self._took("|"):
                return (parts[0] if len(parts) == 1 else _one_of(parts)), repeats

    def _sequence(self, depth: int) -> tuple[Part, bool]:
        parts, repeats = [], False
        while self.place < len(self._text) and self._text[self.place] not in "|)":
            part, inside = self._repeated(*self._single(depth))
            parts.append(part)
            repeats = repeats or inside
        return _in_a_row(parts), repeats

    def _single(self, depth: int) -> tuple[Part, bool]:
        if self._took("("):
            if not self._took("?:") and self._text.startswith("?", self.place):
                raise PatternRefusedError("form.pattern_refused")
            part, repeats = self.alternatives(depth + 1)
            self._took(")")
            return part, repeats
        if self._took("^"):
            return _at_the_start, False
        if self._took("$"):
            return _at_the_end, False
        return _one_sign(self._sign()), False

    def _sign(self) -> re.Pattern[str]:
        sign = self._text[self.place]
        if sign == "[":
            match = _CLASS.match(self._text, self.place)
            if match is None or _SET_OPERATION.search(match.group()):
                raise PatternRefusedError("form.pattern_refused")
            self.place = match.end()
            return re.compile(match.group(), re.ASCII)
        if sign == "\\":
            escaped = self._text[self.place + 1]
            if escaped.isalnum() and escaped not in _ESCAPED_CLASS:
                raise PatternRefusedError("form.pattern_refused")
            self.place += 2
            return re.compile("\\" + escaped, re.ASCII)
        self.place += 1
        return re.compile(sign if sign == "." else re.escape(sign))

    def _repeated(self, part: Part, repeats: bool) -> tuple[Part, bool]:  # noqa: FBT001
        least, most = self._times()
        if (least, most) == (1, 1):
            return part, repeats
        if self._took("?") or self._took("+"):
            raise PatternRefusedError("form.pattern_refused")
        if repeats and (least, most) != (0, 1):
            raise PatternRefusedError("form.pattern_nested")
        return _many(part, least, most), True

    def _times(self) -> tuple[int, int | None]:
        for sign, times in (("*", (0, None)), ("+", (1, None)), ("?", (0, 1))):
            if self._took(sign):
                return times
        match = _COUNT.match(self._text, self.place)
        if match is None:
            return 1, 1
        self.place = match.end()
        least = int(match[1])
        most = None if match[2] and not match[3] else int(match[3] or least)
        self._repeats += max(least, most or 0)
        if self._repeats > MAX_REPEATS:
            raise PatternRefusedError("form.pattern_refused")
        return least, most


def _at_the_start(_: str, places: Places) -> Places:
    return places & {0}


def _at_the_end(text: str, places: Places) -> Places:
    return places & {len(text)}


def _one_sign(sign: re.Pattern[str]) -> Part:
    def after(text: str, places: Places) -> Places:
        return frozenset(
            place + 1
            for place in places
            if place < len(text) and sign.fullmatch(text, place, place + 1)
        )

    return after


def _in_a_row(parts: list[Part]) -> Part:
    def after(text: str, places: Places) -> Places:
        for part in parts:
            if not places:
                break
            places = part(text, places)
        return places

    return after


def _one_of(parts: list[Part]) -> Part:
    def after(text: str, places: Places) -> Places:
        return frozenset().union(*(part(text, places) for part in parts))

    return after


def _many(part: Part, least: int, most: int | None) -> Part:
    def after(text: str, places: Places) -> Places:
        for _ in range(least):
            places = part(text, places)
        reached, fresh = places, places
        rounds = len(text) + 1 if most is None else most - least
        # Only places that are new go on: none is visited twice.
        while fresh and rounds > 0:
            fresh = part(text, fresh) - reached
            reached |= fresh
            rounds -= 1
        return reached

    return after
