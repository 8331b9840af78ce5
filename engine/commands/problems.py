"""Findings of a check as people and scripts read them."""

from collections.abc import Sequence

from engine.commands.terminal import Terminal
from engine.domain.checking import CheckReport
from engine.domain.problems import Problem

MOST_NAMES = 8


def problem_json(terminal: Terminal, problem: Problem) -> dict[str, object]:
    """Return a finding as `check --json` prints it."""
    message, hint = problem_words(terminal, problem)
    return {
        "severity": problem.severity.value,
        "code": problem.code,
        "element": problem.element,
        "name": problem.name,
        "elements": list(problem.elements),
        "line": problem.line,
        "message": message,
        "hint": hint,
    }


def report_json(terminal: Terminal, report: CheckReport) -> dict[str, object]:
    """Return what is said of a file as `check --json` prints it."""
    return {
        "file": report.file,
        "verdict": report.verdict.value,
        "processes": [
            {
                "id": process.id,
                "name": process.name,
                "lanes": list(process.lanes),
                "user_tasks": process.user_tasks,
            }
            for process in report.processes
        ],
        "problems": [problem_json(terminal, one) for one in report.problems],
    }


def problem_words(terminal: Terminal, problem: Problem) -> tuple[str, str]:
    """Return the sentence of a finding and what to change."""
    facts = {**problem.facts, "elements": _names(problem, terminal)}
    facts |= {"element": problem.element, "line": problem.line}
    facts["name"] = problem.facts.get("name", problem.name)
    key = f"check.{problem.code}"
    return terminal.words(key, **facts), terminal.words(f"{key}.hint", **facts)


def problem_lines(terminal: Terminal, problems: Sequence[Problem]) -> list[str]:
    """Return findings as indented lines."""
    lines = []
    for problem in problems:
        message, hint = problem_words(terminal, problem)
        severity = terminal.words(f"cli.severity.{problem.severity.value}")
        place = terminal.words("cli.line", line=problem.line) if problem.line else ""
        lines.append(f"  {severity}{place}: {message} [{problem.code}]")
        if hint and not hint.startswith("check."):
            lines.append(f"    {hint}")
    return lines


def _names(problem: Problem, terminal: Terminal) -> str:
    shown = [f"«{name}»" for name in problem.elements[:MOST_NAMES]]
    more = len(problem.elements) - len(shown)
    text = ", ".join(shown)
    return text + terminal.words("cli.and_more", count=more) if more > 0 else text
