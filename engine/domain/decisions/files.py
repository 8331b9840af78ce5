"""What was read of a file with decision tables, and who reads one."""

from collections.abc import Callable
from dataclasses import dataclass

from engine.domain.decisions.compiling import compile_table
from engine.domain.decisions.table import DecisionTable
from engine.domain.problems import Problem, Severity


@dataclass(frozen=True, kw_only=True, slots=True)
class ReadTables:
    """The decision tables of a file, as written.

    Attributes:
        problems: what in the file is no table that can be used; it is left out.
    """

    tables: tuple[DecisionTable, ...] = ()
    problems: tuple[Problem, ...] = ()


ReadFile = Callable[[bytes, str], ReadTables]
"""Reads a file that nobody vouches for; DiagramInvalidError where it cannot."""


def mistakes_of(table: DecisionTable) -> tuple[Problem, ...]:
    """Return everything in a table that must be changed before it can answer."""
    return tuple(
        Problem(
            severity=Severity.ERROR,
            code=mistake.code,
            element=table.key,
            name=table.title,
            elements=(table.title,),
            ids=(table.key,),
            facts=mistake.facts(table),
        )
        for mistake in compile_table(table)[1]
    )
