"""What concerns a file as a whole: oddities, pools, what is called what."""

import re
from dataclasses import replace

from engine.domain.checking.draft import Draft, title_of
from engine.domain.checking.findings import Finding, Findings
from engine.domain.diagram import Diagram, Oddity, Process, WaitKind
from engine.domain.problems import Severity

MAX_KEY = 120
"""Letters of a process's id: it stands in addresses and in names of files."""
_KEY = re.compile(r"(?!\.+$)[\w.:+@~-]+")
_ODDITIES = {
    "duplicate_id": Severity.ERROR,
    "duplicate_id_beside": Severity.WARNING,
    "element_unknown": Severity.ERROR,
    "id_missing": Severity.ERROR,
    "lane_member_missing": Severity.WARNING,
    "own_word_unknown": Severity.WARNING,
    "step_in_two_lanes": Severity.WARNING,
}


def judge_file(diagram: Diagram, found: Findings) -> None:
    """Tell what the reader met and what concerns all processes together."""
    for oddity in diagram.oddities:
        found.found.append(_finding(oddity))
    drawn = [process for process in diagram.processes if process.nodes]
    if not drawn:
        found.error("no_process")
    if len(drawn) > 1:
        for process in drawn:
            found.found.append(_about(process, Severity.WARNING, "several_pools"))
    for process in drawn:
        _judge_key(process, found)


def _judge_key(process: Process, found: Findings) -> None:
    """Tell whether a process can be called and run by its id."""
    if not process.id:
        found.found.append(_about(process, Severity.ERROR, "process_without_id"))
    elif len(process.id) > MAX_KEY:
        found.found.append(_about_long_key(process))
    elif not _KEY.fullmatch(process.id):
        found.found.append(_about(process, Severity.ERROR, "process_key_unusable"))
    elif not process.executable:
        found.found.append(_about(process, Severity.INFO, "not_executable"))


def names(draft: Draft) -> None:
    """Tell which steps carry no name, so that nobody knows what to do."""
    for node in draft.of_kind("userTask"):
        if not node.name and node.wait is not WaitKind.QUESTION:
            draft.found.warning("step_unnamed", node)


def _about_long_key(process: Process) -> Finding:
    """Tell that a process's id cannot be part of addresses and names of files."""
    shown = f"{process.id[:40]}…"
    about = _about(process, Severity.ERROR, "process_key_too_long")
    return replace(about, element=shown, facts={"most": MAX_KEY})


def _about(process: Process, severity: Severity, code: str) -> Finding:
    return Finding(
        severity=severity,
        code=code,
        element=process.id,
        name=title_of(process),
        line=process.line,
    )


def _finding(oddity: Oddity) -> Finding:
    facts = dict(oddity.facts)
    return Finding(
        severity=_ODDITIES.get(oddity.code, Severity.WARNING),
        code=oddity.code,
        element=oddity.element,
        name=oddity.name,
        line=oddity.line,
        group=repr(sorted(facts.items())),
        facts=dict(facts),
    )
