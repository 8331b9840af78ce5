"""`check` and `deploy`."""

from argparse import Namespace
from pathlib import Path

from engine.adapters.bpmn.reader import XmlDiagramReader
from engine.adapters.dmn.reader import read_tables
from engine.bootstrap import build_engine
from engine.commands.database import prepared
from engine.commands.files import bytes_of, forms_in
from engine.commands.problems import (
    problem_json,
    problem_lines,
    report_json,
)
from engine.commands.terminal import DONE, REFUSED, Terminal
from engine.domain.checking import CheckReport
from engine.domain.identity import MACHINE
from engine.domain.problems import Problem, Severity, Verdict
from engine.errors import DiagramInvalidError, FileUnreadableError
from engine.services.definitions.handed_in import check_files
from engine.services.deployment import (
    Deployed,
    DeployOrder,
    SourceFile,
)


def check(terminal: Terminal, words: Namespace) -> int:
    """Say of each file whether it can be deployed; 1 when any cannot."""
    sources, closed = [], {}
    for name in words.files:
        try:
            sources.append(SourceFile(name=name, content=bytes_of(Path(name))))
        except FileUnreadableError as error:
            closed[name] = _unreadable(name, error)
    checked = iter(check_files(XmlDiagramReader(), read_tables, sources))
    reports = [closed.get(name) or next(checked) for name in words.files]
    terminal.answer({"files": [report_json(terminal, one) for one in reports]})
    if not terminal.json:
        for report in reports:
            terminal.say(f"cli.verdict.{report.verdict.value}", file=report.file)
            for line in problem_lines(terminal, report.problems):
                terminal.line(line)
    refused = any(report.verdict is Verdict.REFUSED for report in reports)
    return REFUSED if refused else DONE


def deploy(terminal: Terminal, words: Namespace) -> int:
    """Deploy files, all of them or none; 1 when they are refused."""
    forms, templates = ({}, {}) if not words.forms else forms_in(Path(words.forms))
    order = DeployOrder(
        files=[
            SourceFile(name=name, content=bytes_of(Path(name))) for name in words.files
        ],
        forms=forms,
        templates=templates,
        note=words.note,
        replace=words.replace,
    )
    office = build_engine(terminal.settings)
    try:
        prepared(office)
        deployed = office.deployment.deploy(order, MACHINE)
    except DiagramInvalidError as error:
        problems: list[Problem] = error.facts["problems"]
        terminal.warn("cli.verdict.refused", file=error.facts["file"])
        for line in problem_lines(terminal, problems):
            terminal.err.write(line + "\n")
        terminal.answer(
            {"deployed": [], "problems": [problem_json(terminal, p) for p in problems]}
        )
        return REFUSED
    finally:
        office.close()
    _tell(terminal, deployed)
    return DONE


def _tell(terminal: Terminal, deployed: list[Deployed]) -> None:
    told: set[str] = set()
    for one in deployed:
        sentence = "cli.deployed.unchanged" if one.unchanged else "cli.deployed"
        terminal.say(sentence, process=one.key, version=one.version, name=one.name)
        for role in one.roles:
            terminal.warn("cli.deployed.role", role=role)
        if one.file not in told:
            told.add(one.file)
            warnings = [p for p in one.problems if p.severity is not Severity.INFO]
            for line in problem_lines(terminal, warnings):
                terminal.err.write(line + "\n")
    terminal.answer(
        {
            "deployed": [
                {
                    "key": one.key,
                    "version": one.version,
                    "name": one.name,
                    "file": one.file,
                    "unchanged": one.unchanged,
                    "roles_created": list(one.roles),
                    "problems": [problem_json(terminal, p) for p in one.problems],
                }
                for one in deployed
            ]
        }
    )


def _unreadable(name: str, error: FileUnreadableError) -> CheckReport:
    problem = Problem(
        severity=Severity.ERROR,
        code="file_unreadable",
        facts={"file": name, "reason": str(error.facts["reason"])},
    )
    return CheckReport(
        file=name, verdict=Verdict.REFUSED, problems=(problem,), processes=()
    )
