"""The composition root: every choice of an implementation is made here."""

from engine.bootstrap.messages import refuse_unknown_channels
from engine.bootstrap.office import Office
from engine.clock import Clock
from engine.ports import DocumentRenderer, JobQueue
from engine.services.people.accounts import Passwords
from engine.settings import Settings
from engine.signing_ports import TraceReader

__all__ = ["Office", "build_engine"]


def build_engine(
    settings: Settings,
    *,
    clock: Clock | None = None,
    jobs: JobQueue | None = None,
    renderer: DocumentRenderer | None = None,
    trace_reader: TraceReader | None = None,
    passwords: Passwords | None = None,
) -> Office:
    """Return the office of these settings; nothing connects yet.

    Args:
        settings: as read from the environment.
        clock: the machine's where None.
        jobs: where work is enqueued; None where callers do it themselves.
        renderer: makes PDFs; a process of its own where None.
        trace_reader: reads PDFs of strangers; another process where None.
        passwords: hashes them; argon2id at the house's price where None.

    Raises:
        SettingsInvalidError: messages cannot be sent to a channel of the office.
    """
    refuse_unknown_channels(settings)
    return Office(
        settings,
        clock=clock,
        jobs=jobs,
        renderer=renderer,
        trace_reader=trace_reader,
        passwords=passwords,
    )
