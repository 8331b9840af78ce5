"""`facts rebuild` and `facts compare`: the index of what finished steps took."""

from argparse import Namespace

from engine.bootstrap import build_engine
from engine.commands.database import prepared
from engine.commands.terminal import DONE, REFUSED, Terminal
from engine.domain.identity import MACHINE


def compare(terminal: Terminal, _: Namespace) -> int:
    """Compare every stored fact with the log; 1 where one differs."""
    office = prepared(build_engine(terminal.settings))
    try:
        report = office.facts.compare(office.clock.now())
    finally:
        office.close()
    differing = list(report.differing)
    terminal.answer({"facts": report.facts, "differing": [str(o) for o in differing]})
    if not differing:
        terminal.say("cli.facts.agree", count=report.facts)
        return DONE
    terminal.warn("cli.facts.differ", count=len(differing), first=differing[0])
    return REFUSED


def rebuild(terminal: Terminal, _: Namespace) -> int:
    """Make every fact anew from log, diagrams and calendars."""
    office = prepared(build_engine(terminal.settings))
    try:
        report = office.facts.rebuild(office.clock.now(), MACHINE)
    finally:
        office.close()
    terminal.say("cli.facts.rebuilt", count=report.facts, changed=len(report.differing))
    terminal.answer({"facts": report.facts, "changed": len(report.differing)})
    return DONE
