"""What a longer text consists of: headings, paragraphs and tables, in order."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Heading:
    """A heading; level 1 begins a chapter."""

    text: str
    level: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Paragraph:
    """A paragraph; one that `waits` is to be written by a person."""

    text: str
    waits: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Grid:
    """A table with its names; columns from `numbers` on stand to the right."""

    names: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: int


Block = Heading | Paragraph | Grid
