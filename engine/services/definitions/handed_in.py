"""Files as people hand them in: diagrams, and decision tables beside them."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from engine.domain.checking import NOTHING_KNOWN, CheckReport, Known, check
from engine.domain.decisions import DecisionTable, ReadFile, mistakes_of
from engine.domain.problems import Problem, Severity, verdict_of
from engine.errors import DiagramInvalidError
from engine.ports import DiagramReader
from engine.services.definitions.bundle import SourceFile

DMN = ".dmn"


@dataclass(frozen=True, kw_only=True, slots=True)
class HandedTables:
    """The decision tables of a file, and what is said of it.

    Attributes:
        tables: by key; those with mistakes too, which the report tells.
    """

    report: CheckReport
    tables: dict[str, DecisionTable] = field(default_factory=dict)

    @property
    def texts(self) -> dict[str, str]:
        """The tables as they are stored."""
        return {key: table.to_json() for key, table in self.tables.items()}


def apart(files: Sequence[SourceFile]) -> tuple[list[SourceFile], list[SourceFile]]:
    """Return the diagrams and the files with decision tables, by their names."""
    tables = [one for one in files if is_dmn(one)]
    return [one for one in files if not is_dmn(one)], tables


def is_dmn(file: SourceFile) -> bool:
    """Tell whether a file is called like one with decision tables."""
    return file.name.lower().endswith(DMN)


def tables_in(read: ReadFile, source: SourceFile) -> HandedTables:
    """Return the tables of a file with every mistake in them.

    Raises:
        DiagramInvalidError: it cannot be read as a whole.
    """
    found = read(source.content, source.name)
    problems = list(found.problems)
    for table in found.tables:
        problems += mistakes_of(table)
    return HandedTables(
        report=_report(source.name, problems),
        tables={table.key: table for table in found.tables},
    )


def alone(files: Sequence[SourceFile]) -> DiagramInvalidError:
    """Return the error of tables that nobody asks, handed in without a diagram."""
    problem = Problem(severity=Severity.ERROR, code="dmn_alone")
    name = files[0].name if files else ""
    return DiagramInvalidError(file=name, problems=[problem])


def check_files(
    reader: DiagramReader, tables: ReadFile, sources: Sequence[SourceFile]
) -> list[CheckReport]:
    """Check files on their own, as `check` does: no store, no office.

    Diagrams know the tables that are given with them. A file that cannot be read as
    a whole gives a report with its one error.
    """
    read: dict[int, HandedTables] = {}
    for place, source in enumerate(sources):
        if is_dmn(source):
            read[place] = _tables(tables, source)
    known = replace(
        NOTHING_KNOWN,
        tables={key: one for each in read.values() for key, one in each.tables.items()},
    )
    return [
        read[place].report if place in read else _checked(reader, source, known)
        for place, source in enumerate(sources)
    ]


def _tables(read: ReadFile, source: SourceFile) -> HandedTables:
    try:
        return tables_in(read, source)
    except DiagramInvalidError as error:
        return HandedTables(report=_report(source.name, error.facts["problems"]))


def _checked(reader: DiagramReader, source: SourceFile, known: Known) -> CheckReport:
    try:
        diagram = reader.read(source.content, source.name)
    except DiagramInvalidError as error:
        return _report(source.name, error.facts["problems"])
    return check(diagram, known=known)


def _report(name: str, problems: Sequence[Problem]) -> CheckReport:
    return CheckReport(
        file=name,
        verdict=verdict_of(tuple(problems)),
        problems=tuple(problems),
        processes=(),
    )
