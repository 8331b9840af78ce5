"""`worker`: jobs and timers alone, until somebody stops it."""

from argparse import Namespace

from engine.bootstrap import build_engine
from engine.clock import SystemClock
from engine.commands.database import prepared
from engine.commands.terminal import DONE, Terminal
from engine.logs import configure_logs


def worker(terminal: Terminal, _: Namespace) -> int:
    """Work until a signal asks to stop."""
    from engine.worker import work  # noqa: PLC0415 - brings DBOS along

    configure_logs(terminal.settings, SystemClock())
    office = prepared(build_engine(terminal.settings))
    try:
        work(office)
    finally:
        office.close()
    return DONE
