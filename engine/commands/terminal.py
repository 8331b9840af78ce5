"""Where commands write: results to stdout, sentences about them to stderr."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TextIO

import orjson

from engine.settings import Settings
from engine.translations import sentence

DONE, REFUSED, WRONG_USAGE = 0, 1, 2


@dataclass(frozen=True, kw_only=True, slots=True)
class Terminal:
    """One run of a command: its settings and its streams.

    Attributes:
        json: results are one JSON value instead of sentences and tables.
    """

    settings: Settings
    out: TextIO
    err: TextIO
    into: TextIO
    json: bool = False

    @property
    def language(self) -> str:
        """The language of sentences."""
        return self.settings.language

    def say(self, key: str, **facts: object) -> None:
        """Write a sentence to stdout; with `--json` it is left out."""
        if not self.json:
            self.line(self.words(key, **facts))

    def warn(self, key: str, **facts: object) -> None:
        """Write a sentence to stderr."""
        self.err.write(self.words(key, **facts) + "\n")

    def line(self, text: str) -> None:
        """Write a line to stdout."""
        self.out.write(text + "\n")

    def answer(self, value: object) -> None:
        """Write a JSON value to stdout, where `--json` asks for one."""
        if self.json:
            self.line(orjson.dumps(value, option=orjson.OPT_INDENT_2).decode())

    def words(self, key: str, **facts: object) -> str:
        """Return a sentence of the catalogue."""
        return sentence(key, self.language, facts)

    def table(self, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
        """Write a table, columns as wide as they need to be."""
        widths = [
            max(len(row[place]) for row in [heads, *rows])
            for place in range(len(heads))
        ]
        for row in [heads, ["─" * width for width in widths], *rows]:
            cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            self.line("  ".join(cells).rstrip())
